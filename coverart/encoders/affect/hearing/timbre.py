"""Timbre: the colour of the sound, its shape over the bands of hearing, and how it changes.

References
----------
Davis, Mermelstein (1980). Comparison of parametric representations for monosyllabic word
recognition. IEEE ASSP 28. (cepstral coefficients)
Jiang, Lu, Zhang, Tao, Cai (2002). Music type classification by spectral contrast feature. ICME.
"""

from functools import cache
from itertools import pairwise

import numpy as np

from coverart.domain import Floats
from coverart.encoders.affect.hearing.spectra import (
    FAINTEST,
    Array,
    Named,
    Spectra,
    decibels,
    entropy,
    frequencies,
    mean_and_sd,
    numbered,
    sounding,
)

COEFFICIENTS = 12
"""Cepstral coefficients, the first of which is brightness; the level is left out."""

CONTRAST_EDGES = (100, 200, 400, 800, 1600, 3200, 6400)
"""Edges in Hz of the octaves whose peaks are compared with their valleys."""
CONTRAST_SHARE = 7
"""One bin in so many of an octave is a peak, and one a valley."""

SPEECH = 5000.0
"""Hz below which the entropy is heard: it depends less on how a file was compressed."""

VALLEY = -90.0
"""Decibels at which a bin is taken to be silent: deeper valleys are holes that a codec left."""


def timbre(spectra: Spectra) -> Named:
    """Features of the shape of the spectrum of a window."""
    cepstra = spectra.bands @ _cosines()
    # Every other frame is enough for what changes slowly, and sorting is dear.
    sparse = sounding(spectra.short[::2])
    return {
        **numbered("cepstrum", cepstra.mean(axis=0)),
        **numbered("cepstrum_sd", cepstra.std(axis=0)),
        **numbered("cepstrum_steps", np.abs(np.diff(cepstra, axis=0)).sum(axis=0) / len(cepstra)),
        **numbered("contrast", contrast(sparse).mean(axis=0)),
        **_shape(sparse),
    }


def contrast(spectra: Floats) -> Array:
    """How far peaks rise above valleys in six octaves of every frame, in dB: (frames, 6)."""
    edges = np.searchsorted(frequencies(spectra), CONTRAST_EDGES)
    columns = []
    for first, last in pairwise(edges):
        few = max(1, (last - first) // CONTRAST_SHARE)
        bins = np.partition(spectra[:, first:last], (few - 1, last - first - few), axis=1)
        valleys = decibels(np.square(bins[:, :few]), VALLEY).mean(axis=1)
        columns.append(decibels(np.square(bins[:, -few:]), VALLEY).mean(axis=1) - valleys)
    return np.stack(columns, axis=1)


def _shape(spectra: Floats) -> Named:
    """Centroid and spread in Hz, entropy in [0, 1] and flatness in dB, means over frames."""
    hertz = frequencies(spectra)
    share = spectra / np.maximum(spectra.sum(axis=1, keepdims=True), FAINTEST)
    centroid = share @ hertz
    spread = np.sqrt(np.maximum(share @ hertz**2 - centroid**2, 0))
    middle = np.square(spectra[:, (hertz >= 50) & (hertz < 8000)])
    flatness = decibels(middle, VALLEY).mean(axis=1) - decibels(middle.mean(axis=1), VALLEY)
    return {
        **mean_and_sd("centroid", centroid),
        **mean_and_sd("spread", spread),
        "entropy": float(entropy(spectra[:, hertz < SPEECH]).mean()),
        "flatness": float(flatness.mean()),
    }


@cache
def _cosines() -> Array:
    """Turns the levels of 24 bands into cepstral coefficients 1 to 12, (24, 12)."""
    places = (np.arange(24) + 0.5) / 24
    waves: Array = np.cos(np.pi * np.outer(places, np.arange(1, COEFFICIENTS + 1)))
    waves *= np.sqrt(2 / 24)
    return waves
