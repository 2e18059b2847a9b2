"""Rhythm: whatever moves in a window: onsets, pulse, modulation, dynamics, and what is repeated.

References
----------
Dixon (2006). Onset detection revisited. DAFx. (spectral flux)
Lartillot, Eerola, Toiviainen, Fornari (2008). Multi-feature modeling of pulse clarity. ISMIR.
Pampalk, Rauber, Merkl (2002). Content-based organization and visualization of music archives.
ACM MM. (fluctuation patterns)
Foote (2000). Automatic audio segmentation using a measure of audio novelty. ICME.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.encoders.affect.hearing.spectra import (
    SHORT_RATE,
    Array,
    Named,
    Spectra,
    mean_and_sd,
)

REGIONS = {"all": slice(0, 24), "low": slice(0, 7), "middle": slice(7, 16), "high": slice(16, 24)}
"""Bands of hearing: all, those below 235 Hz, those from there to 1700 Hz, and those above."""

RATES = (0.5, 1.0, 2.0, 4.0, 8.0, 11.0)
"""Edges in Hz of the octaves of modulation: 2 to 4 Hz are beats at 120 to 240 a minute.

The last one ends where short frames do.
"""

SLOWEST, FASTEST, USUAL = 30.0, 300.0, 120.0
"""The tempi that are looked for, and the one that is expected, in beats a minute."""

_TRANSFORM = 1024
"""The least length of a spectrum of modulation: steps of 0.04 Hz."""
_FINER = 4
"""Lags that are compared in the time of one frame."""
_STILL = 1e-3
_LOUDEST = 50.0
"""Onsets are heard within so many dB of the mean level."""


def rhythm(spectra: Spectra) -> Named:
    """Features of all that moves in a window."""
    rises = np.maximum(np.diff(np.maximum(spectra.bands, -_LOUDEST), axis=0), 0)
    if not len(rises):
        rises = np.zeros((1, 24))
    found: Named = {}
    for name, bands in REGIONS.items():
        strength = rises[:, bands].mean(axis=1)
        found |= mean_and_sd(f"onset {name}", strength)
        found[f"onset {name}_share"] = float(strength.std() / (strength.mean() + _STILL))
    return {
        **found,
        **_onsets(rises.mean(axis=1)),
        **_pulse(rises.mean(axis=1)),
        **_modulations(spectra.bands),
        **mean_and_sd("flux", flux(spectra.short)),
        **_dynamics(spectra),
        **_form(spectra.bands),
    }


def flux(short: Floats) -> Array:
    """The distance from frame to frame of spectra brought to one length, (frames - 1,), 0 to √2."""
    lengths = np.linalg.norm(short, axis=1, keepdims=True)
    units = short / np.maximum(lengths, _STILL)
    steps: Array = np.linalg.norm(np.diff(units, axis=0), axis=1).astype(np.float64)
    return steps if len(steps) else np.zeros(1)


def onset_places(strength: Array) -> NDArray[np.intp]:
    """The frames at which something begins, in order: where the rise stands out from those near.

    Near is what is up to a fifth of a second away. A curve shorter than that has no onset.
    """
    span = 2 * round(SHORT_RATE / 5) + 1
    if len(strength) < span:
        return np.zeros(0, dtype=np.intp)
    smooth = np.convolve(strength, np.ones(3) / 3, "same")
    usual = np.convolve(strength, np.ones(span) / span, "same")
    inner = smooth[1:-1]
    stands_out = (inner > smooth[:-2]) & (inner >= smooth[2:]) & (inner > 1.3 * usual[1:-1] + 0.3)
    return np.flatnonzero(stands_out) + 1


def tempo(strength: Array) -> tuple[float, Array]:
    """The tempo in beats a minute of a curve of onsets, and its autocorrelation at all tempi.

    The lag that agrees best with the curve, tempi near `USUAL` counting for more, over an octave
    or so to either side. A curve that is too short or never changes has the usual tempo.
    """
    count = len(strength)
    power = np.abs(np.fft.rfft(strength - strength.mean(), 2 * count)) ** 2
    lags = np.arange(count * _FINER) / _FINER
    # Longer than its spectrum, the inverse transform is the autocorrelation between frames, too.
    agreement = np.fft.irfft(power, 2 * count * _FINER)[: len(lags)] * _FINER / (count - lags)
    per_minute = 60 * SHORT_RATE / np.maximum(lags, 1 / _FINER)
    sought = (per_minute >= SLOWEST) & (per_minute <= FASTEST) & (lags > 0)
    if not sought.any() or agreement[0] < _STILL:
        return USUAL, np.zeros(1)
    agreement = agreement[sought] / agreement[0]
    expected = np.exp(-0.5 * np.log2(per_minute[sought] / USUAL) ** 2)
    return float(per_minute[sought][(agreement * expected).argmax()]), agreement


def modulation(bands: Array) -> tuple[Array, Array]:
    """How strongly each band pulses: heights in dB (rates, bands), and the rates in Hz (rates,).

    The spectrum of each band's envelope. A steady beat has its peak at its tempo.
    """
    hann = np.hanning(len(bands) + 2)[1:-1, None]
    envelopes = (bands - bands.mean(axis=0)) * hann / hann.sum()
    length = max(_TRANSFORM, len(bands))
    heights: Array = np.abs(np.fft.rfft(envelopes, n=length, axis=0))
    return heights, np.arange(len(heights)) * SHORT_RATE / length


def _onsets(strength: Array) -> Named:
    """How many onsets there are in a second, and how strong they are in dB."""
    places = onset_places(strength)
    return {
        "onset_rate": len(places) * SHORT_RATE / len(strength),
        "onset_strength": float(strength[places].mean()) if len(places) else 0.0,
    }


def _pulse(strength: Array) -> Named:
    """Tempo in octaves above 60 a minute, and how clear the pulse is, here and at other tempi."""
    beats, agreement = tempo(strength)
    return {
        "tempo": float(np.log2(beats / 60)),
        "pulse_clarity": float(agreement.max()),
        "pulse_least": float(agreement.min()),
        "pulse_sd": float(agreement.std()),
    }


def _modulations(bands: Array) -> Named:
    """The logarithm of the mean height of modulation for each region of bands and octave of it."""
    heights, rates = modulation(bands)
    found: Named = {}
    for name in ("low", "middle", "high"):
        for least, most in pairwise(RATES):
            mean = heights[(rates >= least) & (rates < most)][:, REGIONS[name]].mean()
            found[f"modulation {name} {least:g} Hz"] = float(np.log(mean + _STILL))
    return found


def _dynamics(spectra: Spectra) -> Named:
    """How the level moves, in dB, and the share of frames that are softer than the mean."""
    levels = spectra.levels
    low, high = np.percentile(levels, [5, 95])
    peak = float(np.abs(spectra.window).max(initial=0.0))
    steps = np.abs(np.diff(levels))
    return {
        "loudness_sd": float(levels.std()),
        "loudness_range": float(high - low),
        "loudness_steps": float(steps.sum() / len(levels)),
        "softer": float((10 ** (levels / 20) < np.mean(10 ** (levels / 20))).mean()),
        "crest": 20 * float(np.log10(max(peak, 1.0))),
    }


def _form(bands: Array) -> Named:
    """How alike the seconds of a window are in timbre, and how new each is after the last."""
    span = round(SHORT_RATE)
    if len(bands) < 2 * span:
        return {"likeness": 1.0, "novelty": 0.0}
    seconds = bands[: len(bands) // span * span].reshape(-1, span, bands.shape[1]).mean(axis=1)
    seconds = seconds - seconds.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(seconds, axis=1, keepdims=True)
    alike = np.where(lengths > _STILL, seconds / np.maximum(lengths, _STILL), 0)
    cosines = alike @ alike.T
    return {"likeness": float(cosines.mean()), "novelty": 1 - float(np.diagonal(cosines, 1).mean())}
