"""How the window says a mood: in one word or two, and in numbers."""

from coverart.encoders.affect.wording import NOTICEABLE
from coverart.language import _, mark, number

STRONG = 0.5
"""A coordinate further from 0 than this is worth the stronger word."""
STEPS = (NOTICEABLE, STRONG)

# From low to high; the middle is not worth a word.
AROUSAL = (mark("very calm"), mark("calm"), "", mark("lively"), mark("energetic"))
VALENCE = (mark("sombre"), mark("dark"), "", mark("bright"), mark("happy"))
NEUTRAL = mark("even-tempered")
BETWEEN = " · "


def mood_words(valence: float, arousal: float) -> str:
    """An emotion in one word or two: "calm · dark"; the energy comes first.

    Both coordinates lie in [-1, 1]. On a step the weaker word is used, and none where neither
    coordinate is noticeable but that the mood is even-tempered.
    """
    words = (_level(AROUSAL, arousal), _level(VALENCE, valence))
    return BETWEEN.join(filter(None, words)) or _(NEUTRAL)


def signed(value: float) -> str:
    """A coordinate for people: "+0.25", "−0.25", "0.00"."""
    text = f"{abs(value):.2f}"
    sign = "" if text == "0.00" else "+" if value > 0 else "−"
    return f"{sign}{number(abs(value), '.2f')}"


def _level(words: tuple[str, ...], value: float) -> str:
    """The word for a coordinate, of five from low to high."""
    away = sum(abs(value) > step for step in STEPS)
    return _(words[2 + away if value > 0 else 2 - away])
