"""Pitch: the partials of a window, the tuning they have in common, and its notes.

Notes have MIDI numbers: 69 is A4, 440 Hz. Frames are the long ones.
"""

from dataclasses import dataclass

import numpy as np

from coverart.domain import Floats
from coverart.encoders.affect.hearing.spectra import RATE, Array, frequencies

LOWEST_NOTE, HIGHEST_NOTE = 45, 96
"""The notes told apart, the last one excluded: below A2 (110 Hz) semitones run together."""

PARTIALS = 16
PARTIAL_RANGE = (60.0, 5000.0)
"""How many partials are looked for in a frame, and between which frequencies in Hz."""

TUNED_RANGE = (100.0, 3000.0)
"""The partials in Hz that the tuning is taken from."""


@dataclass(frozen=True, slots=True)
class Partials:
    """The strongest partials of every frame, in no order: `hertz` and magnitudes, (frames, 16).

    Where there are fewer, the rest has no magnitude. `count` is how many partials of a frame are
    within 26 dB of its strongest, (frames,).
    """

    hertz: Array
    magnitudes: Array
    count: Array

    @property
    def pitches(self) -> Array:
        """The frequencies as MIDI numbers, with fractions."""
        return 69 + 12 * np.log2(np.maximum(self.hertz, 20.0) / 440)


def find_partials(spectra: Floats) -> Partials:
    """The strongest local maxima of every frame, placed between bins by a parabola through dB."""
    first, last = np.searchsorted(frequencies(spectra), PARTIAL_RANGE)
    around = spectra[:, first - 1 : last + 1]
    inner = around[:, 1:-1]
    higher = (inner > around[:, :-2]) & (inner >= around[:, 2:])
    # Below zero, what is no peak is still told apart: partitioning is slow where many are equal.
    tops = np.where(higher, inner, -inner)
    places = np.argpartition(tops, -PARTIALS, axis=1)[:, -PARTIALS:]
    below, at, above = (
        np.log(np.take_along_axis(around, places + step, 1).astype(np.float64) + 1e-9)
        for step in (0, 1, 2)
    )
    curve = np.minimum(below - 2 * at + above, -1e-9)
    shift = np.clip((below - above) / (2 * curve), -0.5, 0.5)
    near = tops > np.maximum(0.05 * tops.max(axis=1, keepdims=True), 0)
    return Partials(
        hertz=(first + places + shift) * (RATE / 2) / (spectra.shape[1] - 1),
        magnitudes=np.maximum(np.take_along_axis(tops, places, 1), 0).astype(np.float64),
        count=near.sum(axis=1).astype(np.float64),
    )


def tuning(partials: Partials) -> tuple[float, float]:
    """How far the notes are above those of A = 440 Hz, and how well the partials agree on that.

    The circular mean over the partials, the stronger counting for more: in semitones from -0.5 to
    0.5; and its length, 1 where all partials are in tune with each other, and 0 where none is.
    """
    least, most = TUNED_RANGE
    weights = partials.magnitudes * ((partials.hertz > least) & (partials.hertz < most))
    turned = (weights * np.exp(2j * np.pi * partials.pitches)).sum()
    length = float(np.abs(turned) / max(float(weights.sum()), 1e-9))
    return float(np.angle(turned) / (2 * np.pi)), length


def notes(spectra: Floats, tuned: float = 0.0) -> Array:
    """The magnitude of every note, (frames, 51), for a tuning in semitones.

    It is the largest within the semitone, so that high notes, which span more bins, do not count
    for more.
    """
    steps = np.arange(LOWEST_NOTE, HIGHEST_NOTE + 1) - 69.5 + tuned
    starts = np.searchsorted(frequencies(spectra), 440 * 2 ** (steps / 12))
    return np.maximum.reduceat(spectra, starts, axis=1)[:, :-1].astype(np.float64)


def fold(heights: Array) -> Array:
    """The chroma of notes (frames, 51): the sum of each pitch class from C on, (frames, 12)."""
    classes = np.arange(LOWEST_NOTE, HIGHEST_NOTE) % 12
    sums: Array = heights @ (classes[:, None] == np.arange(12)).astype(np.float64)
    return sums


def intervals(tones: Array) -> Array:
    """How much of a chroma lies 1 to 6 semitones, up or down, from itself.

    Chroma (frames, 12) give (frames, 6) in [0, 1]: 1 where a shift changes nothing, 0 where such
    an interval is not among the notes. It does not depend on the tonic.
    """
    lengths = np.linalg.norm(tones, axis=1, keepdims=True)
    units = tones / np.maximum(lengths, 1e-6)
    return np.stack([(units * np.roll(units, k, axis=1)).sum(axis=1) for k in range(1, 7)], axis=1)
