"""Fitting the mood of photos: what is planted is found, on hidden photos, and written the same."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coverart.encoders.affect.eye import Eye, shipped_eye
from coverart.encoders.affect.impression import COLOURS, STRUCTURE
from coverart.encoders.affect.seen import Seen
from coverart.errors import MediaError
from coverart.learn.fit import photos
from coverart.learn.fit.finding import find_ratings
from coverart.learn.fit.parameters import read_provenance
from coverart.learn.fit.ratings import Array, PhotoRatings
from coverart.resources import resource
from tests.unit import rated

COUNT = 14


@pytest.fixture(scope="module")
def ratings(tmp_path_factory: pytest.TempPathFactory) -> PhotoRatings:
    folder = tmp_path_factory.mktemp("photos")
    (found,) = find_ratings(rated.photos(folder, [(n % 3, n % 4) for n in range(COUNT)])).photos
    return found


@pytest.fixture
def planted() -> tuple[Seen, Array]:
    """What was seen of 240 photos, and ratings of which valence follows a feature of colour, and
    arousal the distance from what is usual of two of structure, both with noise."""
    draw = np.random.default_rng(5)
    widths = (len(COLOURS), len(STRUCTURE), 3)
    rows = [draw.normal(3, 2, (240, width)).astype(np.float32) for width in widths]
    rows[1][:, 2:] = 7
    scores = (rows[1][:, :2].astype(np.float64) - 3) / 2
    wanted = np.stack([rows[0][:, 4], 2 * np.sum(scores**2, axis=1)], axis=1)
    wanted = wanted + draw.normal(0, 0.5, wanted.shape)
    return Seen(*rows), wanted - wanted.mean(axis=0)


def some(seen: Seen, places: slice) -> Seen:
    return Seen(seen.colours[places], seen.structure[places], seen.measured[places])


def test_fitting_twice_writes_the_same_bytes(ratings: PhotoRatings, tmp_path: Path) -> None:
    first, second = (
        photos.fit(ratings).write(tmp_path / name).read_bytes() for name in ("first", "second")
    )
    assert first == second


def test_a_fit_is_read_by_the_eye_that_was_fitted(ratings: PhotoRatings, tmp_path: Path) -> None:
    path = photos.fit(ratings).write(tmp_path)
    looked = photos.look_at_all(ratings)
    with np.load(path, allow_pickle=False) as stored:
        eye = Eye.of(stored)
    assert eye.photos.shape == (COUNT, len(STRUCTURE))
    assert np.array_equal(
        eye.usual_means, photos.fit_eye(looked.seen, np.zeros((COUNT, 2))).usual_means
    )
    assert eye.usual_means == pytest.approx(looked.seen.measured.mean(axis=0), rel=1e-4)
    assert eye.usual_deviations == pytest.approx(looked.seen.measured.std(axis=0), rel=1e-4)


def test_the_provenance_says_what_was_fitted_and_how_well_it_does(ratings: PhotoRatings) -> None:
    fitted = photos.fit(ratings)
    assert fitted.name == "affect/photo.npz"
    assert fitted.origin["data"][0]["digest"] == ratings.digest
    assert fitted.origin["seen"] == COUNT
    (table,) = fitted.figures
    assert "cross-validated by theme" in table.title
    assert fitted.origin["figures"][table.title]["arousal"]["spearman"] is not None
    assert table.rows == photos.cross_validate(ratings).rows


def test_photos_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    rated.photos(tmp_path, [(n, -n) for n in range(4)])
    (tmp_path / "images" / "photo-c.png").write_bytes(b"click")
    (found,) = find_ratings(tmp_path).photos
    looked = photos.look_at_all(found)
    assert looked.places.tolist() == [0, 1, 3]
    assert looked.wanted["valence"].tolist() == [0, 1, 3]
    assert len(looked.seen.colours) == 3
    for letter in "abd":
        (tmp_path / "images" / f"photo-{letter}.png").write_bytes(b"click")
    with pytest.raises(MediaError, match="photo-d"):
        photos.fit(found)


def test_what_was_planted_is_found_in_photos_that_were_not_seen(
    planted: tuple[Seen, Array],
) -> None:
    seen, wanted = planted
    eye = photos.fit_eye(some(seen, slice(180)), wanted[:180])
    judged = eye.weigh(some(seen, slice(180, None)))
    for column in (0, 1):
        assert np.corrcoef(judged[:, column], wanted[180:, column])[0, 1] > 0.6


def test_photos_are_judged_by_what_is_fitted_on_other_themes(ratings: PhotoRatings) -> None:
    # Photos of one theme look and feel alike: a model that has seen the theme knows its photos.
    draw = np.random.default_rng(8)
    theme = np.arange(90) % 30
    features = (draw.normal(0, 1, (90, width)) for width in (len(COLOURS), len(STRUCTURE), 3))
    seen = Seen(*((row[theme] + 0.1 * row).astype(np.float32) for row in features))
    feelings = draw.normal(0, 1, (30, 2))[theme]
    known = replace(
        ratings,
        themes=tuple(f"theme {number}" for number in theme),
        valence=feelings[:, 0],
        arousal=feelings[:, 1],
    )
    unknown = replace(known, themes=tuple(f"theme {number}" for number in range(90)))
    judged, leaked = (
        photos.judge_unseen(photos.Looked(seen, themed, np.arange(90)))[0]
        for themed in (known, unknown)
    )
    for column in (0, 1):
        assert np.corrcoef(judged[:, column], feelings[:, column])[0, 1] < 0.4
        assert np.corrcoef(leaked[:, column], feelings[:, column])[0, 1] > 0.8


def test_photos_that_were_not_seen_fill_the_range(planted: tuple[Seen, Array]) -> None:
    seen, wanted = planted
    hidden = some(seen, slice(180, None))
    eye = photos.fit_eye(some(seen, slice(180)), wanted[:180])
    held_out = eye.weigh(hidden).astype(np.float64)
    brought = photos.fit_eye(some(seen, slice(180)), wanted[:180], held_out)
    away = 2 * np.arctanh(brought.moods(hidden)[:, :2].astype(np.float64))
    assert away.mean(axis=0) == pytest.approx([0, 0], abs=0.02)
    assert away.std(axis=0) == pytest.approx([1, 1], abs=0.02)


def test_a_feature_that_never_changes_does_no_harm(planted: tuple[Seen, Array]) -> None:
    seen, wanted = planted
    seen.colours[:, 3] = 2
    assert np.isfinite(photos.fit_eye(seen, wanted).moods(seen)).all()


def test_what_is_shipped_is_judged_as_the_program_judges_it(ratings: PhotoRatings) -> None:
    looked = photos.look_at_all(ratings)
    table = photos.evaluate(ratings)
    assert table.count == COUNT
    judged = shipped_eye().moods(looked.seen)[:, 0]
    order = np.argsort(np.argsort(judged))
    again = looked.figures("photos", np.stack([order, order], axis=1))
    assert table.rows["valence"]["spearman"] == pytest.approx(again.rows["valence"]["spearman"])


def test_what_is_shipped_says_how_sure_it_is() -> None:
    path = resource("affect/photo.npz")
    origin = read_provenance(path)
    (figures,) = origin["figures"].values()
    assert figures["valence"]["spearman"] >= 0.32
    assert figures["arousal"]["spearman"] >= 0.28
    assert origin["chosen"]
    assert path.stat().st_size < 50_000
