"""The course of a mood: which moments there are, what is heard in them, and between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import Floats
from coverart.encoders.affect.course import (
    HOP,
    MOST,
    WINDOW,
    Mode,
    Moment,
    course,
    mode,
    mood_at,
    plan_moments,
)
from coverart.encoders.affect.song import RATE, song_mood
from coverart.encoders.affect.sound import Array, feature_names


def hum(seconds: float) -> Floats:
    time = np.arange(round(seconds * RATE)) / RATE
    return (0.02 * np.sin(2 * np.pi * 220 * time)).astype(np.float32)


def storm(seconds: float) -> Floats:
    """Loud noise in bursts."""
    time = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(0).normal(0, 0.3, len(time))
    return (noise * (time % 0.25 < 0.1)).astype(np.float32)


def heard(clarity: float, major: float) -> Array:
    values = np.zeros(len(feature_names()))
    values[feature_names().index("key_clarity_written")] = clarity
    values[feature_names().index("mode_written")] = major
    return values


def test_a_song_shorter_than_a_window_has_one_moment() -> None:
    assert plan_moments(4.0).tolist() == [0.0]
    assert plan_moments(10.0).tolist() == [0.0]


def test_moments_go_from_the_start_of_a_song_to_its_end() -> None:
    assert plan_moments(20.0).tolist() == [0.0, 2.5, 5.0, 7.5, 10.0]


@given(st.floats(3.0, 50_000.0))
def test_moments_are_few_even_and_within_the_song(seconds: float) -> None:
    starts = plan_moments(seconds)
    assert 1 <= len(starts) <= MOST
    assert starts[0] == 0
    assert starts[-1] + WINDOW <= max(seconds, WINDOW) + 1e-6
    if len(starts) > 1:
        assert np.ptp(np.diff(starts)) < 1e-6
        assert np.diff(starts).min() >= HOP - 1e-6
        assert starts[-1] + WINDOW == pytest.approx(seconds)


def test_a_moment_stands_in_the_middle_of_its_window_and_feels_like_it() -> None:
    samples = np.concatenate([hum(10), storm(10)])
    calm, wild = course(samples, 30.0, [30.0, 40.0])
    assert (calm.seconds, wild.seconds) == (35.0, 45.0)
    assert calm.arousal < wild.arousal - 0.5
    whole = song_mood([samples[: 10 * RATE]], RATE)
    assert (calm.valence, calm.arousal) == pytest.approx((whole.valence, whole.arousal))


def test_silence_has_no_moment() -> None:
    samples = np.concatenate([hum(10), np.zeros(10 * RATE, np.float32)])
    assert [moment.seconds for moment in course(samples, 0.0, [0.0, 10.0, 20.0])] == [5.0]


def test_between_moments_the_mood_slides_from_one_to_the_next() -> None:
    moments = [Moment(5.0, -0.5, 0.2), Moment(10.0, 0.5, 0.4)]
    before, between, after = (mood_at(moments, seconds) for seconds in (5.0, 7.5, 10.0))
    assert before is not None
    assert between is not None
    assert after is not None
    assert before.valence == pytest.approx(-1 / 6)  # weights 1 and 1/2
    assert (between.valence, between.arousal) == pytest.approx((0.0, 0.3))
    assert after.valence == pytest.approx(1 / 6)


def test_far_from_every_moment_the_nearest_counts() -> None:
    moments = [Moment(5.0, -0.5, 0.2), Moment(300.0, 0.5, 0.4)]
    assert mood_at(moments, 100.0) == Moment(100.0, -0.5, 0.2)
    assert mood_at([], 100.0) is None


@pytest.mark.parametrize(
    ("clarity", "major", "told"),
    [
        (0.9, 0.3, Mode.MAJOR),
        (0.9, -0.3, Mode.MINOR),
        (0.9, 0.05, Mode.UNCLEAR),
        (0.9, -0.05, Mode.UNCLEAR),
        (0.5, 0.3, Mode.UNCLEAR),
        (0.5, -0.3, Mode.UNCLEAR),
    ],
)
def test_major_and_minor_are_told_only_where_they_are_clear(
    clarity: float, major: float, told: Mode
) -> None:
    assert mode(heard(clarity, major)) is told
