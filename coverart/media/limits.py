"""How much memory the reading of one untrusted file may take."""

import os

import psutil

MEBIBYTE = 1 << 20
LEAST_BUDGET = 512 * MEBIBYTE
MOST_BUDGET = 1536 * MEBIBYTE
# Pillow keeps a colour pixel in four bytes; a conversion of mode holds the picture twice.
BYTES_PER_PIXEL = 8


def worker_count() -> int:
    """How many files are read at the same time: one for each core this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def memory_budget() -> int:
    """Bytes that the reading of one file may take, from the memory this machine has.

    All workers together may take half of it, and none more than 1.5 GiB.
    """
    share = psutil.virtual_memory().total // 2 // worker_count()
    return max(LEAST_BUDGET, min(MOST_BUDGET, share))


def pixel_cap(budget: int) -> int:
    """The number of pixels that can be decoded at once within `budget` bytes."""
    return budget // BYTES_PER_PIXEL
