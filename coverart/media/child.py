"""How a child process that reads untrusted files begins, and how it ends."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from threading import Thread


@contextmanager
def ctrl_c_held() -> Iterator[None]:
    """Start processes and threads to which Ctrl-C means nothing: it is for us to end them."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # would let Ctrl-C through again if it started below
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def settle(memory: int) -> None:
    """Prepare a child process: bounded memory, silence from C libraries, no life of its own."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    Thread(target=_end_with_parent, daemon=True).start()
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
