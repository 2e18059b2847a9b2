"""Crops divided into 8 × 8 cells: what is open in them, and what is alike on both sides."""

import numpy as np
from numpy.typing import NDArray

from coverart.crops.integral import SummedAreas
from coverart.domain import Boxes, Floats

CELLS = 8

Lines = NDArray[np.int32]
"""Where cells begin and end, in pixels."""

CALM_GRADIENT = 6.0  # grey levels per pixel below which a cell counts as open


def cell_means(tables: SummedAreas, boxes: Boxes) -> Floats:
    """Mean of every channel over the cells of each box: boxes (n, 4) give (n, 8, 8, c).

    Each cell is one pixel at least. Neighbours share their edges, so that nine lines each way are
    looked up instead of sixteen, unless a box is smaller than its cells are many.
    """
    across, down = _edges(boxes[:, 0], boxes[:, 2]), _edges(boxes[:, 1], boxes[:, 3])
    widths, heights = np.diff(across), np.diff(down)
    if not (widths.all() and heights.all()):
        return tables.means(_slivers(across, down))
    corners = tables.sums[:, down[:, :, None], across[:, None, :]]
    totals = np.diff(np.diff(corners, axis=2), axis=3)
    means = totals / (heights[:, :, None] * widths[:, None, :])
    return np.asarray(np.moveaxis(means, 0, -1), dtype=np.float32)


def openness(gradients: Floats) -> Floats:
    """The share of the cells (n, 8, 8) in which the grey hardly changes: (n,)."""
    return np.asarray((gradients < CALM_GRADIENT).mean(axis=(1, 2)))


def symmetry(luma: Floats) -> Floats:
    """Correlation of the cells (n, 8, 8) with their mirror image; 0 for none or a negative one."""
    centred = luma - luma.mean(axis=(1, 2), keepdims=True)
    energy = (centred**2).sum(axis=(1, 2))
    likeness = (centred * centred[:, :, ::-1]).sum(axis=(1, 2))
    return np.asarray(np.clip(likeness / np.maximum(energy, 1e-3), 0, 1))


def _edges(low: Lines, high: Lines) -> Lines:
    """The nine lines that divide each way from `low` (n,) to `high` (n,): (n, 9)."""
    steps = np.arange(CELLS + 1) / CELLS
    return np.asarray(low[:, None] + np.rint((high - low)[:, None] * steps).astype(np.int32))


def _slivers(across: Lines, down: Lines) -> Boxes:
    """The cells (n, 8, 8, 4) between lines (n, 9), widened to one pixel within the photo."""
    shape = (len(across), CELLS, CELLS)
    cells = np.empty((*shape, 4), dtype=np.int32)
    cells[..., 0] = np.broadcast_to(across[:, None, :-1], shape)
    cells[..., 1] = np.broadcast_to(down[:, :-1, None], shape)
    cells[..., 2] = np.broadcast_to(across[:, None, 1:], shape)
    cells[..., 3] = np.broadcast_to(down[:, 1:, None], shape)
    cells[..., 2:] = np.maximum(cells[..., 2:], 1)  # at the left and upper border of the photo
    cells[..., :2] = np.minimum(cells[..., :2], cells[..., 2:] - 1)
    return Boxes(cells)
