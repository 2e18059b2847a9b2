"""Crop candidates: every box of one aspect that the grid-anchor formulation allows.

The photo is measured in grid pixels, in which its short side is 256. A bin of the grid has an area
of 144 square grid pixels and the aspect of the crop: 12 × 12 for 1:1 and 16 × 9 for 16:9, the
numbers of the paper. A crop spans i × i bins, covers at least 40 % of the photo, and has its top
left corner on a grid point from which it still fits.

References
----------
Nakatsuka, Hamasaki, Goto (2024), section 3.3: bins, least area.
Zeng, Li, Cao, Zhang (2019), Reliable and efficient image cropping: a grid anchor based approach;
    its published code: the working size and the enumeration (`Mode.GAIC_2019`).
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from coverart.domain import Aspect, Boxes, Size

GRID_SIDE = 256
BIN_AREA = 144
LEAST_SHARE = 0.4
GAIC_2019_BINS = range(14, 30)
# Grid pixels are compared after a division; this much keeps an exact fit from being lost to it.
SLACK = 1e-9


class Mode(StrEnum):
    """How candidates are enumerated."""

    COVERART = "coverart"
    GAIC_2019 = "gaic-2019"


@dataclass(frozen=True, slots=True)
class Candidates:
    """The crops of one aspect in one photo.

    `boxes` are in pixels of the upright photo, without duplicates, ordered by size, then from top
    to bottom, then from left to right. `fallback` says that the photo's shape leaves no crop of
    40 %, and that these are the largest there are.
    """

    boxes: Boxes
    fallback: bool = False

    def __len__(self) -> int:
        return len(self.boxes)


@lru_cache(maxsize=1024)
def candidates(size: Size, aspect: Aspect, mode: Mode = Mode.COVERART) -> Candidates:
    """All crop candidates of `aspect` in a photo of `size`.

    Box sizes are the largest whole pixels of the exact aspect that do not exceed i × i bins, so an
    area may fall below 40 % by less than one such step. A photo too small to hold one box of the
    aspect has no candidates.
    """
    if mode is Mode.GAIC_2019:
        return Candidates(_snapped(size, aspect, list(_gaic_2019_anchors(size, aspect))))
    grid = _Grid.over(size, aspect)
    spans = [i for i in range(1, grid.most_bins + 1) if grid.share(i) >= LEAST_SHARE - SLACK]
    fallback = not spans and grid.most_bins > 0
    if fallback:
        spans = [grid.most_bins]
    anchors = [anchor for bins in spans for anchor in grid.anchors(bins)]
    return Candidates(_snapped(size, aspect, anchors), fallback)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A photo in grid pixels, and the bin that divides it."""

    width: float
    height: float
    bin_width: float
    bin_height: float

    @classmethod
    def over(cls, size: Size, aspect: Aspect) -> "_Grid":
        scale = size.short_side / GRID_SIDE
        return cls(size.width / scale, size.height / scale, *_bin(aspect))

    @property
    def most_bins(self) -> int:
        """The largest i for which i × i bins fit."""
        fit = min(self.width / self.bin_width, self.height / self.bin_height)
        return math.floor(fit + SLACK)

    def share(self, bins: int) -> float:
        """How much of the photo a crop of bins × bins covers, in [0, 1]."""
        return bins * bins * BIN_AREA / (self.width * self.height)

    def anchors(self, bins: int) -> Iterator[tuple[float, float, float]]:
        """Left, top and span of every crop of bins × bins, row by row."""
        across = math.floor(self.width / self.bin_width - bins + SLACK) + 1
        down = math.floor(self.height / self.bin_height - bins + SLACK) + 1
        for row in range(down):
            for column in range(across):
                yield column * self.bin_width, row * self.bin_height, bins


def _bin(aspect: Aspect) -> tuple[float, float]:
    """Width and height of the bin of `aspect` in grid pixels: 12 × 12 for 1:1, 16 × 9 for 16:9."""
    return math.sqrt(BIN_AREA * aspect.ratio), math.sqrt(BIN_AREA / aspect.ratio)


def _gaic_2019_anchors(size: Size, aspect: Aspect) -> Iterator[tuple[float, float, float]]:
    """Enumerate as the published GAIC code does: in whole grid pixels, and with strict bounds.

    That code stretches the photo until both sides are multiples of 32. Corners are brought back
    axis by axis, and the span by the axis that leaves less, so that the aspect stays exact.
    """
    grid = _Grid.over(size, aspect)
    width, height = (round(side / 32) * 32 for side in (grid.width, grid.height))
    bin_width, bin_height = (max(1, round(side)) for side in _bin(aspect))
    across, down = grid.width / width, grid.height / height
    shrunk = min(bin_width * across / grid.bin_width, bin_height * down / grid.bin_height)
    for bins in GAIC_2019_BINS:
        out_width, out_height = bins * bin_width, bins * bin_height
        if out_width >= width or out_height >= height:
            continue
        if out_width * out_height <= LEAST_SHARE * width * height:
            continue
        for top in range(0, height - out_height, bin_height):
            for left in range(0, width - out_width, bin_width):
                yield left * across, top * down, bins * shrunk


def _snapped(size: Size, aspect: Aspect, anchors: list[tuple[float, float, float]]) -> Boxes:
    """Boxes in whole pixels of the photo, at the exact aspect, each once."""
    if not anchors:
        return Boxes(np.empty((0, 4), dtype=np.int32))
    scale = size.short_side / GRID_SIDE
    left, top, bins = np.array(anchors, dtype=np.float64).T
    steps = np.floor(bins * _bin(aspect)[0] * scale / aspect.width + SLACK)
    width, height = steps * aspect.width, steps * aspect.height
    left = np.minimum(np.floor(left * scale + SLACK), size.width - width)
    top = np.minimum(np.floor(top * scale + SLACK), size.height - height)
    boxes = np.stack([left, top, left + width, top + height], axis=1).astype(np.int32)
    boxes = boxes[steps > 0]
    _, first = np.unique(boxes, axis=0, return_index=True)
    distinct = boxes[np.sort(first)]
    distinct.flags.writeable = False  # candidates are remembered and shared
    return Boxes(distinct)
