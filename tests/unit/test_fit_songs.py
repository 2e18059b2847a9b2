"""Fitting the mood of songs: what is planted is found, on hidden songs, and written the same."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from coverart.encoders.affect.song import Ear
from coverart.encoders.affect.sound import feature_names
from coverart.errors import MediaError
from coverart.learn.fit import songs
from coverart.learn.fit.finding import find_ratings
from coverart.learn.fit.parameters import PROVENANCE, read_provenance
from coverart.learn.fit.ratings import Array, SongRatings
from coverart.resources import resource
from tests.unit import rated
from tests.unit.tones import silence, tone

COUNT = 12


@pytest.fixture(scope="module")
def ratings(tmp_path_factory: pytest.TempPathFactory) -> SongRatings:
    folder = tmp_path_factory.mktemp("songs")
    (found,) = find_ratings(rated.songs(folder, [(n % 2, n % 5) for n in range(COUNT)])).songs
    return found


@pytest.fixture
def planted() -> tuple[Array, Array]:
    """Features of 150 songs, and ratings that follow two of them, one bent, with noise."""
    draw = np.random.default_rng(5)
    heard = draw.normal(3, 2, (150, len(feature_names())))
    noise = draw.normal(0, 0.5, (150, 2))
    names = feature_names()
    pulling = heard[:, [names.index("mode"), names.index("flux")]]
    heard[:, [names.index("mode_written"), names.index("flux_sd")]] = pulling
    return heard, np.exp(pulling / 2) + noise


def test_fitting_twice_writes_the_same_bytes(ratings: SongRatings, tmp_path: Path) -> None:
    first, second = (
        songs.fit(ratings).write(tmp_path / name).read_bytes() for name in ("first", "second")
    )
    assert first == second


def test_a_fit_is_read_by_the_ear_that_was_fitted(ratings: SongRatings, tmp_path: Path) -> None:
    path = songs.fit(ratings).write(tmp_path)
    heard = songs.hear_all(ratings)
    with np.load(path, allow_pickle=False) as stored:
        ear = Ear.of(stored)
    assert ear.songs.shape == (2 * COUNT, len(feature_names()))  # one window is one part of three
    exact = heard.fit(np.arange(COUNT))
    assert ear.weigh(heard.features) == pytest.approx(exact.weigh(heard.features), abs=1e-3)


def test_the_provenance_says_what_was_fitted_and_how_well_it_does(ratings: SongRatings) -> None:
    fitted = songs.fit(ratings)
    assert fitted.name == "affect/song.npz"
    assert fitted.origin["data"][0]["digest"] == ratings.digest
    assert fitted.origin["heard"] == COUNT
    (table,) = fitted.figures
    assert "cross-validated" in table.title
    assert fitted.origin["figures"][table.title]["arousal"]["spearman"] is not None
    assert table.rows == songs.cross_validate(ratings).rows


def test_songs_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    rated.songs(tmp_path, [(n, -n) for n in range(4)])
    (tmp_path / "audio" / "song 2.wav").write_bytes(b"la la la")
    (found,) = find_ratings(tmp_path).songs
    heard = songs.hear_all(found)
    assert heard.places.tolist() == [0, 1, 3]
    assert heard.wanted.tolist() == [[0, 0], [1, -1], [3, -3]]
    for number in (0, 1, 3):
        (tmp_path / "audio" / f"song {number}.wav").write_bytes(b"la la la")
    with pytest.raises(MediaError, match="song 3"):
        songs.fit(found)


def test_a_song_is_learnt_from_in_thirds_too() -> None:
    windows = [tone(200 + 100 * number, 1) for number in range(7)]
    parts = songs.in_thirds(windows)
    assert [len(part) for part in parts] == [2, 2, 3]
    assert [window[5] for part in parts for window in part] == [window[5] for window in windows]
    assert len(songs.in_thirds(windows[:2])) == 2
    assert len(songs.in_thirds([*windows[:2], silence(1)])) == 2


def test_no_third_of_a_hidden_song_is_learnt_from(ratings: SongRatings) -> None:
    heard = songs.hear_all(ratings)
    ear = heard.fit(np.array([4, 7]))
    assert len(ear.songs) == 4
    own = songs.fit_ear(
        np.concatenate([heard.features[[4, 7]], heard.thirds[[4, 7]]]),
        heard.wanted[[4, 7, 4, 7]],
    )
    assert ear.weights.tolist() == own.weights.tolist()


def test_what_was_planted_is_found_in_songs_that_were_not_seen(
    planted: tuple[Array, Array],
) -> None:
    heard, wanted = planted
    ear = songs.fit_ear(heard[:110], wanted[:110])
    judged = ear.weigh(heard[110:])
    for column in (0, 1):
        assert np.corrcoef(judged[:, column], wanted[110:, column])[0, 1] > 0.3


def test_the_scale_that_people_used_plays_no_part(planted: tuple[Array, Array]) -> None:
    heard, wanted = planted
    ear, other = songs.fit_ear(heard, wanted), songs.fit_ear(heard, np.exp(wanted / 9) * 40)
    assert other.weights.tolist() == ear.weights.tolist()


def test_a_feature_that_never_changes_does_no_harm(planted: tuple[Array, Array]) -> None:
    heard, wanted = planted
    heard[:, 0] = 7
    judged = songs.fit_ear(heard, wanted).judge(heard)
    assert np.isfinite(judged).all()


def test_songs_that_were_not_seen_fill_the_range(planted: tuple[Array, Array]) -> None:
    heard, wanted = planted
    ear = songs.fit_ear(heard[:110], wanted[:110])
    held_out = ear.weigh(heard[110:])
    brought = songs.brought_to_usual(ear, held_out)
    away = 2 * np.arctanh(brought.judge(heard[110:]))
    assert away.mean(axis=0) == pytest.approx([0, 0], abs=0.05)
    assert away.std(axis=0) == pytest.approx([1, 1], abs=0.1)


def test_ranks_become_quantiles_and_ties_share_theirs() -> None:
    assert songs.as_normal(np.array([4.0, 1.0, 9.0])) == pytest.approx(
        [0, -0.9674, 0.9674], abs=1e-4
    )
    assert songs.as_normal(np.array([2.0, 2.0])).tolist() == [0, 0]


def test_songs_are_evaluated_with_the_parameters_of_the_program(ratings: SongRatings) -> None:
    table = songs.evaluate(ratings)
    assert table.count == COUNT
    assert set(table.rows) == {"valence", "arousal"}
    assert abs(table.rows["arousal"]["spearman"]) <= 1


def test_the_shipped_model_says_what_it_was_fitted_on_and_reaches_its_aims() -> None:
    path = resource("affect/song.npz")
    assert path.stat().st_size < 150_000
    provenance = read_provenance(path)
    figures = provenance["figures"]["songs, 10-fold cross-validated by track"]
    assert provenance["data"][0]["count"] == figures["count"] == provenance["heard"]
    assert figures["arousal"]["spearman"] >= 0.66
    assert figures["arousal"]["within genre"] >= 0.60
    assert figures["valence"]["spearman"] >= 0.50
    assert figures["valence"]["within genre"] >= 0.40
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read(PROVENANCE))["made by"]
