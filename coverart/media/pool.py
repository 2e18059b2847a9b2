"""Untrusted files are read in child processes: a bad file is one skipped file.

`ReaderPool` runs a function on many files at once, each in a process of its own kind: a decoder
that crashes, hangs or eats memory takes its process with it, the file it was busy with comes back
as a `MediaError`, a new process takes over, and everything else goes on. Which library does the
work, and why, stands in `docs/decisions/002-child-processes.md`.
"""

import multiprocessing
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from coverart.errors import MediaError
from coverart.media.child import ctrl_c_held, settle
from coverart.media.limits import MEBIBYTE, memory_budget, worker_count

SECONDS_PER_FILE = 60.0
PATIENCE = 0.25
"""Seconds after which somebody who waits is given the chance to do something else."""
# What a worker needs beside the pixels: the interpreter, numpy, and the tables of one photo.
OVERHEAD = 512 * MEBIBYTE

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
    """A file that is being read; `again` begins to read it once more."""

    def __init__(
        self,
        path: Path,
        future: "Future[Result]",
        seconds: float,
        again: "Callable[[], Future[Result]] | None" = None,
    ) -> None:
        self._path = path
        self._future = future
        self._seconds = seconds
        self._again = again

    def done(self) -> bool:
        """Whether `result` would answer at once."""
        return self._future.done()

    def wait(self) -> bool:
        """Wait for `PATIENCE` seconds at most, and say whether `result` would answer at once."""
        return bool(wait([self._future], timeout=PATIENCE).done)

    def cancel(self) -> None:
        """End the process that reads the file."""
        self._future.cancel()

    def result(self) -> Result:
        """Wait for what the function returns.

        Raises `MediaError` where the file is at fault, and whatever else the function raised.
        """
        try:
            return self._answer()
        except (ProcessExpired, BrokenProcessPool) as error:
            raise MediaError(self._path, "it crashed the decoder that read it") from error
        except TimeoutError as error:
            reason = f"it could not be read within {self._seconds:.0f} seconds"
            raise MediaError(self._path, reason) from error
        except MemoryError as error:
            reason = "it needs more memory than this computer can give it"
            raise MediaError(self._path, reason) from error

    def _answer(self) -> Result:
        try:
            return self._future.result()
        except BrokenProcessPool:
            # All work is lost when a process dies that has none: the file is not at fault.
            if self._again is None:
                raise
            self._future = self._again()
            return self._future.result()


class ReaderPool:
    """Child processes that read files. Closing it ends them; it is a context manager.

    The processes start with the first file, so that a pool which is not needed costs nothing.
    """

    def __init__(
        self, workers: int | None = None, seconds_per_file: float = SECONDS_PER_FILE
    ) -> None:
        self.workers = workers or worker_count()
        self._seconds = seconds_per_file
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all processes at once; what they were doing is lost."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def read(self, task: Task[Result]) -> Result:
        """Carry out one task and give back what its function returns; see `Pending.result`."""
        return self.begin(task).result()

    def begin(self, task: Task[Result]) -> Pending[Result]:
        """Begin a task, and come back at once."""
        return self._pending(task, self._submit(task))

    def read_all(self, tasks: Iterable[Task[Result]]) -> Generator[Outcome[Result] | None]:
        """Carry out tasks; yield outcomes as they come, in any order.

        Yields None where nothing has ended for `PATIENCE` seconds, so that a caller who wants to
        stop need not wait for a file that takes long. No more than two tasks for each process are
        under way at a time, so memory stays bounded. Closing the iterator cancels what is under
        way. An exception of the function that is not a `MediaError` is a bug, and is raised.
        """
        waiting = iter(tasks)
        running: dict[Future[Result], Task[Result]] = {}
        try:
            while True:
                for task in islice(waiting, 2 * self.workers - len(running)):
                    running[self._submit(task)] = task
                if not running:
                    return
                done, _ = wait(running, timeout=PATIENCE, return_when=FIRST_COMPLETED)
                if not done:
                    yield None
                for future in done:
                    yield self._outcome(running.pop(future), future)
        finally:
            for future in running:
                future.cancel()

    def _submit(self, task: Task[Result]) -> "Future[Result]":
        try:
            return self._schedule(task)
        except RuntimeError:  # a process was killed while it had nothing to do
            self.close()
            return self._schedule(task)

    def _schedule(self, task: Task[Result]) -> "Future[Result]":
        if self._pool is None:
            self._pool = ProcessPool(
                max_workers=self.workers,
                initializer=settle,
                initargs=(memory_budget() + OVERHEAD,),
                # Spawned, since a fork of a process with threads (Qt's, say) may lock up.
                context=multiprocessing.get_context("spawn"),
            )
        arguments = (task.path, *task.arguments)
        with ctrl_c_held():
            return self._pool.schedule(task.function, args=arguments, timeout=self._seconds)

    def _pending(self, task: Task[Result], future: "Future[Result]") -> Pending[Result]:
        return Pending(task.path, future, self._seconds, again=lambda: self._submit(task))

    def _outcome(self, task: Task[Result], future: "Future[Result]") -> Outcome[Result]:
        try:
            return Outcome(task.path, value=self._pending(task, future).result())
        except MediaError as error:
            return Outcome(task.path, error=error)
