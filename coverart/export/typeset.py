"""Lines of text become a mask of their ink; the place where letters are drawn.

Lengths are shares of the cover's height, whatever its pixels: lines break, shrink and stand at the
same places in a small preview as in the finished file. Edges are those of the ink, not of the
boxes that fonts give to letters, so that lines of different sizes stand flush.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from coverart.export.fonts import Font, font
from coverart.export.wrapping import wrapped

LIGATURES_OFF = ["-liga", "-clig"]
"""What keeps letters apart that are set one by one; only the engine Raqm joins any."""
Mask = NDArray[np.uint8]
"""(h, w): how much ink there is, 0 to 255."""

EM = 256
"""Letters are measured with so many pixels an em, and everything is in proportion to that."""
FINEST = 2048
"""Letters are drawn for a cover of at least so many rows, and then reduced: hinting, which moves
them to whole pixels, would set a small preview otherwise than a large cover."""
LEADING = 1.16
"""Ems from one base line to the next, for lines whose ink leaves it."""
AIR = 0.08
"""Ems at least between the ink of two lines; some scripts reach further than Latin does."""
REMEMBERED = 256  # lines; a child process may live long
FIRST_SHAPED = 0x0590
"""From Hebrew on, letters may join or change their order, and are not set one by one."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The look of letters of any size; they are `tracking` ems further apart than the font says."""

    family: str
    bold: bool = False
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: letters of `em` shares of the cover's height, on few enough lines."""

    letters: Letters
    em: float
    most_lines: int = 3

    def scaled(self, factor: float) -> "Style":
        """The same, larger or smaller."""
        return replace(self, em=self.em * factor)


@dataclass(frozen=True, slots=True)
class Line:
    """One line, and where in the block its base line and the edges of its ink are."""

    text: str
    style: Style
    left: float
    base: float

    @property
    def width(self) -> float:
        """How long its ink is."""
        return extent(self.text, self.style.letters).width * self.style.em

    @property
    def top(self) -> float:
        """Where its ink begins."""
        return self.base - extent(self.text, self.style.letters).above * self.style.em

    @property
    def bottom(self) -> float:
        """Where its ink ends."""
        return self.base + extent(self.text, self.style.letters).below * self.style.em


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together; all of their ink lies within `width` and `height`."""

    lines: tuple[Line, ...]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Extent:
    """The ink of a line in ems: from `left` to `right`, `above` and `below` the base line."""

    left: float
    right: float
    above: float
    below: float

    @property
    def width(self) -> float:
        """Ems across."""
        return self.right - self.left


def compose(texts: Sequence[tuple[str, Style]], width: float, height: float, align: float) -> Block:
    """Set texts below each other, so that they fit into `width` and `height`.

    Each is broken into as few lines as its size allows, and made smaller where its lines are too
    many. `align` is 0 for lines flush left, 0.5 for centred ones and 1 for flush right.
    """
    lines = [line for text, style in texts for line in _broken(text, style, width)]
    block = _stacked(lines, align)
    shrink = min(1.0, height / block.height) if block.lines else 1.0
    if shrink < 1:
        block = _stacked([(text, style.scaled(shrink)) for text, style in lines], align)
    return block


def ink(block: Block, rows: int) -> Mask:
    """The mask of a block on a cover of so many rows; its first pixel is the block's corner."""
    finer = max(1, math.ceil(FINEST / rows))
    scale = rows * finer
    size = (math.ceil(block.width * rows) + 1, math.ceil(block.height * rows) + 1)
    image = Image.new("L", (size[0] * finer, size[1] * finer))
    draw = ImageDraw.Draw(image)
    for line in block.lines:
        letters, em = line.style.letters, line.style.em
        opened = font(letters.family, em * scale, letters.bold)
        start = line.left - extent(line.text, letters).left * em
        for offset, run in _runs(line.text, letters):
            at = ((start + offset * em) * scale, line.base * scale)
            draw.text(at, run, 255, opened, anchor="ls")
    return np.asarray(image.reduce(finer))


@lru_cache(maxsize=REMEMBERED)
def extent(text: str, letters: Letters) -> Extent:
    """Where the ink of a line is, in ems."""
    found = [(offset, _ink_of(run, letters)) for offset, run in _runs(text, letters)]
    inked = [(offset, box) for offset, box in found if box is not None]
    if not inked:
        return Extent(0, 0, 0, 0)
    return Extent(
        left=min(offset + box[0] / EM for offset, box in inked),
        right=max(offset + box[2] / EM for offset, box in inked),
        above=max(-box[1] for _, box in inked) / EM,
        below=max(box[3] for _, box in inked) / EM,
    )


def _ink_of(run: str, letters: Letters) -> tuple[int, int, int, int] | None:
    """What is really inked, relative to the origin; the font's own box holds its bearings too."""
    mask, (across, down) = _measuring(letters).getmask2(run, mode="L", anchor="ls")
    box = mask.getbbox()
    if box is None:
        return None
    return box[0] + across, box[1] + down, box[2] + across, box[3] + down


def _broken(text: str, style: Style, width: float) -> list[tuple[str, Style]]:
    """The lines of a text, and the style in which the longest of them fits."""
    best: list[tuple[str, Style]] = []
    for count in range(1, style.most_lines + 1):
        lines = wrapped(text, count, lambda part: _advance(part, style.letters))
        longest = max((extent(line, style.letters).width for line in lines), default=0)
        fitting = min(style.em, width / longest) if longest else style.em
        if not best or fitting > best[0][1].em:
            best = [(line, style.scaled(fitting / style.em)) for line in lines]
        if fitting == style.em:
            break
    return best


def _stacked(lines: Sequence[tuple[str, Style]], align: float) -> Block:
    """Lines below each other, as one block."""
    extents = [extent(text, style.letters) for text, style in lines]
    bases: list[float] = []
    for place, (own, (_, style)) in enumerate(zip(extents, lines, strict=True)):
        if place == 0:
            bases.append(own.above * style.em)
            continue
        above, before = extents[place - 1], lines[place - 1][1]
        clear = above.below * before.em + (own.above + AIR) * style.em
        # Between two sizes the larger asks for the room.
        bases.append(bases[-1] + max(LEADING * _pitch(before, style), clear))
    widths = [own.width * style.em for own, (_, style) in zip(extents, lines, strict=True)]
    whole = max(widths, default=0.0)
    placed = tuple(
        Line(text, style, (whole - width) * align, base)
        for (text, style), width, base in zip(lines, widths, bases, strict=True)
    )
    lowest = bases[-1] + extents[-1].below * lines[-1][1].em if bases else 0.0
    return Block(placed, whole, lowest)


def _pitch(before: Style, style: Style) -> float:
    """The em that the distance of two base lines follows."""
    return style.em if before.em == style.em else (before.em + style.em) / 2


@lru_cache(maxsize=REMEMBERED)
def _runs(text: str, letters: Letters) -> tuple[tuple[float, str], ...]:
    """What is drawn at once, and where, in ems from the line's origin: letters, or the whole line.

    A pair of letters is as far apart as the font has it, kerning and all, plus the tracking.
    """
    if not letters.tracking or not _is_separable(text):
        return ((0.0, text),)
    offset, runs = 0.0, []
    for letter, following in zip(text, (*text[1:], ""), strict=True):
        runs.append((offset, letter))
        offset += _pair(letter, following, letters) + letters.tracking
    return tuple(runs)


def _pair(letter: str, following: str, letters: Letters) -> float:
    """How far a letter is from the one that follows it, in ems."""
    opened = _measuring(letters)
    plain = LIGATURES_OFF if opened.layout_engine == ImageFont.Layout.RAQM else None
    both = opened.getlength(letter + following, features=plain)
    return (both - opened.getlength(following, features=plain)) / EM


def _advance(text: str, letters: Letters) -> float:
    """How long a text is, in ems."""
    return _measuring(letters).getlength(text) / EM + letters.tracking * len(text)


def _is_separable(text: str) -> bool:
    """Whether letters stand side by side, in the order in which they are written."""
    return all(
        not unicodedata.combining(sign)
        and (ord(sign) < FIRST_SHAPED or unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _measuring(letters: Letters) -> Font:
    return _opened(letters.family, letters.bold)


@cache
def _opened(family: str, bold: bool) -> Font:
    return font(family, EM, bold)
