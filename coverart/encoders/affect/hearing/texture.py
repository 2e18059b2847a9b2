"""Texture: how many notes sound at the same time, how high, how far apart and how roughly.

Here notes count as they sound, the loud ones for more; `tonality` weighs them otherwise. What
sounds together in one frame stands beside what sounds in the window as a whole.

References
----------
Plomp, Levelt (1965). Tonal consonance and critical bandwidth. JASA 38.
Sethares (1993). Local consonance and the relationship between timbre and scale. JASA 94.
"""

import numpy as np

from coverart.domain import Floats
from coverart.encoders.affect.hearing.pitch import (
    HIGHEST_NOTE,
    LOWEST_NOTE,
    PARTIAL_RANGE,
    Partials,
    fold,
    intervals,
)
from coverart.encoders.affect.hearing.spectra import (
    Array,
    Named,
    entropy,
    frequencies,
    mean_and_sd,
    numbered,
)

_FAINT = 1e-9


def texture(heights: Array, partials: Partials, spectra: Floats) -> Named:
    """Features of what sounds together: notes (frames, 51), partials, and spectra of a window."""
    tones = fold(np.sqrt(heights))
    whole = tones.mean(axis=0, keepdims=True)
    return {
        **numbered("together", intervals(tones).mean(axis=0)),
        **numbered("altogether", intervals(whole)[0]),
        "pitches_entropy_now": float(entropy(tones).mean()),
        "pitches_entropy": float(entropy(whole)[0]),
        **_register(heights),
        **mean_and_sd("roughness", roughness(partials)),
        **mean_and_sd("partials", partials.count),
        **mean_and_sd("partials_share", _share(partials, spectra)),
    }


def roughness(partials: Partials) -> Array:
    """How much the partials of each frame beat against each other, (frames,), from 0 up.

    The dissonance of every pair by Sethares (1993), which is largest a quarter of a critical band
    apart, weighted by the fainter of the two, over the sum of all magnitudes.
    """
    hertz, heights = partials.hertz, partials.magnitudes
    lower = np.minimum(hertz[:, :, None], hertz[:, None, :])
    apart = np.abs(hertz[:, :, None] - hertz[:, None, :]) * 0.24 / (0.0207 * lower + 18.96)
    beating = np.exp(-3.5 * apart) - np.exp(-5.75 * apart)
    fainter = np.minimum(heights[:, :, None], heights[:, None, :])
    pairs = (fainter * beating).sum(axis=(1, 2)) / 2
    rough: Array = pairs / np.maximum(heights.sum(axis=1), _FAINT)
    return rough


def _register(heights: Array) -> Named:
    """The height of the notes that sound (MIDI numbers), how far they spread, and how many."""
    total = heights.sum(axis=1, keepdims=True)
    share = heights / np.maximum(total, _FAINT)
    numbers = np.arange(LOWEST_NOTE, HIGHEST_NOTE)
    middle = share @ numbers
    spread = np.sqrt(np.maximum(share @ numbers**2 - middle**2, 0))
    logarithms = np.log(np.where(share > 0, share, 1))
    return {
        **mean_and_sd("register", middle),
        "register_spread": float(spread.mean()),
        "polyphony": float(np.exp(-(share * logarithms).sum(axis=1)).mean()),
    }


def _share(partials: Partials, spectra: Floats) -> Array:
    """The power of the strongest partials' tops over all power in their range, (frames,)."""
    first, last = np.searchsorted(frequencies(spectra), PARTIAL_RANGE)
    power = np.square(spectra[:, first:last]).sum(axis=1)
    share: Array = np.square(partials.magnitudes).sum(axis=1) / np.maximum(power, _FAINT)
    return share
