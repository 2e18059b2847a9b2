"""The mood of a song, from what can be heard in it, as listeners felt about songs like it.

In each family of features (`sound`) a song is compared with songs that people rated: the more one
is like it, the more what people felt counts (kernel ridge regression). Likeness ends some standard
deviations away, so a share of it is the plain product of the standard scores: what lies beyond all
rated songs still goes where they point. Scores are clipped; the mood is standardised against songs
that the model had not seen, and squashed into [-1, 1], so that 0 is a usual song.

`learn.fit.songs` fits the model and writes it, with what it was fitted on and how well it does,
into `resources/affect/song.npz`. Arousal is heard well from the sound alone and valence less so,
here as in the literature.

References
----------
Eerola, Lartillot, Toiviainen (2009). Prediction of multidimensional emotional ratings in music
from audio using multivariate regression models. ISMIR.
Saunders, Gammerman, Vovk (1998). Ridge regression learning algorithm in dual variables. ICML.
Gönen, Alpaydın (2011). Multiple kernel learning algorithms. JMLR 12.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.encoders.affect.mood import Mood, with_colours
from coverart.encoders.affect.sound import RATE, Array, feature_names, features, sounds
from coverart.resources import resource

__all__ = ["RATE", "Ear", "emotion", "hear", "song_mood"]

FURTHEST = 3.0
"""Standard scores are clipped here: what lies outside of all music is no stronger mood."""

STEPS = 127
"""Steps of a stored standard score between 0 and `FURTHEST`: they fit into a byte."""

STRAIGHT = 0.25
"""The share of the plain product in the likeness of two songs."""

SILENT = (0.0, -0.9)
"""Valence and arousal where nothing sounds: as calm as can be, and neither sad nor happy."""


@dataclass(frozen=True, slots=True)
class Ear:
    """Songs that people rated, and what each of them counts for.

    `means` and `deviations` (d,) are those of the features, and `families` (d,) the number of the
    family of each. `songs` (n, d) are the standard scores of n songs, or thirds of songs, in steps;
    `weights` (n, 2) what they count for valence and arousal. `centres` and `scales` (2,) are the
    means and deviations of what the model says of songs it has not seen.
    """

    means: Array
    deviations: Array
    families: NDArray[np.uint8]
    songs: NDArray[np.int8]
    weights: Array
    centres: Array
    scales: Array

    @classmethod
    def of(cls, stored: Mapping[str, NDArray[Any]]) -> Self:
        """The model as `learn.fit.songs` stores it.

        Raises `ValueError` where it was fitted on other features than those heard today.
        """
        if tuple(stored["names"].tolist()) != feature_names():
            raise ValueError("the model of songs was fitted on other features: fit it again")
        exact = {
            name: stored[name].astype(np.float64)
            for name in ("means", "deviations", "weights", "centres", "scales")
        }
        return cls(families=stored["families"], songs=stored["songs"], **exact)

    def judge(self, heard: Array) -> Array:
        """Valence and arousal in (-1, 1) of features (..., d): (..., 2)."""
        away = (self.weigh(heard) - self.centres) / self.scales
        moods: Array = np.tanh(np.clip(away, -FURTHEST, FURTHEST) / 2)
        return moods

    def weigh(self, heard: Array) -> Array:
        """What features (..., d) come to before they are brought to usual songs: (..., 2)."""
        scores = standard_scores(heard, self.means, self.deviations)
        weighed: Array = likeness(in_steps(scores), self.songs, self.families) @ self.weights
        return weighed


def standard_scores(heard: Array, means: Array, deviations: Array) -> Array:
    """How unusual features (..., d) are, in standard deviations within ±3."""
    return np.clip((heard - means) / deviations, -FURTHEST, FURTHEST)


def in_steps(scores: Array) -> NDArray[np.int8]:
    """Standard scores as they are stored, of the same shape."""
    return np.rint(scores * (STEPS / FURTHEST)).astype(np.int8)


def likeness(left: NDArray[np.int8], right: NDArray[np.int8], families: NDArray[np.uint8]) -> Array:
    """How alike songs (..., d) are to others (n, d), both in steps: (..., n).

    The mean over the families of (1 - s) exp(-|x - y|² / 2) + s x·y, with both the distance and
    the product being means over the features of the family, and s `STRAIGHT`.
    """
    step = FURTHEST / STEPS
    total = np.zeros((*left.shape[:-1], len(right)))
    for family in np.unique(families):
        own = families == family
        first, second = left[..., own] * step, right[:, own] * step
        product = first @ second.T / own.sum()
        sizes = np.mean(first**2, axis=-1)[..., None] + np.mean(second**2, axis=-1)
        near = np.exp(-np.maximum(sizes - 2 * product, 0) / 2)
        total += (1 - STRAIGHT) * near + STRAIGHT * product
    return total / len(np.unique(families))


def song_mood(windows: Sequence[Floats], rate: int) -> Mood:
    """The mood of a song heard through windows: mono, float32, `rate` samples a second.

    `rate` must be `RATE`, at which the model was fitted, and there must be a window; otherwise
    `ValueError`. The model was fitted on windows of 10 s; any length gives a mood, and silence is
    `SILENT`.
    """
    if rate != RATE:
        raise ValueError(f"the mood of a song is heard at {RATE} samples a second, not {rate}")
    heard = hear(windows)
    valence, arousal = emotion(heard).tolist() if any(map(sounds, windows)) else SILENT
    return with_colours(valence, arousal)


def emotion(heard: Array) -> Array:
    """Valence and arousal, each in (-1, 1), of what was heard: (..., d) gives (..., 2)."""
    return _ear().judge(heard)


def hear(windows: Sequence[Floats]) -> Array:
    """The features of a song, (d,): the mean over its windows, the longer counting for more.

    Silent windows are left out, unless all of them are.
    """
    if not windows:
        raise ValueError("a song is heard through at least one window")
    heard = [window for window in windows if sounds(window)] or windows[:1]
    rows = np.array([features(window) for window in heard])
    lengths = np.array([len(window) for window in heard], dtype=np.float64)
    mean: Array = np.average(rows, axis=0, weights=np.maximum(lengths, 1))
    return mean


@cache
def _ear() -> Ear:
    with np.load(resource("affect/song.npz"), allow_pickle=False) as stored:
        return Ear.of(stored)
