"""Where the eye goes: three cues, which fail on different pictures, in equal parts.

What breaks the regularity of the spectrum, what cannot be reached from the border without a step,
and what has other colours than the border. The first finds small things on busy ground, the others
whole ones on calm ground.

References
----------
Hou, Zhang (2007), Saliency detection: a spectral residual approach. CVPR.
Zhang et al. (2015), in `crops.barrier` and `crops.surround`.
"""

import numpy as np

from coverart.crops.barrier import barrier_distance
from coverart.crops.reducing import Maps, blurred, reduced
from coverart.crops.surround import unlike_border
from coverart.domain import Floats

SIDE = 64
BLUR_SIGMA = 2.5  # pixels of the 64 × 64 map; the paper's "gaussian of sigma 8" is for its display
COARSE = 32
"""The side at which the border is looked at: for things, not for their parts."""
COARSE_SIGMA = 1.0
FLAT = 1e-3  # levels: a picture that varies less is flat


def saliency(opponents: Floats) -> Floats:
    """Saliency of a picture as luma, red–green and yellow–blue (3, h, w), in levels of 255.

    A map (64, 64) that sums to 1; it is even where the picture is flat.
    """
    coarse = reduced(opponents, COARSE)
    set_apart = _as_shares(blurred(barrier_distance(coarse), COARSE_SIGMA) ** 2)
    unlike = _as_shares(blurred(unlike_border(coarse), COARSE_SIGMA) ** 2)
    scale = SIDE // COARSE
    both = np.kron(set_apart + unlike, np.full((scale, scale), 1 / scale**2))
    return np.asarray((both + spectral_residual(opponents[0])) / 3, dtype=np.float32)


def spectral_residual(grey: Floats) -> Floats:
    """Saliency of a grey picture (h, w): a map (64, 64) that sums to 1, or is even where flat.

    R = log|F| − blur₃(log|F|); saliency = blur(|F⁻¹ exp(R + iP)|²), F the spectrum of the picture
    reduced to 64 × 64 and P its phase.
    """
    small = reduced(grey, SIDE)
    if np.ptp(small) < FLAT:
        return np.full((SIDE, SIDE), 1 / SIDE**2, dtype=np.float32)
    spectrum = np.fft.fft2(small)
    log_amplitude = np.log(np.abs(spectrum) + 1e-9)
    residual = log_amplitude - _mean_of_3_by_3(log_amplitude)
    restored = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    smooth = blurred(restored, BLUR_SIGMA)
    return np.asarray(smooth / smooth.sum(), dtype=np.float32)


def _as_shares(values: Maps) -> Maps:
    """A map (s, s) of no negative values that sums to 1, or an even one where all are nothing."""
    total = float(values.sum())
    if total < FLAT:
        return np.full(values.shape, 1 / values.size)
    return values / total


def _mean_of_3_by_3(values: Maps) -> Maps:
    """Mean over each 3 × 3 neighbourhood; a spectrum is periodic, and so is this."""
    rows = sum(np.roll(values, step, axis=0) for step in (-1, 0, 1))
    return np.asarray(sum(np.roll(rows, step, axis=1) for step in (-1, 0, 1)) / 9)
