"""Which files and folders are there, asked so that nobody has to wait for a dead network drive.

The question itself may hang, for minutes and beyond every time limit, and a thread that hangs in
it cannot be ended. So each path has a thread of its own, which ends with the program however long
its answer takes, and touches nothing of Qt: it leaves its answer in a queue that is looked into
now and then. A path whose answer does not come in time counts as one that is not there.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

EVERY = 20
"""Milliseconds between two looks at the answers."""
PATIENCE = 5000
"""Milliseconds after which nobody waits for an answer any longer."""

Answers = SimpleQueue[tuple[Path, bool]]


class Presence(QObject):
    """Finds out which paths exist; `known` carries a set of them, more each time."""

    known = Signal(object)

    def __init__(self, exists: Callable[[Path], bool] = Path.exists) -> None:
        super().__init__()
        self._exists = exists
        self._answers: Answers = SimpleQueue()
        self._waiting = 0
        self._there: frozenset[Path] = frozenset()
        self._looking = QTimer(self, interval=EVERY)
        self._looking.timeout.connect(self._collect)
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self.stop)

    def look_for(self, paths: Sequence[Path]) -> None:
        """Ask anew, about these and no others."""
        wanted = dict.fromkeys(paths)
        self._answers = SimpleQueue()
        self._waiting = len(wanted)
        self._there = frozenset()
        for path in wanted:
            answer = (path, self._exists, self._answers)
            Thread(target=_look, args=answer, daemon=True, name="presence").start()
        self._looking.start()
        self._patience.start()

    def stop(self) -> None:
        """Wait no longer."""
        self._looking.stop()
        self._patience.stop()

    def _collect(self) -> None:
        found = set()
        while True:
            try:
                path, there = self._answers.get_nowait()
            except Empty:
                break
            self._waiting -= 1
            if there:
                found.add(path)
        if not self._waiting:
            self.stop()
        if found or not self._waiting:
            self._there |= found
            self.known.emit(self._there)


def _look(path: Path, exists: Callable[[Path], bool], answers: Answers) -> None:
    try:
        there = exists(path)
    except OSError:
        there = False
    answers.put((path, there))
