"""Waiting for one file, in a way that can be cancelled."""

from typing import TypeVar

from coverart.engine.job import Job, Progress
from coverart.media.pool import Pending

Result = TypeVar("Result")


def awaited(pending: Pending[Result], label: str) -> Job[Result]:
    """Wait for a file that is being read, or for what is being written.

    Tells its progress a few times a second; closed before its end, it ends the child process.
    Raises what `Pending.result` raises.
    """
    try:
        yield Progress(label, 0, 1)
        while not pending.wait():
            yield Progress(label, 0, 1)
        result = pending.result()
    finally:
        pending.cancel()
    yield Progress(label, 1, 1)
    return result
