"""Another program, into which covers are dropped or pasted: the target's side of XDND."""

import select
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol import event as events

from tests.end2end.window.carrying import LIST, VERSION
from tests.end2end.window.hands import Point

SIDE = 80
WILLING = 1
PATIENCE = 20.0
HEARD = 0.3
"""Seconds for which it listens each time."""


class Receiver:
    """A small window in a corner of the screen; `actions` are those that were offered to it."""

    def __init__(self, name: str, corner: Point) -> None:
        self.actions: set[str] = set()
        self._display = Display(name)
        self._root = self._display.screen().root
        self._window = self._root.create_window(
            *(*corner, SIDE, SIDE, 0),
            self._display.screen().root_depth,
            override_redirect=1,
            background_pixel=0x808080,
        )
        aware = self._display.intern_atom("XdndAware")
        self._window.change_property(aware, Xatom.ATOM, 32, [VERSION])
        self._window.map()
        self._window.configure(stack_mode=X.Above)
        self._display.sync()
        self._source: Any = None
        self._dropped = False
        self._given: int | None = None
        self.middle = (corner[0] + SIDE // 2, corner[1] + SIDE // 2)

    def listen(self) -> bool:
        """Answer whatever is dragged over it, for a moment; whether there is anything."""
        end = time.monotonic() + HEARD
        while (left := end - time.monotonic()) > 0:
            while self._display.pending_events():
                self._answer(self._display.next_event())
            select.select([self._display], [], [], left)
        return bool(self.actions)

    def take_drop(self) -> list[Path]:
        """The files that were dropped."""
        self._until(lambda: self._dropped)
        files = self._files("XdndSelection")
        self._tell("XdndFinished", WILLING, self._atom("XdndActionCopy"))
        return files

    def paste(self) -> list[Path]:
        """The files on the clipboard."""
        return self._files("CLIPBOARD")

    def close(self) -> None:
        """Go."""
        self._display.close()

    def _answer(self, event: Any) -> None:
        if event.type == X.SelectionNotify:
            self._given = event.property
        if event.type != X.ClientMessage:
            return
        kind = self._display.get_atom_name(event.client_type)
        words = event.data[1]
        if kind == "XdndPosition":
            self._source = self._display.create_resource_object("window", words[0])
            self.actions.add(self._display.get_atom_name(words[4]))
            self._tell("XdndStatus", WILLING, 0, 0, self._atom("XdndActionCopy"))
        elif kind == "XdndDrop":
            self._dropped = True

    def _tell(self, kind: str, *words: int) -> None:
        """Send the source a message."""
        data = [self._window.id, *words, 0, 0, 0, 0][:5]
        own = events.ClientMessage(
            window=self._source, client_type=self._atom(kind), data=(32, data)
        )
        self._source.send_event(own)
        self._display.flush()

    def _files(self, selection: str) -> list[Path]:
        """Ask for the list of files in a selection."""
        place = self._atom("COVERART_TEST")
        self._given = None
        self._window.convert_selection(
            self._atom(selection), self._atom(LIST), place, X.CurrentTime
        )
        self._display.flush()
        self._until(lambda: self._given is not None)
        if self._given == X.NONE:
            return []
        found = self._window.get_full_property(place, X.AnyPropertyType)
        lines = bytes(found.value).decode().split()
        return [Path(unquote(urlsplit(line).path)) for line in lines]

    def _until(self, come: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not come():
            assert time.monotonic() < end, "nothing came"
            self.listen()

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))
