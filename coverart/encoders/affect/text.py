"""The mood of a text: a prompt of one word, a song's title, or whole lyrics.

Three sources speak:

- mood words, at their place on Russell's circumplex (`vocabulary`);
- words for colour and light, which set the mood's colours, and where no mood word stands beside
  them its valence and arousal too, as Valdez and Mehrabian measured them for colours;
- thousands of plain words, weighted as people rated sentences (`words`).

In a prompt of mood words and colours these alone decide; the more other words a text has, the
less, until in a sentence or in lyrics they are words among others. Each distinct word counts once.
"Not happy" turns the valence of "happy" round. Plain words are those of English: in a text that
hardly has any, they say nothing.

References
----------
Russell (1980). A circumplex model of affect. JPSP 39(6).
Valdez, Mehrabian (1994). Effects of color on emotions. JEP: General 123(4).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from coverart.encoders.affect.mood import Mood, with_colours
from coverart.encoders.affect.reading import Reading, read
from coverart.encoders.affect.vocabulary import COLOURS, FUNCTION_WORDS, emotions
from coverart.encoders.affect.words import PlainWords, shipped_words

Array = NDArray[np.float64]
_Entry = TypeVar("_Entry")

PLAIN_WEIGHT = 0.5
"""What a plain word counts beside a mood or colour word."""

PLAIN_GROWTH = 2
"""n plain words count as n to this power: a sentence soon says more than a word in it. Chosen,
with the weight, on the cross-validated sentences of EmoBank."""

PAINT_GROWTH = 0.5
"""Of a text's colours, n plain words take only what √n of them count."""

FEWEST_WORDS, FAMILIAR = 4, 0.5
"""A text of so many words is in English if this share of them is known."""

_SUFFIXES = ("ly", "ness")


def text_mood(text: str) -> Mood | None:
    """The mood of a text, or None where no word of it carries one we know."""
    return mood_of(read(text), shipped_words())


def mood_of(reading: Reading, plain: PlainWords) -> Mood | None:
    """The mood of a text as `text_mood` tells it, with any plain words."""
    feelings, colours = _feelings(reading.words), _colours(reading.words)
    beside = _others(reading, plain)
    if not (len(feelings) or len(colours) or beside):
        return None
    if len(feelings):
        told, count = feelings.mean(axis=0), len(feelings)
    else:
        told, count = _emotion_of(colours), len(colours)
    weight = PLAIN_WEIGHT * beside**PLAIN_GROWTH
    pooled = (told * count + np.tanh(plain.judge(reading) / 2) * weight) / (count + weight)
    paint = PLAIN_WEIGHT * beside**PAINT_GROWTH
    return _coloured(with_colours(*pooled.tolist()), colours, paint)


def _others(reading: Reading, plain: PlainWords) -> int:
    """How many words say something only as plain words; an exclamation is as good as one."""
    said = [word for word in reading.words if plain.pull(word) is not None]
    if _foreign(reading.words, len(said)):
        return 0
    others = sum(
        _look_up(word, emotions()) is None and _look_up(word, COLOURS) is None for word in said
    )
    return others + bool(reading.words and "!" in reading.marks)


def _foreign(words: Mapping[str, int], said: int) -> bool:
    """Whether a text is hardly in English, in which "die", "war" and "hat" are other words."""
    familiar = said + sum(word in FUNCTION_WORDS for word in words)
    return len(words) >= FEWEST_WORDS and familiar < FAMILIAR * len(words)


def _feelings(words: Mapping[str, int]) -> Array:
    """The places (n, 2) of the mood words, valence turned round where they are denied."""
    found = [(_look_up(word, emotions()), sign) for word, sign in words.items()]
    rows = [(sign * place[0], place[1]) for place, sign in found if place]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def _colours(words: Mapping[str, int]) -> Array:
    """Lightness, saturation, warmth (n, 3) of the words for colour and light; NaN is unsaid.

    A colour that is denied says nothing.
    """
    found = [_look_up(word, COLOURS) for word, sign in words.items() if sign > 0]
    return np.array([colour for colour in found if colour], dtype=np.float64).reshape(-1, 3)


def _emotion_of(colours: Array) -> Array:
    """Valence and arousal (2,) in [-1, 1] of colours (n, 3), by Valdez and Mehrabian (1994).

    Pleasure = .69 B + .22 S and arousal = -.31 B + .60 S, of brightness and saturation in [0, 1],
    each stretched from the range it can have; what is unsaid is in the middle.
    """
    said = ~np.isnan(colours)
    means = np.where(said, colours, 0).sum(axis=0) / np.maximum(said.sum(axis=0), 1)
    brightness, saturation = (means[:2] + 1) / 2
    pleasure = (0.69 * brightness + 0.22 * saturation) / 0.91
    arousal = (-0.31 * brightness + 0.60 * saturation + 0.31) / 0.91
    emotion: Array = np.clip(np.array([pleasure, arousal]) * 2 - 1, -1, 1)
    return emotion


def _coloured(mood: Mood, colours: Array, beside: float) -> Mood:
    """The mood in the colours (n, 3) that were told, among `beside` other words' worth of text."""
    said = ~np.isnan(colours)
    counts = said.sum(axis=0)
    associated = np.array([mood.lightness, mood.saturation, mood.warmth])
    told = np.where(said, colours, 0).sum(axis=0)
    mixed = (told + associated * beside) / np.maximum(counts + beside, 1e-9)
    lightness, saturation, warmth = np.where(counts, mixed, associated).tolist()
    return replace(mood, lightness=lightness, saturation=saturation, warmth=warmth)


def _look_up(word: str, table: Mapping[str, _Entry]) -> _Entry | None:
    """The entry of a word, or of the one it is made from: "happily" and "happiness" are happy."""
    forms = [word, *(word.removesuffix(end) for end in _SUFFIXES if word.endswith(end))]
    forms += [form[:-1] + "y" for form in forms[1:] if form.endswith("i")]
    return next((table[form] for form in forms if form in table), None)
