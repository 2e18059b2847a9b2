"""What is left of a program that the operating system ended: where each of its threads was.

Python's faulthandler writes that into a file which is opened while all is well. The file of a
program that ended properly is removed; any other that is not empty is a crash, to be told once.
"""

import faulthandler
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TextIO

from coverart.gui.session.slot import Slot

KEPT = 10
"""How many crashes are kept after they were told."""
TOLD = ".told.log"


class CrashLog:
    """Ready to note a crash from `begin` to `end`, in the folder of logs."""

    def __init__(self, folder: Path, slot: Slot) -> None:
        self._path = folder / f"crash-{slot.number}.log"
        self._file: TextIO | None = None
        self._held = slot.held

    def begin(self) -> None:
        """Be ready from now on; what the last holder of the slot left is put aside to be told."""
        if not self._held:
            return
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            _put_aside(self._path)
            self._file = self._path.open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def end(self) -> None:
        """End properly: nothing that was noted was a crash."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            with suppress(OSError):
                self._path.unlink()


def untold_crashes(folder: Path) -> tuple[Path, ...]:
    """The crashes of which the user was not told yet, the last one first."""
    found = [path for path in folder.glob("crash-*-*.log") if not path.name.endswith(TOLD)]
    return tuple(sorted(found, key=_when, reverse=True))


def mark_told(folder: Path) -> tuple[Path, ...]:
    """Note that the user is told of all crashes: where their logs lie now, the last one first.

    Only the last ones are kept.
    """
    newly = tuple(_mark(path) for path in untold_crashes(folder))
    told = sorted(folder.glob(f"crash-*{TOLD}"), key=_when, reverse=True)
    for path in told[KEPT:]:
        with suppress(OSError):
            path.unlink()
    return newly


def _mark(path: Path) -> Path:
    with suppress(OSError):
        return path.rename(path.with_suffix(TOLD))
    return path


def _put_aside(path: Path) -> None:
    with suppress(FileNotFoundError):
        found = path.stat()
        if found.st_size:
            when = datetime.fromtimestamp(found.st_mtime).strftime("%Y%m%dT%H%M%S")
            path.rename(path.with_name(f"{path.stem}-{when}.log"))


def _when(path: Path) -> float:
    with suppress(OSError):
        return path.stat().st_mtime
    return 0.0
