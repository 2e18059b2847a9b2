"""Where a picture is calm enough for words.

Rated on a small copy, so that a preview and the finished cover agree. Three things count: how
much the lightness changes from pixel to pixel, how uneven it is altogether, and whether the eye
goes there anyway (`crops.saliency`).
"""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from coverart.crops.saliency import SIDE, spectral_residual
from coverart.domain import Box, Floats, Pixels
from coverart.encoders.affect.colour import cielab

SHORT_SIDE = 240
LONG_SIDE = 1200
"""The sides of the small copy, in pixels."""
BUSY = 6.0  # steps of L* from pixel to pixel that make words hard to read
UNEVEN = 20.0  # the deviation of L* that does
PEAK = 0.9
"""Saliency above so much of the highest is where the eye goes first."""
WEIGHTS = (1.0, 0.8, 0.5, 1.2)
"""What gradient, unevenness, mean saliency and the peak count."""


@dataclass(frozen=True, slots=True)
class Terrain:
    """A picture as it matters to words: a small copy and three maps (h, w) of it.

    `lightness` is L*, `steps` how much it changes from pixel to pixel, `saliency` 1 at its highest.
    """

    pixels: Pixels
    lightness: Floats
    steps: Floats
    saliency: Floats


def survey(pixels: Pixels) -> Terrain:
    """Measure a picture."""
    small = reduced(pixels)
    lightness = cielab(small)[0]
    down, across = np.gradient(lightness)
    saliency = spectral_residual(lightness)
    rows = np.arange(len(small)) * SIDE // len(small)
    columns = np.arange(small.shape[1]) * SIDE // small.shape[1]
    seen = (saliency / saliency.max())[rows][:, columns]
    return Terrain(small, lightness, np.hypot(down, across).astype(np.float32), seen)


def reduced(pixels: Pixels) -> Pixels:
    """A copy with a short side of `SHORT_SIDE`, or less where the other were too long."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    scale = min(SHORT_SIDE / min(image.size), LONG_SIDE / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return np.asarray(
        image.resize(size, Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR)
    )


def unrest(terrain: Terrain, box: Box) -> float:
    """How badly words would stand in a box of the small copy: 0 where it is even and unseen."""
    part = (slice(box.top, box.bottom), slice(box.left, box.right))
    saliency = terrain.saliency[part]
    terms = (
        terrain.steps[part].mean() / BUSY,
        terrain.lightness[part].std() / UNEVEN,
        saliency.mean(),
        (saliency > PEAK).any(),
    )
    return float(np.dot(WEIGHTS, terms))
