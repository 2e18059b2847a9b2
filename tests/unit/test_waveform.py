"""Outlines of sound, and stretches of songs, checked by hand."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import Floats
from coverart.errors import MediaError
from coverart.media.audio import read_stretch
from coverart.media.decoders import Span
from coverart.media.waveform import DETAIL, MOST, condensed, outline
from tests.unit.test_audio import encode, place, sweep

RATE = 24_000
STRETCH = RATE // DETAIL


def test_an_outline_holds_the_peak_and_the_mean_square_of_each_stretch() -> None:
    samples = np.zeros(2 * STRETCH, dtype=np.float32)
    samples[:STRETCH] = 0.5
    samples[STRETCH] = -1.0
    rows = outline(samples, RATE)
    assert rows == pytest.approx(np.array([[0.5, 0.25], [1.0, 1 / STRETCH]]))


def test_a_last_short_stretch_counts() -> None:
    samples = np.full(STRETCH + 1, 0.5, dtype=np.float32)
    assert outline(samples, RATE)[:, 0].tolist() == [0.5, 0.5]
    assert outline(samples[:0], RATE).shape == (0, 2)


def test_condensing_keeps_the_highest_peak_and_the_mean_of_the_power() -> None:
    fine = np.array([[0.1, 1], [0.9, 3], [0.2, 5], [0.3, 7]], dtype=np.float32)
    assert condensed(fine, 2) == pytest.approx(np.array([[0.9, 2], [0.3, 6]]))
    assert condensed(fine, 9) == pytest.approx(fine)
    assert condensed(fine[:0]).shape == (0, 2)


@given(st.integers(1, 3000), st.integers(1, MOST))
def test_condensing_loses_no_peak_and_no_power(length: int, most: int) -> None:
    fine = np.random.default_rng(length).random((length, 2)).astype(np.float32)
    rows = condensed(fine, most)
    assert len(rows) == min(length, most)
    assert rows[:, 0].max() == fine[:, 0].max()
    assert fine[:, 1].min() <= rows[:, 1].min() <= rows[:, 1].max() <= fine[:, 1].max() + 1e-6


@pytest.mark.parametrize(("name", "kind"), [("song.flac", "FLAC"), ("song.mp3", "MP3")])
def test_a_stretch_is_taken_from_its_place(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    soundfile.write(path, sweep(30), 48_000, format=kind)
    samples = read_stretch(path, Span(12.0, 4.0), RATE)
    assert len(samples) == 4 * RATE
    assert place(samples) == pytest.approx(12.0, abs=0.2)


def test_a_stretch_that_libsndfile_does_not_know_is_read_by_the_other(tmp_path: Path) -> None:
    path = encode(tmp_path / "song.m4a", "aac", sweep(30))
    assert place(read_stretch(path, Span(20.0, 3.0), RATE)) == pytest.approx(20.0, abs=0.2)


def test_a_stretch_beyond_the_end_has_as_many_samples_as_there_are(tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    soundfile.write(path, sweep(5), 48_000)
    assert len(read_stretch(path, Span(3.0, 10.0), RATE)) == 2 * RATE
    assert len(read_stretch(path, Span(60.0, 10.0), RATE)) == 0


def test_a_stretch_of_what_is_no_song_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"la la la" * 99)
    with pytest.raises(MediaError, match="it is not a song"):
        read_stretch(path, Span(0.0, 10.0), RATE)


def test_floats_stay_floats() -> None:
    rows: Floats = condensed(outline(sweep(2), RATE))
    assert rows.dtype == np.float32
