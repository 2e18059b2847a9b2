"""What is seen of the crops of a photo before anything is made of it."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from coverart.crops.integral import rescaled
from coverart.domain import Boxes, Floats, Pixels, Size
from coverart.encoders.affect.colour import chroma, cielab, warmth
from coverart.encoders.affect.impression import colours, structure
from coverart.encoders.affect.lattice import means, on_lattice, steps_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of n crops, a row for each.

    `colours` (n, 36) and `structure` (n, 27) are the features of `impression`; `measured` (n, 3)
    are the means of L*, of C*ab and of the warm–cool scale.
    """

    colours: Floats
    structure: Floats
    measured: Floats

    @classmethod
    def of(cls, pixels: Pixels, size: Size, boxes: Boxes) -> Self:
        """Look at the crops `boxes` (n, 4) of a photo.

        `pixels` is the photo, possibly reduced from its original `size`, to which the boxes refer.
        """
        light, a, b = cielab(pixels)
        cells = on_lattice(np.stack([light, a, b, chroma(a, b), warmth(a, b)]))
        lab, measured = cells[:3], cells[[0, 3, 4]]
        return cls(
            colours=colours(lab, size, boxes),
            structure=structure(lab, size, boxes),
            measured=means(measured, rescaled(boxes, size, steps_of(cells))),
        )
