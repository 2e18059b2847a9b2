"""At most one job at a time, for those who want nothing more of one once they begin another."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from coverart.gui.studio.worker import BeginJob, JobThread

SLOW_AFTER = 500
"""Milliseconds after which what was begun is no longer done at once."""

Prepare = Callable[[BeginJob], JobThread]


class OneJob(QObject):
    """Runs a job; one that was let go ends by itself and says nothing more.

    Of a job come `told` with news, `slow` if it lasts, and in the end what `start` was given, or
    `failed` with an error a person can put right, or `broken` after a bug, which has been reported.
    `rested` comes when what was let go has ended, too, and nothing is being done any more.
    """

    told = Signal(object)
    slow = Signal()
    failed = Signal(object)
    broken = Signal()
    rested = Signal()

    def __init__(self, prepare: Prepare) -> None:
        super().__init__()
        self._prepare = prepare
        self._thread: JobThread | None = None
        self._leaving: list[JobThread] = []
        self._lasting = QTimer(self, singleShot=True, interval=SLOW_AFTER)
        self._lasting.timeout.connect(self.slow)

    @property
    def running(self) -> bool:
        """Whether there is a job that was not let go."""
        return self._thread is not None

    @property
    def at_rest(self) -> bool:
        """Whether nothing is being done, not even by a job that was let go."""
        return self._thread is None and not self._leaving

    def start(self, begin: BeginJob, succeeded: Callable[[Any], None]) -> None:
        """Begin a job instead of the one before; `succeeded` gets its result."""
        self.let_go()
        thread = self._prepare(begin)
        thread.told.connect(self.told)
        thread.succeeded.connect(lambda result: self._end(thread, succeeded, result))
        thread.failed.connect(lambda error: self._end(thread, self.failed.emit, error))
        thread.ended.connect(self._check_ended)
        self._thread = thread
        self._lasting.start()
        thread.start()

    def pause(self) -> None:
        """Let the job rest after its present step."""
        if self._thread is not None:
            self._thread.pause()

    def resume(self) -> None:
        """Let the job go on."""
        if self._thread is not None:
            self._thread.resume()

    def let_go(self) -> None:
        """Want nothing more of the job."""
        self._lasting.stop()
        if self._thread is not None:
            self._leaving.append(self._thread)
            self._thread.cancel()
            self._thread = None

    def _end(self, thread: JobThread, then: Callable[[Any], object], value: object) -> None:
        if thread is self._thread:
            self._lasting.stop()
            self._thread = None
            then(value)

    def _check_ended(self, thread: JobThread) -> None:
        if thread in self._leaving:
            self._leaving.remove(thread)
            if self.at_rest:
                self.rested.emit()
        if thread is self._thread:
            self._lasting.stop()
            self._thread = None
            self.broken.emit()
