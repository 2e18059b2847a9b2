"""The spectra of a window of a song, in which all of its features are heard.

A window is mono, float32, at `RATE`, of any length. It is brought to one level first, so that no
feature depends on how loud a song was mastered: its root mean square becomes 1, which is 0 dB in
all that follows. Short frames serve timbre and rhythm; in long ones semitones stand apart, for
tonality and texture.
"""

import math
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from coverart.domain import Floats

Array = NDArray[np.float64]
Named: TypeAlias = dict[str, float]
"""Features by name."""

RATE = 22_050
"""Samples per second of every window."""

SHORT_FRAME, SHORT_HOP = 2048, 1024
LONG_FRAME, LONG_HOP = 8192, 4096

SHORT_RATE = RATE / SHORT_HOP
"""Short frames per second, 21.5."""
LONG_RATE = RATE / LONG_HOP
"""Long frames per second, 5.4."""

SILENCE = 1e-4
"""The root mean square (-80 dBFS) below which there is nothing to hear in a window."""

FAINTEST = 1e-3
"""The length of the spectrum of a frame in which nothing sounds."""

QUIETEST = -70.0
"""Decibels below the mean level of a window at which a band of hearing is taken to be silent."""

BAND_EDGES = np.geomspace(50, 10_000, 25)
"""Edges in Hz of 24 bands, about as wide as the critical bands of hearing."""


class Spectra:
    """A window at its one level, and its spectra, each made when it is first asked for."""

    def __init__(self, window: Floats) -> None:
        scale = 1 / root_mean_square(window) if sounds(window) else 0.0
        self.window: Floats = (window * scale).astype(np.float32)
        """The samples, (n,); all 0 where there is nothing to hear."""

    @cached_property
    def short(self) -> Floats:
        """Magnitudes of short frames, (frames, 1025)."""
        return spectrogram(self.window, SHORT_FRAME, SHORT_HOP)

    @cached_property
    def long(self) -> Floats:
        """Magnitudes of long frames, (frames, 4097)."""
        return spectrogram(self.window, LONG_FRAME, LONG_HOP)

    @cached_property
    def bands(self) -> Array:
        """The levels in dB of the bands of hearing in short frames, (frames, 24)."""
        return band_levels(self.short)

    @cached_property
    def levels(self) -> Array:
        """The level in dB of each short frame, at least -60, (frames,)."""
        frames = cut(self.window, SHORT_FRAME, SHORT_HOP)
        return decibels(np.einsum("ij,ij->i", frames, frames) / SHORT_FRAME, -60.0)


def root_mean_square(window: Floats) -> float:
    """The level of a window as an amplitude; 0 for one of no length."""
    return math.sqrt(float(np.vdot(window, window)) / len(window)) if len(window) else 0.0


def sounds(window: Floats) -> bool:
    """Whether there is anything to hear in a window."""
    return root_mean_square(window) > SILENCE


def cut(window: Floats, frame: int, hop: int) -> Floats:
    """A view of the frames of a window, (frames, frame).

    What is shorter than one frame is padded with silence.
    """
    padded = window
    if len(window) < frame:
        padded = np.zeros(frame, dtype=np.float32)
        padded[: len(window)] = window
    return sliding_window_view(padded, frame)[::hop]


def spectrogram(window: Floats, frame: int, hop: int) -> Floats:
    """Magnitudes of Hann-windowed frames, (frames, frame // 2 + 1).

    A sine of amplitude 1 that falls on a bin has magnitude 1.
    """
    # Transforms of float64 are the faster ones here; the rest is faster in float32.
    hann = np.hanning(frame + 1)[:-1] / (frame / 4)
    return np.abs(np.fft.rfft(cut(window, frame, hop) * hann, axis=1)).astype(np.float32)


def sounding(spectra: Floats) -> Floats:
    """The frames of a spectrogram within 60 dB or so of the mean level: (n, bins), n > 0.

    Where there are none, all that is left is one silent frame.
    """
    heard = spectra[np.linalg.norm(spectra, axis=1) > FAINTEST]
    return heard if len(heard) else np.zeros_like(spectra[:1])


def frequencies(spectra: Floats) -> Array:
    """The frequency in Hz of each bin of a spectrogram, (bins,)."""
    return np.linspace(0, RATE / 2, spectra.shape[1])


def decibels(power: Floats | Array, least: float) -> Array:
    """Power in dB, at least `least`, of any shape."""
    levels: Array = 10 * np.log10(np.maximum(power, 10 ** (least / 10), dtype=np.float64))
    return levels


def band_levels(spectra: Floats) -> Array:
    """The level in dB of the 24 bands of hearing in every frame, (frames, 24)."""
    starts = np.searchsorted(frequencies(spectra), BAND_EDGES)
    return decibels(np.add.reduceat(spectra**2, starts, axis=1)[:, :-1], QUIETEST)


def numbered(name: str, values: Array) -> Named:
    """Values (n,) as features "name 1" to "name n"."""
    return {f"{name} {number}": value for number, value in enumerate(values.tolist(), 1)}


def mean_and_sd(name: str, values: Array) -> Named:
    """A value of every frame (frames,) as two features: its mean, and its deviation, "name_sd"."""
    return {name: float(values.mean()), f"{name}_sd": float(values.std())}


def entropy(rows: Floats | Array) -> Array:
    """Shannon entropy of each row (n, d) as shares, over its largest possible value: (n,).

    It is 0 where a row is all 0.
    """
    exact = np.asarray(rows, dtype=np.float64)
    share = exact / np.maximum(exact.sum(axis=1, keepdims=True), 1e-12)
    logarithms = np.log(np.where(share > 0, share, 1))
    found: Array = -(share * logarithms).sum(axis=1) / np.log(exact.shape[1])
    return found
