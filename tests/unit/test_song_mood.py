"""The mood of songs: synthetic songs in order, and sane answers off the data."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.domain import Floats
from coverart.encoders.affect.song import RATE, SILENT, Ear, hear, in_steps, likeness, song_mood
from coverart.encoders.affect.sound import feature_names, features
from coverart.media.audio import read_recording
from coverart.resources import resource
from tests.unit.tones import (
    chord,
    clicks,
    joyful_song,
    noise,
    silence,
    sorrowful_song,
    tone,
)


@pytest.fixture
def ear() -> Ear:
    with np.load(resource("affect/song.npz"), allow_pickle=False) as stored:
        return Ear.of(stored)


def arousal(window: Floats) -> float:
    return song_mood([window], RATE).arousal


def mood_of(path: Path) -> Floats:
    windows = [window.samples for window in read_recording(path, RATE).windows]
    return song_mood(windows, RATE).as_row()


def test_a_joyful_song_is_happier_and_more_excited_than_a_sorrowful_one() -> None:
    joyful, sorrowful = song_mood(joyful_song(), RATE), song_mood(sorrowful_song(), RATE)
    assert joyful.valence > sorrowful.valence + 0.5
    assert joyful.arousal > sorrowful.arousal + 0.5
    assert joyful.saturation > sorrowful.saturation
    assert joyful.warmth > sorrowful.warmth


@pytest.mark.parametrize(
    "window",
    [
        silence(),
        noise(),
        tone(440),
        clicks(2),
        chord(60, 64, 67),
        np.full(RATE, 0.5, np.float32),
        tone(440, 1),
        noise()[:1],
        silence(0),
    ],
    ids=["silence", "noise", "sine", "clicks", "chord", "offset", "second", "sample", "nothing"],
)
def test_what_is_no_music_still_has_a_bounded_mood(window: Floats) -> None:
    row = song_mood([window], RATE).as_row()
    assert np.isfinite(row).all()
    assert np.abs(row).max() <= 1


def test_noise_is_more_exciting_than_a_sine_and_a_sine_than_silence() -> None:
    assert arousal(noise()) > 0.2
    assert 0 > arousal(tone(440)) > arousal(silence())


def test_fast_clicks_and_bursts_are_exciting_and_held_chords_are_not() -> None:
    moving = min(arousal(clicks(8)), arousal(noise() * (clicks(4) > 0)))
    held = max(arousal(chord(60, 64, 67)), arousal(chord(48, 55, 60)))
    assert moving > 0.2
    assert held < moving - 0.4


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=40), st.integers(1, 3 * RATE))
def test_any_samples_have_a_bounded_mood(shape: list[float], length: int) -> None:
    window = np.resize(np.array(shape, dtype=np.float32), length)
    row = song_mood([window], RATE).as_row()
    assert np.isfinite(row).all()
    assert np.abs(row).max() <= 1


def test_longer_windows_count_for_more() -> None:
    long, short = joyful_song()[0], sorrowful_song()[0][:RATE]
    parts = np.array([features(long), features(short)])
    mean = (parts[0] * len(long) + parts[1] * len(short)) / (len(long) + len(short))
    assert hear([long, short]) == pytest.approx(mean)


def test_a_pause_in_a_song_does_not_change_its_mood() -> None:
    assert hear([silence(), joyful_song()[0], silence(1)]) == pytest.approx(hear(joyful_song()))
    mood = song_mood([silence(), silence(1)], RATE)
    assert (mood.valence, mood.arousal) == SILENT


def test_another_rate_and_no_window_are_refused() -> None:
    with pytest.raises(ValueError, match="22050"):
        song_mood([tone(440)], 44_100)
    with pytest.raises(ValueError, match="at least one window"):
        song_mood([], RATE)


def test_a_song_has_the_same_mood_at_any_rate_and_level(tmp_path: Path) -> None:
    samples = soxr.resample(joyful_song()[0], RATE, 44_100)
    moods = []
    for rate, level in ((44_100, 1.0), (48_000, 1.0), (44_100, 0.1)):
        path = tmp_path / f"{rate} {level}.wav"
        soundfile.write(path, 0.5 * level * soxr.resample(samples, 44_100, rate), rate)
        moods.append(mood_of(path))
    assert moods[1] == pytest.approx(moods[0], abs=0.02)
    assert moods[2] == pytest.approx(moods[0], abs=0.02)


@pytest.mark.parametrize("kind", ["ogg", "mp3"])
def test_compression_hardly_changes_the_mood(tmp_path: Path, kind: str) -> None:
    samples = soxr.resample(joyful_song()[0], RATE, 44_100) * 0.5
    paths = [tmp_path / "song.wav", tmp_path / f"song.{kind}"]
    for path in paths:
        soundfile.write(path, samples, 44_100)
    assert mood_of(paths[1]) == pytest.approx(mood_of(paths[0]), abs=0.15)


def test_a_song_like_the_mean_of_all_is_near_the_middle_and_extremes_are_clipped(ear: Ear) -> None:
    assert np.abs(ear.judge(ear.means)).max() < 0.3
    for sign in (-1, 1):
        assert np.abs(ear.judge(ear.means + sign * 1e9 * ear.deviations)).max() <= np.tanh(1.5)


def test_many_songs_are_judged_as_each_by_itself(ear: Ear) -> None:
    rows = np.array([features(joyful_song()[0]), features(sorrowful_song()[0])])
    together = ear.judge(np.stack([rows, rows[::-1]]))
    assert together.shape == (2, 2, 2)
    assert together[0, 1] == pytest.approx(ear.judge(rows[1]))


def test_a_song_is_as_like_itself_as_can_be() -> None:
    songs = np.array([[127, -127, 127], [127, -127, -127]], dtype=np.int8)
    families = np.array([0, 0, 1], dtype=np.uint8)
    alike = likeness(songs, songs, families)
    # By itself: 3/4 + 9/4 in both families. Where the last feature is six deviations away, the
    # second family gives 3/4 exp(-18) - 9/4.
    assert alike[0, 0] == pytest.approx(3)
    assert alike[0, 1] == pytest.approx((3 + 0.75 * np.exp(-18) - 2.25) / 2)
    assert alike == pytest.approx(alike.T)


def test_an_ear_weighs_likeness_standardises_and_squashes() -> None:
    ear = Ear(
        means=np.ones(2),
        deviations=np.full(2, 0.5),
        families=np.array([0, 1], dtype=np.uint8),
        songs=np.zeros((1, 2), dtype=np.int8),
        weights=np.array([[2.0, -1.0]]),
        centres=np.array([0.5, 0.0]),
        scales=np.array([2.0, 1.0]),
    )
    # A usual song is the only one there is, with a likeness of 3/4: valence (1.5 - 0.5) / 2.
    assert ear.judge(np.ones(2)) == pytest.approx(np.tanh([0.25, -0.375]))
    # Two deviations away in one of two families: (exp(-2) + 1) / 2 of that.
    near = 0.75 * (np.exp(-2) + 1) / 2
    away = ear.judge(np.array([1.0, 2.0]))
    assert away == pytest.approx(np.tanh([(2 * near - 0.5) / 4, -near / 2]), abs=0.01)
    certain = replace(ear, weights=ear.weights * 1000)
    assert certain.judge(np.ones(2)) == pytest.approx(np.tanh([1.5, -1.5]))


def test_scores_are_stored_to_a_fortieth_of_a_deviation() -> None:
    scores = np.array([-3.0, -0.01, 0.0, 1.0, 3.0])
    assert in_steps(scores).tolist() == [-127, 0, 0, 42, 127]


def test_a_model_of_other_features_is_refused() -> None:
    with np.load(resource("affect/song.npz"), allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files if name != "names"}
    with pytest.raises(ValueError, match="fit it again"):
        Ear.of({**arrays, "names": np.array(feature_names()[:-1])})


def test_three_seconds_have_a_mood_like_that_of_ten() -> None:
    long, short = song_mood(joyful_song(), RATE), song_mood([joyful_song()[0][: 3 * RATE]], RATE)
    assert short.arousal == pytest.approx(long.arousal, abs=0.4)
