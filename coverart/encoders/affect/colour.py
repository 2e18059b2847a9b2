"""Perceived colour: CIELAB, and how warm a colour looks.

References
----------
IEC 61966-2-1 (sRGB) and CIE 15 (CIELAB, D65).
Ou, Luo, Woodcock, Wright (2004). A study of colour emotion and colour preference. Part I. Color
    Research & Application 29(3): the warm–cool scale.
"""

from functools import cache

import numpy as np

from coverart.domain import Floats, Pixels

NEAR_BLACK = (6 / 29) ** 3  # below it, CIE replaces the cube root by a straight line
WARMEST_HUE = 50.0  # degrees; Ou et al. (2004), Eq. for WC


def cielab(pixels: Pixels) -> tuple[Floats, Floats, Floats]:
    """L* in [0, 100], a* and b* (about ±100) of sRGB pixels (h, w, 3), each (h, w)."""
    linear = _linear_levels()[pixels]
    xyz = linear @ _to_xyz()
    root = np.where(xyz > NEAR_BLACK, np.cbrt(xyz), xyz * (841 / 108) + np.float32(4 / 29))
    x, y, z = np.moveaxis(root, -1, 0)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def chroma(a: Floats, b: Floats) -> Floats:
    """C*ab, the distance from grey."""
    return np.hypot(a, b)


def warmth(a: Floats, b: Floats) -> Floats:
    """Warm–cool on the scale of Ou et al. (2004): WC = −0.5 + 0.02 C*^1.07 cos(h − 50°)."""
    strength = chroma(a, b)
    hue = np.radians(WARMEST_HUE)
    # C^1.07 cos(h − 50°), with the cosine taken from a and b instead of an angle.
    along = a * np.cos(hue, dtype=np.float32) + b * np.sin(hue, dtype=np.float32)
    scale: Floats = -0.5 + 0.02 * np.maximum(strength, 1e-6) ** np.float32(0.07) * along
    return scale


@cache
def _linear_levels() -> Floats:
    """The linear light of the 256 sRGB levels."""
    level = np.arange(256) / 255
    linear = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    return linear.astype(np.float32)


@cache
def _to_xyz() -> Floats:
    """Linear sRGB to XYZ over the D65 white, transposed for rows of pixels."""
    matrix = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    white = matrix.sum(axis=1, keepdims=True)
    return np.ascontiguousarray((matrix / white).T, dtype=np.float32)
