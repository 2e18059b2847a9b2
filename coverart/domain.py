"""The nouns of Coverart, in the words that code, interface and documents share.

Conventions: pixels are those of the *upright* photo (EXIF orientation applied); boxes are
half-open, so that `right - left` is the width; coordinates grow rightwards and downwards.
All types here are immutable values.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, NewType, Self

import numpy as np
from numpy.typing import NDArray

from coverart.errors import UsageError
from coverart.language import _

Floats = NDArray[np.float32]
"""Any array of 32-bit floats."""

Pixels = NDArray[np.uint8]
"""An sRGB picture, (height, width, 3), upright."""

Boxes = NewType("Boxes", NDArray[np.int32])
"""(n, 4) boxes, a row each: left, top, right, bottom."""

Rows = NewType("Rows", NDArray[np.float16])
"""(n, d) coordinates in a space, a row per crop, as the library keeps them.

A row of NaN belongs to a crop that was not encoded yet."""

ContentHash = NewType("ContentHash", str)
"""BLAKE2b-160 of a file's bytes, in hexadecimal: what a file is, whatever it is called."""

SpaceId = NewType("SpaceId", str)
"""Names a space together with everything its coordinates depend on."""


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """Width and height in pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        """The number of pixels."""
        return self.width * self.height

    @property
    def short_side(self) -> int:
        """The smaller of width and height."""
        return min(self.width, self.height)

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height

    def __str__(self) -> str:
        return f"{self.width}×{self.height}"


@dataclass(frozen=True, slots=True, order=True)
class Aspect:
    """A ratio of width to height in lowest terms: `Aspect(1920, 1080)` is 16:9."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 1 or self.height < 1:
            raise UsageError(
                _("An aspect needs two whole numbers above zero"), _("write it as 16:9")
            )
        divisor = math.gcd(self.width, self.height)
        object.__setattr__(self, "width", self.width // divisor)
        object.__setattr__(self, "height", self.height // divisor)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "w:h", both whole numbers from 1 to 1000.

        Raises `UsageError` for anything else.
        """
        width, colon, height = text.strip().partition(":")
        if not (colon and width.isdecimal() and height.isdecimal()):
            raise UsageError(
                _("“{text}” is not an aspect").format(text=text), _("write it as 1:1 or 16:9")
            )
        if max(int(width), int(height)) > 1000:
            raise UsageError(
                _("The aspect {text} is out of range").format(text=text),
                _("use numbers up to 1000"),
            )
        return cls(int(width), int(height))

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height

    def __str__(self) -> str:
        return f"{self.width}:{self.height}"


SQUARE = Aspect(1, 1)
WIDE = Aspect(16, 9)


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A half-open rectangle of pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.bottom - self.top

    @property
    def size(self) -> Size:
        """The native pixels of what the box encloses."""
        return Size(self.width, self.height)

    def lies_within(self, size: Size) -> bool:
        """Whether the box is not empty and wholly inside a picture of `size`."""
        return (
            0 <= self.left < self.right <= size.width and 0 <= self.top < self.bottom <= size.height
        )

    def has_aspect(self, aspect: Aspect) -> bool:
        """Whether width : height is exactly `aspect`."""
        return self.width * aspect.height == self.height * aspect.width

    def as_list(self) -> list[int]:
        """[left, top, right, bottom], the form of the JSON schema."""
        return [self.left, self.top, self.right, self.bottom]


@dataclass(frozen=True, slots=True, order=True)
class Photo:
    """An image file of a folder. `size` is that of the upright original."""

    path: Path
    content: ContentHash
    size: Size


@dataclass(frozen=True, slots=True, order=True)
class Crop:
    """What is ranked: a box of one aspect in one photo.

    `fallback` marks a crop that is smaller than 40 % of its photo because the photo's shape
    leaves nothing larger (see `crops.grid`).
    """

    photo: Photo
    aspect: Aspect
    box: Box
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class SongTags:
    """What a song's file says about it; empty strings where it says nothing.

    `cover` holds the embedded picture's file bytes as they stand in the tags.
    """

    title: str = ""
    artist: str = ""
    lyrics: str = ""
    cover: bytes = field(default=b"", repr=False)


class Emotion(NamedTuple):
    """A point of the plane of emotions (Russell 1980): both coordinates lie in [-1, 1].

    `valence` runs from unpleasant to pleasant, `arousal` from calm to excited; 0 is usual.
    """

    valence: float
    arousal: float


@dataclass(frozen=True, slots=True)
class Match:
    """A crop with its score and the reasons for it.

    `score` and every part lie in [0, 1]; `parts` always holds "match" and "composition".
    `why` is one sentence without a full stop. `emotion` is the crop's own, whatever was asked;
    None in a space that knows none.
    """

    crop: Crop
    score: float
    parts: Mapping[str, float]
    why: str
    emotion: Emotion | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Matches, best first, over all crops of all photos looked at so far.

    Of these `crops`, so many were `encoded`, and took part. `verdict` is empty, or one sentence
    that says why even the best match fits badly.
    """

    matches: tuple[Match, ...] = ()
    photos: int = 0
    crops: int = 0
    encoded: int = 0
    verdict: str = ""

    @property
    def exact(self) -> bool:
        """Whether every crop took part, so that nothing better can be found."""
        return self.encoded == self.crops
