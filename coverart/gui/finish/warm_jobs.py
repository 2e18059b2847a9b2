"""Small jobs, one after another, in a thread whose child process stays warm between them.

A preview that follows a slider cannot wait for a process to start. So one long job of the studio
carries out the small ones; of each kind only the latest that waits, and none is broken off, for
that would end the child process.
"""

from collections.abc import Callable
from threading import Condition
from typing import Any

from PySide6.QtCore import QObject, Signal

from coverart.engine.job import Job, Progress
from coverart.engine.session import Tools
from coverart.errors import CoverArtError
from coverart.gui.studio.one_job import Prepare
from coverart.gui.studio.worker import BeginJob, JobThread

PATIENCE = 0.2
"""Seconds after which a thread with nothing to do looks whether it shall end."""

Deed = Callable[[Any], object]


class WarmJobs(QObject):
    """Carries out what is wanted, from the first wish until `stop`; results come in this thread."""

    _ended = Signal(object, object)

    def __init__(self, prepare: Prepare) -> None:
        super().__init__()
        self._prepare = prepare
        self._thread: JobThread | None = None
        self._changed = Condition()
        self._waiting: dict[str, tuple[BeginJob, Deed, Deed]] = {}
        self._ended.connect(self._deliver)

    def want(self, kind: str, begin: BeginJob, succeeded: Deed, failed: Deed) -> None:
        """Have a job done after those that wait, in place of a waiting one of its kind.

        Either `succeeded` gets its result, or `failed` an error that a person can put right.
        """
        with self._changed:
            self._waiting[kind] = (begin, succeeded, failed)
            self._changed.notify()
        if self._thread is None:
            self._thread = self._prepare(self._serve)
            self._thread.start()

    def stop(self) -> None:
        """Want nothing more; what is under way says nothing."""
        if self._thread is not None:
            self._thread.cancel()
            self._thread = None
        with self._changed:
            self._waiting.clear()

    def _serve(self, tools: Tools) -> Job[None]:
        """Carry out wishes for ever; this runs in the other thread."""
        while True:
            wish = self._next()
            if wish is None:
                yield Progress("", 0, 0)
                continue
            begin, succeeded, failed = wish
            try:
                result = yield from begin(tools)
            except CoverArtError as error:
                self._ended.emit(failed, error)
            else:
                self._ended.emit(succeeded, result)

    def _next(self) -> tuple[BeginJob, Deed, Deed] | None:
        with self._changed:
            if not self._waiting:
                self._changed.wait(PATIENCE)
            first = next(iter(self._waiting), None)
            return None if first is None else self._waiting.pop(first)

    def _deliver(self, deed: Deed, value: object) -> None:
        if self._thread is not None:
            deed(value)
