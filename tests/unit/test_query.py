"""Several wishes become one query."""

import numpy as np
import pytest

from coverart.ranking.query import WEIGHTS, Kind, QueryPart, combined
from tests.fakes import FakeSpace

SONG = QueryPart(Kind.SONG, np.array([0.0, 0.0], dtype=np.float32), 1.0)
LYRICS = QueryPart(Kind.LYRICS, np.array([0.75, 0.375], dtype=np.float32), 0.5)


def test_a_single_part_is_the_query() -> None:
    query = combined([LYRICS], FakeSpace())
    np.testing.assert_array_equal(query.vector, LYRICS.vector)
    assert query.parts == (LYRICS,)
    assert query.asked == "the lyrics"


def test_parts_are_weighted() -> None:
    query = combined([SONG, LYRICS], FakeSpace())
    # (1 × 0 + 0.5 × 0.75) / 1.5 and (1 × 0 + 0.5 × 0.375) / 1.5
    assert query.vector.tolist() == [0.25, 0.125]
    assert query.parts == (SONG, LYRICS)
    assert query.asked == "the song and the lyrics"


def test_words_count_as_much_as_the_song_and_lyrics_half() -> None:
    assert WEIGHTS == {Kind.SONG: 1.0, Kind.TEXT: 1.0, Kind.LYRICS: 0.5}


@pytest.mark.parametrize(("kind", "word"), [(Kind.SONG, "song"), (Kind.TEXT, "words")])
def test_kinds_are_named_in_plain_words(kind: Kind, word: str) -> None:
    assert str(kind) == word
