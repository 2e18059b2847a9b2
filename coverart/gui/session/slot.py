"""A place among the windows that run at once, and whether the one before left it in disorder.

Every running program holds a lock, `1.lock`, `2.lock` …, beside which it keeps what only it may
write: `1.json`, `1.crash`. Whoever ends takes its lock away. So a lock that lies there and is held
by nobody was left by a program that did not end properly; the operating system, not a number of a
process alone, tells that nobody holds it.
"""

from pathlib import Path

from PySide6.QtCore import QLockFile

from coverart.settings import data_path

MOST = 64
"""More windows than anybody opens; where no lock can be made at all, the search ends here."""


def running_path() -> Path:
    """The folder of the places."""
    return data_path() / "running"


class Slot:
    """A place, held until `release`. `after_crash` says whether its last holder did not end.

    Where no lock can be made, `held` is false: nothing may be kept beside it.
    """

    def __init__(self, folder: Path, number: int, lock: QLockFile, after_crash: bool) -> None:
        self.folder = folder
        self.number = number
        self.after_crash = after_crash
        self._lock = lock

    @property
    def held(self) -> bool:
        """Whether this place is ours."""
        return self._lock.isLocked()

    def path(self, suffix: str) -> Path:
        """The file of this place that has a suffix, which begins with its dot."""
        return self.folder / f"{self.number}{suffix}"

    def release(self) -> None:
        """End properly: nobody will take this for a crash."""
        self._lock.unlock()


def claim_slot(folder: Path) -> Slot:
    """Hold a place: one that was left in disorder, or else the first that is free."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        left = sorted(int(path.stem) for path in folder.glob("*.lock") if path.stem.isdecimal())
    except OSError:
        left = []
    lock = QLockFile("")
    for number in (*left, *range(1, MOST + 1)):
        path = folder / f"{number}.lock"
        there = path.exists()
        lock = QLockFile(str(path))
        lock.setStaleLockTime(0)  # a window may stay open for weeks
        if lock.tryLock(0):
            return Slot(folder, number, lock, after_crash=there)
        if lock.error() is not QLockFile.LockError.LockFailedError:
            break
    return Slot(folder, 0, lock, after_crash=False)
