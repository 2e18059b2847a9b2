"""The application as a process of its own, seen through its witness and moved by hands."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.end2end.window.hands import Hands, Point

ROOT = Path(__file__).parents[3]
WITNESS = Path(__file__).with_name("witness.py")
PATIENCE = 30.0
"""Seconds after which something that should come will not."""
POLL = 0.1
GALLERY = "Matches, best first"
"""What the gallery is called by those who read a screen aloud."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on the screen: a widget, an entry of a menu, a row of a list.

    `window` is the number of the window that it is in, and where that should be, left and top.
    """

    kind: str
    name: str
    text: str
    place: tuple[int, int, int, int]
    enabled: bool
    focused: bool
    in_front: bool
    window: tuple[int, int, int]
    described: str = ""
    checked: bool = False
    value: int = 0
    row: int = -1
    keys: tuple[str, ...] = ()

    @property
    def middle(self) -> Point:
        """The point in its middle."""
        return self.at(0.5, 0.5)

    def at(self, across: float, down: float) -> Point:
        """A point in it, by shares of its width and height."""
        x, y, width, height = self.place
        return round(x + across * width), round(y + down * height)

    def is_called(self, name: str) -> bool:
        """Whether this is what a person would call it."""
        return name in (self.name, self.text)


@dataclass(frozen=True, slots=True)
class Sight:
    """What there was to be seen at one moment."""

    things: tuple[Thing, ...]
    stage: str
    windows: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Sight":
        """What a witness has told."""
        things = []
        for own in told["things"]:
            lists = {name: tuple(own.get(name, ())) for name in ("place", "window", "keys")}
            things.append(Thing(**{**own, **lists}))
        return cls(tuple(things), told["stage"], tuple(told["windows"]))

    def find(self, name: str, kind: str = "") -> Thing | None:
        """What has this name or text, and can be reached; of several the first."""
        every = self.every(name, kind)
        return every[0] if every else None

    def every(self, name: str, kind: str = "") -> list[Thing]:
        """All that has this name or text, and can be reached."""
        return [
            own
            for own in self.things
            if own.in_front and own.is_called(name) and kind in ("", own.kind)
        ]

    def says(self, part: str) -> bool:
        """Whether a text can be read somewhere, or heard by those who have the screen read."""
        return any(part in text for own in self.things for text in (own.text, own.name))

    def ending(self, words: str) -> Thing | None:
        """What has a name that ends with these words, and can be reached."""
        named = (own for own in self.things if own.in_front and own.name.endswith(words))
        return next(named, None)

    def items(self, name: str) -> list[Thing]:
        """The rows of a list that are in sight."""
        return [own for own in self.things if own.kind == "Item" and own.name == name]

    @property
    def tiles(self) -> list[Thing]:
        """The tiles of the gallery that are in sight."""
        return self.items(GALLERY)

    @property
    def chosen(self) -> list[Thing]:
        """The tiles among them that are selected."""
        return [own for own in self.tiles if own.checked]

    @property
    def texts(self) -> list[str]:
        """Everything that can be read, for whoever looks for the reason of a failure."""
        return [
            " ".join(filter(None, (f"{own.kind}:", own.name, own.text)))
            for own in self.things
            if own.name or own.text
        ]


class Program:
    """The application, started with these arguments; `log` takes what it says to its terminal."""

    def __init__(
        self, screen: str, hands: Hands, arguments: Sequence[str], log: Path, scale: int = 1
    ) -> None:
        self._hands = hands
        self._log = log
        self._rest = b""
        home = Path(os.environ["HOME"])
        runtime = home / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        environment = {
            **os.environ,
            "DISPLAY": screen,
            "QT_QPA_PLATFORM": "xcb",
            "QT_SCALE_FACTOR": str(scale),
            "PYTHONPATH": str(ROOT),
            "PYTHONWARNINGS": "default",
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(home / "config"),
        }
        environment.pop("WAYLAND_DISPLAY", None)
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, str(WITNESS), "gui", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment,
                cwd=home,
            )

    def look(self) -> Sight:
        """What is to be seen now."""
        stdin = self.process.stdin
        assert stdin is not None
        stdin.write(b"?\n")
        stdin.flush()
        return Sight.of(json.loads(self._line()))

    def wait(self, seen: Callable[[Sight], Any], what: str = "") -> Any:
        """What `seen` finds, as soon as it finds anything."""
        end = time.monotonic() + PATIENCE
        sight = self.look()
        while not (found := seen(sight)):
            assert time.monotonic() < end, f"{what or 'it'} did not come; {sight.texts}"
            time.sleep(POLL)
            sight = self.look()
        return found

    def thing(self, name: str, kind: str = "") -> Thing:
        """What has this name, as soon as it is there."""
        found: Thing = self.wait(lambda sight: sight.find(name, kind), f"“{name}”")
        return found

    def thing_ending(self, words: str) -> Thing:
        """What has a name that ends with these words, as soon as it is there."""
        found: Thing = self.wait(lambda sight: sight.ending(words), f"“…{words}”")
        return found

    def reads(self, part: str) -> None:
        """Wait until a text can be read."""
        self.wait(lambda sight: sight.says(part), f"the text “{part}”")

    def reads_no(self, part: str) -> None:
        """Wait until a text is gone."""
        self.wait(lambda sight: not sight.says(part), f"the end of “{part}”")

    def reaches(self, stage: str) -> None:
        """Wait for a stage of the search."""
        self.wait(lambda sight: sight.stage == stage, f"the stage {stage}")

    def click(self, name: str, kind: str = "") -> None:
        """Click on what has this name, once it can be pressed."""
        self.click_on(
            lambda sight: next((own for own in sight.every(name, kind) if own.enabled), None),
            f"“{name}” to be pressed",
        )

    def click_on(
        self, seen: Callable[[Sight], Thing | None], what: str, button: int = 1, times: int = 1
    ) -> None:
        """Click on what `seen` finds, once it is there and at rest, and nothing covers it."""
        before: Thing | None = None

        def ready(sight: Sight) -> Thing | None:
            nonlocal before
            last, before = before, seen(sight)
            if before is None or last is None or last.place != before.place:
                return None  # it is not there, or still finding its place
            return before if self._hands.reach(before.middle, before.window) else None

        found: Thing = self.wait(ready, what)
        self._hands.click(found.middle, button, times)

    def click_tile(self, place: int, button: int = 1) -> None:
        """Click on one of the tiles in sight."""
        self.click_on(
            lambda sight: sight.tiles[place] if place < len(sight.tiles) else None,
            f"tile {place}",
            button,
        )

    def choose(self, *entries: str) -> None:
        """Go through the menu by mouse."""
        self.click("Menu")
        for entry in entries:
            self.click(entry, "Entry")

    def kill(self, by: signal.Signals = signal.SIGKILL) -> int:
        """End it as a crash does, and return its exit code."""
        self.process.send_signal(by)
        return self._forget()

    def quit(self) -> None:
        """Close it by its own key."""
        self._hands.press("ctrl+q")
        assert self._forget() == 0

    def close(self) -> None:
        """End it, whatever it is doing."""
        if self.process.poll() is None:
            self.process.kill()
        self._forget()

    @property
    def complaints(self) -> str:
        """What it said to its terminal: warnings, Qt's own ones, and bugs."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _forget(self) -> int:
        code = self.process.wait(timeout=PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        return code

    def _line(self) -> bytes:
        """The next line that the witness says."""
        stdout = self.process.stdout
        assert stdout is not None
        end = time.monotonic() + PATIENCE
        while b"\n" not in self._rest:
            ready, _, _ = select.select([stdout], [], [], max(0, end - time.monotonic()))
            assert ready, "the window does not answer"
            more = os.read(stdout.fileno(), 1 << 20)
            assert more, f"it ended with {self.process.wait(timeout=PATIENCE)}: {self.complaints}"
            self._rest += more
        line, _, self._rest = self._rest.partition(b"\n")
        return line
