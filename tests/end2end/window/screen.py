"""A screen of its own for each test: an X server that draws into memory."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from PIL import Image
from Xlib import X
from Xlib.display import Display

PROGRAM = "Xvfb"
NEEDED = "COVERART_NEED_SCREEN"
"""Where this is set, a machine without that program fails the tests instead of skipping them."""
WAY_TO_INSTALL = f"{PROGRAM} is not installed; on Debian: apt install xvfb"

BETWEEN = 0.15
"""Seconds between two looks at the screen."""
RESTED = 5
"""The screen rests when so many looks in a row show the same."""
LONGEST = 6.0


def is_there() -> bool:
    """Whether this machine has what a screen takes."""
    return shutil.which(PROGRAM) is not None


class Screen:
    """An X server with one screen of so many pixels; `folder` is where its pictures are kept."""

    def __init__(self, size: tuple[int, int], folder: Path) -> None:
        self.size = size
        self._folder = folder
        self._kept = 0
        reader, writer = os.pipe()
        width, height = size
        self._server = subprocess.Popen(
            [
                *(PROGRAM, "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24"),
                *("-dpi", "96", "-noreset", "-nolisten", "tcp"),
            ],
            pass_fds=(writer,),
            stderr=subprocess.DEVNULL,
        )
        os.close(writer)
        with os.fdopen(reader, encoding="ascii") as told:
            number = told.readline().strip()
        assert number, f"{PROGRAM} ended with {self._server.wait()}"
        self.name = f":{number}"
        self.display = Display(self.name)

    def keep(self, name: str, at_rest: bool = True) -> Path:
        """Keep a picture of the whole screen, once nothing moves on it any more, or at once."""
        self._kept += 1
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{self._kept:02}-{name}.png"
        (self._at_rest() if at_rest else self.look()).save(path)
        return path

    def look(self) -> Image.Image:
        """What is on the screen now."""
        width, height = self.size
        root = self.display.screen().root
        data = root.get_image(0, 0, width, height, X.ZPixmap, 0xFFFFFFFF).data
        return Image.frombytes("RGB", self.size, data, "raw", "BGRX")

    def _at_rest(self) -> Image.Image:
        """What is on the screen when it rests, or, where it never does, after a while."""
        before, alike, end = self.look(), 0, time.monotonic() + LONGEST
        while alike < RESTED and time.monotonic() < end:
            time.sleep(BETWEEN)
            now = self.look()
            alike = alike + 1 if now.tobytes() == before.tobytes() else 0
            before = now
        return before

    def close(self) -> None:
        """Turn it off."""
        self.display.close()
        self._server.terminate()
        self._server.wait(timeout=20)
