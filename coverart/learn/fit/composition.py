"""Fits the composition score on crops that people made or rated by hand.

The placing is fitted on the boxes and scores of all pictures of the train split, whether the
picture itself is there or not (`learn.fit.placing`). The terms that need the picture are then
joined with it, on those that are there: three weights by least squares without negative ones, drawn
towards the placing alone, which far more pictures speak for. The other terms are matters of taste,
or of one photo against another, which such ratings do not tell; their weights are set by hand,
small.

References
----------
Fang, Lin, Mech, Shen (2014). Automatic image cropping using visual composition, boundary
simplicity and content preservation models. ACM Multimedia. (FLMS)
Zeng, Li, Cao, Zhang (2019). Reliable and efficient image cropping: a grid anchor based approach.
CVPR. (GAICD; the grid of anchors)
Lawson, Hanson (1974). Solving least squares problems, chapter 23.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np

from coverart.crops.composition import TERMS, Scene, Terms, Weighing, composition_score
from coverart.crops.composition import shipped_weighing as shipped
from coverart.crops.grid import candidates
from coverart.crops.placing import QUANTITIES, Placing
from coverart.domain import Aspect, Boxes, Size
from coverart.errors import CoverArtError, MediaError
from coverart.language import _
from coverart.learn.fit.figures import CROSS_VALIDATED, Figures, overlap, spearman
from coverart.learn.fit.parameters import Parameters, provenance, rounded
from coverart.learn.fit.placing import fit_placing, placing_figures, standard_ranks
from coverart.learn.fit.ratings import Array, CropRatings, RatedPicture
from coverart.media.photo import Decoded, read_photo

NAME = "composition.json"
SIDE = 128
"""The short side at which pictures are looked at, as by `engine.reading`."""

FITTED = ("extent", "retained", "edges")
TASTE = dict.fromkeys(
    ("thirds", "balance", "colourfulness", "openness", "symmetry", "sharpness"), 0.2
)
"""Weights set by hand, in deviations of what people say between none and all of a term."""

RIDGE = 0.003
"""How strongly the weights are drawn towards the placing alone."""

BOUNDS = 0.06, 0.80
"""Three deviations about the mean over 174,729 crops of 455 photos, of which the pictures that are
fitted on are too few to tell (`bench/composition.py`): between them the score makes use of its
whole range, and so does the user's weight for it."""

FEWEST_SCORED = 50
"""Scored pictures below which the placing stays as it is."""
FEWEST_SEEN = 3
"""Pictures that are there below which the weights stay as they are."""

ASPECT_STEPS = 40
"""An arbitrary ratio is taken as a whole number of fortieths."""
DIGITS = 4

OURS, WHOLE, CENTRED = "Coverart", "whole frame", "centred crop"
OVERLAP, SRCC, CONSENSUS = "mean IoU", "SRCC", "SRCC with consensus"
METHOD = (
    "placing: ridge regression of a polynomial of the third degree on ranks of scores; weights of "
    "extent, retained and edges: least squares, none negative, drawn towards the placing alone"
)
CHOSEN = (
    "the cues of saliency, the least margin of the placing and both ridges were chosen by such "
    "figures on the same pictures, so that these are somewhat optimistic; the other weights are "
    "set by hand"
)


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture that is there: the terms (n, 10) of some crops, and how much each is wanted (n,).

    Of one that people scored, those are its crops and scores. Of one for which they chose crops,
    they are the anchors of GAIC and the mean overlap of each with what was chosen; `choices` has,
    for each crop that was chosen, the candidates' terms at its aspect and their overlaps with it,
    and `peers` the overlaps of the whole frame and the largest centred crop.
    """

    terms: Terms
    wanted: Array
    scored: bool = True
    choices: tuple[tuple[Terms, Array], ...] = ()
    peers: tuple[tuple[float, float], ...] = ()


def fit(sets: Sequence[CropRatings]) -> Parameters:
    """The parameters that `crops.composition` reads, with their provenance.

    What there are too few ratings for stays as it is in the program. Raises `CoverArtError` where
    that is everything.
    """
    seen, test = scored_pictures(sets)
    placing = fit_placing(seen) if len(seen) >= FEWEST_SCORED else shipped().placing
    left_out: list[MediaError] = []
    looked = look_at_all(sets, placing, left_out.append)
    if len(seen) < FEWEST_SCORED and len(looked) < FEWEST_SEEN:
        raise CoverArtError(
            _("There are too few ratings of crops to learn from"),
            _("give {scored} scored pictures, or {seen} that are there").format(
                scored=FEWEST_SCORED, seen=FEWEST_SEEN
            ),
        )
    figures: list[Figures] = []
    if len(looked) >= FEWEST_SEEN:
        weighing = fit_weights(looked, placing)
        figures.append(_cross_validated(looked, placing))
    else:
        weighing = replace(shipped(), placing=placing)
    if len(seen) >= FEWEST_SCORED:
        figures.append(placing_figures(seen, test))
    origin = provenance(sets, METHOD, [*QUANTITIES, *TERMS], figures)
    origin |= {"placed": len(seen), "seen": len(looked), "chosen": CHOSEN}
    return Parameters(NAME, stored(weighing), origin, tuple(figures), tuple(left_out))


def cross_validate(sets: Sequence[CropRatings]) -> Figures:
    """Judge each picture that is there by the weights that all others give.

    The placing is that of all scored pictures of the train split.
    """
    seen, _test = scored_pictures(sets)
    placing = fit_placing(seen) if len(seen) >= FEWEST_SCORED else shipped().placing
    return _cross_validated(look_at_all(sets, placing), placing)


def evaluate(sets: Sequence[CropRatings]) -> Figures:
    """Judge the pictures that are there as the program does, with the parameters that it has."""
    looked = look_at_all(sets, shipped().placing)
    return _figures("crops", looked, [shipped()] * len(looked))


def scored_pictures(
    sets: Sequence[CropRatings],
) -> tuple[list[RatedPicture], list[RatedPicture]]:
    """The pictures whose crops were scored: those that are fitted on, and those of a test split."""
    scored = [one for ratings in sets for one in ratings.scored]
    seen = [one for one in scored if one.split != "test"]
    return seen, [one for one in scored if one.split == "test"]


def look_at_all(
    sets: Sequence[CropRatings],
    placing: Placing,
    tell: Callable[[MediaError], object] = lambda _: None,
) -> list[Looked]:
    """Look at all pictures that are there, as the program does; `tell` of what cannot be read."""
    looked: list[Looked] = []
    for picture in (one for ratings in sets for one in ratings.pictures):
        if picture.path is None:
            continue
        try:
            decoded = read_photo(picture.path, SIDE)
        except MediaError as error:
            tell(error)
            continue
        looked.append(_look(picture, decoded, placing))
    return looked


def fit_weights(looked: Sequence[Looked], placing: Placing) -> Weighing:
    """The weights that agree best with what is wanted of the crops of some pictures."""
    spread = placing.best - placing.worst
    prior = np.array([spread, 0, 0])
    # A unit of each weight costs the same: of the placing, in deviations of what people say.
    unit = np.array([spread, 1, 1])
    rows, wanted = zip(*(_equations(one) for one in looked), strict=True)
    held = np.sqrt(RIDGE * len(looked)) * np.eye(3)
    columns = np.concatenate([np.concatenate(rows) * unit, held])
    asked = np.concatenate([*wanted, held @ (prior / unit)])
    weights = dict(zip(FITTED, _not_negative(columns, asked) * unit, strict=True)) | TASTE
    ordered = np.array([weights.get(name, 0) for name in TERMS])
    shares = rounded(ordered / ordered.sum(), DIGITS).astype(np.float32)
    return Weighing(placing, shares, *BOUNDS)


def stored(weighing: Weighing) -> dict[str, Any]:
    """What a file holds of it."""
    shares: Mapping[str, float] = dict(
        zip(TERMS, rounded(weighing.weights, DIGITS).tolist(), strict=True)
    )
    placing = weighing.placing
    return {
        "placing": {
            "weights": placing.weights.tolist(),
            "worst": placing.worst,
            "best": placing.best,
        },
        "score": {"weights": shares, "worst": weighing.worst, "best": weighing.best},
    }


def anchors(size: Size) -> Boxes:
    """The crops of GAIC's own benchmark: corners in the outer thirds, half of the photo at least.

    Bins of a twelfth of each side, corners in their middles, a ratio between 1:2 and 2:1.
    """
    low, high = (np.arange(4) + 0.5) / 12, (np.arange(8, 12) + 0.5) / 12
    corners = np.array([[x, y, u, v] for x, y, u, v in product(low, low, high, high)])
    boxes = np.rint(corners * ([size.width, size.height] * 2)).astype(np.int32)
    extent = (corners[:, 2:] - corners[:, :2]) * (size.width, size.height)
    share, ratio = extent.prod(axis=1) / size.pixels, extent[:, 0] / extent[:, 1]
    return Boxes(boxes[(share > 0.495) & (ratio >= 0.5) & (ratio <= 2)])


def peers(size: Size, ratio: float) -> Boxes:
    """The whole frame, and the largest centred crop of a ratio: (2, 4)."""
    width, height = min(size.width, size.height * ratio), min(size.height, size.width / ratio)
    left, top = (size.width - width) / 2, (size.height - height) / 2
    rows = np.array([[0, 0, size.width, size.height], [left, top, left + width, top + height]])
    return Boxes(np.rint(rows).astype(np.int32))


def _look(picture: RatedPicture, decoded: Decoded, placing: Placing) -> Looked:
    """Look at the crops of one picture."""
    size, scene = decoded.size, Scene.of(decoded.pixels, decoded.size)
    if picture.scores is not None:
        return Looked(scene.terms(picture.boxes, placing), picture.scores)
    rated = anchors(size)
    choices, simple = [], []
    for place in range(len(picture.boxes)):
        human = Boxes(picture.boxes[place : place + 1])
        width, height = (human[0, 2:] - human[0, :2]).tolist()
        steps = max(1, round(width / height * ASPECT_STEPS))
        boxes = candidates(size, Aspect(steps, ASPECT_STEPS)).boxes
        if len(boxes) == 0:  # a sliver, at whose aspect no whole pixels fit
            continue
        choices.append((scene.terms(boxes, placing), overlap(boxes, human)[:, 0]))
        whole, middle = overlap(peers(size, width / height), human)[:, 0].tolist()
        simple.append((whole, middle))
    wanted = overlap(rated, picture.boxes).mean(axis=1)
    return Looked(scene.terms(rated, placing), wanted, False, tuple(choices), tuple(simple))


def _equations(looked: Looked) -> tuple[Array, Array]:
    """The fitted terms of a picture's crops, about their mean, and what they should add up to.

    Every picture weighs the same, however many of its crops were rated.
    """
    terms = looked.terms.astype(np.float64)
    terms -= terms.mean(axis=0)
    by_taste = sum(terms[:, TERMS.index(name)] * weight for name, weight in TASTE.items())
    wanted = standard_ranks(looked.wanted) - by_taste
    scale = np.sqrt(len(terms))
    return terms[:, [TERMS.index(name) for name in FITTED]] / scale, wanted / scale


def _not_negative(columns: Array, wanted: Array) -> Array:
    """The least squares solution without negative weights: the best over all sets of columns."""
    best, least = np.zeros(columns.shape[1]), np.inf
    for chosen in product((False, True), repeat=columns.shape[1]):
        weights = np.zeros(columns.shape[1])
        if any(chosen):
            weights[list(chosen)] = np.linalg.lstsq(columns[:, chosen], wanted, rcond=None)[0]
        missed = float(((columns @ weights - wanted) ** 2).sum())
        if weights.min() >= 0 and missed < least:
            best, least = weights, missed
    return best


def _cross_validated(looked: Sequence[Looked], placing: Placing) -> Figures:
    """Figures of weights fitted without the picture that they judge."""
    judges = [
        fit_weights([one for one in looked if one is not hidden], placing) for hidden in looked
    ]
    return _figures(f"crops, {CROSS_VALIDATED}, one picture left out", looked, judges)


def _figures(title: str, looked: Sequence[Looked], judges: Sequence[Weighing]) -> Figures:
    """How well judges, one for each picture, agree with people; the means over pictures."""
    paired = list(zip(looked, judges, strict=True))
    chosen = [(one, by) for one, by in paired if one.choices]
    scored = [(one, by) for one, by in paired if one.scored]
    rows: dict[str, dict[str, float]] = {OURS: {}}
    if chosen:
        rows[OURS][OVERLAP] = float(np.mean([_overlap(one, by) for one, by in chosen]))
        rows[OURS][CONSENSUS] = float(np.mean([_agreement(one, by) for one, by in chosen]))
        simple = np.mean([np.mean(one.peers, axis=0) for one, _by in chosen], axis=0)
        rows |= {
            name: {OVERLAP: value}
            for name, value in zip((WHOLE, CENTRED), simple.tolist(), strict=True)
        }
    if scored:
        rows[OURS][SRCC] = float(np.mean([_agreement(one, by) for one, by in scored]))
    return Figures(title, rows, len(looked))


def _overlap(looked: Looked, weighing: Weighing) -> float:
    """The mean overlap of the best composed crops with those that people chose."""
    best = [
        overlaps[composition_score(terms, weighing).argmax()] for terms, overlaps in looked.choices
    ]
    return float(np.mean(best))


def _agreement(looked: Looked, weighing: Weighing) -> float:
    """The rank correlation of the score with what is wanted of the crops of one picture."""
    return spearman(composition_score(looked.terms, weighing), looked.wanted)
