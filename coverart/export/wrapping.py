"""Where lines may break, and where they break best."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

WIDE = ("W", "F")
"""Unicode's widths of Chinese, Japanese and Korean signs, and of emojis."""
HANGUL = "HANGUL"
HOLDING_BACK = ("Pe", "Pf", "Po", "Lm", "Mn", "Mc", "Me", "Sk", "Cf")
"""Unicode's categories of what may not begin a line: closing marks, accents, lengthening signs."""
HOLDING_ON = ("Ps", "Pi")
"""Unicode's categories of what may not end one: opening brackets."""

Width = Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never broken: a word, or a sign of a script without spaces.

    `spaced` says that there is a space before it.
    """

    text: str
    spaced: bool = True


def pieces(text: str) -> tuple[Piece, ...]:
    """The pieces of a text, in order. Chinese and Japanese may break at nearly every sign."""
    return tuple(
        Piece(part, spaced=place == 0)
        for word in text.split()
        for place, part in enumerate(_parts(word))
    )


def joined(some: Sequence[Piece]) -> str:
    """The text of a line."""
    return "".join(f" {one.text}" if one.spaced else one.text for one in some).lstrip()


def wrapped(text: str, lines: int, width: Width) -> tuple[str, ...]:
    """Break a text into so many lines that the longest is as short as can be.

    Fewer where it has fewer pieces, none where it has none. `width` measures a text; that of a
    line is taken to be the sum of its pieces and spaces.
    """
    some = pieces(text)
    if not some:
        return ()
    places = _places(some, min(lines, len(some)), width)
    return tuple(joined(some[first:last]) for first, last in pairwise(places))


def _places(some: Sequence[Piece], lines: int, width: Width) -> list[int]:
    """Where each line begins, and where the last ends: 0 … len(some).

    `longest[end]` is the longest line where the first `end` pieces are divided best, and one line
    more is added in each round.
    """
    space = width(" ")
    gaps = [space if one.spaced else 0.0 for one in some]
    widths = [width(one.text) + gap for one, gap in zip(some, gaps, strict=True)]
    ends = list(accumulate(widths, initial=0.0))

    def line(first: int, last: int) -> float:
        return ends[last] - ends[first] - gaps[first]

    longest = {end: line(0, end) for end in range(1, len(some) + 1)}
    rounds: list[dict[int, int]] = []
    for fewest in range(1, lines):
        before, longest, cuts = longest, {}, {}
        for end in range(fewest + 1, len(some) + 1):
            choices = {cut: max(before[cut], line(cut, end)) for cut in range(fewest, end)}
            cuts[end] = min(choices, key=choices.__getitem__)
            longest[end] = choices[cuts[end]]
        rounds.append(cuts)
    places = [len(some)]
    for cuts in reversed(rounds):
        places.insert(0, cuts[places[0]])
    return [0, *places]


def _parts(word: str) -> list[str]:
    """A word, broken wherever two wide signs meet that may be parted."""
    parts = [word[0]]
    for sign in word[1:]:
        if _parted(parts[-1][-1], sign):
            parts.append(sign)
        else:
            parts[-1] += sign
    return parts


def _parted(before: str, after: str) -> bool:
    """Whether a line may break between two signs. Korean breaks at its spaces alone."""
    if not (_is_wide(before) and _is_wide(after)):
        return False
    return (
        unicodedata.category(after) not in HOLDING_BACK
        and unicodedata.category(before) not in HOLDING_ON
    )


def _is_wide(sign: str) -> bool:
    wide = unicodedata.east_asian_width(sign) in WIDE
    return wide and not unicodedata.name(sign, "").startswith(HANGUL)
