"""How much people like a crop of this size, place and shape, whatever its photo shows.

A polynomial of the third degree in five quantities, fitted on people's scores of the crops of a
thousand photos (`learn.fit.composition`). Every quantity is held within what was rated, so that
the polynomial is never asked about anything else: a margin of a twelfth is as good as none, for
none was rated, and a fit to smaller ones would only prolong what it found.

References
----------
Zeng, Li, Cao, Zhang (2019), Reliable and efficient image cropping: a grid anchor based approach.
    CVPR. (the rated crops: corners in the outer thirds, half of the photo at least)
"""

from dataclasses import dataclass
from functools import cache
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Boxes, Floats, Size

QUANTITIES = (
    "share of the photo",
    "squared distance from its middle across",
    "distance from its middle downwards",
    "how much wider than the photo",
    "how wide the photo is",
)
DEGREE = 3

NEAR, FAR = 1 / 12, 7 / 24
"""The margins that were rated, as shares of a side; those nearer than `NEAR` come to the same."""
LEAST_SHARE = 0.4  # the least of `crops.grid`; half of the photo was the least that was rated
WIDER, WIDEST = 0.5, 0.7  # logarithms of ratios

Quantities = NDArray[np.float64]
"""(n, 5): the `QUANTITIES` of n crops, each about −1 to 1."""


@dataclass(frozen=True, slots=True)
class Placing:
    """A fitted polynomial: `weights` (55,) of the `monomials`.

    `worst` and `best` are the values that become 0 and 1: the extremes among crops that were rated.
    """

    weights: NDArray[np.float64]
    worst: float
    best: float

    def liking(self, boxes: Boxes, size: Size) -> Floats:
        """How much people like crops `boxes` (n, 4) of a photo of `size`: (n,) in [0, 1]."""
        liked = self.raw(boxes, size)
        scaled = (liked - self.worst) / (self.best - self.worst)
        return np.clip(scaled, 0, 1).astype(np.float32)

    def raw(self, boxes: Boxes, size: Size) -> NDArray[np.float64]:
        """The polynomial of boxes (n, 4): (n,) in deviations among the crops of one photo."""
        liked: NDArray[np.float64] = monomials(quantities(boxes, size)) @ self.weights
        return liked


def quantities(boxes: Boxes, size: Size) -> Quantities:
    """What is told of crops `boxes` (n, 4) of a photo of `size`: (n, 5)."""
    corners = boxes / np.array([size.width, size.height] * 2)
    margins = np.clip(np.concatenate([corners[:, :2], 1 - corners[:, 2:]], axis=1), NEAR, FAR)
    left, top, right, bottom = margins.T
    share = np.maximum((1 - left - right) * (1 - top - bottom), LEAST_SHARE)
    extent = corners[:, 2:] - corners[:, :2]
    wider = np.clip(np.log(extent[:, 0] / extent[:, 1]), -WIDER, WIDER)
    wide = np.full(len(boxes), np.clip(np.log(size.ratio), -WIDEST, WIDEST))
    columns = [
        (share - 0.6) / 0.1,
        ((left - right) / 0.2) ** 2,
        (top - bottom) / 0.2,
        wider / WIDER,
        wide / WIDEST,
    ]
    return np.stack(columns, axis=1)


def monomials(told: Quantities) -> NDArray[np.float64]:
    """All products of up to three of the quantities (n, 5), without the constant: (n, 55)."""
    factors = np.concatenate([np.ones((len(told), 1)), told], axis=1)
    first, second, third = _factors()
    products: NDArray[np.float64] = factors[:, first] * factors[:, second] * factors[:, third]
    return products


@cache
def _factors() -> tuple[NDArray[np.intp], ...]:
    """Which three of (1, quantities…) are multiplied in each monomial: three of (55,)."""
    threes = list(combinations_with_replacement(range(len(QUANTITIES) + 1), DEGREE))
    return tuple(np.array(threes[1:], dtype=np.intp).T)
