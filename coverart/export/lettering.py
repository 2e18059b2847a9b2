"""Words on a cover: the title and the artist, set where the picture is calm.

Everything is measured in shares of the cover, so a small preview and the finished file look alike.
Contrast is that of WCAG 2.2 (see `contrast`); 4.5 is what it asks for text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from coverart.domain import Box, Pixels
from coverart.encoders.affect.colour import chroma, cielab
from coverart.export.calm import Terrain, survey, unrest
from coverart.export.contrast import (
    ENOUGH,
    hexadecimal,
    relative_luminance,
    rgb,
    wcag_contrast,
    worst_contrast,
)
from coverart.export.palette import palette
from coverart.export.scrim import is_dark_for, shade, strength_for, tinted
from coverart.export.typeset import Block, compose, ink
from coverart.export.words import SIZES, Lettering, Place, Suggestion, missing_glyphs, texts

__all__ = [
    "SIZES",
    "Lettered",
    "Lettering",
    "Place",
    "Suggestion",
    "letter",
    "lettered",
    "missing_glyphs",
    "relative_luminance",
    "settled",
    "suggest",
    "wcag_contrast",
]

MARGIN = 0.06
"""What is kept clear at every edge, as a share of the cover's short side."""
MEASURE = 1.2
"""The longest line, as a share of the cover's height: nobody reads across a whole wide cover."""
NEAR_WHITE, NEAR_BLACK = NEUTRAL = "#f6f4f0", "#161514"
AMPLE, LIVELY = 8.0, 50.0
"""Contrast and CIELAB chroma beyond which more is no better."""
SPARE = 0.3
"""What a colour must have beyond the contrast asked for, since a small copy shows averages."""
LIVELINESS = 0.5
"""What chroma counts for a colour beside its contrast."""
WIDE = 1.5
"""From this width over height on, a cover may be a thumbnail with a time badge on it."""
BADGE = (0.17, 0.16)
"""The shares of the width and the height that the badge takes from the lower right corner."""
HIDDEN = 10.0
"""What it costs to stand under the badge: more than anything else."""
ILLEGIBLE = 1.0
"""What it costs to have no contrast at all, or a scrim that hides all of the picture."""
HAZY = 1.6
"""How much better near black must do than near white where neither can be read: a light haze on a
picture is uglier than a dark shade."""
UNUSUAL: Mapping[Place, float] = MappingProxyType(
    {
        Place.BOTTOM_LEFT: 0.0,
        Place.TOP_LEFT: 0.05,
        Place.BOTTOM: 0.1,
        Place.TOP: 0.1,
        Place.TOP_RIGHT: 0.2,
        Place.BOTTOM_RIGHT: 0.2,
        Place.CENTRE: 0.55,
        Place.LEFT: 0.5,
        Place.RIGHT: 0.6,
    }
)
"""How much calmer than the usual place another has to be; in the middle is what is pictured."""


@dataclass(frozen=True, slots=True)
class Lettered:
    """A picture with its words on it, how they are set, and the characters that no font draws."""

    pixels: Pixels
    suggestion: Suggestion
    missing: str = ""


@dataclass(frozen=True, slots=True)
class _Setting:
    """Words at a place: their corner, in shares of the height, and how strong their scrim is."""

    block: Block
    left: float
    top: float
    suggestion: Suggestion
    scrim: float = 0.0

    def box(self, rows: int) -> Box:
        """Where the words are on a cover of so many rows."""
        return self._box(0, 0, self.block.width, self.block.height, rows)

    def lines(self, rows: int) -> list[Box]:
        """Where each line is on a cover of so many rows."""
        return [
            self._box(one.left, one.top, one.left + one.width, one.bottom, rows)
            for one in self.block.lines
        ]

    def _box(self, left: float, top: float, right: float, bottom: float, rows: int) -> Box:
        """Whole pixels from edges in shares of the height, within the block."""
        x, y = round((self.left + left) * rows), round((self.top + top) * rows)
        width = max(1, round((right - left) * rows))
        return Box(x, y, x + width, y + max(1, round((bottom - top) * rows)))


def suggest(pixels: Pixels, lettering: Lettering) -> Suggestion:
    """Where the words of `lettering` stand best on a picture, and in which colour.

    What the lettering fixes is kept; the rest is chosen. The place is where the picture is calm
    and not looked at first, and leaves the lower right corner of a wide cover to the time badge.
    The colour is one of the picture's own if any reaches a contrast of 4.5, and otherwise near
    white or near black, whichever can be read better. The same picture always gives the same.
    """
    return _setting(pixels, lettering).suggestion


def letter(pixels: Pixels, lettering: Lettering) -> Pixels:
    """A copy of the picture with the words on it; the picture itself where there are none."""
    return lettered(pixels, lettering).pixels


def lettered(pixels: Pixels, lettering: Lettering) -> Lettered:
    """The picture with the words on it, and how they are set; see `letter` and `suggest`."""
    setting = _setting(pixels, lettering)
    if setting.block.lines:
        pixels = _inked(_shaded(pixels, setting), setting)
    return Lettered(pixels, setting.suggestion, missing_glyphs(lettering))


def settled(lettering: Lettering, suggestion: Suggestion) -> Lettering:
    """The lettering with the place and the colour of a suggestion: nothing is left to choose."""
    return replace(lettering, place=suggestion.place, colour=suggestion.colour)


def _setting(pixels: Pixels, lettering: Lettering) -> _Setting:
    """The best setting of the words, all in all."""
    terrain = survey(pixels)
    ratio = pixels.shape[1] / pixels.shape[0]
    own = [hexadecimal(colour) for colour in palette(terrain.pixels)]
    places = [lettering.place] if lettering.place else list(UNUSUAL)
    settings = []
    for place in places:
        bare = _placed(place, ratio, lettering)
        if not bare.block.lines:
            return bare
        settings.append(_coloured(bare, terrain, own, lettering))
    return min(settings, key=lambda setting: _cost(setting, terrain, ratio))


def _placed(place: Place, ratio: float, lettering: Lettering) -> _Setting:
    """The words at a place of a cover of that width over height, in no colour of their own yet."""
    margin = MARGIN * min(1.0, ratio)
    width, height = ratio - 2 * margin, 1 - 2 * margin
    block = compose(texts(lettering), min(width, MEASURE), height, place.across)
    left = margin + place.across * (width - block.width)
    top = margin + place.down * (height - block.height)
    colour = lettering.colour or NEAR_WHITE
    return _Setting(block, left, top, Suggestion(place, colour, wcag_contrast("#000", "#fff")))


def _coloured(
    bare: _Setting, terrain: Terrain, own: Sequence[str], lettering: Lettering
) -> _Setting:
    """The words in the best colour, with a scrim where it is needed and allowed."""
    backdrops = _backdrops(bare, terrain.pixels)
    best = _best_colour(bare.suggestion.place, backdrops, own, lettering.colour)
    if best.is_readable or not lettering.scrim:
        return replace(bare, suggestion=best)
    dark = is_dark_for(best.colour)
    strength = max(strength_for(own, best.colour, dark) for own in backdrops)
    contrast = _contrast([tinted(own, strength, dark) for own in backdrops], best.colour)
    return replace(bare, suggestion=replace(best, contrast=contrast), scrim=strength)


def _best_colour(
    place: Place, backdrops: Sequence[Pixels], own: Sequence[str], wanted: str
) -> Suggestion:
    """The colour wanted; else the most becoming of the picture's own that can be read.

    Where none of these can, near white or near black, whichever can be read better.
    """

    def judged(colours: Sequence[str]) -> list[Suggestion]:
        return [Suggestion(place, one, _contrast(backdrops, one)) for one in colours]

    if wanted:
        return judged([wanted])[0]
    readable = [one for one in judged(own) if one.contrast >= ENOUGH + SPARE]
    if readable:
        return max(readable, key=_beauty)
    light, dark = judged(NEUTRAL)
    if dark.is_readable or light.is_readable:
        return max(light, dark, key=lambda one: one.contrast)
    return dark if dark.contrast > HAZY * light.contrast else light


def _contrast(backdrops: Sequence[Pixels], colour: str) -> float:
    """The contrast of the line that can be read worst."""
    return min(worst_contrast(backdrop, colour) for backdrop in backdrops)


def _beauty(suggestion: Suggestion) -> float:
    """How well a colour that can be read becomes a cover: lively ones do, and such as stand out."""
    _, a, b = cielab(rgb(suggestion.colour)[None, None])
    lively = min(float(chroma(a, b)[0, 0]), LIVELY) / LIVELY
    return LIVELINESS * lively + min(suggestion.contrast, AMPLE) / AMPLE


def _backdrops(setting: _Setting, small: Pixels) -> list[Pixels]:
    """The pixels (n, 3) under and right beside the letters of each line."""
    found = []
    for line in setting.block.lines:
        mask = ink(replace(setting.block, lines=(line,)), len(small)) > 0
        box = setting.box(len(small))
        behind = small[box.top :, box.left :][: mask.shape[0], : mask.shape[1]]
        found.append(behind[mask[: behind.shape[0], : behind.shape[1]]])
    return found


def _cost(setting: _Setting, terrain: Terrain, ratio: float) -> float:
    """What speaks against a setting."""
    lacking = 1 - min(1.0, setting.suggestion.contrast / ENOUGH)
    under_badge = ratio >= WIDE and (
        setting.left + setting.block.width > ratio * (1 - BADGE[0])
        and setting.top + setting.block.height > 1 - BADGE[1]
    )
    return (
        max(unrest(terrain, line) for line in setting.lines(len(terrain.pixels)))
        + UNUSUAL[setting.suggestion.place]
        + ILLEGIBLE * (lacking + setting.scrim)
        + HIDDEN * under_badge
    )


def _shaded(pixels: Pixels, setting: _Setting) -> Pixels:
    """The picture with the scrim behind the words, up to the edges that they stand at."""
    if not setting.scrim:
        return pixels
    place, box = setting.suggestion.place, setting.box(len(pixels))
    reaching = Box(
        left=0 if place.across == 0 else box.left,
        top=0 if place.down == 0 else box.top,
        right=pixels.shape[1] if place.across == 1 else box.right,
        bottom=pixels.shape[0] if place.down == 1 else box.bottom,
    )
    return shade(pixels, reaching, setting.scrim, is_dark_for(setting.suggestion.colour))


def _inked(pixels: Pixels, setting: _Setting) -> Pixels:
    """A copy of the picture with the letters on it."""
    result = pixels.copy()
    box, mask = setting.box(len(pixels)), ink(setting.block, len(pixels))
    part = result[box.top :, box.left :][: mask.shape[0], : mask.shape[1]]
    amount = mask[: part.shape[0], : part.shape[1], None].astype(np.float32) / 255
    part[:] = np.rint(part + amount * (rgb(setting.suggestion.colour) - part.astype(np.float32)))
    return result
