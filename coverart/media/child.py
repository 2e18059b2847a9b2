"""One child process that reads untrusted files, and the pipe to it.

Nothing is shared but the pipe: whenever a child dies, and however, its end of the pipe closes, and
its parent knows.

Where the system can, children are forked from a server that has loaded what they need: it takes a
tenth of the time of a fresh start. See `docs/decisions/002-child-processes.md`.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from coverart.media.limits import allow

_BOOKS = Lock()
"""Whenever a process is started, `multiprocessing` looks which others have ended, of any thread.
Where one is being waited for elsewhere, only one of the two hears of its end."""

_FORKS = sys.platform == "linux"
"""Elsewhere there is no fork, or none that the system's own libraries outlive."""
THREAD_COUNTS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""What libraries for linear algebra look at, once, when they are loaded."""


def prepare_children(modules: Sequence[str]) -> None:
    """Start the server that children are forked from, and have it load these modules meanwhile.

    Without it, or where there is no such server, children begin as well, but slower.
    """
    if _FORKS:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(modules))
        with _BOOKS, _ctrl_c_held(), _one_thread_each():
            forkserver.ensure_running()


@dataclass(frozen=True, slots=True)
class Reply:
    """What a function returned, or raised."""

    value: Any = None
    error: BaseException | None = None


class Child:
    """A child process that may take `memory` bytes. It carries out requests in their order."""

    def __init__(self, memory: int) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self._process = _process(theirs, memory)
        with _BOOKS, _ctrl_c_held(), _one_thread_each():
            self._process.start()
        theirs.close()

    def ask(self, function: Callable[..., Any], path: Path, arguments: tuple[Any, ...]) -> None:
        """Request `function(path, *arguments)`. Raises `OSError` if the child has died."""
        self.connection.send((function, path, arguments))

    def reply(self) -> Reply:
        """Take the next reply. Raises `EOFError` or `OSError` if the child died before it."""
        received: Reply = self.connection.recv()
        return received

    def end(self) -> None:
        """End the process, whatever it is busy with."""
        with _BOOKS:
            self._process.kill()
            self._process.join()
            self._process.close()
        self.connection.close()


def _process(connection: "Connection[Reply, Any]", memory: int) -> BaseProcess:
    """A process that serves a connection; it is still to be started."""
    # Never forked from here: a fork of a process with threads (Qt's, say) may lock up.
    own = (
        multiprocessing.get_context("forkserver")
        if _FORKS
        else multiprocessing.get_context("spawn")
    )
    process: BaseProcess = own.Process(
        target=_serve, args=(connection, memory, dict(os.environ)), daemon=True
    )
    return process


def _serve(
    connection: "Connection[Reply, Any]", memory: int, environment: Mapping[str, str]
) -> None:
    """Carry out requests until the parent is gone; this runs in the child."""
    # The server has that of the moment it was started in; the language may be another by now.
    os.environ.clear()
    os.environ.update(environment)
    _settle(memory)
    while True:
        try:
            function, path, arguments = connection.recv()
        except (EOFError, OSError):
            return
        try:
            reply = Reply(value=function(path, *arguments))
        except BaseException as error:  # raised again in the parent
            reply = Reply(error=_portable(error))
        connection.send(reply)


def _portable(error: BaseException) -> BaseException:
    """The error with its traceback in words, in a form that can be sent."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (our own, of this moment)
    except Exception:  # an exception may refuse in any way it likes
        return RuntimeError(traceback.format_exc())
    return error


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Start processes that do their sums in one thread: there are as many as processors."""
    before = {name: os.environ.get(name) for name in THREAD_COUNTS}
    os.environ.update(dict.fromkeys(THREAD_COUNTS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Start a process to which Ctrl-C means nothing: it is for us to end it."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # would let Ctrl-C through again if it started below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle(memory: int) -> None:
    """Prepare a child: bounded memory, silence from C libraries, no life of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    Thread(target=_end_with_parent, daemon=True).start()
    allow(memory)
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 (exists on Unix alone)

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent() -> None:
    """Wait for the process that started this one to end, however it does, and end too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
