"""The hands on the keyboard and the mouse: the X server itself makes the events (XTEST)."""

import time

from Xlib import XK, X
from Xlib.display import Display
from Xlib.error import XError
from Xlib.ext import xtest

Point = tuple[int, int]

BETWEEN = 0.012
"""Seconds between two events; a program that is asked for too much at once drops nothing."""
STEPS = 12
"""Into so many steps the way of the pointer is cut while something is dragged."""
MODIFIERS = {"ctrl": "Control_L", "shift": "Shift_L", "alt": "Alt_L"}
NAMES = {
    "enter": "Return",
    "esc": "Escape",
    "space": "space",
    "left": "Left",
    "right": "Right",
    "up": "Up",
    "down": "Down",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "del": "Delete",
}
SIGNS = {
    " ": "space",
    "/": "slash",
    "?": "question",
    ".": "period",
    ",": "comma",
    "-": "minus",
    "_": "underscore",
    "+": "plus",
    "=": "equal",
}


class Hands:
    """Types, points, presses and turns the wheel on one display."""

    def __init__(self, display: Display) -> None:
        self._display = display
        self._down = 0

    def press(self, *chords: str) -> None:
        """Press keys one after the other, each as in "ctrl+shift+z", "enter" or "?"."""
        for chord in chords:
            *held, key = chord.split("+") if len(chord) > 1 else [chord]
            codes = [self._code(MODIFIERS[own]) for own in held]
            code, shifted = self._key(NAMES.get(key) or SIGNS.get(key, key))
            if shifted and "shift" not in held:
                codes.append(self._code(MODIFIERS["shift"]))
            self._strike(codes, code)

    def type(self, text: str) -> None:
        """Type a text."""
        for sign in text:
            self.press(sign)

    def move(self, to: Point) -> None:
        """Bring the pointer to a place of the screen."""
        xtest.fake_input(self._display, X.MotionNotify, x=to[0], y=to[1])
        self._rest()

    def reach(self, at: Point, window: tuple[int, int, int]) -> bool:
        """Bring the pointer to a place; whether it is on this window, which is where it should be.

        The screen itself is asked, which may be behind the program: `window` is its number, and its
        left and top as the program has them.
        """
        self.move(at)
        under = self._display.screen().root.query_pointer().child
        if not under or under.id != window[0]:
            return False
        try:
            place = under.get_geometry()
        except XError:  # it is gone by now
            return False
        return (place.x, place.y) == window[1:]

    def click(self, at: Point, button: int = 1, times: int = 1, held: str = "") -> None:
        """Click at a place; with a modifier `held`."""
        self.move(at)
        code = self._code(MODIFIERS[held]) if held else 0
        if code:
            self._fake(X.KeyPress, code)
        for _ in range(times):
            self._fake(X.ButtonPress, button)
            self._fake(X.ButtonRelease, button)
        if code:
            self._fake(X.KeyRelease, code)

    def hold(self, at: Point) -> None:
        """Press the left button at a place, and keep it down."""
        self.move(at)
        self._fake(X.ButtonPress, 1)
        self._down = 1

    def carry(self, start: Point, to: Point) -> None:
        """Bring the pointer from one place to another, as a hand would, step by step."""
        for step in range(1, STEPS + 1):
            along = step / STEPS
            between = (own + along * (other - own) for own, other in zip(start, to, strict=True))
            x, y = map(round, between)
            self.move((x, y))

    def release(self) -> None:
        """Let the button go."""
        if self._down:
            self._fake(X.ButtonRelease, 1)
            self._down = 0

    def drag(self, start: Point, to: Point) -> None:
        """Drag from one place to another."""
        self.hold(start)
        self.carry(start, to)
        self.release()

    def wheel(self, at: Point, notches: int) -> None:
        """Turn the wheel over a place, towards oneself where `notches` is positive."""
        self.move(at)
        for _ in range(abs(notches)):
            button = 5 if notches > 0 else 4
            self._fake(X.ButtonPress, button)
            self._fake(X.ButtonRelease, button)

    def _strike(self, held: list[int], code: int) -> None:
        for own in held:
            self._fake(X.KeyPress, own)
        self._fake(X.KeyPress, code)
        self._fake(X.KeyRelease, code)
        for own in reversed(held):
            self._fake(X.KeyRelease, own)

    def _fake(self, kind: int, detail: int) -> None:
        xtest.fake_input(self._display, kind, detail)
        self._rest()

    def _rest(self) -> None:
        self._display.sync()
        time.sleep(BETWEEN)

    def _code(self, name: str) -> int:
        return self._key(name)[0]

    def _key(self, name: str) -> tuple[int, bool]:
        """The key that makes a sign, and whether Shift has to be held for it."""
        places = list(self._display.keysym_to_keycodes(XK.string_to_keysym(name)))
        assert places, f"there is no key for {name!r}"
        code, level = min(places, key=lambda place: place[1])
        return code, level == 1
