"""The ridge regression from the words of sentences to their moods, and the pulls it comes to.

A row is a sentence. Its columns are, each over √(1 + the words of the sentence) as the program has
it:

- the stems of the words, the rare ones larger, since common words say little (inverse document
  frequency);
- how unpleasant and how pleasant its words are by a published lexicon, two columns;
- how many of its words are about each of some `topics`;

and the marks of the sentence. A denied word counts against its valence. As all of this is linear
in the words, what is fitted comes to one pull for each word: for the words that were rated, and
for those that only the lexicon and the topics know.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from scipy import sparse
from sklearn.linear_model import Ridge

from coverart.encoders.affect.reading import LEAST_STEM, MARKS, Reading, carries_mood, stem
from coverart.encoders.affect.words import HUNDREDTHS, PlainWords
from coverart.learn.fit.ratings import Array
from coverart.learn.fit.topics import TOPICS

RIDGES = (4.0, 8.0)
"""For valence and arousal, chosen among 1, 2, 4, 6, 8 and 12 by cross-validated figures; twice or
half as much changes them by .003."""

LEAST_SENTENCES = 2
"""A stem that fewer sentences have is left to the lexicon and the topics."""

STEM_SCALE, MARK_SCALE = 2.0, 0.5
"""How large a stem of mean rarity and a mark are beside one point of the lexicon: the larger, the
less the ridge holds them back."""

FAINTEST = 10
"""A stem whose pulls, in hundredths, are both smaller is not kept."""

OTHER = 30
"""A word is kept beside its stem where one of its pulls differs by so many hundredths."""

PRECISION = 1e-8


@dataclass(frozen=True, slots=True)
class Priors:
    """What is known of words before anybody rated a sentence: a lexicon, and the topics."""

    points: Mapping[str, float]
    """Pleasantness, in [-4, 4], of words, and of stems under "*stem"."""
    about: Mapping[str, frozenset[int]]
    """The places of the topics of words, and of stems under "*stem"."""

    @classmethod
    def of(cls, lexicon: Mapping[str, float]) -> "Priors":
        """The topics, and a lexicon of points in [-4, 4].

        A stem has the mean of its words where these are of one mind.
        """
        by_stem = defaultdict(list)
        about = defaultdict(set)
        for word, point in lexicon.items():
            by_stem[f"*{stem(word)}"].append(point)
        for place, words in enumerate(TOPICS.values()):
            for word in words.split():
                about[word].add(place)
                about[f"*{stem(word)}"].add(place)
        agreed = {
            name: float(np.mean(points))
            for name, points in by_stem.items()
            if min(points) * max(points) > 0
        }
        return cls({**agreed, **lexicon}, {name: frozenset(found) for name, found in about.items()})

    @property
    def words(self) -> frozenset[str]:
        """All words that something is known of."""
        return frozenset(name for name in {*self.points, *self.about} if name[0] != "*")

    def row(self, word: str) -> Array:
        """How unpleasant and how pleasant a word is, and 1 for each of its topics: (2 + topics,).

        A word nothing is known of has what is known of its stem.
        """
        row = np.zeros(2 + len(TOPICS))
        name = f"*{stem(word)}"
        point = self.points.get(word)
        if point is None:
            point = self.points.get(name, 0.0) if len(word) > LEAST_STEM else 0.0
        row[0], row[1] = max(0.0, -point), max(0.0, point)
        row[[2 + place for place in self.about.get(word, self.about.get(name, ()))]] = 1
        return row


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each stem stands in a row, how large it is, and what is known of each word."""

    stems: Mapping[str, int]
    scales: Array
    priors: Mapping[str, Array]

    @classmethod
    def over(cls, readings: Sequence[Reading], priors: Priors) -> "Columns":
        """The columns for some sentences."""
        sentences = Counter(
            found for reading in readings for found in {stem(word) for word in _telling(reading)}
        )
        stems = sorted(name for name, count in sentences.items() if count >= LEAST_SENTENCES)
        rarity = np.array([math.log(1 + len(readings)) - math.log(1 + sentences[s]) for s in stems])
        words = priors.words.union(*(_telling(reading) for reading in readings))
        return cls(
            stems={name: place for place, name in enumerate(stems)},
            scales=STEM_SCALE * rarity / rarity.mean() if stems else rarity,
            priors={word: priors.row(word) for word in sorted(words) if carries_mood(word)},
        )

    def rows(self, readings: Sequence[Reading], signed: bool) -> sparse.csr_matrix:
        """A row for each sentence: stems, lexicon, topics, marks. `signed` turns denied words."""
        width = len(self.stems) + 2 + len(TOPICS) + len(MARKS)
        entries = [self._row(reading, signed) for reading in readings]
        places = [place for row in entries for place in row]
        values = [value for row in entries for value in row.values()]
        ends = np.cumsum([0, *map(len, entries)])
        return sparse.csr_matrix((values, places, ends), (len(entries), width))

    def _row(self, reading: Reading, signed: bool) -> dict[int, float]:
        row: defaultdict[int, float] = defaultdict(float)
        known = len(self.stems)
        length = math.sqrt(1 + len(reading.words))
        for word in _telling(reading):
            sign = reading.words[word] if signed else 1
            place = self.stems.get(stem(word))
            if place is not None:
                row[place] += sign * self.scales[place] / length
            prior = self.priors[word]
            for place in np.flatnonzero(prior).tolist():
                row[known + place] += sign * prior[place] / length
        for place, mark in enumerate(MARKS):
            row[known + 2 + len(TOPICS) + place] = MARK_SCALE * reading.marks.get(mark, 0)
        return row


def fit_pulls(readings: Sequence[Reading], targets: Array, priors: Priors) -> PlainWords:
    """The pulls that tell the standard scores (n, 2) of n sentences, valence and arousal."""
    columns = Columns.over(readings, priors)
    weights, offsets = [], []
    for number, ridge in enumerate(RIDGES):
        model = Ridge(alpha=ridge, solver="sparse_cg", tol=PRECISION)
        model.fit(columns.rows(readings, signed=number == 0), targets[:, number])
        weights.append(model.coef_)
        offsets.append(model.intercept_)
    return _collapsed(columns, np.stack(weights, axis=1), np.array(offsets))


def _collapsed(columns: Columns, weights: Array, offset: Array) -> PlainWords:
    """One pull for each stem, and for each word that says something else than its stem does."""
    known, marks = len(columns.stems), len(MARKS)
    own = {name: weights[place] * columns.scales[place] for name, place in columns.stems.items()}
    prior = {word: row @ weights[known:-marks] for word, row in columns.priors.items()}
    by_stem = defaultdict(list)
    for word, pull in prior.items():
        by_stem[stem(word)].append(pull)
    shared = {
        name: np.array([median(pull[axis] for pull in pulls) for axis in (0, 1)])
        for name, pulls in by_stem.items()
    }
    nothing = np.zeros(2)
    stems = {name: _hundredths(own.get(name, nothing) + pull) for name, pull in shared.items()}
    words = {
        word: _hundredths(own.get(stem(word), nothing) + pull)
        for word, pull in prior.items()
        if np.abs(pull - shared[stem(word)]).max() * HUNDREDTHS >= OTHER
    }
    return PlainWords(
        stems={name: stems[name] for name in sorted(stems) if _tells(stems[name])},
        words={word: words[word] for word in sorted(words)},
        marks={
            mark: _hundredths(row * MARK_SCALE)
            for mark, row in zip(MARKS, weights[-marks:], strict=True)
        },
        offset=_hundredths(offset),
    )


def _telling(reading: Reading) -> list[str]:
    return [word for word in reading.words if carries_mood(word)]


def _tells(pull: Iterable[int]) -> bool:
    return max(map(abs, pull)) >= FAINTEST


def _hundredths(pull: Array) -> list[int]:
    return [round(HUNDREDTHS * value) for value in pull.tolist()]
