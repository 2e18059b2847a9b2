"""How many items go into a network at once: as many as keep a run shorter than a quarter second.

Then whoever cancels waits no longer than that. Sizes are powers of two, so that a graphics card
sees few different shapes.
"""

from dataclasses import dataclass
from threading import Lock

LONGEST = 0.25
"""Seconds that one run may take."""
# A run may come out slower than the ones before it, by another program for instance.
AIM = 0.8 * LONGEST
MEMORY = 0.5
"""How much of what is known about the time of an item the next run may change."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The batch a device begins with, and the largest it may come to."""

    first: int
    most: int


CPU_SIZES = Sizes(1, 32)
INT8_SIZES = Sizes(1, 1)
"""All that goes in together shares a scale: a vector would depend on what it was encoded with."""
GPU_SIZES = Sizes(32, 256)


class BatchSize:
    """The size of the next batch, learnt from the time that the last ones took.

    May be used from several threads.
    """

    def __init__(self, sizes: Sizes = CPU_SIZES) -> None:
        self._size = sizes.first
        self._most = sizes.most
        self._seconds: float | None = None
        self._warm = False
        self._lock = Lock()

    @property
    def size(self) -> int:
        """Items of the next batch, at least 1."""
        return self._size

    def record(self, items: int, seconds: float) -> None:
        """Learn from a run of `items` that took `seconds`; one too long halves the next at once.

        The first run is forgotten, unless it was short enough: a device prepares itself in it.
        """
        with self._lock:
            if not self._warm:
                self._warm = True
                if seconds > LONGEST:
                    return
            each = seconds / items
            known = each if self._seconds is None else self._seconds
            self._seconds = (1 - MEMORY) * known + MEMORY * each
            allowed = items // 2 if seconds > LONGEST else 2 * self._size
            fitting = min(AIM / max(self._seconds, 1e-9), self._most, allowed)
            self._size = 1 << max(0, int(fitting).bit_length() - 1)

    def halve(self, failed: int) -> None:
        """Never again take a batch as large as the one of `failed` items."""
        with self._lock:
            self._most = max(1, failed // 2)
            self._size = min(self._size, self._most)
