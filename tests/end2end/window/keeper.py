"""A window manager as small as can be: windows appear where they want to, the newest has the keys.

A server without one shows windows, but the keyboard is nobody's, and nothing covers the screen.
"""

import select
import socket
import threading
from contextlib import suppress
from typing import Any

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import CatchError, XError

ADD, TOGGLE = 1, 2


class Keeper:
    """Looks after the windows of a display, in a thread of its own, until it is closed."""

    def __init__(self, name: str) -> None:
        self._display = Display(name)
        self._root = self._display.screen().root
        self._windows: list[Any] = []
        self._before: dict[int, tuple[int, int, int, int]] = {}
        self._state = self._display.intern_atom("_NET_WM_STATE")
        self._full = self._display.intern_atom("_NET_WM_STATE_FULLSCREEN")
        # Windows may be gone before we get to them: that is their right, and no error.
        self._display.set_error_handler(CatchError())
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        self._root.change_attributes(event_mask=mask)
        self._display.sync()
        self._reader, self._writer = socket.socketpair()
        self._thread = threading.Thread(target=self._look_after, name="window manager")
        self._thread.start()

    def close(self) -> None:
        """Leave the windows alone."""
        self._writer.send(b".")
        self._thread.join()
        self._display.close()
        self._reader.close()
        self._writer.close()

    def _look_after(self) -> None:
        while True:
            # This sends what waits to be sent, too. A flush below it would take in events that
            # nobody looks at before the next one comes: a window that asks to be shown would wait.
            while self._display.pending_events():
                self._handle(self._display.next_event())
            ready, _, _ = select.select([self._display, self._reader], [], [])
            if self._reader in ready:
                return

    def _handle(self, event: Any) -> None:
        deeds = {
            X.MapRequest: self._map,
            X.ConfigureRequest: self._configure,
            X.UnmapNotify: self._forget,
            X.DestroyNotify: self._forget,
            X.ClientMessage: self._change_state,
        }
        with suppress(XError):
            deeds.get(event.type, lambda _event: None)(event)

    def _map(self, event: Any) -> None:
        window = event.window
        wanted = window.get_full_property(self._state, Xatom.ATOM)
        if wanted is not None and self._full in wanted.value:
            self._cover(window)
        window.map()
        self._windows = [own for own in self._windows if own.id != window.id] + [window]
        self._focus()

    def _configure(self, event: Any) -> None:
        names = {
            X.CWX: "x",
            X.CWY: "y",
            X.CWWidth: "width",
            X.CWHeight: "height",
            X.CWBorderWidth: "border_width",
        }
        wanted = {
            name: getattr(event, name) for bit, name in names.items() if event.value_mask & bit
        }
        if event.window.id not in self._before:
            event.window.configure(**wanted)

    def _forget(self, event: Any) -> None:
        if any(own.id == event.window.id for own in self._windows):
            self._windows = [own for own in self._windows if own.id != event.window.id]
            self._before.pop(event.window.id, None)
            self._focus()

    def _change_state(self, event: Any) -> None:
        """Cover the screen with a window, or no longer."""
        if event.client_type != self._state or self._full not in event.data[1].tolist()[1:3]:
            return
        window, deed = event.window, event.data[1][0]
        covers = window.id in self._before
        if deed == ADD or (deed == TOGGLE and not covers):
            self._cover(window)
            window.change_property(self._state, Xatom.ATOM, 32, [self._full])
        elif covers:
            x, y, width, height = self._before.pop(window.id)
            window.configure(x=x, y=y, width=width, height=height)
            window.change_property(self._state, Xatom.ATOM, 32, [])

    def _cover(self, window: Any) -> None:
        own, whole = window.get_geometry(), self._root.get_geometry()
        self._before[window.id] = (own.x, own.y, own.width, own.height)
        window.configure(x=0, y=0, width=whole.width, height=whole.height)

    def _focus(self) -> None:
        """Give the keyboard to the newest window."""
        if self._windows:
            window = self._windows[-1]
            window.configure(stack_mode=X.Above)
            window.set_input_focus(X.RevertToParent, X.CurrentTime)
        self._display.sync()
