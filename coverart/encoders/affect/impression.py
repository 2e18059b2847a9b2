"""What of a crop's colours and structure says something of how it feels, in numbers.

Both kinds of features are means over a lattice of CIELAB, so that all crops of a photo cost little
more than one. They know of no objects: blue above and green below counts as such, and not as a
meadow under the sky.

References
----------
Machajdik, Hanbury (2010). Affective image classification using features inspired by psychology and
    art theory. ACM Multimedia.
Redies, Grebenkina, Mohseni, Kaduhm, Dobel (2020). Global image properties predict ratings of
    affective pictures. Frontiers in Psychology 11.
Bigün, Granlund (1987). Optimal orientation detection of linear symmetry. ICCV: the squared
    gradient, which knows a direction but not its sign.
"""

import numpy as np

from coverart.crops.integral import rescaled
from coverart.domain import Boxes, Floats, Size
from coverart.encoders.affect.lattice import means, steps_of

UNITS = np.array([25, 15, 15], dtype=np.float32)[:, None, None]
"""About the standard deviations of L*, a* and b* over photos: what counts as one here."""

RIM = 0.15
"""The share of a crop's sides, at each end, that its colours leave out: subjects stand inside."""

GREYISH = 10.0
"""The chroma C*ab at which a colour counts as half coloured."""
DARK, BRIGHT, SOFTLY = 20.0, 85.0, 6.0
"""The lightness L* at which a cell counts as half dark or half bright, and how softly it does."""

HUES = tuple(range(0, 360, 45))
"""Degrees in CIELAB: red, orange, yellow, green, turquoise, blue, violet, pink."""
TINTS = (
    *("L*", "a*", "b*", "C*", "coloured", "dark", "bright"),
    *("spread of L*", "spread of a*", "spread of b*"),
    *(f"hue {hue}" for hue in HUES),
)
COLOURS = (*TINTS, *(f"{name}, above against below" for name in TINTS))
"""The features of `colours`: those of the crop, then its upper half's less its lower half's."""
SPREADS = slice(7, 10)

SPANS = (1, 2, 4)
"""Cells, 32 to the photo's short side, over which a gradient is taken to either side."""
FAINT = 0.02
"""A gradient below this has no direction."""
STRUCTURE = tuple(
    f"{part} of {channel}, span {span}"
    for span in SPANS
    for part in ("gradient", "uprightness", "slant")
    for channel in ("L*", "a*", "b*")
)
"""The features of `structure`."""


def colours(cells: Floats, size: Size, boxes: Boxes) -> Floats:
    """Which colours crops have, and which above and which below: (n, 36), see `COLOURS`.

    `cells` are L*, a* and b* on a lattice, (3, rows, columns); boxes (n, 4) refer to the original,
    of `size`.
    """
    inner = _without_rim(rescaled(boxes, size, steps_of(cells)))
    halves = means(_tints(cells), Boxes(np.concatenate([_upper(inner), _lower(inner)])))
    above, below = halves[: len(boxes)], halves[len(boxes) :]
    whole = _with_spreads(np.asarray((above + below) / 2))
    return np.concatenate([whole, _with_spreads(above) - _with_spreads(below)], axis=1)


def structure(cells: Floats, size: Size, boxes: Boxes) -> Floats:
    """How strongly, how upright and how slanted colours change within crops: (n, 27).

    The features are those of `STRUCTURE`; for `cells`, `size` and `boxes` see `colours`.
    """
    scaled = cells / UNITS
    gradients = np.concatenate([_gradients(scaled, span) for span in SPANS])
    return means(gradients, rescaled(boxes, size, steps_of(cells)))


def _tints(cells: Floats) -> Floats:
    """The channels whose means are `TINTS`, (18, rows, columns); squares stand for the spreads."""
    light, a, b = cells
    scaled = cells / UNITS
    chroma = np.hypot(a, b)
    coloured = chroma / (chroma + GREYISH)
    dark, bright = _beyond(DARK - light), _beyond(light - BRIGHT)
    first = np.stack([*scaled, chroma / UNITS[1], coloured, dark, bright, *scaled**2])
    return np.concatenate([first, _petals(a, b) * coloured])


def _beyond(lightness: Floats) -> Floats:
    """From 0 to 1, softly, where a lightness crosses 0."""
    return np.asarray(0.5 + 0.5 * np.tanh(lightness / (2 * SOFTLY)))


def _petals(a: Floats, b: Floats) -> Floats:
    """How near a hue is to each of `HUES`, (8, rows, columns): 1 on it, 0 from the next one on."""
    hue = np.radians(np.array(HUES, dtype=np.float32))[:, None, None]
    cosine = (a * np.cos(hue) + b * np.sin(hue)) / np.maximum(np.hypot(a, b), 1e-3)
    least = np.float32(np.cos(np.pi / 4))
    return np.asarray(np.maximum(cosine - least, 0) / (1 - least))


def _with_spreads(tints: Floats) -> Floats:
    """Means of squares (n, 18) turned into standard deviations."""
    spread = tints.copy()
    spread[:, SPREADS] = np.sqrt(np.maximum(tints[:, SPREADS] - tints[:, :3] ** 2, 0))
    return spread


def _without_rim(boxes: Boxes) -> Boxes:
    rim = np.rint((boxes[:, 2:] - boxes[:, :2]) * RIM).astype(np.int32)
    return Boxes(np.concatenate([boxes[:, :2] + rim, boxes[:, 2:] - rim], axis=1))


def _upper(boxes: Boxes) -> Boxes:
    """Upper halves, at least one step high."""
    upper = boxes.copy()
    upper[:, 3] = np.maximum((boxes[:, 1] + boxes[:, 3]) // 2, boxes[:, 1] + 1)
    return Boxes(upper)


def _lower(boxes: Boxes) -> Boxes:
    """Lower halves, at least one step high."""
    lower = boxes.copy()
    lower[:, 1] = np.minimum((boxes[:, 1] + boxes[:, 3] + 1) // 2, boxes[:, 3] - 1)
    return Boxes(lower)


def _gradients(scaled: Floats, span: int) -> Floats:
    """Strength, uprightness and slant of the gradients over a span, (9, rows, columns).

    With the gradient of length g at the angle φ, the last two are g cos 2φ, positive where what is
    seen stands upright, and g |sin 2φ| / 2.
    """
    smooth = _smoothed(scaled, span)
    wide = np.pad(smooth, ((0, 0), (span, span), (span, span)), mode="edge")
    across = (wide[:, span:-span, 2 * span :] - wide[:, span:-span, : -2 * span]) / 2
    down = (wide[:, 2 * span :, span:-span] - wide[:, : -2 * span, span:-span]) / 2
    strength = np.hypot(across, down)
    firm = strength + FAINT
    upright = (across * across - down * down) / firm
    return np.concatenate([strength, upright, np.abs(across * down) / firm])


def _smoothed(channels: Floats, span: int) -> Floats:
    """Channels (c, rows, columns) blurred by a triangle that reaches `span` cells to each side."""
    if span == 1:
        return channels
    kernel = np.convolve(np.ones(span), np.ones(span)) / span**2
    reach = span - 1
    for axis in (1, 2):
        count = channels.shape[axis]
        borders = [(reach, reach) if own == axis else (0, 0) for own in range(3)]
        wide = np.moveaxis(np.pad(channels, borders, mode="edge"), axis, 0)
        blurred = sum(
            wide[place : place + count] * np.float32(weight) for place, weight in enumerate(kernel)
        )
        channels = np.moveaxis(np.asarray(blurred), 0, axis)
    return channels
