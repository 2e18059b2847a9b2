"""The sizes in which small pictures are kept, so that windows of all widths can share them."""

import math

CLASSES = (128, 256, 512, 1024)
"""Pixels of the long side. The largest is for wide tiles on dense screens."""


def class_of(longest: int) -> int:
    """The size in which to ask for a picture that is shown `longest` pixels long or less."""
    fitting = (size for size in CLASSES if size >= longest)
    return next(fitting, CLASSES[-1] * math.ceil(longest / CLASSES[-1]))


def stand_ins(wanted: int) -> tuple[int, ...]:
    """The other sizes, the best to show meanwhile first: larger ones, then ever smaller ones."""
    larger = [size for size in CLASSES if size > wanted]
    smaller = [size for size in reversed(CLASSES) if size < wanted]
    return (*larger, *smaller)
