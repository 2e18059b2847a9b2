"""What a person has decided about a crop: kept or rejected, how many stars, how it was recut.

A judgement belongs to a crop of a photo's *content*, for one song, so that it survives another
ranking and every new name of photo or song.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from coverart.domain import Aspect, Box, ContentHash, Crop

MOST_STARS = 5


class Flag(StrEnum):
    """Whether a crop is to be used."""

    NONE = ""
    KEPT = "kept"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, order=True)
class CropKey:
    """What is judged: a box of the grid, of one aspect, in a photo whatever it is called."""

    content: ContentHash
    aspect: Aspect
    box: Box

    @classmethod
    def of(cls, crop: Crop) -> "CropKey":
        """The key of a crop that has not been recut."""
        return cls(crop.photo.content, crop.aspect, crop.box)


@dataclass(frozen=True, slots=True)
class Judgement:
    """A flag, stars from 0 for none to `MOST_STARS`, and the box as recut by hand, if it was."""

    flag: Flag = Flag.NONE
    stars: int = 0
    box: Box | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing was decided."""
        return self == Judgement()

    def over(self, earlier: "Judgement") -> "Judgement":
        """What was decided here, and of all else what was decided earlier."""
        return Judgement(
            self.flag or earlier.flag, self.stars or earlier.stars, self.box or earlier.box
        )

    def recut(self, crop: Crop) -> Crop:
        """The crop as it was cut by hand; as it is where that was not done, or is not possible."""
        box = self.box
        if box is None or not (box.lies_within(crop.photo.size) and box.has_aspect(crop.aspect)):
            return crop
        return replace(crop, box=box)


UNJUDGED = Judgement()
