"""Jobs in a thread of their own, and their news in portions that a window can digest.

The thread object, and so its signals, belong to the thread of the window; only `run` is executed
in the other one. There it opens its own tools, because an SQLite library belongs to its thread.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from threading import Event as Flag
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, SignalInstance

from coverart.domain import Ranking
from coverart.engine.job import Better, Event, Job, Notice, Progress, Skipped
from coverart.engine.session import Tools
from coverart.errors import CoverArtError, MediaError
from coverart.ranking.search import Search

SECONDS_BETWEEN_NEWS = 1 / 30

OpenTools = Callable[[], AbstractContextManager[Tools]]
BeginJob = Callable[[Tools], Job[Any]]


@dataclass(frozen=True, slots=True)
class News:
    """What a job told since the last news: the latest progress and ranking, and all the rest.

    `search` is what the ranking was read off; until the job has ended, nobody else may ask it.
    """

    progress: Progress | None = None
    ranking: Ranking | None = None
    search: Search | None = None
    skipped: tuple[MediaError, ...] = ()
    notices: tuple[str, ...] = ()

    def after(self, event: Event) -> "News":
        """The news with one more event."""
        match event:
            case Progress():
                return replace(self, progress=event)
            case Better(ranking, search):
                return replace(self, ranking=ranking, search=search)
            case Skipped(error):
                return replace(self, skipped=(*self.skipped, error))
            case Notice(sentence):
                return replace(self, notices=(*self.notices, sentence))


class JobThread(QThread):
    """Drives one job to its end, or until `cancel`.

    Of `succeeded`, with the result, and `failed`, with an error a person can put right, at most
    one comes. Neither comes for a job that was cancelled, nor for a bug, which goes to
    `sys.excepthook`. After `cancel` nothing is said but `ended`, with the thread itself, which
    always comes last, in the thread of the window like all the others.
    """

    told = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal(object)

    _posted = Signal(object, object)

    def __init__(self, open_tools: OpenTools, begin: BeginJob) -> None:
        super().__init__()
        self._open_tools = open_tools
        self._begin = begin
        self._cancelled = Flag()
        self._going = Flag()
        self._going.set()
        self._posted.connect(self._deliver)
        self.finished.connect(self._say_ended)

    def cancel(self) -> None:
        """Close the job at its next event."""
        self._cancelled.set()
        self._going.set()

    def pause(self) -> None:
        """Let the job rest from its next event on; what was heard of it until then is told."""
        self._going.clear()

    def resume(self) -> None:
        """Let the job go on."""
        self._going.set()

    def run(self) -> None:
        """Do the work; Qt calls this in the new thread."""
        try:
            with self._open_tools() as tools:
                job = self._begin(tools)
                try:
                    self._drive(job)
                finally:
                    job.close()
        except CoverArtError as error:
            self._posted.emit(self.failed, error)

    def _drive(self, job: Job[Any]) -> None:
        news, shown, due = News(), "", 0.0
        while not self._cancelled.is_set():
            try:
                event = next(job)
            except StopIteration as finished:
                self._posted.emit(self.told, news)
                self._posted.emit(self.succeeded, finished.value)
                return
            news = news.after(event)
            label = event.label if isinstance(event, Progress) else shown
            now = time.monotonic()
            if label != shown or now >= due or not self._going.is_set():
                self._posted.emit(self.told, news)
                news, shown, due = News(), label, now + SECONDS_BETWEEN_NEWS
            self._going.wait()

    def _deliver(self, signal: SignalInstance, value: object) -> None:
        """Speak in the window's thread, unless the job was cancelled in the meantime."""
        if not self._cancelled.is_set():
            signal.emit(value)

    def _say_ended(self) -> None:
        self.ended.emit(self)


class Jobs(QObject):
    """Starts jobs, and sees to it that none outlives the window."""

    def __init__(self, open_tools: OpenTools) -> None:
        super().__init__()
        self._open_tools = open_tools
        self._running: list[JobThread] = []

    def prepare(self, begin: BeginJob, open_tools: OpenTools | None = None) -> JobThread:
        """A thread for a job, with other tools than usual if need be; connect, then `start` it."""
        thread = JobThread(open_tools or self._open_tools, begin)
        thread.finished.connect(self._forget_finished)
        self._running.append(thread)
        return thread

    def close(self) -> None:
        """Cancel everything, and wait until it has ended."""
        for thread in self._running:
            thread.cancel()
        for thread in self._running:
            thread.wait()
        self._running.clear()

    def _forget_finished(self) -> None:
        for thread in [own for own in self._running if own.isFinished()]:
            thread.wait()
            self._running.remove(thread)
