"""Fits the weights of plain words for the mood of texts, on the ratings of EmoBank.

A ridge regression from the words of a sentence, a row of word presence of unit length, to its
valence and arousal as standard scores. Words are read as `encoders.affect.text` reads them, so a
denied word counts against its valence.

References
----------
Buechel, Hahn (2017). EmoBank: studying the impact of annotation perspective and representation
format on dimensional emotion analysis. EACL.
"""

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coverart.encoders.affect.sound import Array
from coverart.encoders.affect.text import distinct_words, plain_emotion

WORD_RIDGE = 2.0
"""The ridge of the word model, chosen among 0.5, 1, 2, 4, 8 on EmoBank's development
sentences: valence does best at 1, arousal at 2."""

MOST_WORDS, LEAST_SENTENCES = 5000, 3
LEAST_WEIGHT = 0.1
"""Words that move neither rating by this many standard deviations are left out."""

FUNCTION_WORDS = frozenset(
    "a about after again all also am an and any are as at be because been before being both but "
    "by can com could did do does doing down during each few for from further had has have having "
    "he he's her here hers herself him himself his how i i'd i'll i'm i've if in into is it it's "
    "its itself just me more most my myself now of off on once one only or other our ours out "
    "over own pm said same she should so some such than that that's the their theirs them then "
    "there these they they're this those through to too two under until up upon us very was we "
    "were what when where which while who whom whose why will with would you your yours".split()
)
"""Words that show how a sentence is built rather than what it feels like."""


def fit_words(emobank: Path) -> dict[str, Any]:
    """The word weights of `encoders.affect.text`, fitted on EmoBank's training sentences."""
    with emobank.open(encoding="utf-8", newline="") as file:
        sentences = list(csv.DictReader(file))
    train = [row for row in sentences if row["split"] == "train"]
    texts = [distinct_words(row["text"]) for row in train]
    ratings = np.array([[float(row["V"]), float(row["A"])] for row in train])
    targets = (ratings - ratings.mean(axis=0)) / ratings.std(axis=0)
    vocabulary = _frequent_words(texts)
    signed = _presence(texts, vocabulary)
    columns = [_ridge(signed, targets[:, 0]), _ridge(np.abs(signed), targets[:, 1])]
    rows = np.stack(columns, axis=1).round(3).tolist()
    fitted = dict(zip(vocabulary, rows, strict=True))
    words = {word: row for word, row in fitted.items() if max(map(abs, row)) >= LEAST_WEIGHT}
    return {
        "provenance": {
            "made by": "python -m coverart.learn.fit_affect words",
            "method": "ridge regression on unit rows of word presence, ratings standardised",
            "data": "EmoBank, Buechel and Hahn (2017), the training sentences",
            "licence": "CC BY-SA 4.0",
            "sentences": len(train),
            "columns": ["valence", "arousal"],
            "figures": _word_figures(sentences, words),
        },
        "words": words,
    }


def _frequent_words(texts: Sequence[Mapping[str, int]]) -> list[str]:
    counts = Counter(word for text in texts for word in text if _carries_mood(word))
    often = [word for word, count in counts.items() if count >= LEAST_SENTENCES]
    return sorted(sorted(often, key=lambda word: (-counts[word], word))[:MOST_WORDS])


def _carries_mood(word: str) -> bool:
    """Whether a word may be more than grammar or somebody's name."""
    return len(word) > 2 and not word.endswith("'s") and word not in FUNCTION_WORDS


def _presence(texts: Sequence[Mapping[str, int]], vocabulary: Sequence[str]) -> Array:
    """A row per text, 1 or -1 for each word in it, scaled to unit length: (n, words)."""
    places = {word: place for place, word in enumerate(vocabulary)}
    rows = np.zeros((len(texts), len(vocabulary)))
    for row, text in zip(rows, texts, strict=True):
        for word in text.keys() & places.keys():
            row[places[word]] = text[word]
    counts = np.maximum(1, np.count_nonzero(rows, axis=1, keepdims=True))
    return rows / counts**0.5


def _ridge(rows: Array, wanted: Array) -> Array:
    gram = rows.T @ rows + WORD_RIDGE * np.eye(rows.shape[1])
    return np.asarray(np.linalg.solve(gram, rows.T @ wanted), dtype=np.float64)


def _word_figures(
    sentences: Sequence[Mapping[str, str]], words: Mapping[str, Sequence[float]]
) -> dict[str, float]:
    """Pearson's correlation with the ratings of the test sentences, as the program will judge."""
    test = [row for row in sentences if row["split"] == "test"]
    judged = np.array([plain_emotion(distinct_words(row["text"]), words)[0] for row in test])
    figures = {}
    for column, (name, key) in enumerate((("valence", "V"), ("arousal", "A"))):
        wanted = [float(row[key]) for row in test]
        figures[f"test Pearson, {name}"] = float(np.corrcoef(judged[:, column], wanted)[0, 1])
    return {name: round(value, 3) for name, value in figures.items()}
