"""Boxes under a hand: moved and stretched at an exact aspect, within their photo, near the grid.

A box of an aspect w:h is w × h pixels times a whole number, its *units*; that number and the upper
left corner say everything. All functions here give back a box of exactly the aspect, wholly inside
the photo. `grid` says which boxes are ranked; here its lines and sizes attract the hand, which may
leave them.
"""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from coverart.crops.grid import BIN_AREA, GRID_SIDE, SLACK, candidates
from coverart.domain import Aspect, Box, Boxes, Size

LEAST_SIDE = 64
"""No box is made narrower or lower than this, in pixels, unless it was so before."""


class Grip(Enum):
    """What of a box is held: its inside, a corner or an edge; −1 is left or upper, 1 the other."""

    INSIDE = (0, 0)
    TOP_LEFT = (-1, -1)
    TOP = (0, -1)
    TOP_RIGHT = (1, -1)
    RIGHT = (1, 0)
    BOTTOM_RIGHT = (1, 1)
    BOTTOM = (0, 1)
    BOTTOM_LEFT = (-1, 1)
    LEFT = (-1, 0)

    @property
    def across(self) -> int:
        """Which side is held: −1 the left, 1 the right, 0 neither."""
        return self.value[0]

    @property
    def down(self) -> int:
        """Which side is held: −1 the upper, 1 the lower, 0 neither."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Room:
    """A photo, as the room in which boxes of one aspect are moved and stretched."""

    size: Size
    aspect: Aspect

    @property
    def most(self) -> int:
        """The units of the largest box."""
        return min(self.size.width // self.aspect.width, self.size.height // self.aspect.height)

    def dragged(self, start: Box, grip: Grip, across: float, down: float) -> Box:
        """What becomes of a box that was `start` when it was taken, and the hand moved so far.

        `across` and `down` are in pixels of the photo. The side or corner that lies opposite stays
        where it is; of an edge, so does the middle, as long as there is room.
        """
        if grip is Grip.INSIDE:
            return self._at(start.left + across, start.top + down, self._units(start))
        width = start.width + grip.across * across
        height = start.height + grip.down * down
        units = self._nearest(width, height, grip)
        return self._held(start, grip, units)

    def moved(self, box: Box, across: int, down: int) -> Box:
        """A box so many pixels further, or as far as there is room."""
        return self._at(box.left + across, box.top + down, self._units(box))

    def resized(self, box: Box, units: int) -> Box:
        """A box that many units larger or smaller about its middle, or as far as there is room."""
        before = self._units(box)
        after = self._bounded(before + units, before, self.most)
        # Rounded up as it shrinks and down as it grows, so that one undoes the other.
        rounded = math.ceil if after < before else math.floor
        left = rounded((box.left + box.right - after * self.aspect.width) / 2)
        top = rounded((box.top + box.bottom - after * self.aspect.height) / 2)
        return self._at(left, top, after)

    def nudged(self, box: Box, across: int, down: int) -> Box:
        """A box on the next line of the grid to the right (`across` 1) or left (−1), and so on."""
        units = self._units(box)
        left = _beyond(self._columns(units), box.left, across)
        top = _beyond(self._rows(units), box.top, down)
        return self._at(left, top, units)

    def stepped(self, box: Box, step: int) -> Box:
        """A box of the grid's next larger (`step` 1) or smaller (−1) size, about its middle."""
        units = self._units(box)
        return self.resized(box, _beyond(self._spans, units, step) - units)

    def snapped(self, box: Box, grip: Grip, reach: float) -> Box:
        """The box as the grid within `reach` pixels attracts it.

        A box that was moved keeps its size, and each of its axes is drawn to a line. One that was
        stretched is drawn to a size of the grid; what lies opposite the grip stays, unless a box
        of that size that is ranked is within reach.
        """
        if grip is Grip.INSIDE:
            units = self._units(box)
            left = _within(self._columns(units), box.left, reach)
            top = _within(self._rows(units), box.top, reach)
            near = self._at(left, top, units)
        else:
            scale = max(self.aspect.width, self.aspect.height)
            units = _within(self._spans, self._units(box), reach / scale)
            near = self._held(box, grip, units)
        return self._ranked(near, reach)

    def _ranked(self, box: Box, reach: float) -> Box:
        """The nearest box of this size that is ranked, if it is within reach, or the box itself."""
        boxes = candidates(self.size, self.aspect).boxes
        boxes = Boxes(boxes[boxes[:, 2] - boxes[:, 0] == box.width])
        if not len(boxes):
            return box
        away = np.abs(boxes - np.array(box.as_list())).max(axis=1)
        place = int(away.argmin())
        return Box(*boxes[place].tolist()) if away[place] <= reach else box

    def _units(self, box: Box) -> int:
        return box.width // self.aspect.width

    def _nearest(self, width: float, height: float, grip: Grip) -> int:
        """The units that come nearest to a width, a height or, at a corner, to both."""
        across, down = abs(grip.across) * self.aspect.width, abs(grip.down) * self.aspect.height
        return round((width * across + height * down) / (across * across + down * down))

    def _held(self, start: Box, grip: Grip, units: int) -> Box:
        """A box of so many units, if there is room, that stands where `start` is not held."""
        most = min(
            _room(start.left, start.right, grip.across, self.size.width) // self.aspect.width,
            _room(start.top, start.bottom, grip.down, self.size.height) // self.aspect.height,
        )
        units = self._bounded(units, self._units(start), most)
        width, height = units * self.aspect.width, units * self.aspect.height
        left = _placed(start.left, start.right, grip.across, width)
        top = _placed(start.top, start.bottom, grip.down, height)
        return self._at(left, top, units)

    def _bounded(self, units: int, before: int, most: int) -> int:
        least = math.ceil(LEAST_SIDE / min(self.aspect.width, self.aspect.height))
        return max(min(units, most), min(least, before, most))

    def _at(self, left: float, top: float, units: int) -> Box:
        """A box with its corner there, or as near as there is room."""
        width, height = units * self.aspect.width, units * self.aspect.height
        x = min(max(round(left), 0), self.size.width - width)
        y = min(max(round(top), 0), self.size.height - height)
        return Box(x, y, x + width, y + height)

    def _columns(self, units: int) -> NDArray[np.int64]:
        """Where the left side of a box may stand on the grid, from left to right."""
        width, _ = self._bin
        return _lines(width, self.size.width - units * self.aspect.width)

    def _rows(self, units: int) -> NDArray[np.int64]:
        _, height = self._bin
        return _lines(height, self.size.height - units * self.aspect.height)

    @property
    def _spans(self) -> NDArray[np.int64]:
        """The units of the grid's boxes, and of the largest box there is."""
        width, _ = self._bin
        bins = np.arange(1, math.ceil(self.most * self.aspect.width / width) + 1)
        units = np.floor(bins * width / self.aspect.width + SLACK).astype(np.int64)
        return np.unique(np.append(units[(units > 0) & (units <= self.most)], self.most))

    @property
    def _bin(self) -> tuple[float, float]:
        """Width and height of the grid's bin in pixels of the photo."""
        scale = self.size.short_side / GRID_SIDE
        ratio = self.aspect.ratio
        return math.sqrt(BIN_AREA * ratio) * scale, math.sqrt(BIN_AREA / ratio) * scale


def _lines(step: float, last: int) -> NDArray[np.int64]:
    """The grid's lines from 0 to `last`, which counts as one where a box ends with its photo."""
    lines = np.floor(np.arange(math.floor(last / step) + 1) * step + SLACK).astype(np.int64)
    return np.append(lines, last) if lines[-1] < last else lines


def _beyond(values: NDArray[np.int64], value: int, step: int) -> int:
    """The next of some ascending values above (`step` 1) or below (−1); the same where none is."""
    if step == 0:
        return value
    beyond = values[values > value] if step > 0 else values[values < value]
    if not len(beyond):
        return value
    return int(beyond[0] if step > 0 else beyond[-1])


def _within(values: NDArray[np.int64], value: int, reach: float) -> int:
    """The nearest of some values if it is within reach, or else the value itself."""
    near = int(values[np.abs(values - value).argmin()])
    return near if abs(near - value) <= reach else value


def _room(low: int, high: int, held: int, end: int) -> int:
    """How long a side may become that keeps its other end, or is held by neither."""
    if held == 0:
        return end
    return end - low if held > 0 else high


def _placed(low: int, high: int, held: int, length: int) -> int:
    """Where a side of that length begins that keeps its other end, or else its middle."""
    if held == 0:
        return (low + high - length) // 2
    return low if held > 0 else high - length
