"""How unlike the border of its picture a place is in colour.

Reference: Zhang, Sclaroff, Lin, Shen, Price, Mech (2015), Minimum barrier salient object detection
at 80 FPS. ICCV, section 3.3 (backgroundness).
"""

import numpy as np

from coverart.crops.reducing import Maps

BAND = 16
"""The border is one such part of the side wide."""
NOISE = 20.0  # squared levels; colours nearer to each other than these are not told apart
FLAT = 1e-9


def unlike_border(maps: Maps) -> Maps:
    """The distance of every place from the colours of the border, for maps (c, s, s): (s, s).

    It is the Mahalanobis distance from the colours of each side, over its mean, and the mean of
    three sides: the one from which a place differs most is left out, for what is salient may
    itself touch one side.
    """
    side = maps.shape[1]
    band = max(1, side // BAND)
    borders = (maps[:, :band], maps[:, -band:], maps[:, :, :band], maps[:, :, -band:])
    flat = maps.reshape(len(maps), -1)
    distances = np.stack([_distances(flat, one.reshape(len(maps), -1)) for one in borders])
    unlike: Maps = (distances.sum(axis=0) - distances.max(axis=0)) / 3
    return unlike.reshape(side, side)


def _distances(colours: Maps, border: Maps) -> Maps:
    """How far colours (c, n) are from those of a border (c, m), on the mean once: (n,)."""
    spread = np.cov(border) + NOISE * np.eye(len(border))
    away = colours - border.mean(axis=1, keepdims=True)
    found: Maps = np.sqrt(np.einsum("cn,cn->n", away, np.linalg.solve(spread, away)))
    return np.asarray(found / (found.mean() + FLAT))
