"""Tonality: the key and the mode, the chords, and which intervals there are among the notes.

Notes are measured against the octave around them ("whitened"), so that a melody counts as much
as the bass below it, and in the tuning that the song itself has. The intervals are those of the
chroma with itself, and its Fourier transform: neither depends on the tonic.

References
----------
Krumhansl (1990). Cognitive foundations of musical pitch: the Krumhansl–Kessler key profiles.
Temperley (2007). Music and probability: the key profiles of the Kostka–Payne corpus.
Harte, Sandler, Gasser (2006). Detecting harmonic change in musical audio. ACM MM workshop.
Lewin (1959), Quinn (2006), Amiot (2016). Music through Fourier space: the interval function and
the Fourier transform of a pitch-class set; its fifth coefficient is high in diatonic music.
"""

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from coverart.encoders.affect.hearing.pitch import fold, intervals
from coverart.encoders.affect.hearing.spectra import LONG_RATE, Array, Named, entropy, numbered

Templates: TypeAlias = tuple[tuple[float, ...], ...]
"""For major, then for minor: what each of the twelve pitch classes counts, from the tonic on."""

KRUMHANSL = (
    (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
)
"""How well the twelve pitch classes fit a major and a minor key, from its tonic, to listeners."""

TEMPERLEY = (
    (0.748, 0.060, 0.488, 0.082, 0.670, 0.460, 0.096, 0.715, 0.104, 0.366, 0.057, 0.400),
    (0.712, 0.084, 0.474, 0.618, 0.049, 0.460, 0.105, 0.747, 0.404, 0.067, 0.133, 0.330),
)
"""How often they sound in a segment of the music of a textbook of harmony."""

CHORDS = ((0, 4, 7), (0, 3, 7))

_EVEN = 1e-6
_FAINT = 1e-5
_CLEAR = 8.0
"""How much more the best keys count than all others where major and minor keys are summed up."""


def tonality(heights: Array) -> Named:
    """Features of the keys, chords and intervals of a window, from its notes (frames, 51)."""
    tones = fold(whitened(heights))
    whole = tones.mean(axis=0)
    return {
        **_keys(whole),
        **_chords(tones),
        **numbered("interval", intervals(whole[None])[0]),
        **numbered("fourier", _fourier(whole)),
        "chroma_entropy": float(entropy(whole[None])[0]),
        "chroma_entropy_now": float(entropy(tones).mean()),
        "tonal_flux": tonal_flux(tones),
        "tonal_drift": tonal_flux(_seconds(tones)),
    }


def whitened(heights: Array) -> Array:
    """How far notes (frames, 51) stand out above the mean of the octave around each; 0 if not."""
    around = sliding_window_view(np.pad(heights, ((0, 0), (6, 6)), "edge"), 13, axis=1)
    above: Array = np.maximum(heights / (around.mean(axis=2) + _FAINT) - 1, 0)
    return above


def key_strengths(profile: Array, source: Templates = KRUMHANSL) -> Array:
    """The correlation of a chroma (12,) with each key, (24,): C major to B, then C minor to B.

    All are 0 for a chroma without any difference.
    """
    strengths: Array = _correlations(profile[None], source)[0]
    return strengths


def tonal_flux(pitch_classes: Array) -> float:
    """The mean distance of neighbouring frames as tonal centroids: how fast harmony moves.

    The harmonic change detection function of Harte et al. (2006); 0 for a single frame.
    """
    total = pitch_classes.sum(axis=1, keepdims=True)
    shares = pitch_classes / np.maximum(total, _EVEN)
    steps = np.diff(shares @ _tonal_circles(), axis=0)
    return float(np.linalg.norm(steps, axis=1).mean()) if len(steps) else 0.0


def _keys(profile: Array) -> Named:
    """How clear the best key is, and by how much the best major key is better than a minor one."""
    felt, written = key_strengths(profile), key_strengths(profile, TEMPERLEY)
    summed = np.log(np.exp(_CLEAR * written).reshape(2, 12).sum(axis=1))
    return {
        "key_clarity": float(felt.max()),
        "mode": float(felt[:12].max() - felt[12:].max()),
        "key_clarity_written": float(written.max()),
        "mode_written": float(written[:12].max() - written[12:].max()),
        "mode_of_all_keys": float(summed[0] - summed[1]),
    }


def _chords(tones: Array) -> Named:
    """Major and minor triads, frame by frame."""
    strengths = _correlations(tones, _triads())
    best = strengths.argmax(axis=1)
    clarity = strengths.max(axis=1)
    major, minor = strengths[:, :12].max(axis=1), strengths[:, 12:].max(axis=1)
    return {
        "chord_mode": float((major - minor).mean()),
        "chord_clarity": float(clarity.mean()),
        "chord_clarity_sd": float(clarity.std()),
        "chords_major": float((best < 12).mean()),
        "chord_changes": float((np.diff(best) != 0).mean()) if len(best) > 1 else 0.0,
    }


def _fourier(profile: Array) -> Array:
    """The magnitudes of coefficients 1 to 6 of the transform of a chroma as shares, (6,)."""
    share = profile / max(float(profile.sum()), _EVEN)
    magnitudes: Array = np.abs(np.fft.rfft(share))[1:]
    return magnitudes


def _seconds(tones: Array) -> Array:
    """Chroma (frames, 12) by spans of two seconds; as they are where they are shorter."""
    span = round(2 * LONG_RATE)
    if len(tones) < span:
        return tones
    means: Array = tones[: len(tones) // span * span].reshape(-1, span, 12).mean(axis=1)
    return means


def _correlations(tones: Array, source: Templates) -> Array:
    """Of each chroma (n, 12) with the twelve transpositions of both templates, (n, 24)."""
    centred = tones - tones.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    units = np.where(lengths > _EVEN, centred / np.maximum(lengths, _EVEN), 0)
    strengths: Array = units @ _transposed(source).T
    return strengths


@cache
def _transposed(source: Templates) -> Array:
    """Two templates on each of the twelve tonics, centred and of length 1, (24, 12)."""
    rows = np.array([np.roll(template, tonic) for template in source for tonic in range(12)])
    rows -= rows.mean(axis=1, keepdims=True)
    units: Array = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return units


@cache
def _triads() -> Templates:
    return tuple(tuple(float(step in chord) for step in range(12)) for chord in CHORDS)


@cache
def _tonal_circles() -> Array:
    """Pitch classes on the circles of fifths, minor and major thirds, (12, 6)."""
    columns = []
    for radius, turn in ((1.0, 7 / 6), (1.0, 3 / 2), (0.5, 2 / 3)):
        angles = np.arange(12) * turn * np.pi
        columns += [radius * np.sin(angles), radius * np.cos(angles)]
    return np.stack(columns, axis=1)
