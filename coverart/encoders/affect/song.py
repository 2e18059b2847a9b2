"""The mood of a song, from what can be heard in it: no weights but the few of a linear model.

The features of `sound` are standardised against a reference population of songs, weighted into
valence and arousal, standardised against the same population once more, and squashed into
[-1, 1], so that 0 is a usual song. The weights are those of Eerola et al. (2009) for valence and
activity, moved a little towards listeners' ratings by a ridge regression around them;
`learn.fit_affect` wrote them, with what they were fitted on and how well they do, into
`resources/affect/song.json`.

Arousal is heard well from the sound alone and valence weakly, here as in the literature.

References
----------
Eerola, Lartillot, Toiviainen (2009). Prediction of multidimensional emotional ratings in music
from audio using multivariate regression models. ISMIR.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Self

import numpy as np

from coverart.domain import Floats
from coverart.encoders.affect.mood import Mood, with_colours
from coverart.encoders.affect.sound import FEATURES, RATE, Array, features
from coverart.resources import resource

__all__ = ["RATE", "Ear", "emotion", "hear", "song_mood"]

FURTHEST = 3.0
"""Standard scores are clipped here: what lies outside of all music is no stronger mood."""


@dataclass(frozen=True, slots=True)
class Ear:
    """A linear model from features to valence and arousal, with the population it knows.

    `means` and `deviations` (12,) are those of the features; `weights` (2, 12) apply to standard
    scores and give valence, then arousal; `centres` and `scales` (2,) standardise these two.
    """

    means: Array
    deviations: Array
    weights: Array
    centres: Array
    scales: Array

    @classmethod
    def from_json(cls, model: dict[str, Any]) -> Self:
        """The model as `learn.fit_affect` writes it."""
        rows = [model["features"][name] for name in FEATURES]
        outputs = [model["outputs"][name] for name in ("valence", "arousal")]
        return cls(
            means=np.array([row["mean"] for row in rows]),
            deviations=np.array([row["sd"] for row in rows]),
            weights=np.array([[row[name] for row in rows] for name in ("valence", "arousal")]),
            centres=np.array([output["mean"] for output in outputs]),
            scales=np.array([output["sd"] for output in outputs]),
        )

    def standard_scores(self, heard: Array) -> Array:
        """How unusual features (..., 12) are, in standard deviations within ±3."""
        return np.clip((heard - self.means) / self.deviations, -FURTHEST, FURTHEST)

    def judge(self, heard: Array) -> Array:
        """Valence and arousal in (-1, 1) of features (..., 12): (..., 2)."""
        raw = self.standard_scores(heard) @ self.weights.T
        scores = np.clip((raw - self.centres) / self.scales, -FURTHEST, FURTHEST)
        moods: Array = np.tanh(scores / 2)
        return moods


def song_mood(windows: Sequence[Floats], rate: int) -> Mood:
    """The mood of a song heard through windows: mono, float32, `rate` samples a second.

    `rate` must be `RATE`, at which the model was fitted, and there must be a window; otherwise
    `ValueError`. The model was fitted on windows of 10 s; any length gives a mood.
    """
    if rate != RATE:
        raise ValueError(f"the mood of a song is heard at {RATE} samples a second, not {rate}")
    valence, arousal = emotion(hear(windows)).tolist()
    return with_colours(valence, arousal)


def emotion(heard: Array) -> Array:
    """Valence and arousal, each in (-1, 1), of what was heard: (..., 12) gives (..., 2)."""
    return _ear().judge(heard)


def hear(windows: Sequence[Floats]) -> Array:
    """The features of a song, (12,): the mean over its windows, the longer counting for more."""
    if not windows:
        raise ValueError("a song is heard through at least one window")
    rows = np.array([features(window) for window in windows])
    lengths = np.array([len(window) for window in windows], dtype=np.float64)
    mean: Array = np.average(rows, axis=0, weights=np.maximum(lengths, 1))
    return mean


@cache
def _ear() -> Ear:
    return Ear.from_json(json.loads(resource("affect/song.json").read_text(encoding="utf-8")))
