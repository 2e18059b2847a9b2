"""Matches made by hand, for tests that need no engine."""

from pathlib import Path

from coverart.domain import SQUARE, WIDE, Aspect, Box, ContentHash, Crop, Match, Photo, Size


def match(name: str, score: float = 0.5, aspect: Aspect = SQUARE, side: int = 10) -> Match:
    """A match of a photo of that name; `side` sets the size of its box."""
    box = Box(0, 0, aspect.width * side, aspect.height * side)
    photo = Photo(Path("/photos") / name, ContentHash(name), Size(4000, 3000))
    return Match(Crop(photo, aspect, box), score, {"match": score, "composition": 0.25}, "calm")


def names(shown: object) -> list[str]:
    """The photos of the rows of a gallery model, in order."""
    return [shown.match_at(row).crop.photo.path.name for row in range(shown.rowCount())]  # type: ignore[attr-defined]


def pair(name: str, square: float = 0.5, wide: float = 0.5) -> tuple[Match, Match]:
    """A square and a wide match of one photo."""
    return match(name, square, SQUARE), match(name, wide, WIDE)
