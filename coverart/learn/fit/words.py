"""Fits what plain words say of the mood of a text, on rated sentences such as EmoBank's.

The regression is that of `word_ridge`. A sentence none of whose words is known is judged to be in
the middle of both valence and arousal.

References
----------
Buechel, Hahn (2017). EmoBank: studying the impact of annotation perspective and representation
format on dimensional emotion analysis. EACL.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from coverart.encoders.affect.reading import MARKS, Reading, read
from coverart.encoders.affect.text import mood_of
from coverart.encoders.affect.words import PlainWords, shipped_words
from coverart.learn.fit.figures import CROSS_VALIDATED, EMOTIONS, Figures, mood_figures
from coverart.learn.fit.folds import folds, judge_hidden
from coverart.learn.fit.parameters import Parameters, provenance
from coverart.learn.fit.published import published_valences
from coverart.learn.fit.ratings import Array, SentenceRatings
from coverart.learn.fit.topics import TOPICS

NAME = "affect/words.json"

TEST = "test"
"""The split that is never fitted on."""

LICENCE = "CC BY-SA 4.0, and MIT for VADER's part: see LICENCES.md"
METHOD = "ridge regression of standard scores on words, over the root of the length of a sentence"

FEATURES = (
    "stems by rarity",
    "VADER's lexicon (Hutto and Gilbert 2014)",
    f"{len(TOPICS)} topics",
    f"marks: {' '.join(MARKS)}",
)

Places = NDArray[np.intp]


def fit(ratings: SentenceRatings, lexicon: Mapping[str, float] | None = None) -> Parameters:
    """The plain words of `encoders.affect.words`, fitted on all that is not of the split "test".

    `lexicon` gives words their pleasantness in [-4, 4]; where it is None, it is the published one.
    """
    lexicon = published_valences() if lexicon is None else lexicon
    readings = [read(text) for text in ratings.texts]
    seen = _seen(ratings)
    model = _fitted(readings, ratings, seen, lexicon)
    figures = [cross_validate(ratings, lexicon)]
    if len(held_out := ratings.of(TEST)):
        title = "sentences of the test split, never fitted on"
        figures.append(_figures(title, _judge(readings, held_out, model), ratings, held_out))
    origin = {
        **provenance([ratings], METHOD, FEATURES, figures),
        "sentences": len(seen),
        "licence": LICENCE,
        "unit": "hundredths of the standard deviation of sentences: [valence, arousal]",
    }
    values = {
        "offset": model.offset,
        "marks": model.marks,
        "stems": model.stems,
        "words": model.words,
    }
    return Parameters(NAME, values, origin, tuple(figures))


def cross_validate(ratings: SentenceRatings, lexicon: Mapping[str, float] | None = None) -> Figures:
    """Judge each sentence that `fit` may see by what is fitted on others; 10-fold.

    Sentences that are the same are seen or hidden together. The text is judged as the program
    does it, mood words and colours with the plain ones.
    """
    lexicon = published_valences() if lexicon is None else lexicon
    readings = [read(text) for text in ratings.texts]
    seen = _seen(ratings)

    def judge(known: Places, hidden: Places) -> Array:
        model = _fitted(readings, ratings, seen[known], lexicon)
        return _judge(readings, seen[hidden], model)

    judged = judge_hidden(folds([ratings.texts[place] for place in seen]), judge)
    return _figures(f"sentences, {CROSS_VALIDATED}", judged, ratings, seen)


def evaluate(ratings: SentenceRatings) -> Figures:
    """Judge the sentences of the split "test", or all where none is, as the program does."""
    places = ratings.of(TEST)
    if not len(places):
        places = np.arange(len(ratings))
    readings = [read(text) for text in ratings.texts]
    return _figures("sentences", _judge(readings, places, shipped_words()), ratings, places)


def _seen(ratings: SentenceRatings) -> Places:
    """The places of the sentences that may be fitted on."""
    return np.setdiff1d(np.arange(len(ratings)), ratings.of(TEST))


def _fitted(
    readings: Sequence[Reading],
    ratings: SentenceRatings,
    places: Places,
    lexicon: Mapping[str, float],
) -> PlainWords:
    from coverart.learn.fit.word_ridge import Priors, fit_pulls  # noqa: PLC0415

    targets = np.stack([ratings.valence[places], ratings.arousal[places]], axis=1)
    scores = (targets - targets.mean(axis=0)) / np.maximum(targets.std(axis=0), 1e-9)
    return fit_pulls([readings[place] for place in places], scores, Priors.of(lexicon))


def _judge(readings: Sequence[Reading], places: Places, model: PlainWords) -> Array:
    """Valence and arousal (n, 2) of the sentences at n places, in [-1, 1]."""
    moods = [mood_of(readings[place], model) for place in places]
    return np.array([(mood.valence, mood.arousal) if mood else (0.0, 0.0) for mood in moods])


def _figures(title: str, judged: Array, ratings: SentenceRatings, places: Places) -> Figures:
    wanted = (ratings.valence[places], ratings.arousal[places])
    return mood_figures(title, judged, dict(zip(EMOTIONS, wanted, strict=True)))
