"""What the song card says: moods at many points of the plane, times and numbers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import ContentHash
from coverart.encoders.affect.course import Mode, Moment
from coverart.engine.portraying import Portrait
from coverart.gui.song_card.wording import clock, moment_words, whole_mood
from coverart.gui.studio.mood_words import AROUSAL, VALENCE, mood_words, signed


@pytest.mark.parametrize(
    ("valence", "arousal", "words"),
    [
        (0.0, 0.0, "even-tempered"),
        (0.15, -0.15, "even-tempered"),
        (-0.149, 0.15, "even-tempered"),
        (0.16, 0.0, "bright"),
        (-0.16, 0.0, "dark"),
        (0.5, 0.0, "bright"),
        (0.51, 0.0, "happy"),
        (-0.51, 0.0, "sombre"),
        (0.0, 0.16, "lively"),
        (0.0, -0.16, "calm"),
        (0.0, 0.51, "energetic"),
        (0.0, -0.51, "very calm"),
        (-0.3, -0.4, "calm · dark"),
        (0.7, 0.8, "energetic · happy"),
        (-0.7, 0.3, "lively · sombre"),
        (0.3, -0.9, "very calm · bright"),
        (1.0, 1.0, "energetic · happy"),
        (-1.0, -1.0, "very calm · sombre"),
    ],
)
def test_moods_have_words(valence: float, arousal: float, words: str) -> None:
    assert mood_words(valence, arousal) == words


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_every_mood_has_one_word_or_two_and_each_from_its_own_scale(
    valence: float, arousal: float
) -> None:
    words = mood_words(valence, arousal).split(" · ")
    assert 1 <= len(words) <= 2
    if len(words) == 2:
        assert words[0] in AROUSAL
        assert words[1] in VALENCE


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_more_of_a_mood_is_never_a_lower_word(one: float, other: float) -> None:
    low, high = sorted((one, other))
    scale = [word or "even-tempered" for word in AROUSAL]
    assert scale.index(mood_words(0, low)) <= scale.index(mood_words(0, high))


@pytest.mark.parametrize(
    ("mode", "words"),
    [(Mode.MINOR, "calm · minor"), (Mode.MAJOR, "calm · major"), (Mode.UNCLEAR, "calm")],
)
def test_major_and_minor_come_last(mode: Mode, words: str) -> None:
    portrait = Portrait(Path("a"), ContentHash("0"), "", "", 60.0, None, 0.0, -0.3, mode)
    assert whole_mood(portrait) == words


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.0, "0:00"),
        (9.99, "0:09"),
        (60.0, "1:00"),
        (605.2, "10:05"),
        (3599.0, "59:59"),
        (3723.0, "1:02:03"),
    ],
)
def test_times_are_told_as_players_do(seconds: float, told: str) -> None:
    assert clock(seconds) == told


@pytest.mark.parametrize(
    ("value", "told"), [(0.25, "+0.25"), (-0.254, "−0.25"), (0.0, "0.00"), (-0.001, "0.00")]
)
def test_coordinates_have_their_sign(value: float, told: str) -> None:
    assert signed(value) == told


def test_a_moment_is_told_with_its_time() -> None:
    assert moment_words(84.0, Moment(84.0, -0.3, -0.3)) == "1:24 – calm · dark"
    assert moment_words(84.0, None) == "1:24"
