"""How good a crop is by itself, whatever the song: terms in [0, 1], and one score.

The terms need one pass over the photo; after that every crop costs the same few table look-ups,
so hundreds of crops cost little more than one. What the score is made of was fitted on crops that
people made and rated (`learn.fit.composition`, `resources/composition.json`).

References
----------
Hasler, Süsstrunk (2003), Measuring colourfulness in natural images. SPIE 5007.
Zeng et al. (2019), GAIC: the size and the place of a crop already tell much of how people rate it
    (`crops.placing`).
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any, NewType, Self

import numpy as np

from coverart.crops.cells import cell_means, openness, symmetry
from coverart.crops.integral import SummedAreas, rescaled
from coverart.crops.placing import Placing
from coverart.crops.saliency import SIDE, saliency
from coverart.domain import Boxes, Floats, Pixels, Size, SpaceId
from coverart.resources import resource

VERSION = 3
"""Of the code that rates; what was fitted is told from its own digest (`terms_id`)."""
FILE = "composition.json"

Terms = NewType("Terms", Floats)
"""(n, 10) terms of n crops, each in [0, 1], in the order of `TERMS`."""

TERMS = (
    "retained",  # how much of the photo's saliency the crop keeps
    "edges",  # how little of it the crop's border cuts through
    "thirds",  # how near its centre lies to a power point of the rule of thirds
    "balance",  # how near its centre lies to the middle of the crop
    "colourfulness",  # how colourful it is
    "openness",  # room without detail, where the eye rests and a title could stand
    "symmetry",  # how alike the left half and the mirrored right half are
    "extent",  # how much people like crops of its size, place and shape, whatever they show
    "sharpness",  # how steep its grey is for the contrast it has: low where it is blurred
    "contrast",  # whether there is anything to be seen: a blank picture is no composition
)

THIRDS_SIGMA = 0.17
BORDER = 0.08  # the share of a crop's side that counts as its border
MOST_COLOURFUL = 109.0  # Hasler and Süsstrunk: "extremely colourful"
# The 75th percentile over 455 photos with a short side of 128 pixels. The median photo has three
# quarters of it, and 0.3 when it is blurred by a Gaussian with a sigma of three such pixels.
SHARP = 0.31  # deviations per pixel
BLANK = 4.0  # grey levels of deviation, about a sensor's noise, below which nothing is to be seen


@dataclass(frozen=True, slots=True)
class Weighing:
    """The numbers that make a score of terms.

    `weights` (10,) sum to 1 and are not negative; that of contrast is 0: the mean of the other
    terms is multiplied by it. The mean is stretched between `worst` and `best`.
    """

    placing: Placing
    weights: Floats
    worst: float
    best: float

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Self:
        """Take the numbers of `composition.json`."""
        placing, score = content["placing"], content["score"]
        weights = [score["weights"][name] for name in TERMS]
        return cls(
            Placing(np.array(placing["weights"]), placing["worst"], placing["best"]),
            np.array(weights, dtype=np.float32),
            score["worst"],
            score["best"],
        )


@cache
def shipped_weighing() -> Weighing:
    """The numbers in use, read once."""
    return Weighing.from_json(json.loads(resource(FILE).read_text(encoding="utf-8")))


@cache
def terms_id() -> SpaceId:
    """What terms that are kept go by: it changes with everything that they depend on."""
    digest = hashlib.blake2b(resource(FILE).read_bytes(), digest_size=6)
    return SpaceId(f"composition-{VERSION}-{digest.hexdigest()}")


@dataclass(frozen=True, slots=True)
class Scene:
    """What the terms are made of, summed over one photo; `size` is that of the original.

    `saliency` holds the map and its first moments in x and y, `colour` rg, yb and their squares,
    `grey` the luma, the magnitude of its gradient, and its square.
    """

    size: Size
    saliency: SummedAreas
    colour: SummedAreas
    grey: SummedAreas

    @classmethod
    def of(cls, pixels: Pixels, size: Size) -> Self:
        """Look at a photo once; `pixels` may be reduced from the original's `size`."""
        opponents = _opponents(pixels)
        luma, colours = opponents[0], opponents[1:]
        down, across = np.gradient(luma)
        salient = _enlarged(saliency(opponents), luma.shape)
        x = np.arange(luma.shape[1], dtype=np.float32) + 0.5
        y = np.arange(luma.shape[0], dtype=np.float32)[:, None] + 0.5
        return cls(
            size=size,
            saliency=SummedAreas.over(np.stack([salient, salient * x, salient * y])),
            colour=SummedAreas.over(np.concatenate([colours, colours * colours])),
            grey=SummedAreas.over(np.stack([luma, np.hypot(down, across), luma * luma])),
        )

    def terms(self, boxes: Boxes, placing: Placing | None = None) -> Terms:
        """Rate the crops `boxes` (n, 4), in pixels of the original, by themselves.

        `placing` is another than the one in use, while that is being fitted.
        """
        placing = placing or shipped_weighing().placing
        near = rescaled(boxes, self.size, self.grey.size)
        kept, centre = _saliency_in(self.saliency, near)
        grey = self.grey.means(near)
        cells = cell_means(SummedAreas(self.grey.sums[:2]), near)  # (n, 8, 8, 2)
        columns = [
            kept,
            _clean_edges(self.saliency, near, kept),
            _thirds(centre),
            1 - np.clip(2 * np.abs(centre - 0.5).max(axis=1), 0, 1),
            _colourfulness(self.colour.means(near)),
            openness(cells[..., 1]),
            symmetry(cells[..., 0]),
            placing.liking(boxes, self.size),
            _sharpness(grey),
            _contrast(grey),
        ]
        return Terms(np.stack(columns, axis=1).astype(np.float32))


def composition_score(terms: Terms, weighing: Weighing | None = None) -> Floats:
    """The weighted mean of the terms, stretched over [0, 1], times contrast: (n, 10) gives (n,)."""
    by = weighing or shipped_weighing()
    stretched = np.clip((terms @ by.weights - by.worst) / (by.best - by.worst), 0, 1)
    return np.asarray(stretched * terms[:, TERMS.index("contrast")], dtype=np.float32)


def _opponents(pixels: Pixels) -> Floats:
    """Luma, red–green and yellow–blue of a picture: (3, h, w)."""
    red, green, blue = np.ascontiguousarray(np.moveaxis(pixels, -1, 0)).astype(np.float32)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return np.stack([luma, red - green, (red + green) / 2 - blue])


def _enlarged(saliency: Floats, shape: tuple[int, ...]) -> Floats:
    """Stretch the 64 × 64 map over (h, w) pixels, keeping its sum at 1."""
    rows = np.arange(shape[0]) * SIDE // shape[0]
    columns = np.arange(shape[1]) * SIDE // shape[1]
    stretched = saliency[np.ix_(rows, columns)]
    return np.asarray(stretched / stretched.sum(), dtype=np.float32)


def _saliency_in(tables: SummedAreas, boxes: Boxes) -> tuple[Floats, Floats]:
    """Share of the saliency inside each box (n,), and its centre within the box (n, 2)."""
    totals = tables.totals(boxes)
    kept = np.clip(totals[:, 0], 0, 1)
    corner, extent = boxes[:, :2], boxes[:, 2:] - boxes[:, :2]
    centre = (totals[:, 1:] / np.maximum(kept, 1e-6)[:, None] - corner) / extent
    return kept, np.clip(centre, 0, 1)


def _clean_edges(tables: SummedAreas, boxes: Boxes, kept: Floats) -> Floats:
    """1 where the border of the crop holds no saliency, 0 where it holds as much as the rest."""
    margin = np.maximum(np.rint((boxes[:, 2:] - boxes[:, :2]) * BORDER).astype(np.int32), 1)
    inner = np.concatenate([boxes[:, :2] + margin, boxes[:, 2:] - margin], axis=1)
    inner[:, 2:] = np.maximum(inner[:, 2:], inner[:, :2] + 1)
    inside = tables.totals(Boxes(np.minimum(inner, boxes[:, [2, 3, 2, 3]])))[:, 0]
    whole = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    middle = (inner[:, 2] - inner[:, 0]) * (inner[:, 3] - inner[:, 1])
    on_border = np.maximum(kept - inside, 0) / np.maximum(whole - middle, 1)
    within = np.maximum(inside / middle, 1e-9)
    return np.asarray(1 - np.clip(on_border / within, 0, 1))


def _thirds(centre: Floats) -> Floats:
    """exp(−D² / 2σ²), D the distance from the nearest of the four power points, σ = 0.17."""
    distance = np.hypot(*(np.abs(np.abs(centre - 0.5) - 1 / 6)).T)
    return np.asarray(np.exp(-(distance**2) / (2 * THIRDS_SIGMA**2)))


def _colourfulness(means: Floats) -> Floats:
    """Hasler–Süsstrunk M = √(σ²rg + σ²yb) + 0.3 √(μ²rg + μ²yb), over that of the most colourful."""
    mean, square = means[:, :2], means[:, 2:]
    deviation = np.sqrt(np.maximum(square - mean**2, 0).sum(axis=1))
    strength = deviation + 0.3 * np.hypot(mean[:, 0], mean[:, 1])
    return np.asarray(np.clip(strength / MOST_COLOURFUL, 0, 1))


def _contrast(means: Floats) -> Floats:
    """From 0 for a crop of one flat grey to 1 for one in which there is something to be seen."""
    return np.asarray(np.clip(_deviation(means) / BLANK, 0, 1))


def _sharpness(means: Floats) -> Floats:
    """The mean gradient over the deviation of the luma, 0 for a flat grey, up to 1.

    A deviation below that of noise counts as that of noise, which would else be taken for detail.
    """
    steepness = means[:, 1] / np.maximum(_deviation(means), BLANK)
    return np.asarray(np.clip(steepness / SHARP, 0, 1))


def _deviation(means: Floats) -> Floats:
    """The standard deviation of the luma, in grey levels."""
    return np.asarray(np.sqrt(np.maximum(means[:, 2] - means[:, 0] ** 2, 0)))
