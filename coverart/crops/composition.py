"""How good a crop is by itself, whatever the song: terms in [0, 1], and one score.

The terms need one pass over the photo; after that every crop costs the same few table look-ups,
so hundreds of crops cost little more than one.

References
----------
Hou, Zhang (2007), spectral residual saliency (`crops.saliency`).
Hasler, Süsstrunk (2003), Measuring colourfulness in natural images. SPIE 5007.
Zeng et al. (2019), GAIC: the size and the place of a crop already tell much of how people rate it.
"""

from dataclasses import dataclass
from typing import NewType, Self

import numpy as np

from coverart.crops.integral import SummedAreas, area, rescaled
from coverart.crops.saliency import SIDE, spectral_residual
from coverart.domain import Boxes, Floats, Pixels, Size

VERSION = 2

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
    "extent",  # how much of the photo the crop covers, and how centrally
    "sharpness",  # how steep its grey is for the contrast it has: low where it is blurred
    "contrast",  # whether there is anything to be seen: a blank picture is no composition
)
# Set by hand and checked by `bench/composition.py`: the terms that carry most of people's
# preference weigh most, the ones that are a matter of taste little. Contrast is no part of the
# mean; the whole is multiplied by it.
WEIGHTS = np.array([0.20, 0.20, 0.06, 0.04, 0.03, 0.04, 0.05, 0.34, 0.04, 0], dtype=np.float32)

# Three standard deviations about the mean over the crops of 455 photos: between them the score
# makes use of its whole range, and so does the user's weight for it.
WORST, BEST = 0.30, 0.72

THIRDS_SIGMA = 0.17
BORDER = 0.08  # the share of a crop's side that counts as its border
MOST_COLOURFUL = 109.0  # Hasler and Süsstrunk: "extremely colourful"
CALM_GRADIENT = 6.0  # grey levels per pixel below which a cell counts as open
# The 75th percentile over 455 photos with a short side of 128 pixels. The median photo has three
# quarters of it, and 0.3 when it is blurred by a Gaussian with a sigma of three such pixels.
SHARP = 0.31  # deviations per pixel
CELLS = 8
BLANK = 4.0  # grey levels of deviation, about a sensor's noise, below which nothing is to be seen


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
        red, green, blue = np.moveaxis(pixels.astype(np.float32), -1, 0)
        luma = 0.299 * red + 0.587 * green + 0.114 * blue
        rg, yb = red - green, (red + green) / 2 - blue
        down, across = np.gradient(luma)
        saliency = _enlarged(spectral_residual(luma), luma.shape)
        x = np.arange(luma.shape[1], dtype=np.float32) + 0.5
        y = np.arange(luma.shape[0], dtype=np.float32)[:, None] + 0.5
        return cls(
            size=size,
            saliency=SummedAreas.over(np.stack([saliency, saliency * x, saliency * y])),
            colour=SummedAreas.over(np.stack([rg, yb, rg * rg, yb * yb])),
            grey=SummedAreas.over(np.stack([luma, np.hypot(down, across), luma * luma])),
        )

    def terms(self, boxes: Boxes) -> Terms:
        """Rate the crops `boxes` (n, 4), in pixels of the original, by themselves."""
        near = rescaled(boxes, self.size, self.grey.size)
        kept, centre = _saliency_in(self.saliency, near)
        grey = self.grey.means(near)
        cells = self.grey.means(_cells(near))  # (n, 8, 8, 3)
        columns = [
            kept,
            _clean_edges(self.saliency, near, kept),
            _thirds(centre),
            1 - np.clip(2 * np.abs(centre - 0.5).max(axis=1), 0, 1),
            _colourfulness(self.colour.means(near)),
            (cells[..., 1] < CALM_GRADIENT).mean(axis=(1, 2)),
            _symmetry(cells[..., 0]),
            _extent(boxes, self.size),
            _sharpness(grey),
            _contrast(grey),
        ]
        return Terms(np.stack(columns, axis=1).astype(np.float32))


def composition_score(terms: Terms) -> Floats:
    """The weighted mean of the terms, stretched over [0, 1], times contrast: (n, 10) gives (n,)."""
    mean = terms @ (WEIGHTS / WEIGHTS.sum())
    stretched = np.clip((mean - WORST) / (BEST - WORST), 0, 1)
    return np.asarray(stretched * terms[:, TERMS.index("contrast")], dtype=np.float32)


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


def _cells(boxes: Boxes) -> Boxes:
    """Divide each box (n, 4) into 8 × 8 cells (n, 8, 8, 4), each at least one pixel."""
    steps = np.arange(CELLS + 1) / CELLS
    across = boxes[:, 0, None] + np.rint((boxes[:, 2] - boxes[:, 0])[:, None] * steps).astype(int)
    down = boxes[:, 1, None] + np.rint((boxes[:, 3] - boxes[:, 1])[:, None] * steps).astype(int)
    shape = (len(boxes), CELLS, CELLS)
    cells = np.empty((*shape, 4), dtype=np.int32)
    cells[..., 0] = np.broadcast_to(across[:, None, :-1], shape)
    cells[..., 1] = np.broadcast_to(down[:, :-1, None], shape)
    cells[..., 2] = np.broadcast_to(across[:, None, 1:], shape)
    cells[..., 3] = np.broadcast_to(down[:, 1:, None], shape)
    cells[..., 2:] = np.maximum(cells[..., 2:], 1)  # at the left and upper border of the photo
    cells[..., :2] = np.minimum(cells[..., :2], cells[..., 2:] - 1)
    return Boxes(cells)


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


def _symmetry(luma: Floats) -> Floats:
    """Correlation of the cells (n, 8, 8) with their mirror image; 0 for none or a negative one."""
    centred = luma - luma.mean(axis=(1, 2), keepdims=True)
    energy = (centred**2).sum(axis=(1, 2))
    likeness = (centred * centred[:, :, ::-1]).sum(axis=(1, 2))
    return np.asarray(np.clip(likeness / np.maximum(energy, 1e-3), 0, 1))


def _extent(boxes: Boxes, size: Size) -> Floats:
    """The mean of the share of the photo that is covered, and of the closeness to its centre."""
    covered = area(boxes) / size.pixels
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2 / np.array([size.width, size.height])
    off_centre = np.hypot(*(middle - 0.5).T) / np.hypot(0.5, 0.5)
    return np.asarray((covered + 1 - off_centre) / 2)
