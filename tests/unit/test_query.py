"""Several wishes become one query."""

import numpy as np
import pytest

from coverart.encoders.encoder import Kind, QueryPart
from coverart.ranking.query import WEIGHTS, weighted

HERE = np.array([0.0, 0.0], dtype=np.float32)
THERE = np.array([0.75, 0.375], dtype=np.float32)


def told(parts: tuple[QueryPart, ...]) -> list[tuple[str, float]]:
    return [(str(part.kind), part.weight) for part in parts]


def test_a_single_part_is_the_query() -> None:
    query = weighted([(Kind.LYRICS, THERE)])
    (part,) = query.parts
    np.testing.assert_array_equal(part.vector, THERE)
    assert (part.kind, part.weight) == (Kind.LYRICS, 0.5)
    assert query.asked == "the lyrics"


def test_parts_are_weighted_by_their_kind() -> None:
    query = weighted([(Kind.SONG, HERE), (Kind.LYRICS, THERE)])
    assert told(query.parts) == [("song", 1.0), ("lyrics", 0.5)]
    assert query.asked == "the song and the lyrics"


def test_parts_of_one_kind_share_its_weight() -> None:
    query = weighted([(Kind.LIKED, HERE), (Kind.SONG, HERE), (Kind.LIKED, THERE)])
    assert told(query.parts) == [("liked crop", 0.375), ("song", 1.0), ("liked crop", 0.375)]
    assert query.asked == "the liked crops and the song"


def test_what_is_not_wanted_weighs_less_than_nothing_and_is_not_asked_for() -> None:
    query = weighted([(Kind.SONG, HERE), (Kind.WITHOUT, THERE), (Kind.DISLIKED, THERE)])
    assert told(query.parts) == [("song", 1.0), ("unwanted words", -0.75), ("disliked crop", -0.5)]
    assert query.asked == "the song"


def test_a_weight_of_nothing_leaves_its_kind_out() -> None:
    query = weighted([(Kind.SONG, HERE), (Kind.TEXT, THERE)], {**WEIGHTS, Kind.SONG: 0.0})
    assert told(query.parts) == [("words", 1.0)]
    assert query.asked == "the words"


def test_three_parts_are_listed_as_people_do() -> None:
    query = weighted([(Kind.SONG, HERE), (Kind.TEXT, THERE), (Kind.PICTURE, THERE)])
    assert query.asked == "the song, the words and the picture"


def test_words_count_as_much_as_the_song_and_lyrics_half() -> None:
    assert (WEIGHTS[Kind.SONG], WEIGHTS[Kind.TEXT], WEIGHTS[Kind.LYRICS]) == (1.0, 1.0, 0.5)


@pytest.mark.parametrize(("kind", "word"), [(Kind.SONG, "song"), (Kind.TEXT, "words")])
def test_kinds_are_named_in_plain_words(kind: Kind, word: str) -> None:
    assert str(kind) == word
