"""A photo on a coarse lattice, and means over boxes that need not end between its cells.

A lattice has 32 cells along the short side of the photo. Boxes are given in steps, a quarter of a
cell, so that a crop that is moved a little changes its means a little. One small matrix does the
work: how much of each cell lies before an edge. Products with it are many small ones, for which
BLAS starts no threads: photos are looked at in as many processes as there are processors.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Boxes, Floats, Size

SIDE = 32
"""Cells along the short side."""
MOST = 8 * SIDE
"""Cells along the long side at most: in a longer strip, they are no longer square."""
STEPS = 4
"""Steps to a cell."""


def on_lattice(channels: Floats) -> Floats:
    """Means of channels (c, h, w) over the cells of their lattice: (c, rows, columns).

    Where there are fewer pixels than cells, cells repeat them.
    """
    sides = channels.shape[1:]
    scale = SIDE / min(sides)
    for axis, side in enumerate(sides, start=1):
        channels = _reduced(channels, axis, min(round(side * scale), MOST))
    return channels


def steps_of(cells: Floats) -> Size:
    """The size in steps of the lattice of channels (c, rows, columns)."""
    return Size(cells.shape[2] * STEPS, cells.shape[1] * STEPS)


def means(cells: Floats, boxes: Boxes) -> Floats:
    """Means of channels (c, rows, columns) over boxes (n, 4) in steps, none empty: (n, c)."""
    (xs, (left, right)), (ys, (top, bottom)) = (
        _distinct(boxes[:, [axis, axis + 2]]) for axis in (0, 1)
    )
    rows, columns = (
        _before(edges / STEPS, count)
        for edges, count in zip((ys, xs), cells.shape[1:], strict=True)
    )
    # Sums of what is left beside the mean stay small, and exact in single precision. Channels stand
    # last, so that all those of a corner are read from one place.
    mean = cells.mean(axis=(1, 2))
    by_column = np.ascontiguousarray((cells - mean[:, None, None]).transpose(2, 1, 0))
    sums = columns @ (rows @ by_column).transpose(1, 0, 2)
    totals = sums[bottom, right] - sums[top, right]
    totals -= sums[bottom, left] - sums[top, left]
    extent = (boxes[:, 2:] - boxes[:, :2]) / np.float32(STEPS)
    return np.asarray(totals / extent.prod(axis=1, keepdims=True) + mean, dtype=np.float32)


def _distinct(edges: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """The distinct values of edges (n, 2), and the places (2, n) of both edges among them."""
    values, places = np.unique(edges, return_inverse=True)
    return values, places.reshape(edges.shape).T


def _before(edges: NDArray[np.floating], count: int) -> Floats:
    """How much of each of `count` cells lies before each edge (e,), in [0, 1]: (e, count)."""
    before: Floats = np.clip(edges[:, None] - np.arange(count), 0, 1).astype(np.float32)
    return before


def _reduced(channels: Floats, axis: int, cells: int) -> Floats:
    """Means over so many cells along one axis of channels (c, h, w)."""
    first, shares = _shares(channels.shape[axis], cells)
    shape = [1, 1, 1]
    shape[axis] = cells
    last = channels.shape[axis] - 1
    reduced: Floats = sum(
        channels.take(np.minimum(first + place, last), axis) * share.reshape(shape)
        for place, share in enumerate(shares)
    )
    return reduced


@lru_cache(maxsize=64)
def _shares(pixels: int, cells: int) -> tuple[NDArray[np.intp], Floats]:
    """The first pixel of each cell (cells,), and what it and the next count in it, (p, cells).

    The shares of a cell sum up to 1; those of pixels beyond it are 0.
    """
    edges = np.linspace(0, pixels, cells + 1)
    first = np.minimum(edges[:-1].astype(np.intp), pixels - 1)
    most = int(np.ceil(edges[1:] - first).max())
    begins = first + np.arange(most)[:, None]
    held = np.clip(edges[1:] - begins, 0, 1) - np.clip(edges[:-1] - begins, 0, 1)
    return first, (held * (cells / pixels)).astype(np.float32)
