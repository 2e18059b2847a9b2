"""Mood: the coordinates of the affect space, and how mood and colour go together.

A mood has five coordinates, each in [-1, 1] with 0 for what is usual:

- `valence` (unpleasant … pleasant) and `arousal` (calm … excited), the circumplex of emotion
  (Russell 1980) in which MMVA compares pictures and music;
- `lightness` (dark … light), `saturation` (grey … vivid) and `warmth` (cool … warm), the colour
  dimensions that listeners agree on for music.

References
----------
Russell (1980). A circumplex model of affect. JPSP 39(6).
Palmer, Schloss, Xu, Prado-León (2013). Music-color associations are mediated by emotion. PNAS.
Whiteford, Schloss, Helwig, Palmer (2018). Color, music, and emotion. i-Perception 9(6).
Choi, Kim, Kang: MMVA, Eq. 1.
"""

import math
from dataclasses import dataclass

import numpy as np

from coverart.domain import Floats

DIMENSIONS = ("valence", "arousal", "lightness", "saturation", "warmth")

# Whiteford et al. (2018): correlations over songs between the emotion listeners hear and the
# colours they choose.
AROUSAL_TO_SATURATION = 0.72
AROUSAL_TO_REDNESS = 0.75
VALENCE_TO_LIGHTNESS = 0.48
VALENCE_TO_YELLOWNESS = 0.47


@dataclass(frozen=True, slots=True)
class Mood:
    """A point of the affect space; every coordinate lies in [-1, 1]."""

    valence: float
    arousal: float
    lightness: float
    saturation: float
    warmth: float

    def as_row(self) -> Floats:
        """The coordinates in the order of `DIMENSIONS`, (5,)."""
        return np.array([getattr(self, name) for name in DIMENSIONS], dtype=np.float32)


def with_colours(valence: float, arousal: float) -> Mood:
    """The mood of a song or text whose emotion is known: its colours are what people associate.

    Colours follow the correlations of Whiteford et al. (2018), but for one on which the sources
    contradict each other: over 34 genres, some of them heavy, the more aroused music is the darker
    (Whiteford: −0.55); among orchestral pieces the faster is the lighter (Palmer et al. 2013).
    Arousal therefore says nothing of lightness here. Redness and yellowness are the two axes of
    colour that together make it warm, so warmth is their projection on the orange between them:
    (redness + yellowness) / √2.
    """
    warmth = (AROUSAL_TO_REDNESS * arousal + VALENCE_TO_YELLOWNESS * valence) / math.sqrt(2)
    return Mood(
        valence=valence,
        arousal=arousal,
        lightness=VALENCE_TO_LIGHTNESS * valence,
        saturation=AROUSAL_TO_SATURATION * arousal,
        warmth=warmth,
    )


def squash(deviations: Floats) -> Floats:
    """Bring z-scores of any size into [-1, 1]: tanh(z / 2), so that two deviations give 0.76."""
    return np.tanh(deviations / 2)
