"""The mood of every crop of a photo, from its colours alone.

Valence and arousal follow the regression of Valdez and Mehrabian on brightness and saturation;
lightness, saturation and warmth are measured. All five are given as deviations from what photos
usually have (`resources/affect/photo.json`), squashed into [-1, 1]. What is *in* the picture plays
no part, and colour explains little of how people feel about a photograph: models/affect/README.md
says how little.

References
----------
Valdez, Mehrabian (1994). Effects of color on emotions. J. Exp. Psychology: General 123(4):
    P = .69 B + .22 S, A = −.31 B + .60 S.
"""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np

from coverart.crops.integral import SummedAreas, rescaled
from coverart.domain import Boxes, Floats, Pixels, Size
from coverart.encoders.affect.colour import chroma, cielab, warmth
from coverart.encoders.affect.mood import squash
from coverart.resources import resource

SIDE = 128
"""The short side, in pixels, at which photos are looked at: colours need no more."""

PLEASURE = (0.69, 0.22)  # of brightness and saturation, each in [0, 1]
AROUSAL = (-0.31, 0.60)
# Below this brightness a colour's saturation is mostly the sensor's noise.
DARK = 0.1


@dataclass(frozen=True, slots=True)
class _Usual:
    """Means and standard deviations (5,) of the raw coordinates over the reference photos."""

    mean: Floats
    deviation: Floats


def photo_moods(pixels: Pixels, size: Size, boxes: Boxes) -> Floats:
    """Moods of the crops `boxes` (n, 4) of a photo: (n, 5), in the order of `mood.DIMENSIONS`.

    `pixels` is the photo, possibly reduced from its original `size`, to which the boxes refer.
    """
    usual = _usual()
    return squash((raw_coordinates(pixels, size, boxes) - usual.mean) / usual.deviation)


def raw_coordinates(pixels: Pixels, size: Size, boxes: Boxes) -> Floats:
    """Pleasure, arousal, L*, C* and warm–cool, each on its source's own scale: (n, 5)."""
    light, a, b = cielab(pixels)
    unit = pixels.astype(np.float32) / 255
    brightness = unit.max(axis=2)
    saturation = (brightness - unit.min(axis=2)) / np.maximum(brightness, DARK)
    channels = np.stack([brightness, saturation, light, chroma(a, b), warmth(a, b)])
    tables = SummedAreas.over(channels)
    means = tables.means(rescaled(boxes, size, tables.size))
    pleasure = means[:, :2] @ np.array(PLEASURE, dtype=np.float32)
    arousal = means[:, :2] @ np.array(AROUSAL, dtype=np.float32)
    return np.column_stack([pleasure, arousal, means[:, 2:]])


@cache
def _usual() -> _Usual:
    fitted = json.loads(resource("affect/photo.json").read_text(encoding="utf-8"))
    mean, deviation = (np.array(fitted[key], dtype=np.float32) for key in ("mean", "deviation"))
    return _Usual(mean, deviation)
