"""The fit of plain words on rated sentences that are made up here, and what it may look at."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coverart.encoders.affect.reading import read
from coverart.encoders.affect.words import PlainWords, plain_words
from coverart.learn.fit.parameters import Parameters
from coverart.learn.fit.ratings import SentenceRatings, digest_of
from coverart.learn.fit.topics import TOPICS
from coverart.learn.fit.word_ridge import Priors
from coverart.learn.fit.words import cross_validate, evaluate, fit

PLACES = ("Rome", "Paris", "Oslo", "Cairo", "Lima", "Quito")
SENTENCES = [
    ("a good dinner", 4.0, 3.1),
    ("bad dinners", 2.0, 3.1),
    ("a dinner", 3.0, 3.0),
    ("that is not good", 2.0, 3.1),
    ("a splendid table!", 4.0, 4.0),
    ("a table", 3.0, 3.0),
    ("an awful chair", 1.8, 3.3),
    ("a funeral", 1.5, 3.2),
    ("never dull", 3.8, 3.3),
]
LEXICON = {"splendid": 3.0, "awful": -3.0, "marvellous": 3.0, "dreadful": -3.0, "dreadfully": -2.0}


@pytest.fixture(scope="module")
def rated() -> SentenceRatings:
    """Nine kinds of sentences, each in six places, of which the last is for the test."""
    rows = [(f"{text} in {place}", *told) for place in PLACES for text, *told in SENTENCES]
    texts, valence, arousal = zip(*rows, strict=True)
    return SentenceRatings(
        folder=Path("/ratings/bank"),
        texts=texts,
        splits=("train",) * 45 + ("test",) * 9,
        valence=np.array(valence),
        arousal=np.array(arousal),
        digest=digest_of(texts),
    )


@pytest.fixture(scope="module")
def made(rated: SentenceRatings) -> Parameters:
    return fit(rated, LEXICON)


@pytest.fixture
def words(made: Parameters) -> PlainWords:
    return plain_words(made.values)


def test_good_and_bad_words_are_told_apart(words: PlainWords) -> None:
    good, bad = words.pull("good"), words.pull("bad")
    assert good is not None
    assert bad is not None
    assert good[0] > 30 > -30 > bad[0]


def test_a_denied_word_is_read_as_its_opposite(words: PlainWords) -> None:
    assert words.judge(read("a good day"))[0] > 0 > words.judge(read("not a good day"))[0]
    dull = words.pull("dull")  # nobody rated a sentence in which it is not denied
    assert dull is not None
    assert dull[0] < -10


def test_words_that_only_the_lexicon_knows_lean_on_those_that_were_rated(
    words: PlainWords,
) -> None:
    marvellous, dreadful = words.pull("marvellous"), words.pull("dreadful")
    assert marvellous is not None
    assert dreadful is not None
    assert marvellous[0] > 30 > -30 > dreadful[0]


def test_words_that_only_a_topic_knows_lean_on_its_other_words(words: PlainWords) -> None:
    pull = words.pull("graveyard")
    assert pull is not None
    assert pull[0] < -10


def test_exclamations_are_fitted_as_aroused(words: PlainWords) -> None:
    assert words.marks["!"][1] > 5 > words.marks["…"][1]


def test_the_test_sentences_are_not_looked_at(rated: SentenceRatings, made: Parameters) -> None:
    other = rated.valence.copy()
    other[rated.of("test")] = 3 - other[rated.of("test")]
    assert fit(replace(rated, valence=other), LEXICON).values == made.values


def test_without_a_split_everything_is_fitted_on(rated: SentenceRatings) -> None:
    made = fit(replace(rated, splits=("",) * len(rated)), LEXICON)
    assert made.origin["sentences"] == made.figures[0].count == len(rated)
    assert len(made.figures) == 1


def test_the_same_ratings_give_the_same_bytes_and_their_provenance(
    rated: SentenceRatings, made: Parameters, tmp_path: Path
) -> None:
    paths = [made.write(tmp_path / "first"), fit(rated, LEXICON).write(tmp_path / "second")]
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].relative_to(tmp_path / "first") == Path("affect/words.json")
    assert made.origin["data"] == [
        {"name": "bank", "count": 54, "digest": rated.digest, "marks": ""}
    ]
    assert made.origin["sentences"] == 45
    assert "CC BY-SA 4.0" in made.origin["licence"]


def test_figures_are_of_sentences_that_were_not_seen(
    rated: SentenceRatings, made: Parameters
) -> None:
    crossed, test = made.figures
    assert (crossed.count, test.count) == (45, 9)
    assert crossed.rows["valence"]["pearson"] > 0.6
    chance = replace(rated, valence=np.random.default_rng(0).permutation(rated.valence))
    assert cross_validate(chance, LEXICON).rows["valence"]["pearson"] < 0.4


def test_what_is_shipped_is_judged_without_a_fit(rated: SentenceRatings) -> None:
    assert evaluate(rated).count == 9
    whole = evaluate(replace(rated, splits=("",) * len(rated)))
    assert whole.count == 54
    assert whole.rows["valence"]["pearson"] > 0.5
    assert whole.rows["arousal"]["pearson"] > 0.3


def test_a_stem_has_the_points_of_its_words_where_they_agree() -> None:
    priors = Priors.of(
        {"charm": 1.0, "charming": 2.0, "care": 2.0, "careless": -2.0, "cares": -1.0}
    )
    assert priors.row("charmed")[:2].tolist() == [0.0, 1.5]
    assert priors.row("charming")[:2].tolist() == [0.0, 2.0]
    assert priors.row("caring")[:2].tolist() == [0.0, 0.0]
    assert priors.row("careless")[:2].tolist() == [2.0, 0.0]


def test_a_word_may_be_about_several_topics() -> None:
    row = Priors.of({}).row("crash")
    named = {name for name, told in zip(TOPICS, row[2:], strict=True) if told}
    assert named == {"disaster", "excitement"}


def test_topics_are_words_in_lower_case_and_each_only_once() -> None:
    for words in TOPICS.values():
        assert words == words.lower()
        assert len(words.split()) == len(set(words.split()))
