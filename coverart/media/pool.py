"""Untrusted files are read in child processes: a bad file is one skipped file.

`ReaderPool` runs a function on many files at once. A decoder that crashes, hangs or eats memory
takes its own process with it, the file it was busy with comes back as a `MediaError`, a new process
takes over, and everything else goes on. Why this is no library's work stands in
`docs/decisions/002-child-processes.md`.

A pool belongs to one thread and has none of its own: it moves on whenever somebody waits for it.
"""

import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from coverart.errors import MediaError
from coverart.language import _, number
from coverart.media.child import Child, Reply
from coverart.media.limits import memory_share, worker_count

SECONDS_PER_FILE = 60.0
PATIENCE = 0.25
"""Seconds after which somebody who waits is given the chance to do something else."""
MOST_TRIES = 2
"""A process may be killed from outside: only a file that does it twice is to blame."""
AHEAD = 2
"""Tasks given to one process at a time, so that it need not wait for the next."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Task(Generic[Result]):
    """`function(path, *arguments)`, to be run in a child process; all of it can be pickled."""

    function: Callable[..., Result]
    path: Path
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What became of one file: `value`, or the `error` that kept it from being read."""

    path: Path
    value: Result | None = None
    error: MediaError | None = None

    @property
    def result(self) -> Result:
        """The value, of an outcome without an error."""
        if self.error is not None:
            raise self.error
        return self.value  # type: ignore[return-value]


class Pending(Generic[Result]):
    """A file that is being read; `advance` moves its pool on for some seconds at most."""

    def __init__(self, task: Task[Result], advance: Callable[[float], None]) -> None:
        self.task = task
        self.tries = 0
        self.cancelled = False
        self._advance = advance
        self._reply: Reply | None = None

    def done(self) -> bool:
        """Whether `result` would answer at once."""
        if self._reply is None and not self.cancelled:
            self._advance(0)
        return self._reply is not None or self.cancelled

    def wait(self) -> bool:
        """Wait for `PATIENCE` seconds at most, and say whether `result` would answer at once."""
        if not self.done():
            self._advance(PATIENCE)
        return self.done()

    def cancel(self) -> None:
        """Have the file given up; of all methods, the one that any thread may call."""
        self.cancelled = True

    def settle(self, reply: Reply) -> None:
        """Take the answer; for the pool."""
        self._reply = reply

    def result(self) -> Result:
        """Wait for what the function returns.

        Raises `MediaError` where the file is at fault, whatever else the function raised, and
        `CancelledError` where the file was given up.
        """
        while self._reply is None:
            if self.cancelled:
                raise CancelledError
            self._advance(PATIENCE)
        if isinstance(self._reply.error, MemoryError):
            reason = _("it needs more memory than Coverart may take on this computer")
            raise MediaError(self.task.path, reason) from self._reply.error
        if self._reply.error is not None:
            raise self._reply.error
        return self._reply.value  # type: ignore[no-any-return]

    def outcome(self) -> Outcome[Result]:
        """Wait for what becomes of the file. Raises what is no fault of the file."""
        try:
            return Outcome(self.task.path, value=self.result())
        except MediaError as error:
            return Outcome(self.task.path, error=error)


@dataclass(slots=True, eq=False)
class _Worker:
    """A child, what it was asked for, in order, and when the first of it is due."""

    child: Child
    tasks: deque[Pending[Any]] = field(default_factory=deque)
    due: float = 0.0


class ReaderPool:
    """Child processes that read files. Closing it ends them; it is a context manager.

    Processes start with the files, so that a pool which is not needed costs nothing.
    """

    def __init__(
        self, workers: int | None = None, seconds_per_file: float = SECONDS_PER_FILE
    ) -> None:
        self.workers = workers or worker_count()
        self._seconds = seconds_per_file
        self._crew: list[_Worker] = []
        self._queue: deque[Pending[Any]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes at once; what they were doing is given up."""
        for pending in self._queue:
            pending.cancel()
        self._queue.clear()
        for worker in self._crew:
            for pending in worker.tasks:
                pending.cancel()
            worker.child.end()
        self._crew.clear()

    def alone(self) -> "ReaderPool":
        """A pool of a single process, which may take the more memory; close it after use."""
        return ReaderPool(1, self._seconds)

    def read(self, task: Task[Result]) -> Result:
        """Carry out one task and give back what its function returns; see `Pending.result`."""
        return self.begin(task).result()

    def begin(self, task: Task[Result]) -> Pending[Result]:
        """Begin a task, and come back at once."""
        pending = Pending(task, self._advance)
        self._queue.append(pending)
        self._hand_out()
        return pending

    def read_all(self, tasks: Iterable[Task[Result]]) -> Generator[Outcome[Result] | None]:
        """Carry out tasks; yield outcomes as they come, in any order.

        Yields None where nothing has ended for `PATIENCE` seconds, so that a caller who wants to
        stop need not wait for a file that takes long. No more than two tasks for each process are
        under way at a time, so memory stays bounded. Closing the iterator cancels what is under
        way. An exception of the function that is not a `MediaError` is a bug, and is raised.
        """
        waiting = iter(tasks)
        under_way: list[Pending[Result]] = []
        try:
            while True:
                room = AHEAD * self.workers - len(under_way)
                under_way.extend(self.begin(task) for task in islice(waiting, room))
                if not under_way:
                    return
                ended = [pending for pending in under_way if pending.done()]
                if not ended:
                    self._advance(PATIENCE)
                    ended = [pending for pending in under_way if pending.done()]
                if not ended:
                    yield None
                for pending in ended:
                    under_way.remove(pending)
                    yield pending.outcome()
        finally:
            for pending in under_way:
                pending.cancel()

    def _advance(self, seconds: float) -> None:
        """Hand out tasks and take replies, until there is one or the time is over."""
        self._let_go()
        self._hand_out()
        busy = {worker.child.connection: worker for worker in self._crew if worker.tasks}
        if busy:
            due = min(worker.due for worker in busy.values()) - time.monotonic()
            for connection in wait(list(busy), timeout=max(0.0, min(seconds, due))):
                self._take_reply(busy[connection])  # type: ignore[index]
        for worker in [one for one in self._crew if one.tasks and one.due <= time.monotonic()]:
            reason = _("it could not be read within {seconds} seconds").format(
                seconds=number(self._seconds, ".0f")
            )
            if (late := self._end(worker)) is not None:
                late.settle(Reply(error=MediaError(late.task.path, reason)))
        self._hand_out()

    def _take_reply(self, worker: _Worker) -> None:
        try:
            reply = worker.child.reply()
        except (EOFError, OSError):
            self._bury(worker)
            return
        worker.tasks.popleft().settle(reply)
        self._turn_to_first(worker)

    def _bury(self, worker: _Worker) -> None:
        """A child has died: its first task is tried once more, and then to blame."""
        victim = self._end(worker)
        if victim is None:
            return
        if victim.tries < MOST_TRIES:
            self._queue.appendleft(victim)
        else:
            error = MediaError(victim.task.path, _("it crashed the decoder that read it"))
            victim.settle(Reply(error=error))

    def _end(self, worker: _Worker) -> Pending[Any] | None:
        """End a child; give back its first task, if any, and queue the ones behind it anew."""
        worker.child.end()
        self._crew.remove(worker)
        first = worker.tasks.popleft() if worker.tasks else None
        self._queue.extendleft(reversed(worker.tasks))
        return first

    def _let_go(self) -> None:
        """End the children whose present task has been given up."""
        for worker in [one for one in self._crew if one.tasks and one.tasks[0].cancelled]:
            self._end(worker)

    def _hand_out(self) -> None:
        """Give what is queued to children, as many as there may be."""
        while self._queue and (worker := self._free_worker()) is not None:
            pending = self._queue.popleft()
            if pending.cancelled:
                continue
            task = pending.task
            try:
                worker.child.ask(task.function, task.path, task.arguments)
            except OSError:  # killed, perhaps while it had nothing to do
                self._queue.appendleft(pending)
                self._bury(worker)
                continue
            worker.tasks.append(pending)
            if len(worker.tasks) == 1:
                self._turn_to_first(worker)

    def _turn_to_first(self, worker: _Worker) -> None:
        """Note that a child begins with the first of its tasks, if it has one."""
        worker.due = time.monotonic() + self._seconds
        if worker.tasks:
            worker.tasks[0].tries += 1

    def _free_worker(self) -> _Worker | None:
        """A child with nothing to do, a new one, or one that is about to have nothing to do."""
        for worker in self._crew:
            if not worker.tasks:
                return worker
        if len(self._crew) < self.workers:
            self._crew.append(_Worker(Child(memory_share(self.workers))))
            return self._crew[-1]
        return next((worker for worker in self._crew if len(worker.tasks) < AHEAD), None)
