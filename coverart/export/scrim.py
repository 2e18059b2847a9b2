"""A soft shade behind words that could not be read without it.

Not a box: it is strongest behind the words, reaches the edges of the cover that they stand at, and
fades where the picture goes on.
"""

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Box, Floats, Pixels
from coverart.export.contrast import ENOUGH, relative_luminance, rgb, worst_contrast

REACH = 0.4
"""How far it fades, as a share of the cover's height."""
STRENGTHS = tuple(step / 40 for step in range(1, 29))
"""Up to where little of the picture shines through; near white is then readable on white."""
SPARE = 0.15
"""What it adds to the contrast asked for, since the pixels of a small copy are averages."""
DARK, LIGHT = 10.0, 245.0
SEED = 0
BAND = 256  # rows shaded at a time, so that a large cover needs little memory


def is_dark_for(colour: str) -> bool:
    """Whether the shade behind letters of a colour is dark: behind light ones."""
    # Black and white stand out alike from this luminance: (1 + .05) / (x + .05) = (x + .05) / .05.
    return float(relative_luminance(rgb(colour))) > 0.179


def strength_for(backdrop: Pixels, colour: str, dark: bool) -> float:
    """The least strength with which a colour can be read on the pixels behind it.

    0 where even the strongest shade does not help: then the picture is left alone.
    """
    for strength in STRENGTHS:
        if worst_contrast(tinted(backdrop, strength, dark), colour) >= ENOUGH + SPARE:
            return strength
    return 0.0


def tinted(pixels: Pixels, strength: float, dark: bool) -> Pixels:
    """Pixels as they are right behind the words."""
    return np.rint(_mixed(pixels.astype(np.float32), strength, dark)).astype(np.uint8)


def shade(pixels: Pixels, box: Box, strength: float, dark: bool) -> Pixels:
    """A copy of a picture, shaded by `strength`, 0 to 1, behind a box, towards dark or light."""
    shaded = pixels.copy()
    reach = REACH * len(pixels)
    columns = _distance(np.arange(pixels.shape[1]), box.left, box.right)
    rows = _distance(np.arange(pixels.shape[0]), box.top, box.bottom)
    noise = np.random.default_rng(SEED)
    for first in range(0, len(pixels), BAND):
        part = slice(first, first + BAND)
        away = np.hypot(rows[part, None], columns[None]) / reach
        amount = strength * _smooth(1 - np.minimum(away, 1))[..., None]
        mixed = _mixed(pixels[part].astype(np.float32), amount, dark)
        # Rounded up or down by chance, a soft shade shows no bands.
        grain = noise.random(amount.shape, dtype=np.float32)
        shaded[part] = np.where(amount > 0, np.floor(mixed + grain).clip(0, 255), pixels[part])
    return shaded


def _mixed(pixels: Floats, amount: Floats | float, dark: bool) -> Floats:
    mixed: Floats = pixels + amount * ((DARK if dark else LIGHT) - pixels)
    return mixed


def _distance(places: NDArray[np.intp], first: int, last: int) -> Floats:
    """How far each row or column is from those of a box."""
    away = np.maximum(0, np.maximum(first - places, places - last + 1))
    return np.asarray(away, dtype=np.float32)


def _smooth(share: Floats) -> Floats:
    """From 0 to 1 without a kink at either end: 6t⁵ − 15t⁴ + 10t³."""
    smooth: Floats = share**3 * (share * (share * 6 - 15) + 10)
    return smooth
