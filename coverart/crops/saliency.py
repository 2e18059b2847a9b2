"""Where the eye goes: spectral residual saliency.

Reference: Hou, Zhang (2007), Saliency detection: a spectral residual approach. CVPR.
"""

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats

SIDE = 64
BLUR_SIGMA = 2.5  # pixels of the 64 × 64 map; the paper's "gaussian of sigma 8" is for its display


def spectral_residual(grey: Floats) -> Floats:
    """Saliency of a grey picture (h, w): a map (64, 64) that sums to 1, or is even where flat.

    R = log|F| − blur₃(log|F|); saliency = blur(|F⁻¹ exp(R + iP)|²), F the spectrum of the picture
    reduced to 64 × 64 and P its phase.
    """
    small = _reduced(grey)
    if np.ptp(small) < 1e-3:
        return np.full((SIDE, SIDE), 1 / SIDE**2, dtype=np.float32)
    spectrum = np.fft.fft2(small)
    log_amplitude = np.log(np.abs(spectrum) + 1e-9)
    residual = log_amplitude - _mean_of_3_by_3(log_amplitude)
    restored = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    smooth = _gaussian(restored, BLUR_SIGMA)
    return np.asarray(smooth / smooth.sum(), dtype=np.float32)


def _reduced(grey: Floats) -> NDArray[np.float64]:
    """Mean of the picture over 64 × 64 cells; a cell smaller than a pixel takes that pixel."""
    result = grey.astype(np.float64)
    for axis in (0, 1):
        edges = np.arange(SIDE) * result.shape[axis] // SIDE
        counts = np.maximum(np.diff(edges, append=result.shape[axis]), 1)
        shape = [1, 1]
        shape[axis] = SIDE
        result = np.add.reduceat(result, edges, axis=axis) / counts.reshape(shape)
    return result


def _mean_of_3_by_3(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean over each 3 × 3 neighbourhood; a spectrum is periodic, and so is this."""
    rows = sum(np.roll(values, step, axis=0) for step in (-1, 0, 1))
    return np.asarray(sum(np.roll(rows, step, axis=1) for step in (-1, 0, 1)) / 9)


def _gaussian(values: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """Blur by a Gaussian; beyond the border the values are mirrored."""
    reach = int(3 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for _ in range(2):
        padded = np.pad(values, ((reach, reach), (0, 0)), mode="symmetric")
        windows = np.lib.stride_tricks.sliding_window_view(padded, len(kernel), axis=0)
        values = (windows @ kernel).T
    return values
