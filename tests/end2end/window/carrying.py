"""Files dragged in from a file manager: the source's side of XDND, version 5.

Whatever is dragged over asks the source itself for the list of files, through the X server, as it
asks any other program. See freedesktop.org, "Drag-and-Drop Protocol for the X Window System".
"""

import select
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.protocol import event as events

from tests.end2end.window.hands import Hands, Point

VERSION = 5
LIST = "text/uri-list"
ACCEPTED = 1
CORNER = (2, 2)
"""Where the source lies: a file manager that is very small."""
PATIENCE = 20.0


class Carrying:
    """Files in hand, over the screen, until they are dropped.

    `accepted` says what the window below answered last.
    """

    def __init__(self, name: str, hands: Hands, paths: Sequence[Path]) -> None:
        self.accepted = False
        self._hands = hands
        self._where = CORNER
        self._display = Display(name)
        self._root = self._display.screen().root
        self._list = "".join(f"{path.as_uri()}\r\n" for path in paths).encode()
        self._source = self._root.create_window(
            *(0, 0, 4, 4, 0), self._display.screen().root_depth, override_redirect=1
        )
        self._source.map()
        self._source.set_selection_owner(self._atom("XdndSelection"), X.CurrentTime)
        self._display.sync()
        self._target: Any = None
        hands.hold(CORNER)

    def over(self, place: Point) -> None:
        """Carry them to a place, and wait until the window there has answered."""
        self._hands.carry(self._where, place)
        self._where = place
        below = self._aware_window()
        if self._target is None or self._target.id != below.id:
            self._leave()
            self._target = below
            self._send("XdndEnter", VERSION << 24, self._atom(LIST), 0, 0)
        x, y = place
        self._send("XdndPosition", 0, x << 16 | y, X.CurrentTime, self._atom("XdndActionCopy"))
        answer = self._await("XdndStatus")
        self.accepted = bool(answer[1] & ACCEPTED)

    def drop(self) -> None:
        """Let them go; returns when the window below has taken them."""
        self._hands.release()
        assert self.accepted, "what is below does not want them"
        self._send("XdndDrop", 0, X.CurrentTime, 0, 0)
        answer = self._await("XdndFinished")
        assert answer[2] == self._atom("XdndActionCopy"), "the originals must stay"
        self._source.unmap()
        self._display.flush()

    def close(self) -> None:
        """Go; what was not dropped is taken away."""
        self._hands.release()
        self._display.close()

    def _leave(self) -> None:
        if self._target is not None:
            self._send("XdndLeave", 0, 0, 0, 0)
            self._target = None

    def _aware_window(self) -> Any:
        """The window under the pointer that takes drops."""
        window, aware = self._root, self._atom("XdndAware")
        while window.get_full_property(aware, X.AnyPropertyType) is None:
            window = window.query_pointer().child
            assert window != X.NONE, "nothing here takes drops"
        return window

    def _send(self, kind: str, *words: int) -> None:
        """Send a message to the target; its first word names the source."""
        own = events.ClientMessage(
            window=self._target,
            client_type=self._atom(kind),
            data=(32, [self._source.id, *words]),
        )
        self._target.send_event(own)
        self._display.flush()

    def _await(self, kind: str) -> list[int]:
        """The words of an answer; meanwhile the list is given to whoever asks for it."""
        end = time.monotonic() + PATIENCE
        while (left := end - time.monotonic()) > 0:
            while self._display.pending_events():
                event = self._display.next_event()
                if event.type == X.SelectionRequest:
                    self._give(event)
                elif event.type == X.ClientMessage and event.client_type == self._atom(kind):
                    return [int(word) for word in event.data[1]]
            select.select([self._display], [], [], left)
        raise AssertionError(f"there was no {kind}")

    def _give(self, request: Any) -> None:
        """Give what is asked for: the kinds there are, or the list."""
        place = request.property or request.target
        if request.target == self._atom("TARGETS"):
            kinds = [self._atom("TARGETS"), self._atom(LIST)]
            request.requestor.change_property(place, Xatom.ATOM, 32, kinds)
        elif request.target == self._atom(LIST):
            request.requestor.change_property(place, request.target, 8, self._list)
        else:
            place = X.NONE
        told = events.SelectionNotify(
            time=request.time,
            requestor=request.requestor,
            selection=request.selection,
            target=request.target,
            property=place,
        )
        request.requestor.send_event(told)
        self._display.flush()

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))
