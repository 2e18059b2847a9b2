"""Fits how people like crops of a size, place and shape, on the boxes and their scores alone.

The model is that of `crops.placing`. It is a ridge regression on the ranks of the scores within
each photo, since the correlation of ranks is what crops are judged by, and since one person's four
is another's three.
"""

from collections.abc import Sequence

import numpy as np

from coverart.crops.placing import Placing, monomials, quantities
from coverart.domain import Boxes
from coverart.learn.fit.figures import Figures, mean_srcc, ranks, spearman
from coverart.learn.fit.folds import folds
from coverart.learn.fit.parameters import rounded
from coverart.learn.fit.ratings import Array, RatedPicture

RIDGE = 0.03
"""How strongly the weights are held to 0, against a mean square of 1 of each monomial."""

SILENT = 1e-6
"""A monomial that varies less than this among the crops of a photo says nothing of them."""

TITLE = "crops by size, place and shape alone"
OURS, AREA, CENTRE = "placing", "area alone", "closeness to the centre"
SEEN, TEST = "SRCC on folds", "SRCC on test"


def fit_placing(pictures: Sequence[RatedPicture]) -> Placing:
    """The polynomial that agrees best with the scores of some pictures' crops."""
    columns = np.concatenate([_about_mean(_monomials(one)) for one in pictures])
    wanted = np.concatenate([standard_ranks(_scores(one)) for one in pictures])
    spread = columns.std(axis=0)
    says = spread > SILENT
    scaled = columns[:, says] / spread[says]
    held = RIDGE * len(scaled) * np.eye(scaled.shape[1])
    weights = np.zeros(columns.shape[1])
    weights[says] = np.linalg.solve(scaled.T @ scaled + held, scaled.T @ wanted) / spread[says]
    weights = rounded(weights, 6)
    liked = np.concatenate([_monomials(one) @ weights for one in pictures])
    worst, best = rounded([liked.min(), liked.max()]).tolist()
    return Placing(weights, worst, best)


def placing_figures(seen: Sequence[RatedPicture], test: Sequence[RatedPicture]) -> Figures:
    """How well the polynomial agrees with scores it was not fitted on, beside simpler judges.

    Five folds of the pictures that are `seen`, and those of a `test` split by what is fitted on
    all that are seen.
    """
    rows: dict[str, dict[str, float]] = {OURS: {}, AREA: {}, CENTRE: {}}
    hidden: dict[int, Array] = {}
    for fold in folds([one.name for one in seen], 5):
        placing = fit_placing([seen[place] for place in fold.seen])
        hidden |= {int(place): _liking(placing, seen[place]) for place in fold.hidden}
    rows[OURS][SEEN] = mean_srcc([hidden[place] for place in sorted(hidden)], _all_scores(seen))
    columns = {SEEN: seen}
    if test:
        columns[TEST] = test
        placing = fit_placing(seen)
        rows[OURS][TEST] = mean_srcc([_liking(placing, one) for one in test], _all_scores(test))
    for column, pictures in columns.items():
        peers = np.array([peer_correlations(one, _scores(one)) for one in pictures])
        rows[AREA][column], rows[CENTRE][column] = peers.mean(axis=0).tolist()
    return Figures(TITLE, rows, len(seen) + len(test))


def peer_correlations(picture: RatedPicture, wanted: Array) -> tuple[float, float]:
    """How area, and closeness to the centre, agree with what is wanted of a picture's crops."""
    corners = picture.boxes / np.array([picture.size.width, picture.size.height] * 2)
    extent = corners[:, 2:] - corners[:, :2]
    away = np.linalg.norm((corners[:, :2] + corners[:, 2:]) / 2 - 0.5, axis=1)
    return spearman(extent.prod(axis=1), wanted), spearman(-away, wanted)


def standard_ranks(values: Array) -> Array:
    """The ranks of values (n,), brought to a mean of 0 and a deviation of 1; 0 where all tie."""
    own = ranks(values)
    spread = own.std()
    return np.asarray((own - own.mean()) / (spread if spread > 0 else 1))


def _monomials(picture: RatedPicture) -> Array:
    return monomials(quantities(Boxes(picture.boxes), picture.size))


def _liking(placing: Placing, picture: RatedPicture) -> Array:
    return placing.raw(picture.boxes, picture.size)


def _about_mean(columns: Array) -> Array:
    centred: Array = columns - columns.mean(axis=0)
    return centred


def _scores(picture: RatedPicture) -> Array:
    """The scores of a picture that has some."""
    if picture.scores is None:
        raise ValueError("Only scored crops tell how a place is liked")
    return picture.scores


def _all_scores(pictures: Sequence[RatedPicture]) -> list[Array]:
    return [_scores(one) for one in pictures]
