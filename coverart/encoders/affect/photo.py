"""The mood of every crop of a photo, from its colours and its structure.

Lightness, saturation and warmth are measured: the means of L*, of C* and of the warm–cool scale, as
deviations from what photos usually have. Valence and arousal are predicted by the models of `eye`,
which were fitted on what people felt at photos. All five are squashed into [-1, 1].

What is *in* the picture is not recognised, and that is most of what people feel at a photo:
models/affect/README.md says how much is left.
"""

from coverart.domain import Boxes, Floats, Pixels, Size
from coverart.encoders.affect.eye import shipped_eye
from coverart.encoders.affect.seen import Seen

SIDE = 128
"""The short side, in pixels, at which photos are looked at: colours need no more."""


def photo_moods(pixels: Pixels, size: Size, boxes: Boxes) -> Floats:
    """Moods of the crops `boxes` (n, 4) of a photo: (n, 5), in the order of `mood.DIMENSIONS`.

    `pixels` is the photo, possibly reduced from its original `size`, to which the boxes refer.
    """
    return shipped_eye().moods(Seen.of(pixels, size, boxes))
