"""The colour of a mood: a hue for the kind of emotion, and the more colour the stronger it is.

Around the circumplex of valence and arousal (Russell 1980) run the hues: joyful is amber, excited
orange, tense red, sombre violet, melancholy blue, calm teal, serene green. They are taken from
Oklch, in which equal steps look equal, with one lightness for all, so that loud colours are kept
for loud moods and every bar stands out alike from its surface.

References
----------
Ottosson (2020). A perceptual color space for image processing. https://bottosson.github.io/posts/oklab/
"""

import math

from PySide6.QtGui import QColor

HAPPY_HUE = 115.0
"""The hue in degrees of valence without arousal; the others follow clockwise."""
MOST_CHROMA = 0.15
QUIET_CHROMA = 0.02
FULL_AT = 0.6
"""The distance from a usual mood at which colours are strongest."""
ON_DARK, ON_LIGHT = 0.74, 0.61
"""The lightness of colours, from 0 to 1, on a dark and on a light surface."""
DARK_BELOW = 128


def mood_colour(valence: float, arousal: float, surface: QColor) -> QColor:
    """The colour for an emotion, both coordinates in [-1, 1], that can be seen on a surface."""
    hue = math.radians(HAPPY_HUE) - math.atan2(arousal, valence)
    share = min(1.0, math.hypot(valence, arousal) / FULL_AT)
    chroma = QUIET_CHROMA + (MOST_CHROMA - QUIET_CHROMA) * share
    lightness = ON_DARK if surface.lightness() < DARK_BELOW else ON_LIGHT
    return _srgb(lightness, chroma * math.cos(hue), chroma * math.sin(hue))


def _srgb(lightness: float, a: float, b: float) -> QColor:
    """A colour of Oklab in sRGB; channels outside of it are clipped."""
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return QColor.fromRgbF(*map(_encoded, linear))


def _encoded(channel: float) -> float:
    """A linear channel as sRGB stores it, within [0, 1]."""
    held = min(1.0, max(0.0, channel))
    return 12.92 * held if held <= 0.0031308 else 1.055 * held ** (1 / 2.4) - 0.055
