"""What is written on a cover, and in which letters; where it stands is for `lettering` to find."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from coverart.export.contrast import ENOUGH, rgb
from coverart.export.fonts import family_for, undrawn
from coverart.export.typeset import LEADING, Letters, Style

SIZES = (0.03, 0.25)
"""The least and the greatest height of a line of the title, as shares of the cover's height."""
ARTIST = 0.55
"""The artist's size as a share of the title's."""
TITLE_TRACKING, ARTIST_TRACKING = -0.012, 0.035
"""Large letters stand closer than the font has them, and small ones further apart."""
TITLE_LINES, ARTIST_LINES = 3, 2
LONGEST = 200
"""The characters of a title, or an artist, beyond which nothing is set."""


class Place(StrEnum):
    """Where the words stand; they are aligned with the side they stand at."""

    TOP_LEFT = "top-left"
    TOP = "top"
    TOP_RIGHT = "top-right"
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM_LEFT = "bottom-left"
    BOTTOM = "bottom"
    BOTTOM_RIGHT = "bottom-right"

    @property
    def across(self) -> float:
        """0 at the left, 0.5 in the middle, 1 at the right."""
        return (list(Place).index(self) % 3) / 2

    @property
    def down(self) -> float:
        """0 at the top, 0.5 in the middle, 1 at the bottom."""
        return (list(Place).index(self) // 3) / 2


@dataclass(frozen=True, slots=True)
class Lettering:
    """The words on a cover, and how they are set.

    `font` is one of `fonts.families()`; empty stands for the one that comes with Pillow. `size` is
    the height of a line of the title as a share of the cover's height, kept within `SIZES`; the
    artist's is 0.55 of it. `place` and `colour` ("#rrggbb") are suggested by the picture where
    they are None and empty. `scrim` allows darkening or lightening the picture softly behind the
    words, where they could not be read without it.

    Raises `UsageError` for a colour that is none.
    """

    title: str = ""
    artist: str = ""
    font: str = ""
    size: float = 0.09
    place: Place | None = None
    colour: str = ""
    scrim: bool = True

    def __post_init__(self) -> None:
        if self.colour:
            rgb(self.colour)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How words are set on a picture: their place, their colour, and how well they can be read.

    `contrast` is the WCAG ratio, 1 to 21, of the colour with the worst tenth of the background
    under the letters, on average; after the scrim, if there is one.
    """

    place: Place
    colour: str
    contrast: float

    @property
    def is_readable(self) -> bool:
        """Whether the contrast is what WCAG asks for text."""
        return self.contrast >= ENOUGH


def texts(lettering: Lettering) -> tuple[tuple[str, Style], ...]:
    """The title and the artist in their styles, as far as there are any and fonts can draw them."""
    em = min(max(lettering.size, SIZES[0]), SIZES[1]) / LEADING
    (title, own), (artist, other) = _with_families(lettering)
    styled = (
        (_drawable(title, own), Style(Letters(own, True, TITLE_TRACKING), em, TITLE_LINES)),
        (
            _drawable(artist, other),
            Style(Letters(other, False, ARTIST_TRACKING), ARTIST * em, ARTIST_LINES),
        ),
    )
    return tuple((text, style) for text, style in styled if text)


def missing_glyphs(lettering: Lettering) -> str:
    """The characters that no installed font can draw, each once; they are left out of the cover."""
    missing = (undrawn(text, family) for text, family in _with_families(lettering))
    return "".join(dict.fromkeys("".join(missing)))


def _with_families(lettering: Lettering) -> tuple[tuple[str, str], tuple[str, str]]:
    """The title and the artist, each with the family that draws it: one for both where one can."""
    title, artist = _clean(lettering.title), _clean(lettering.artist)
    both = family_for(title + artist, lettering.font)
    if not undrawn(title + artist, both):
        return (title, both), (artist, both)
    return (
        (title, family_for(title, lettering.font)),
        (artist, family_for(artist, lettering.font)),
    )


def _clean(text: str) -> str:
    """A text on one line, in the form that fonts know best, without what is no text."""
    composed = unicodedata.normalize("NFC", text)
    shown = (" " if unicodedata.category(sign) == "Cc" else sign for sign in composed)
    return " ".join("".join(shown).split())[:LONGEST]


def _drawable(text: str, family: str) -> str:
    """A text without the characters that its family lacks: an empty box is no letter."""
    missing = undrawn(text, family)
    return " ".join("".join(sign for sign in text if sign not in missing).split())
