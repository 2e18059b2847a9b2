"""A mood asked for stands in for the song's: in the query, in the reasons, in another space."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import SQUARE, Emotion
from coverart.encoders.affect.mood import with_colours
from coverart.encoders.affect.space import AffectSpace
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example, Wish
from coverart.engine.designing import Design, design, redesign
from coverart.engine.job import Event, Notice, run
from coverart.engine.session import Tools
from coverart.errors import UsageError
from coverart.library.store import Library
from coverart.ranking.query import WEIGHTS, weighted
from coverart.settings import Options, library_path
from tests.conftest import PHOTOS
from tests.fakes import FakeSpace, InlinePool

OPTIONS = Options(top=10)
GLOOMY, JOLLY = Emotion(-0.8, -0.6), Emotion(0.7, 0.8)
coordinates = st.floats(-1, 1, width=32)


@pytest.fixture
def tools(cache: Path) -> Iterator[Tools]:
    with Tools(Library(library_path()), InlinePool(), AffectSpace()) as tools:
        yield tools


def designed(tools: Tools, wish: Wish, photos: Path) -> tuple[Design, list[str]]:
    """What came of a wish, and the sentences that were said."""
    events: list[Event] = []
    made = run(design(wish, (photos,), tools, (SQUARE,), OPTIONS), events.append)
    return made, [event.sentence for event in events if isinstance(event, Notice)]


def asked(made: Design) -> list[tuple[Kind, float]]:
    return [(part.kind, part.weight) for part in made.answer.query.parts]


def test_a_mood_alone_is_a_wish_and_needs_no_song(tools: Tools, photos: Path) -> None:
    made, notices = designed(tools, Wish(mood=GLOOMY), photos)
    assert asked(made) == [(Kind.MOOD, 1.0)]
    assert made.answer.song is None
    assert made.ranking.photos == len(PHOTOS)
    assert notices == []
    vector = made.answer.query.parts[0].vector
    np.testing.assert_array_equal(vector, with_colours(*GLOOMY).as_row())


def test_a_usual_mood_is_one_too(tools: Tools, photos: Path) -> None:
    assert not Wish(mood=Emotion(0.0, 0.0)).empty
    made, _ = designed(tools, Wish(mood=Emotion(0.0, 0.0)), photos)
    assert asked(made) == [(Kind.MOOD, 1.0)]


def test_a_mood_stands_in_for_the_sound_of_the_song_and_for_its_lyrics(
    tools: Tools, photos: Path, song: Path
) -> None:
    song.with_suffix(".lrc").write_text("[00:01.00]grief and tears", encoding="utf-8")
    made, _ = designed(tools, Wish(song, mood=JOLLY), photos)
    assert asked(made) == [(Kind.MOOD, 1.0)]
    assert made.answer.song is not None
    given_too, _ = designed(tools, Wish(song, lyrics="grief", mood=JOLLY), photos)
    assert asked(given_too) == [(Kind.MOOD, 1.0)]


def test_what_is_asked_beside_the_song_is_asked_beside_the_mood(
    tools: Tools, photos: Path, song: Path
) -> None:
    liked = (Example(photos / PHOTOS[0]),)
    weights = {**WEIGHTS, Kind.MOOD: 0.5}
    made, _ = designed(tools, Wish(song, liked=liked, mood=JOLLY, weights=weights), photos)
    assert asked(made) == [(Kind.MOOD, 0.5), (Kind.LIKED, 0.75)]
    assert made.answer.query.asked == "the mood you ask for and the liked crop"


def test_reasons_speak_of_the_mood_and_not_of_the_song(
    tools: Tools, photos: Path, song: Path
) -> None:
    made, _ = designed(tools, Wish(song, mood=JOLLY), photos)
    assert made.ranking.matches
    for match in made.ranking.matches:
        assert "the mood you ask for" in match.why
        assert "song" not in match.why


def test_crops_nearest_to_the_mood_come_first(tools: Tools, photos: Path) -> None:
    only_fit = replace(OPTIONS, composition=0.0, per_photo=100, variety=0.0)
    first, _ = designed(tools, Wish(mood=GLOOMY), photos)
    for mood in (GLOOMY, JOLLY):
        made = run(redesign(first, Wish(mood=mood), tools, only_fit))
        space = AffectSpace()
        wanted = space.encode_emotion(mood)
        assert wanted is not None
        rated = made.search.rated()
        nearest = max(float(space.similarity(wanted, one.entry.rows).max()) for one in rated)
        assert made.ranking.matches[0].parts["match"] == pytest.approx(nearest)


def test_another_mood_is_answered_from_memory_alone(tools: Tools, photos: Path, song: Path) -> None:
    made, _ = designed(tools, Wish(song), photos)
    pool = tools.pool
    assert isinstance(pool, InlinePool)
    read = len(pool.tasks)
    again = run(redesign(made, Wish(song, mood=GLOOMY), tools, OPTIONS))
    assert len(pool.tasks) == read
    assert again.search.emotion == pytest.approx(GLOOMY)
    assert again.ranking.matches != made.ranking.matches


def test_matches_know_the_emotion_of_their_crops(tools: Tools, photos: Path, song: Path) -> None:
    made, _ = designed(tools, Wish(song), photos)
    for match in made.ranking.matches:
        row = made.search.row(match.crop.photo.path, match.crop.box)
        assert row is not None
        assert match.emotion == (row[0], row[1])


def test_a_space_without_moods_leaves_the_mood_out_and_says_so(
    cache: Path, photos: Path, song: Path
) -> None:
    with Tools(Library(library_path()), InlinePool(), FakeSpace()) as tools:
        made, notices = designed(tools, Wish(song, mood=JOLLY), photos)
        assert asked(made) == [(Kind.SONG, 1.0)]
        assert notices == ["The mood was left out: the space in use compares no moods."]
        assert all(match.emotion is None for match in made.ranking.matches)
        with pytest.raises(UsageError, match="The space in use compares no moods"):
            designed(tools, Wish(mood=JOLLY), photos)


def test_a_mood_without_weight_asks_for_nothing(tools: Tools, photos: Path) -> None:
    silent = {**WEIGHTS, Kind.MOOD: 0.0}
    with pytest.raises(UsageError, match="has any weight"):
        designed(tools, Wish(mood=JOLLY, weights=silent), photos)


@given(coordinates, coordinates)
def test_a_query_of_a_mood_alone_lies_where_the_mood_is(valence: float, arousal: float) -> None:
    space = AffectSpace()
    vector = space.encode_emotion(Emotion(valence, arousal))
    assert vector is not None
    assert np.abs(vector).max() <= 1
    placed = space.place(weighted([(Kind.MOOD, vector)]).parts)
    assert space.emotion(placed) == pytest.approx((valence, arousal), abs=1e-6)
