"""The outline of a song's sound: how loud it is at its peaks and on the whole, over time.

An outline is (n, 2) float32: the peak and the mean square of one stretch after the other, all of
them equally long. Full scale is 1.
"""

import math

import numpy as np

from coverart.domain import Floats

DETAIL = 50
"""Stretches a second in an outline that was taken from samples."""
MOST = 400
"""Stretches in an outline that is condensed for looking at."""


def outline(samples: Floats, rate: int) -> Floats:
    """The outline of mono samples, `DETAIL` stretches a second; a last short stretch counts."""
    length = rate // DETAIL
    stretches = np.zeros((math.ceil(len(samples) / length), length), dtype=np.float32)
    stretches.flat[: len(samples)] = samples
    return np.stack([np.abs(stretches).max(axis=1), np.square(stretches).mean(axis=1)], axis=1)


def condensed(fine: Floats, most: int = MOST) -> Floats:
    """An outline of `most` stretches at most: the highest peak and the mean of the mean squares."""
    count = min(most, len(fine))
    if count == 0:
        return np.empty((0, 2), dtype=np.float32)
    starts = np.linspace(0, len(fine), count, endpoint=False).astype(int)
    lengths = np.diff(starts, append=len(fine))
    peaks = np.maximum.reduceat(fine[:, 0], starts)
    power = np.add.reduceat(fine[:, 1], starts, dtype=np.float64) / lengths
    return np.stack([peaks, power], axis=1).astype(np.float32)
