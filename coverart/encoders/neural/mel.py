"""Windows of sound become the log-mel spectrograms that CLAP's audio tower reads.

The numbers are those of transformers' `ClapFeatureExtractor`, within 1e-4 dB. Where the extractor
draws lots, this module decides, so that one window always gives one vector:

- A window shorter than the tower's seconds is repeated as often as it fits whole, and the rest is
  silence ("repeatpad").
- With fusion, a longer window becomes four channels: all of it shrunk to the frames of a usual one,
  then its first frames, its middle ones and its last ones. The extractor takes each of the latter
  three from a random place within a third of the window; first, middle and last are such places.
- With fusion, any other window stands in all four channels, and is not marked as longer. The
  extractor marks one of a batch by lot where none is longer, as a training batch needed it.
- Without fusion, the middle of a longer window is taken.

References
----------
Wu, Chen, Zhang, Hui, Berg-Kirkpatrick, Dubnov (2023), Large-scale contrastive language-audio
    pretraining with feature fusion and keyword-to-caption augmentation: the four channels.
Slaney (1998), Auditory toolbox: the filters without fusion; O'Shaughnessy (1987): those with it.
"""

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.packs.manifest import AudioTower

Doubles = NDArray[np.float64]

CHANNELS = 4
FLOOR = 1e-10
"""The least power: −100 dB."""
BLOCK = 32
"""Frames that are transformed together: they stay in the processor's cache."""
# Slaney's scale is linear up to 1 kHz, 15 mels of it, and logarithmic beyond.
CORNER_HZ, CORNER_MEL = 1000.0, 15.0
LOG_STEP = math.log(6.4) / 27


def log_mels(windows: Sequence[Floats], tower: AudioTower) -> tuple[Floats, NDArray[np.bool_]]:
    """Spectrograms in dB (n, c, frames, mels), and which windows are longer (n, 1).

    Windows are mono (samples,) at the tower's rate, at least one sample each. c is 4 with fusion,
    else 1.
    """
    samples = round(tower.seconds * tower.rate)
    channels = [_channels(window, samples, tower) for window in windows]
    frames = samples // tower.hop + 1
    longer = [tower.fusion and len(w) // tower.hop + 1 > frames for w in windows]
    count = CHANNELS if tower.fusion else 1
    mels = np.empty((len(windows), count, frames, tower.mels), dtype=np.float32)
    for place, channel in enumerate(channels):
        mels[place] = channel
    return mels, np.array(longer, dtype=np.bool_).reshape(-1, 1)


def _channels(window: Floats, samples: int, tower: AudioTower) -> Floats:
    """What goes into the channels of one window: (c, frames, mels), or the same for all."""
    if len(window) < samples:
        return _decibels(_repeated(window, samples), tower)
    if not tower.fusion:
        first = (len(window) - samples) // 2
        return _decibels(window[first : first + samples], tower)
    mel = _decibels(window, tower)
    frames = samples // tower.hop + 1
    spare = len(mel) - frames
    if spare == 0:
        return mel
    chunks = [mel[first : first + frames] for first in (0, spare // 2, spare)]
    return np.stack([_shrunk(mel, frames), *chunks])


def _repeated(window: Floats, samples: int) -> Floats:
    padded = np.zeros(samples, dtype=np.float32)
    whole = samples // len(window) * len(window)
    padded[:whole] = np.tile(window, samples // len(window))
    return padded


def _decibels(sound: Floats, tower: AudioTower) -> Floats:
    """The log-mel spectrogram (frames, mels) of a sound, centred frames, mirrored at both ends.

    Spectra are taken in 64 bits: in 32, a loud tone would hide what lies 70 dB below it.
    """
    sound = np.pad(sound.astype(np.float64), tower.window // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(sound, tower.window)[:: tower.hop]
    filters, bins = _filters(tower)
    mels = np.empty((len(frames), tower.mels), dtype=np.float64)
    for first in range(0, len(frames), BLOCK):
        spectra = np.fft.rfft(frames[first : first + BLOCK] * _hann(tower.window))[:, bins]
        np.matmul(spectra.real**2 + spectra.imag**2, filters, out=mels[first : first + BLOCK])
    return (10 * np.log10(np.maximum(mels, FLOOR))).astype(np.float32)


def _shrunk(mel: Floats, frames: int) -> Floats:
    """Resample (n, mels) to fewer frames, linearly and without antialiasing, as torch does it.

    Places are found in 32 bits like there; neighbours may be 60 dB apart, and then the last bits
    of a place are heard.
    """
    scale = np.float32(len(mel)) / np.float32(frames)
    place = (np.arange(frames, dtype=np.float32) + np.float32(0.5)) * scale - np.float32(0.5)
    place = np.maximum(place, np.float32(0))
    before = place.astype(np.intp)
    after = np.minimum(before + 1, len(mel) - 1)
    share = (place - before.astype(np.float32))[:, None]
    shrunk: Floats = mel[before] * (1 - share) + mel[after] * share
    return shrunk


@cache
def _hann(window: int) -> Doubles:
    """The periodic Hann window, (window,)."""
    return 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)


@cache
def _filters(tower: AudioTower) -> tuple[Doubles, slice]:
    """Triangular filters whose corners are equally spaced in mel: (bins, mels), and which bins."""
    to_mel, to_hertz = (_slaney_mel, _slaney_hertz) if tower.slaney else (_htk_mel, _htk_hertz)
    lowest, highest = to_mel(np.array([tower.lowest, tower.highest]))
    corners = to_hertz(np.linspace(lowest, highest, tower.mels + 2))
    hertz = np.linspace(0, tower.rate // 2, tower.window // 2 + 1)
    away = corners[None, :] - hertz[:, None]
    widths = np.diff(corners)
    rising, falling = -away[:, :-2] / widths[:-1], away[:, 2:] / widths[1:]
    filters = np.maximum(0, np.minimum(rising, falling))
    if tower.slaney:
        filters *= 2 / (corners[2:] - corners[:-2])
    heard = np.flatnonzero(filters.any(axis=1))
    bins = slice(int(heard[0]), int(heard[-1]) + 1)
    return np.ascontiguousarray(filters[bins]), bins


def _htk_mel(hertz: Doubles) -> Doubles:
    return 2595 * np.log10(1 + hertz / 700)


def _htk_hertz(mel: Doubles) -> Doubles:
    return 700 * (10 ** (mel / 2595) - 1)


def _slaney_mel(hertz: Doubles) -> Doubles:
    beyond = CORNER_MEL + np.log(np.maximum(hertz, CORNER_HZ) / CORNER_HZ) / LOG_STEP
    return np.where(hertz < CORNER_HZ, hertz * CORNER_MEL / CORNER_HZ, beyond)


def _slaney_hertz(mel: Doubles) -> Doubles:
    beyond = CORNER_HZ * np.exp(LOG_STEP * (np.maximum(mel, CORNER_MEL) - CORNER_MEL))
    return np.where(mel < CORNER_MEL, mel * CORNER_HZ / CORNER_MEL, beyond)
