"""The mood of a text: a prompt of one word, a song's title, or whole lyrics.

Three sources speak, and are pooled by how much they say:

- mood words, at their place on Russell's circumplex (`vocabulary`);
- words for colour and light, which set the mood's colours, and where no mood word stands beside
  them its valence and arousal too, as Valdez and Mehrabian measured them for colours;
- thousands of plain words, weighted by a ridge regression on the ratings of EmoBank
  (`learn.fit_affect` wrote them into `resources/affect/words.json`).

Each distinct word counts once. "Not happy" turns the valence of "happy" round.

References
----------
Russell (1980). A circumplex model of affect. JPSP 39(6).
Valdez, Mehrabian (1994). Effects of color on emotions. JEP: General 123(4).
Buechel, Hahn (2017). EmoBank: studying the impact of annotation perspective and representation
format on dimensional emotion analysis. EACL.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from coverart.encoders.affect.mood import Mood, with_colours
from coverart.encoders.affect.vocabulary import COLOURS, NEGATORS, emotions
from coverart.resources import resource

Array = NDArray[np.float64]
_Entry = TypeVar("_Entry")

PLAIN_WEIGHT = 0.25
"""What a plain word counts beside a mood or colour word; n of them count as √n."""

NEGATION_REACH = 3
"""How many words a negator denies, unless a clause ends before."""

_STAMPS = re.compile(r"\[[^\]\n]*:[^\]\n]*\]|<\d+:[\d.:]*>")
"""The time stamps and tags of LRC lyrics: "[00:12.00]", "[ar:Artist]", "<00:12.50>"."""

_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|[.,;:!?\n]")
_SUFFIXES = ("ly", "ness")


def text_mood(text: str) -> Mood | None:
    """The mood of a text, or None where no word of it carries one we know."""
    words = distinct_words(text)
    feelings, colours = _feelings(words), _colours(words)
    plain, known = plain_emotion(words, _plain_weights())
    if not (len(feelings) or len(colours) or known):
        return None
    if len(feelings):
        told, count = feelings.mean(axis=0), len(feelings)
    else:
        told, count = _emotion_of(colours), len(colours)
    beside = PLAIN_WEIGHT * math.sqrt(known)
    pooled = (told * count + np.tanh(plain / 2) * beside) / (count + beside)
    return _coloured(with_colours(*pooled.tolist()), colours, beside)


def distinct_words(text: str) -> dict[str, int]:
    """The words of a text in lower case, each with 1, or -1 where its first mention is denied.

    Negators are left out, and so are the time stamps and tags of LRC lyrics.
    """
    words: dict[str, int] = {}
    denied = 0
    for word in _WORDS.findall(_STAMPS.sub(" ", text.casefold().replace("’", "'"))):
        if word in NEGATORS or word.endswith("n't"):
            denied = NEGATION_REACH
        elif word[0].isalpha():
            words.setdefault(word, -1 if denied else 1)
            denied = max(0, denied - 1)
        else:
            denied = 0
    return words


def plain_emotion(
    words: Mapping[str, int], weights: Mapping[str, Sequence[float]]
) -> tuple[Array, int]:
    """Valence and arousal (2,) in standard deviations of sentences, and how many words are known.

    The model's row of word presence has unit length, so the sum of weights is over √known.
    """
    known = [(sign, weights[word]) for word, sign in words.items() if word in weights]
    rows = np.array([(sign * row[0], row[1]) for sign, row in known]).reshape(-1, 2)
    total: Array = rows.sum(axis=0) / math.sqrt(max(1, len(rows)))
    return total, len(rows)


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


@cache
def _plain_weights() -> dict[str, list[float]]:
    lexicon = json.loads(resource("affect/words.json").read_text(encoding="utf-8"))
    words: dict[str, list[float]] = lexicon["words"]
    return words
