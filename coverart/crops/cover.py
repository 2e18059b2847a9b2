"""A few crops that stand for all the candidates of a photo.

Neighbouring candidates show nearly the same. A cover is a choice of candidates such that every
candidate overlaps one of them by an intersection over union of at least `REACH`: of some 220
candidates it takes about a tenth. It is found greedily, so it is small and not always the
smallest.

References
----------
Chvátal (1979), A greedy heuristic for the set-covering problem. Math. of Operations Research 4(3).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from coverart.crops.grid import Mode, candidates
from coverart.domain import Aspect, Boxes, Floats, Size

REACH = 0.8
"""Intersection over union from which one crop stands for another."""

Places = NDArray[np.intp]
"""(n,) places of crops among the candidates of their photo."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The crops that stand for the candidates (n) of one photo and aspect.

    `places` (k,) are the chosen candidates in the order of choice. `nearest` (n,) is for each
    candidate the place of the chosen one that it overlaps most, itself where it was chosen and else
    the earlier chosen of equals; `overlap` (n,) is their intersection over union. In the same way
    `kin` (k,) is for each chosen one the most overlapping other, as a number within `places`, and
    `kinship` (k,) their intersection over union; both are empty where only one was chosen.
    """

    places: Places
    nearest: Places
    overlap: Floats
    kin: Places
    kinship: Floats

    def __len__(self) -> int:
        return len(self.places)


@lru_cache(maxsize=1024)
def cover(size: Size, aspect: Aspect, mode: Mode = Mode.COVERART) -> Cover:
    """The cover of `candidates(size, aspect, mode)`, remembered like them."""
    return cover_of(candidates(size, aspect, mode).boxes)


def cover_of(boxes: Boxes) -> Cover:
    """The greedy cover of boxes (n, 4), which are distinct and not empty.

    Chosen next is always the box that reaches most of those not yet reached, the first of equals.
    So every box has an `overlap` of at least `REACH`.
    """
    between = all_overlaps(boxes)
    return _standing(between, _greedily(between >= REACH))


def standing_for(boxes: Boxes, places: Places) -> Cover:
    """Take the crops at `places` (k,) to stand for boxes (n, 4), however far they reach."""
    return _standing(all_overlaps(boxes), places.tolist())


def all_overlaps(boxes: Boxes) -> NDArray[np.float64]:
    """Intersection over union of every two of boxes (n, 4): (n, n) in [0, 1]."""
    left, top, right, bottom = boxes.astype(np.float64).T
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    down = np.minimum.outer(bottom, bottom) - np.maximum.outer(top, top)
    shared = np.maximum(across, 0) * np.maximum(down, 0)
    areas = (right - left) * (bottom - top)
    overlaps: NDArray[np.float64] = shared / (np.add.outer(areas, areas) - shared)
    return overlaps


def _standing(between: NDArray[np.float64], chosen: list[int]) -> Cover:
    """The cover that `chosen` make of boxes that overlap as in `between`, (n, n)."""
    places = np.array(chosen, dtype=np.intp)
    none = np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32)
    if not chosen:
        return _shared(Cover(places, *none, *none))
    nearest, overlap = _largest(between[:, places])
    among = between[np.ix_(places, places)]
    np.fill_diagonal(among, -1)
    kin = _largest(among) if len(places) > 1 else none
    return _shared(Cover(places, places[nearest], overlap, *kin))


def _largest(overlaps: NDArray[np.float64]) -> tuple[Places, Floats]:
    """Where each row is largest, the first of equals, and how large it is there."""
    where = overlaps.argmax(axis=1)
    return where, overlaps[np.arange(len(overlaps)), where].astype(np.float32)


def _greedily(reaches: NDArray[np.bool_]) -> list[int]:
    """The places chosen, given which box reaches which, (n, n)."""
    gains = reaches.sum(axis=1)
    open_ = np.ones(len(reaches), dtype=bool)
    chosen = []
    while open_.any():
        place = int(gains.argmax())
        newly = reaches[place] & open_
        chosen.append(place)
        open_ &= ~newly
        gains -= reaches[newly].sum(axis=0)  # overlapping is mutual
    return chosen


def _shared(found: Cover) -> Cover:
    """Covers are remembered and shared, so nobody may write into them."""
    for array in (found.places, found.nearest, found.overlap, found.kin, found.kinship):
        array.flags.writeable = False
    return found
