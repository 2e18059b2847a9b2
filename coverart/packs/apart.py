"""Work that cannot be interrupted, in a process of its own that can be ended at once.

A download that waits for an answer and a quantiser at work both take no orders. A process is ended
whatever it does, gives all its memory back, and takes with it what libraries print and configure.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any, Protocol, TypeVar

SECONDS_BETWEEN_PAUSES = 0.1
Result = TypeVar("Result")


class Runner(Protocol):
    """A way to run a function somewhere; `run_apart`, unless a test needs none of its cost."""

    def __call__(
        self, function: Callable[..., Result], *arguments: object
    ) -> Generator[None, None, Result]:
        """Run `function(*arguments)`."""
        ...


class EndedError(Exception):
    """The process was ended from outside, for lack of memory say."""


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a function returned, or raised."""

    value: Any = None
    error: BaseException | None = None


def run_apart(function: Callable[..., Result], *arguments: object) -> Generator[None, None, Result]:
    """Run `function(*arguments)` in a process of its own, and return or raise what it does.

    Yields ten times a second; closing ends the process at once. The function and its arguments
    must be such as can be pickled. Raises `EndedError` where the process ended without a word.
    """
    # Spawned, since a fork of a process with threads (Qt's, say) may lock up.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve, args=(theirs, function, arguments), daemon=True)
    with _ctrl_c_held():
        process.start()
    theirs.close()
    try:
        while not ours.poll(SECONDS_BETWEEN_PAUSES):
            yield
        reply: _Reply = ours.recv()
    except (EOFError, OSError) as error:
        raise EndedError("the process was ended") from error
    finally:
        process.kill()
        process.join()
        process.close()
        ours.close()
    if reply.error is not None:
        raise reply.error
    value: Result = reply.value
    return value


def _serve(
    connection: "Connection[_Reply, Any]", function: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    """Carry out the work and send what came of it; this runs in the child."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        reply = _Reply(value=function(*arguments))
    except BaseException as error:  # raised again in the parent
        reply = _Reply(error=_portable(error))
    with suppress(OSError):  # nobody waits any more
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


def _end_with_parent() -> None:
    """Wait for the process that started this one to end, however it does, and end too."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
