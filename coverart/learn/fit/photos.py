"""Fits the mood of photos, on photos that people rated, such as those of OASIS.

The models are those of `encoders.affect.eye`: a ridge regression from colours to valence, and a
kernel ridge regression from structure to arousal. What is usual of the colours of photos is
measured on the same photos.

References
----------
Kurdi, Lozano, Banaji (2017). Introducing the Open Affective Standardized Image Set (OASIS).
Behavior Research Methods 49.
Saunders, Gammerman, Vovk (1998). Ridge regression learning algorithm in dual variables. ICML.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coverart.domain import Boxes, Floats
from coverart.encoders.affect.eye import (
    FINE,
    Eye,
    in_scores,
    likeness,
    shipped_eye,
    standard_scores,
)
from coverart.encoders.affect.impression import COLOURS, STRUCTURE
from coverart.encoders.affect.photo import SIDE
from coverart.encoders.affect.seen import Seen
from coverart.errors import MediaError
from coverart.learn.fit.figures import EMOTIONS, Figures, mean_figures, mood_figures
from coverart.learn.fit.folds import Places, folds, judge_hidden
from coverart.learn.fit.parameters import Parameters, provenance, rounded
from coverart.learn.fit.ratings import Array, PhotoRatings
from coverart.media.photo import read_photo

NAME = "affect/photo.npz"

COLOUR_RIDGE = 20.0
"""How strongly the weights of colours are held to 0: as much as 20 photos do."""
STRUCTURE_RIDGE = 0.15
"""How little single photos are trusted: the variance of the noise over that of the likeness."""

SEEDS = 5
"""How many times all photos are divided into folds; the figures are means."""

LEAST_DEVIATION = 1e-6
"""A feature that varies less than this over the photos says nothing."""

METHOD = (
    "valence: ridge regression on features of colour; arousal: kernel ridge regression with a "
    "Gaussian kernel on features of structure"
)
CHOSEN = (
    "the features, the rim that colours leave out (0.15), the width of the kernel and both ridges "
    "were chosen by such figures on the same photos, so that these are somewhat optimistic"
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen of those rated photos that could be read, and their `ratings`.

    The others are `left_out`.
    """

    seen: Seen
    ratings: PhotoRatings
    places: Places
    left_out: tuple[MediaError, ...] = ()

    @property
    def wanted(self) -> dict[str, Array]:
        """Valence and arousal as rated, (n,) each."""
        return {name: getattr(self.ratings, name)[self.places] for name in EMOTIONS}

    def figures(self, title: str, judged: ArrayLike) -> Figures:
        """How well moods (n, 2) agree with the ratings."""
        categories = [self.ratings.categories[place] for place in self.places]
        return mood_figures(title, judged, self.wanted, categories, "category")


def fit(ratings: PhotoRatings) -> Parameters:
    """The model that `encoders.affect.eye` reads, with its provenance.

    Photos that cannot be read are left out. Raises the `MediaError` of the last of them where fewer
    than two can be read.
    """
    looked = look_at_all(ratings)
    held_out = judge_unseen(looked)
    figures = _figures(looked, held_out)
    eye = fit_eye(looked.seen, _targets(looked), np.concatenate(held_out))
    origin = provenance([ratings], METHOD, [*COLOURS, *STRUCTURE], [figures])
    origin |= {"seen": len(looked.places), "chosen": CHOSEN, "seeds": SEEDS}
    return Parameters(NAME, stored(eye), origin, (figures,), looked.left_out)


def cross_validate(ratings: PhotoRatings) -> Figures:
    """Judge each photo by what is fitted on other themes; 10-fold, the mean over five divisions.

    Photos that cannot be read are left out, as by `fit`.
    """
    looked = look_at_all(ratings)
    return _figures(looked, judge_unseen(looked))


def evaluate(ratings: PhotoRatings) -> Figures:
    """Judge photos as the program does, with the parameters that it has."""
    looked = look_at_all(ratings)
    return looked.figures("photos", shipped_eye().moods(looked.seen)[:, : len(EMOTIONS)])


def look_at_all(ratings: PhotoRatings) -> Looked:
    """Look at all photos that can be read, whole, as the program does."""
    rows: list[Seen] = []
    places: list[int] = []
    left_out: list[MediaError] = []
    for place, path in enumerate(ratings.paths):
        try:
            decoded = read_photo(path, SIDE)
        except MediaError as error:
            left_out.append(error)
            continue
        size = decoded.size
        whole = Boxes(np.array([[0, 0, size.width, size.height]], dtype=np.int32))
        rows.append(Seen.of(decoded.pixels, size, whole))
        places.append(place)
    if left_out and len(rows) < 2:
        raise left_out[-1]
    columns = (np.concatenate([getattr(row, one.name) for row in rows]) for one in fields(Seen))
    return Looked(Seen(*columns), ratings, np.array(places, dtype=np.intp), tuple(left_out))


def fit_eye(seen: Seen, targets: Array, held_out: Array | None = None) -> Eye:
    """Fit what was seen of n photos to targets (n, 2) with a mean of 0.

    What the model says of new photos is spread less than what people said; `held_out` (m, 2), what
    it says of photos it has not seen, brings that to a deviation of 1. Without, it stays as it is.
    """
    tints, structure, measured = map(_usual, (seen.colours, seen.structure, seen.measured))
    photos = np.rint(standard_scores(seen.structure, *structure) * FINE).astype(np.int8)
    centres, scales = np.zeros(2), np.ones(2)
    if held_out is not None:
        centres, scales = held_out.mean(axis=0), held_out.std(axis=0)
    return Eye(
        colour_means=tints[0],
        colour_deviations=tints[1],
        colour_weights=_ridge(standard_scores(seen.colours, *tints), targets[:, 0]),
        structure_means=structure[0],
        structure_deviations=structure[1],
        photos=photos,
        photo_weights=_kernel_ridge(photos, targets[:, 1]),
        centres=_short(centres),
        scales=_short(np.maximum(scales, LEAST_DEVIATION)),
        usual_means=measured[0],
        usual_deviations=measured[1],
    )


def stored(eye: Eye) -> dict[str, NDArray[Any]]:
    """A model as arrays, none of them of objects."""
    return {field.name: getattr(eye, field.name) for field in fields(Eye)}


def _ridge(scores: Floats, wanted: Array) -> Floats:
    rows = scores.astype(np.float64)
    gram = rows.T @ rows + COLOUR_RIDGE * np.eye(rows.shape[1])
    return _short(np.linalg.solve(gram, rows.T @ wanted))


def _kernel_ridge(photos: NDArray[np.int8], wanted: Array) -> Floats:
    known = in_scores(photos)
    alike = likeness(known, known) + STRUCTURE_RIDGE * np.eye(len(known))
    return _short(np.linalg.solve(alike, wanted))


def _figures(looked: Looked, held_out: Sequence[Array]) -> Figures:
    """The mean of the figures over several divisions into folds."""
    title = "photos, 10-fold cross-validated by theme"
    return mean_figures([looked.figures(title, judged) for judged in held_out])


def judge_unseen(looked: Looked) -> list[Array]:
    """What models fitted on nine tenths of the themes say of the others, (n, 2) for each seed."""
    targets = _targets(looked)

    def judge(known: Places, hidden: Places) -> Array:
        eye = fit_eye(some(looked.seen, known), targets[known] - targets[known].mean(axis=0))
        return eye.weigh(some(looked.seen, hidden)).astype(np.float64)

    themes = [looked.ratings.themes[place] for place in looked.places]
    return [judge_hidden(folds(themes, seed=seed), judge) for seed in range(SEEDS)]


def some(seen: Seen, places: Places) -> Seen:
    """What was seen of the photos at some places."""
    return replace(seen, **{one.name: getattr(seen, one.name)[places] for one in fields(Seen)})


def _targets(looked: Looked) -> Array:
    """Valence and arousal as standard scores, (n, 2)."""
    rated = np.stack(list(looked.wanted.values()), axis=1)
    deviations = np.maximum(rated.std(axis=0), LEAST_DEVIATION)
    scores: Array = (rated - rated.mean(axis=0)) / deviations
    return scores


def _usual(features: Floats) -> tuple[Floats, Floats]:
    """Means and deviations (d,) of features (n, d)."""
    deviations = np.maximum(features.std(axis=0, dtype=np.float64), LEAST_DEVIATION)
    return _short(features.mean(axis=0, dtype=np.float64)), _short(deviations)


def _short(values: ArrayLike) -> Floats:
    """Rounded, so that the last bits of a machine do not show, and in half the length."""
    return rounded(values).astype(np.float32)
