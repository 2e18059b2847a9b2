"""The shapes of covers that can be asked for: square, wide, or both from one photo."""

from enum import Enum

from coverart.domain import SQUARE, WIDE, Aspect


class Shape(Enum):
    """What is looked for; the values are the names under which it is kept."""

    SQUARE = "square"
    WIDE = "wide"
    BOTH = "both"

    @property
    def aspect(self) -> Aspect | None:
        """The one aspect that is wanted, or None for both."""
        return {Shape.SQUARE: SQUARE, Shape.WIDE: WIDE}.get(self)
