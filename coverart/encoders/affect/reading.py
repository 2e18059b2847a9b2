"""What a text says, word by word: its distinct words, which of them are denied, and its marks.

Time stamps and tags of LRC lyrics are left out. Words are in lower case; "lovin'" is read as
"loving", and "stars'" and "star's" as "stars" and "star".
"""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from coverart.encoders.affect.vocabulary import DEGREES, FUNCTION_WORDS, NEGATORS

NEGATION_REACH = 3
"""How many words after it a negator may deny: up to the first that tells something, within its
clause. "Don't worry, be happy" denies the worry, "not so very happy" the happiness."""

MARKS = ("!", "?", "…", "denial")
"""What a text can show besides words; "denial" is that it denies anything."""

LEAST_STEM = 3
"""The fewest letters that are left of a word without its endings."""

_STAMPS = re.compile(r"\[[^\]\n]*:[^\]\n]*\]|<\d+:[\d.:]*>")
"""The time stamps and tags of LRC lyrics: "[00:12.00]", "[ar:Artist]", "<00:12.50>"."""

_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\.\.\.|[.,;:!?…\n]")
_WITHIN = frozenset(",;:")
"""The marks that end a clause, but no sentence."""

_SUNG = re.compile(r"(?<=[^\W\d_]in)'(?!\w)")
"""The end of "lovin'"."""

_ENDINGS = (
    *("ingly", "edly", "ness", "ments", "ment", "ings", "ing", "ers", "er", "ed", "es", "ly"),
    *("s", "est", "ful"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """The distinct words of a text, each 1, or -1 where its first mention is denied; its marks.

    Negators are no words here. Each of the `MARKS` that the text shows has the share, in (0, 1],
    of its sentences or lines that show it.
    """

    words: Mapping[str, int]
    marks: Mapping[str, float]


def read(text: str) -> Reading:
    """Read a text of any length."""
    words: dict[str, int] = {}
    sentences: list[set[str]] = []
    begins, denied = True, 0
    for word in _WORDS.findall(_plain(text)):
        if word[0].isalpha():
            if begins:
                sentences.append(set())
            begins = False
            if word in NEGATORS or word.endswith("n't"):
                denied = NEGATION_REACH
                sentences[-1].add("denial")
                continue
            words.setdefault(word.removesuffix("'s"), -1 if denied else 1)
            denied = 0 if _ends_denial(word) else max(0, denied - 1)
        else:
            denied = 0
            begins = begins or word not in _WITHIN
            if sentences:
                sentences[-1].add("…" if word == "..." else word)
    return Reading(words, _shares(sentences))


def carries_mood(word: str) -> bool:
    """Whether a word may be more than grammar."""
    return len(word) >= LEAST_STEM and word not in FUNCTION_WORDS


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word without the endings of English, so that its forms are one: "loving" is "lov"."""
    for ending in _ENDINGS:
        left = word.removesuffix(ending)
        if LEAST_STEM <= len(left) < len(word) and not (ending == "s" and left.endswith("s")):
            word = left
            break
    if word.endswith("y"):
        word = word[:-1] + "i"
    if len(word) > LEAST_STEM and word[-1] in "ei":
        word = word[:-1]
    if len(word) > LEAST_STEM and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word


def _shares(sentences: Sequence[Set[str]]) -> dict[str, float]:
    """The share of the sentences that show each of the marks any of them shows."""
    counts = {mark: sum(mark in shown for shown in sentences) for mark in MARKS}
    return {mark: count / len(sentences) for mark, count in counts.items() if count}


def _ends_denial(word: str) -> bool:
    return carries_mood(word) and word not in DEGREES


def _plain(text: str) -> str:
    """A text in lower case and with plain apostrophes, without stamps and tags."""
    text = _STAMPS.sub(" ", text).casefold().replace("’", "'")
    return _SUNG.sub("g", text)
