"""How well one colour can be read on another.

Reference: Web Content Accessibility Guidelines 2.2, W3C 2023: "relative luminance" and "contrast
ratio". The ratio goes from 1, where both are the same, to 21 for black on white.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.errors import UsageError
from coverart.language import _

ENOUGH = 4.5
"""What WCAG asks for text of any size (success criterion 1.4.3)."""
GLARE = 0.05  # light that every screen reflects, added to both luminances
_SHARES = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)


def relative_luminance(pixels: NDArray[np.uint8]) -> Floats:
    """The relative luminance, 0 to 1, of sRGB colours (…, 3): one number for each."""
    luminance: Floats = _linear()[pixels] @ _SHARES
    return luminance


def wcag_contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours "#rrggbb", in either order."""
    ratios = contrast_with(rgb(first)[None], second)
    return float(ratios[0])


def contrast_with(pixels: NDArray[np.uint8], colour: str) -> Floats:
    """The contrast ratio of a colour "#rrggbb" with each of the pixels (…, 3)."""
    own = relative_luminance(rgb(colour))
    theirs = relative_luminance(pixels)
    ratios = (np.maximum(own, theirs) + GLARE) / (np.minimum(own, theirs) + GLARE)
    return np.asarray(ratios, dtype=np.float32)


def worst_contrast(pixels: NDArray[np.uint8], colour: str) -> float:
    """The mean contrast ratio of a colour with the tenth of the pixels (n, 3) it is worst with."""
    ratios = np.sort(contrast_with(pixels, colour), axis=None)
    return float(ratios[: max(1, len(ratios) // 10)].mean())


def rgb(colour: str) -> NDArray[np.uint8]:
    """The three channels of "#rrggbb" or "#rgb". Raises `UsageError` for anything else."""
    digits = colour.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    try:
        if len(digits) != 6:
            raise ValueError
        return np.frombuffer(bytes.fromhex(digits), dtype=np.uint8)
    except ValueError:
        message = _("“{text}” is not a colour").format(text=colour)
        raise UsageError(message, _("write it as {example}").format(example="#ffcc00")) from None


def hexadecimal(channels: NDArray[np.uint8]) -> str:
    """The colour of three channels, as "#rrggbb"."""
    return f"#{channels.tobytes().hex()}"


@cache
def _linear() -> Floats:
    """The linear light of the 256 sRGB levels, with the threshold that WCAG 2.2 gives."""
    level = np.arange(256) / 255
    linear = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    return linear.astype(np.float32)
