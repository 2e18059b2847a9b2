"""How much memory the reading of one untrusted file may take."""

import os

MEBIBYTE = 1 << 20
LEAST_BUDGET = 768 * MEBIBYTE
MOST_BUDGET = 1536 * MEBIBYTE
# What a process needs beside the pixels: the interpreter, the libraries, the tables of one photo.
OVERHEAD = 256 * MEBIBYTE

_allowed: list[int] = []


def worker_count() -> int:
    """How many files are read at the same time: one for each core this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def memory_share(workers: int) -> int:
    """Bytes that each of `workers` processes may take, from the memory this computer has.

    All of them together may take half of it, and none more than 1.5 GiB; each is given what a
    photo of ordinary size needs, even where there is less.
    """
    import psutil  # noqa: PLC0415 (a child is told its share, and does without)

    share = psutil.virtual_memory().total // 2 // workers
    return max(LEAST_BUDGET, min(MOST_BUDGET, share))


def allow(memory: int) -> None:
    """Hold this process to so many bytes; a child process is told so at its start."""
    _allowed[:] = [memory]


def memory_budget() -> int:
    """Bytes that this process may take."""
    return _allowed[0] if _allowed else memory_share(worker_count())


def pixel_cap(budget: int, bytes_per_pixel: int) -> int:
    """The number of pixels that can be decoded at once within `budget` bytes."""
    return max(0, budget - OVERHEAD) // bytes_per_pixel
