"""The course of a song's mood: valence and arousal over time, and whether it is major or minor.

A moment is heard through a window of 10 s around it, the length that the model was fitted on, so
a change of mood shows as a slope of that length.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from coverart.domain import Floats
from coverart.encoders.affect.song import RATE, emotion
from coverart.encoders.affect.sound import Array, feature_names, features

WINDOW = 10.0
"""Seconds that are heard for one moment."""
HOP = 2.5
"""Seconds from one moment to the next, where a song is not so long that there are too many."""
MOST = 120
"""Moments in a song."""
CLEAR_KEY = 0.6
"""The least correlation with its best key at which music is taken to be in a key at all."""
CLEAR_MODE = 0.1
"""The least by which the best major key must differ from the best minor one to be told apart."""

_AUDIBLE = 10 ** (-60 / 20)


@dataclass(frozen=True, slots=True)
class Moment:
    """The mood around a second of the song; both coordinates lie in (-1, 1)."""

    seconds: float
    valence: float
    arousal: float


class Mode(StrEnum):
    """Whether a song is in major or minor, as far as that can be heard."""

    MAJOR = "major"
    MINOR = "minor"
    UNCLEAR = ""


def plan_moments(seconds: float) -> Array:
    """The starts in seconds of the windows of a song, (n,): evenly from its start to its end.

    There are `MOST` at most and at least one; a song shorter than a window has just that.
    """
    room = max(0.0, seconds - WINDOW)
    count = min(MOST, 1 + int(room // HOP))
    return np.linspace(0.0, room, count)


def course(samples: Floats, begins: float, starts: Sequence[float]) -> tuple[Moment, ...]:
    """The moments whose windows start at `starts`, of mono samples at `RATE`.

    The samples begin at second `begins` of the song. Windows in which nothing can be heard, and
    those that lie outside of the samples, are left out: silence has no mood.
    """
    moments = []
    for start in starts:
        first = round((start - begins) * RATE)
        window = samples[first : first + round(WINDOW * RATE)]
        if not len(window) or np.abs(window).max() < _AUDIBLE:
            continue
        valence, arousal = emotion(features(window)).tolist()
        moments.append(Moment(start + len(window) / RATE / 2, valence, arousal))
    return tuple(moments)


def mood_at(moments: Sequence[Moment], seconds: float) -> Moment | None:
    """The mood at any second of a song; None for a song without moments."""
    return moods_at(moments, [seconds])[0]


def moods_at(moments: Sequence[Moment], times: Sequence[float]) -> tuple[Moment | None, ...]:
    """The moods at any seconds of a song, one for each; None for a song without moments.

    Each is the mean of the moments within `WINDOW` seconds, the nearer counting for more, so that
    it changes smoothly; where there are none, that of the nearest moment.
    """
    if not moments:
        return (None,) * len(times)
    away = np.abs(np.array([moment.seconds for moment in moments]) - np.array(times)[:, None])
    weights = np.maximum(0.0, 1 - away / WINDOW)
    alone = np.flatnonzero(~weights.any(axis=1))
    weights[alone, away[alone].argmin(axis=1)] = 1.0
    moods = np.array([(moment.valence, moment.arousal) for moment in moments])
    means = (weights @ moods / weights.sum(axis=1, keepdims=True)).tolist()
    return tuple(Moment(time, *mean) for time, mean in zip(times, means, strict=True))


def mode(heard: Array) -> Mode:
    """Whether the features (d,) of a song are those of major or minor."""
    clarity, major = (
        heard[feature_names().index(name)] for name in ("key_clarity_written", "mode_written")
    )
    if clarity < CLEAR_KEY or abs(major) < CLEAR_MODE:
        return Mode.UNCLEAR
    return Mode.MAJOR if major > 0 else Mode.MINOR
