"""The colours of a picture: k-means in CIELAB, with the same outcome every time.

The middles begin at fixed places that are spread over all colours. Beginning with pixels chosen by
chance, as is usual, would give a preview other colours than the cover that it stands for.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from coverart.domain import Floats, Pixels
from coverart.encoders.affect.colour import cielab

SIDE = 64
"""The picture is reduced to at most so many pixels a side."""
ROUNDS = 12
LEAST = 0.004
"""The share of the pixels that a colour must stand for."""
LIGHTNESSES, HUES, CHROMA = (20.0, 50.0, 80.0), 6, 35.0
"""Where the middles begin: at each lightness a grey one, and some of different hues around it."""


def palette(pixels: Pixels) -> NDArray[np.uint8]:
    """The colours (k, 3) that stand for a picture (h, w, 3), darker ones first; at least one."""
    flat = _reduced(pixels).reshape(-1, 3)
    lab = np.stack(cielab(flat[None]), axis=-1)[0]
    middles = _beginning()
    for _ in range(ROUNDS):
        nearest = _distances(lab, middles).argmin(axis=1)
        middles = np.stack([lab[nearest == own].mean(axis=0) for own in np.unique(nearest)])
    nearest = _distances(lab, middles).argmin(axis=1)
    groups = [flat[nearest == own] for own in np.argsort(middles[:, 0], kind="stable")]
    large = [own for own in groups if len(own) >= LEAST * len(flat)]
    return np.stack([np.rint(own.mean(axis=0)).astype(np.uint8) for own in large])


def _reduced(pixels: Pixels) -> Pixels:
    """A small copy of a picture, or the picture where it is small."""
    image = Image.fromarray(np.ascontiguousarray(pixels))
    size = (min(SIDE, image.width), min(SIDE, image.height))
    return np.asarray(image.resize(size, Image.Resampling.BOX))


@cache
def _beginning() -> Floats:
    """Colours (k, 3) in CIELAB that are spread over all of it."""
    turns = 2 * np.pi * np.arange(HUES) / HUES
    around = [(CHROMA * np.cos(turn), CHROMA * np.sin(turn)) for turn in turns]
    places = [(lightness, *ab) for lightness in LIGHTNESSES for ab in ((0.0, 0.0), *around)]
    return np.array(places, dtype=np.float32)


def _distances(lab: Floats, middles: Floats) -> Floats:
    """Squared distances (n, k) of colours (n, 3) from middles (k, 3)."""
    squared: Floats = ((lab[:, None] - middles[None]) ** 2).sum(axis=-1)
    return squared
