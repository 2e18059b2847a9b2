"""Small square copies of pictures, in which cues of saliency are looked for."""

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats

Maps = NDArray[np.float64]
"""(…, s, s) small maps of a picture, whatever its shape."""


def reduced(channels: Floats, side: int) -> Maps:
    """Means of channels (…, h, w) over `side` × `side` cells: (…, side, side).

    A cell smaller than a pixel takes that pixel.
    """
    result = channels.astype(np.float64)
    for axis in (-2, -1):
        edges = np.arange(side) * result.shape[axis] // side
        counts = np.maximum(np.diff(edges, append=result.shape[axis]), 1)
        result = np.add.reduceat(result, edges, axis=axis)
        result /= counts[:, None] if axis == -2 else counts
    return result


def blurred(values: Maps, sigma: float) -> Maps:
    """Blur a map (s, s) by a Gaussian; beyond the border the values are mirrored."""
    reach = int(3 * sigma)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    for _ in range(2):
        padded = np.pad(values, ((reach, reach), (0, 0)), mode="symmetric")
        windows = np.lib.stride_tricks.sliding_window_view(padded, len(kernel), axis=0)
        values = (windows @ kernel).T
    return values
