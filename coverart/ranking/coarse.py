"""Coarse to fine: which crops are worth encoding next, when only some of them are encoded.

First only the cover of every photo is encoded (`crops.cover`). A crop that is not encoded resembles
the encoded one that it overlaps most: the less they overlap, the more its match to the query may
differ, in proportion. How much per unit of missing overlap, the encoded crops of each photo tell
among themselves (`slopes`), so nothing is assumed of the space, the query or the photo. With that,
every crop gets the best match it may have (`hopes`), and the ranking is read off as if hopes were
true. Crops that make the list by hope alone are encoded next, with their neighbours (`companions`).
When none is left in the list, it stands, as far as hopes can be trusted.

A match (n,) is float32 in [0, 1], and NaN for crops that are not encoded yet. Composition is known
for all crops from the start, so hope concerns the match alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from coverart.crops.cover import Cover, Places
from coverart.crops.diversity import overlaps
from coverart.domain import Boxes, Floats

SURE = 0.98
"""The share of crops that are to turn out no better than hoped (docs/decisions/007)."""

STIFFNESS = 4
"""How many slopes of usual size are added to a photo's own, which may be few."""

FLATTEST = 1e-6  # of a query that all crops match alike
BOUNDLESS = 1e6
COMPANIONS = 2


@dataclass(frozen=True, slots=True)
class Steepness:
    """How steeply matches change over photos, per unit of missing overlap.

    `usual` is the root mean square of all slopes, and `factor` how many times a photo's own root
    mean square they exceed, up or down, no more often than in a share 1 - `SURE` of cases.
    """

    usual: float
    factor: float

    @classmethod
    def calibrated(cls, photos: Sequence[Floats], sure: float = SURE) -> Self:
        """Learn from the `slopes` of all photos. Without any, hope is boundless."""
        told = [own for own in photos if len(own)]
        if not told:
            return cls(BOUNDLESS, 1)
        usual = max(_root_mean_square(np.concatenate(told)), FLATTEST)
        relative = [np.abs(own) / _drawn_to(usual, own) for own in told]
        return cls(usual, float(np.quantile(np.concatenate(relative), sure)))

    def margin(self, slopes: Floats) -> float:
        """How much better a crop of a photo with these `slopes` may be, per missing overlap."""
        return self.factor * _drawn_to(self.usual, slopes)


def slopes(match: Floats, known: Cover) -> Floats:
    """Differences of match between crops next to each other, per unit of missing overlap.

    `known` is made of encoded crops (k) of one photo; gives (k,), or none where k is 1.
    """
    if not len(known.kin):
        return np.empty(0, dtype=np.float32)
    own = match[known.places]
    return np.asarray((own - own[known.kin]) / (1 - known.kinship), dtype=np.float32)


def hopes(match: Floats, known: Cover, margin: float) -> Floats:
    """The best match that each crop may have, (n,), at most 1; of encoded ones their own.

    `known` is made of all crops of the photo that are encoded, and `margin` is the photo's.
    """
    if not len(known):
        return np.ones(len(match), dtype=np.float32)
    hoped = np.minimum(match[known.nearest] + margin * (1 - known.overlap), 1)
    return np.asarray(np.where(np.isnan(match), hoped, match), dtype=np.float32)


def companions(boxes: Boxes, hoped: Floats, wanted: Places, reach: float) -> Places:
    """What to encode along with the crops at `wanted` (m,), while their photo is at hand.

    `hoped` (n,) are scores, -inf for crops that are encoded, or are not worth it. Gives the best of
    those that overlap a wanted crop by more than `reach`: `COMPANIONS` for each at most, best
    first, without the wanted themselves.
    """
    near = np.zeros(len(boxes), dtype=bool)
    for place in wanted:
        near |= overlaps(boxes, Boxes(boxes[place])) > reach
    near[wanted] = False
    near &= np.isfinite(hoped)
    order = np.argsort(-hoped[near], kind="stable")[: COMPANIONS * len(wanted)]
    return np.flatnonzero(near)[order]


def _drawn_to(usual: float, slopes: Floats) -> float:
    """The root mean square of a photo's slopes, drawn towards what is usual."""
    squares = float(np.square(slopes, dtype=np.float64).sum()) + STIFFNESS * usual**2
    return float(np.sqrt(squares / (len(slopes) + STIFFNESS)))


def _root_mean_square(values: Floats) -> float:
    return float(np.sqrt(np.square(values, dtype=np.float64).mean()))
