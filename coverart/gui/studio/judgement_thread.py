"""Judgements are read and written in a thread of their own: a disk may take long to confirm.

Everything happens in the order in which it was asked for. What is still to be written is written
together, so that dragging a crop costs no more than the disk can do.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import TypeVar

from PySide6.QtCore import QThread, Signal

from coverart.domain import ContentHash
from coverart.triage.judgement import CropKey, Judgement
from coverart.triage.store import Judgements, SongKey

Answer = TypeVar("Answer")
Act = Callable[[Judgements], object]


@dataclass(frozen=True, slots=True)
class Put:
    """Judgements to be written for a song, and where its photos and itself are now."""

    song: SongKey
    changes: Mapping[CropKey, Judgement]
    places: Mapping[ContentHash, Path]

    def __call__(self, judgements: Judgements) -> None:
        """Write them."""
        judgements.put(self.song, self.changes, self.places)

    def then(self, later: "Put") -> "Put":
        """Both together, for the same song."""
        return Put(self.song, {**self.changes, **later.changes}, {**self.places, **later.places})


class JudgementThread(QThread):
    """Reads and writes; `complained` brings sentences about what did not work.

    It starts with the first thing that is asked of it.
    """

    complained = Signal(str)

    _answered = Signal(object, object)

    def __init__(self, path: Path, open_file: Callable[[Path], Judgements] = Judgements) -> None:
        super().__init__()
        self._path = path
        self._open_file = open_file
        self._changed = Condition()
        self._waiting: deque[Act] = deque()
        self._stopping = False
        self._answered.connect(lambda then, answer: then(answer))

    def put(self, put: Put) -> None:
        """Write judgements, as soon as what was asked for before is done."""
        with self._changed:
            before = self._waiting[-1] if self._waiting else None
            if isinstance(before, Put) and before.song == put.song:
                self._waiting[-1] = before.then(put)
                return
        self.ask(put)

    def ask(
        self, act: Callable[[Judgements], Answer], then: Callable[[Answer], object] | None = None
    ) -> None:
        """Have something done with the judgements; `then` gets what comes of it, in this thread."""

        def answered(judgements: Judgements) -> None:
            answer = act(judgements)
            if then is not None:
                self._answered.emit(then, answer)

        with self._changed:
            self._waiting.append(act if then is None else answered)
            self._changed.notify()
        if not self.isRunning():
            self.start()
            if self._stopping:
                self.wait()

    def stop(self) -> None:
        """Do what was asked for, close the file, and end; what is asked later is waited for."""
        with self._changed:
            self._stopping = True
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        with self._open_file(self._path) as judgements:
            while (act := self._next()) is not None:
                act(judgements)
                for sentence in judgements.take_notices():
                    self.complained.emit(sentence)

    def _next(self) -> Act | None:
        """Wait for something to do; None when all is done and it is time to stop."""
        with self._changed:
            while not (self._waiting or self._stopping):
                self._changed.wait()
            return self._waiting.popleft() if self._waiting else None
