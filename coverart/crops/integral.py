"""Summed-area tables: the mean of any channel over any box, at the same cost for every box."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Boxes, Floats, Size


@dataclass(frozen=True, slots=True)
class SummedAreas:
    """Running sums over the channels of a picture, (c, h + 1, w + 1); row and column 0 are zero.

    Reference: Crow (1984), Summed-area tables for texture mapping.
    """

    sums: NDArray[np.float64]

    @classmethod
    def over(cls, channels: Floats) -> Self:
        """Build the tables of channels (c, h, w)."""
        depth, height, width = channels.shape
        sums = np.zeros((depth, height + 1, width + 1))
        inner = sums[:, 1:, 1:]
        np.cumsum(channels, axis=2, out=inner)
        np.cumsum(inner, axis=1, out=inner)
        return cls(sums)

    @property
    def size(self) -> Size:
        """The size of the picture the tables were built over."""
        return Size(self.sums.shape[2] - 1, self.sums.shape[1] - 1)

    def totals(self, boxes: Boxes) -> Floats:
        """Sum of every channel over every box: boxes (…, 4) within the picture give (…, c)."""
        left, top, right, bottom = np.moveaxis(boxes, -1, 0)
        sums = self.sums
        total = sums[:, bottom, right] - sums[:, top, right]
        total -= sums[:, bottom, left] - sums[:, top, left]
        return np.moveaxis(total, 0, -1).astype(np.float32)

    def means(self, boxes: Boxes) -> Floats:
        """Mean of every channel over every box: boxes (…, 4) give (…, c)."""
        return self.totals(boxes) / area(boxes)[..., None]


def area(boxes: Boxes) -> Floats:
    """The pixels in each box: (…, 4) gives (…)."""
    extent = boxes[..., 2:] - boxes[..., :2]
    return np.asarray(np.prod(extent, axis=-1, dtype=np.float32))


def rescaled(boxes: Boxes, original: Size, reduced: Size) -> Boxes:
    """Boxes of the original in the nearest whole pixels of a reduced copy, at least one pixel."""
    scale = np.array([reduced.width / original.width, reduced.height / original.height] * 2)
    near = np.rint(boxes * scale).astype(np.int32)
    near[:, :2] = np.minimum(near[:, :2], [reduced.width - 1, reduced.height - 1])
    near[:, 2:] = np.clip(near[:, 2:], near[:, :2] + 1, [reduced.width, reduced.height])
    return Boxes(near)
