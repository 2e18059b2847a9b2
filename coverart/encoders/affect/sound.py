"""What can be heard in a window of a song: features of loudness, spectrum, rhythm and tonality.

They are the features in which Eerola et al. (2009) found the emotion of film music, each close to
its form in the MIR toolbox. A window is mono, float32 in [-1, 1], at `RATE`, of any length. Two
spectrograms serve them all: short frames for timbre and rhythm, and long frames, in which
semitones stand apart, for tonality. All arithmetic is in float64.

References
----------
Eerola, Lartillot, Toiviainen (2009). Prediction of multidimensional emotional ratings in music
from audio using multivariate regression models. ISMIR.
Lartillot, Toiviainen (2007). A Matlab toolbox for musical feature extraction from audio. DAFx.
Krumhansl (1990). Cognitive foundations of musical pitch: the Krumhansl–Kessler key profiles.
Harte, Sandler, Gasser (2006). Detecting harmonic change in musical audio. ACM MM workshop.
"""

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from coverart.domain import Floats

Array = NDArray[np.float64]

RATE = 22_050
"""Samples per second of every window."""

SHORT_FRAME, SHORT_HOP = 2048, 1024
LONG_FRAME, LONG_HOP = 8192, 4096

SILENCE = 1e-4
"""The amplitude (-80 dB) below which nothing is heard."""

LOWEST_NOTE, HIGHEST_NOTE = 45, 96
"""The notes of the chroma (MIDI numbers): below A2 (110 Hz) semitones run together."""

MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)

BAND_EDGES = np.geomspace(50, 10_000, 25)
"""Edges in Hz of 24 bands, about as wide as the critical bands of hearing."""

FEATURES = (
    "loudness",
    "loudness_sd",
    "fluctuation",
    "flux",
    "centroid",
    "spread",
    "entropy",
    "novelty",
    "key_clarity",
    "mode",
    "tonal_flux",
    "chroma_entropy",
)
"""The names of what `features` gives, in its order."""


def features(window: Floats) -> Array:
    """Everything heard in one window, (12,), in the order of `FEATURES`; all finite."""
    short = spectrogram(window, SHORT_FRAME, SHORT_HOP)
    levels = loudness(window)
    bands = band_levels(short)
    tones = chroma(spectrogram(window, LONG_FRAME, LONG_HOP))
    values = (
        levels.mean(),
        levels.std(),
        fluctuation(bands),
        flux(short),
        *shape(short),
        novelty(bands),
        *key(tones.mean(axis=0)),
        tonal_flux(tones),
        entropy(tones.mean(axis=0, keepdims=True)),
    )
    return np.array(values, dtype=np.float64)


def spectrogram(window: Floats, frame: int, hop: int) -> Array:
    """Magnitudes of Hann-windowed frames, (frames, frame // 2 + 1).

    A sine of amplitude 1 that falls on a bin has magnitude 1. What is shorter than one frame is
    padded with silence.
    """
    hann = np.hanning(frame + 1)[:-1]
    spectra: Array = np.abs(np.fft.rfft(_frames(window, frame, hop) * hann, axis=1))
    return spectra / (frame / 4)


def frequencies(spectra: Array) -> Array:
    """The frequency in Hz of each bin of a spectrogram, (bins,)."""
    return np.linspace(0, RATE / 2, spectra.shape[1])


def loudness(window: Floats) -> Array:
    """Root mean square of each short frame in dB, from -80 for silence to 0, (frames,)."""
    frames = _frames(window, SHORT_FRAME, SHORT_HOP)
    levels: Array = 20 * np.log10(np.maximum(np.sqrt(np.mean(frames**2, axis=1)), SILENCE))
    return levels


def band_levels(spectra: Array) -> Array:
    """The level in dB of the 24 bands of hearing in every frame, at least -80, (frames, 24)."""
    starts = np.searchsorted(frequencies(spectra), BAND_EDGES)
    power = np.add.reduceat(spectra**2, starts, axis=1)[:, :-1]
    levels: Array = 10 * np.log10(np.maximum(power, SILENCE**2))
    return levels


def modulation(bands: Array) -> tuple[Array, Array]:
    """How strongly the bands pulse: heights in dB, and the rates in Hz (0.5 to 10) they have.

    The spectrum of each band's envelope, its mean over bands. A steady beat has its peak at its
    tempo.
    """
    hann = np.hanning(len(bands) + 2)[1:-1, None]
    envelopes = (bands - bands.mean(axis=0)) * hann / hann.sum()
    length = max(256, len(bands))
    heights: Array = np.abs(np.fft.rfft(envelopes, n=length, axis=0)).mean(axis=1)
    rates = np.arange(len(heights)) * RATE / (SHORT_HOP * length)
    felt = (rates >= 0.5) & (rates <= 10)
    return heights[felt], rates[felt]


def fluctuation(bands: Array) -> float:
    """The highest peak of the modulation in dB, as strong as it is felt: most so at 4 Hz.

    The weights are those of the fluctuation patterns of the MIR toolbox.
    """
    heights, rates = modulation(bands)
    return float((heights / (rates / 4 + 4 / rates)).max())


def flux(spectra: Array) -> float:
    """How much the spectrum changes from frame to frame, as a share of its size; 0 for silence."""
    size = np.linalg.norm(spectra, axis=1).mean()
    if len(spectra) < 2 or size < SILENCE:
        return 0.0
    return float(np.linalg.norm(np.diff(spectra, axis=0), axis=1).mean() / size)


def shape(spectra: Array) -> tuple[float, float, float]:
    """Centroid in Hz, spread in Hz, and entropy in [0, 1] of the spectrum, means over frames.

    The entropy is that below 5 kHz, which depends less on how the file was compressed. Silent
    frames are left out; where all are, the three are 0.
    """
    heard = spectra[np.linalg.norm(spectra, axis=1) > SILENCE]
    if not len(heard):
        return 0.0, 0.0, 0.0
    share = heard / heard.sum(axis=1, keepdims=True)
    hertz = frequencies(spectra)
    centroid = share @ hertz
    spread = np.sqrt(np.maximum(share @ hertz**2 - centroid**2, 0))
    return float(centroid.mean()), float(spread.mean()), entropy(heard[:, hertz < 5000])


def entropy(rows: Array) -> float:
    """Shannon entropy of each row as shares, over its largest possible value; the mean of rows."""
    total = np.maximum(rows.sum(axis=1, keepdims=True), SILENCE**2)
    share = rows / total
    logarithms = np.log(np.where(share > 0, share, 1))
    return float(-(share * logarithms).sum(axis=1).mean() / np.log(rows.shape[1]))


def chroma(spectra: Array) -> Array:
    """How strongly each of the twelve pitch classes sounds, from C, (frames, 12).

    A note counts by the largest magnitude within its semitone, so that high notes, which span
    more bins, do not count for more.
    """
    edges = 440 * 2 ** ((np.arange(LOWEST_NOTE, HIGHEST_NOTE + 1) - 69.5) / 12)
    starts = np.searchsorted(frequencies(spectra), edges)
    notes: Array = np.maximum.reduceat(spectra, starts, axis=1)[:, :-1]
    classes = np.arange(LOWEST_NOTE, HIGHEST_NOTE) % 12
    sums: Array = notes @ (classes[:, None] == np.arange(12)).astype(np.float64)
    return sums


def key_strengths(profile: Array) -> Array:
    """The correlation of a chroma (12,) with each key, (24,): C major to B, then C minor to B.

    All are 0 for a chroma without any difference.
    """
    deviation = profile.std()
    if deviation < SILENCE**2:
        return np.zeros(24)
    strengths: Array = _key_profiles() @ (profile - profile.mean()) / (12 * deviation)
    return strengths


def key(profile: Array) -> tuple[float, float]:
    """Key clarity and mode of a chroma (12,).

    Clarity is the strength of the best key; mode is that of the best major key less that of the
    best minor one, above zero for major.
    """
    strengths = key_strengths(profile)
    major, minor = strengths[:12].max(), strengths[12:].max()
    return float(max(major, minor)), float(major - minor)


def tonal_flux(pitch_classes: Array) -> float:
    """The mean distance of neighbouring frames as tonal centroids: how fast harmony moves.

    The harmonic change detection function of Harte et al. (2006); 0 for a single frame.
    """
    total = pitch_classes.sum(axis=1, keepdims=True)
    shares = pitch_classes / np.maximum(total, SILENCE)
    steps = np.diff(shares @ _tonal_circles(), axis=0)
    return float(np.linalg.norm(steps, axis=1).mean()) if len(steps) else 0.0


def novelty(bands: Array) -> float:
    """How far a second of music is from the second before it, in [0, 2]: 1 less their cosine.

    Compared are the mean band levels about their own mean, so that a fade is no news; 0 where
    there are fewer than two seconds with sound in them.
    """
    step = round(RATE / SHORT_HOP)
    seconds = bands[: len(bands) // step * step].reshape(-1, step, bands.shape[1]).mean(axis=1)
    seconds = seconds - seconds.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(seconds, axis=1)
    heard = seconds[lengths > 1e-6] / lengths[lengths > 1e-6, None]
    return float(1 - (heard[1:] * heard[:-1]).sum(axis=1).mean()) if len(heard) > 1 else 0.0


def _frames(window: Floats, frame: int, hop: int) -> Array:
    padded = np.zeros(max(len(window), frame))
    padded[: len(window)] = window
    return sliding_window_view(padded, frame)[::hop]


@cache
def _key_profiles() -> Array:
    """The 24 key profiles, standardised, C major to B major and C minor to B minor, (24, 12)."""
    rows = np.array([np.roll(mode, tonic) for mode in (MAJOR, MINOR) for tonic in range(12)])
    profiles: Array = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    return profiles


@cache
def _tonal_circles() -> Array:
    """Pitch classes on the circles of fifths, minor and major thirds, (12, 6)."""
    columns = []
    for radius, turn in ((1.0, 7 / 6), (1.0, 3 / 2), (0.5, 2 / 3)):
        angles = np.arange(12) * turn * np.pi
        columns += [radius * np.sin(angles), radius * np.cos(angles)]
    return np.stack(columns, axis=1)
