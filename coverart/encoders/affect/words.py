"""What thousands of plain words say of the mood of a text, as it was fitted on human ratings.

`coverart learn fit` wrote the weights into `resources/affect/words.json`: in hundredths of the
standard deviation of rated sentences, by the stem of a word and, where a word says something else
than others of its stem, by the word itself.

References
----------
Buechel, Hahn (2017). EmoBank: studying the impact of annotation perspective and representation
format on dimensional emotion analysis. EACL.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coverart.encoders.affect.reading import Reading, carries_mood, stem
from coverart.resources import resource

Array = NDArray[np.float64]
Pair = Sequence[float]
"""Valence and arousal."""

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class PlainWords:
    """Pulls of words towards valence and arousal: (v, a), in hundredths, by word and by stem.

    `marks` are the pulls of `reading.MARKS`, and `offset` that of any text, in hundredths too.
    """

    stems: Mapping[str, Pair]
    words: Mapping[str, Pair]
    marks: Mapping[str, Pair]
    offset: Pair

    def pull(self, word: str) -> Pair | None:
        """The pull of a word, or None where it is unknown, or only grammar."""
        if not carries_mood(word):
            return None
        found = self.words.get(word)
        return self.stems.get(stem(word)) if found is None else found

    def judge(self, reading: Reading) -> Array:
        """Valence and arousal (2,) of a text, in standard deviations of rated sentences.

        The sum of the pulls of n distinct words is over √(1 + n), so that a long text may be
        somewhat more decided than a short one. A denied word pulls its valence the other way. A
        mark pulls by the share of the sentences that show it.
        """
        length = math.sqrt(1 + len(reading.words))
        valence, arousal = self.offset
        for word, sign in reading.words.items():
            pull = self.pull(word)
            if pull is not None:
                valence += sign * pull[0] / length
                arousal += pull[1] / length
        for mark, share in reading.marks.items():
            valence += share * self.marks[mark][0]
            arousal += share * self.marks[mark][1]
        judged: Array = np.array([valence, arousal]) / HUNDREDTHS
        return judged


def plain_words(model: Mapping[str, Any]) -> PlainWords:
    """The words of a model as it stands in its file."""
    return PlainWords(model["stems"], model["words"], model["marks"], model["offset"])


@cache
def shipped_words() -> PlainWords:
    """The words that come with the program; read when first needed."""
    return plain_words(json.loads(resource("affect/words.json").read_text(encoding="utf-8")))
