"""Rating any box of a photo: as the ranking rates it, and what becomes of photos that changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from coverart.choices import Choices
from coverart.crops.snapping import Room
from coverart.domain import SQUARE, WIDE, Box, Crop, Match
from coverart.encoders.affect.space import AffectSpace
from coverart.engine.asking import Wish
from coverart.engine.designing import Design, design
from coverart.engine.installing import install_pack
from coverart.engine.job import run
from coverart.engine.rating import inspect, rate
from coverart.engine.session import Tools, open_space
from coverart.errors import MediaError, UsageError
from coverart.library.store import Library
from coverart.settings import Options, library_path
from tests.conftest import draw_photo, grow_old
from tests.fakes import FakeSpace, InlinePool
from tests.packs import tiny_pack

OPTIONS = Options(top=12, per_photo=3, composition=0.4, every_crop=True)
TOLERANCE = 2e-3
"""Rows and terms are remembered as 16-bit floats; a batch of one differs in the last of them."""


@pytest.fixture
def tools(cache: Path) -> Iterator[Tools]:
    with Tools(Library(library_path()), InlinePool(), AffectSpace()) as tools:
        yield tools


def designed(song: Path, photos: Path, tools: Tools) -> Design:
    return run(design(Wish(song=song), [photos], tools, (SQUARE, WIDE), OPTIONS))


def assert_alike(one: Match, other: Match) -> None:
    assert one.crop == other.crop
    assert one.why == other.why
    assert one.score == pytest.approx(other.score, abs=TOLERANCE)
    assert one.parts == pytest.approx(other.parts, abs=TOLERANCE)


def test_a_box_of_the_grid_is_rated_as_it_was_ranked(
    song: Path, photos: Path, tools: Tools
) -> None:
    made = designed(song, photos, tools)
    assert len(made.ranking.matches) == OPTIONS.top
    for match in made.ranking.matches:
        _, rated = run(rate(match.crop, made.search, OPTIONS, tools))
        assert_alike(rated, match)
        assert rated.score == pytest.approx(match.score, abs=1e-6)


def test_a_pack_rates_a_box_of_the_grid_as_it_was_ranked(
    song: Path, photos: Path, cache: Path, tmp_path: Path
) -> None:
    pack = run(install_pack(tiny_pack(tmp_path / "source")))
    space = open_space(pack.pack.name, Choices()).space
    try:
        with Tools(Library(library_path()), InlinePool(), space) as tools:
            made = designed(song, photos, tools)
            seen = None
            for match in made.ranking.matches[:6]:
                seen, rated = run(rate(match.crop, made.search, OPTIONS, tools, seen))
                assert_alike(rated, match)
    finally:
        space.close()


def test_a_strip_of_a_tall_photo_is_called_one_only_if_it_is_as_large_as_can_be(
    song: Path, tmp_path: Path, tools: Tools
) -> None:
    folder = tmp_path / "tall"
    folder.mkdir()
    draw_photo(folder / "tower.png", seed=3, size=(240, 480))
    made = designed(song, folder, tools)
    wide = next(match for match in made.ranking.matches if match.crop.aspect == WIDE)
    assert wide.crop.fallback
    inspected = run(inspect(wide.crop.photo, tools))
    assert_alike(inspected.rate(wide.crop.box, WIDE, made.search, OPTIONS), wide)
    smaller = Room(wide.crop.photo.size, WIDE).resized(wide.crop.box, -2)
    rated = inspected.rate(smaller, WIDE, made.search, OPTIONS)
    assert not rated.crop.fallback
    assert "strip" in wide.why
    assert "strip" not in rated.why


def test_boxes_beside_the_grid_are_rated_too_and_by_the_weight_that_is_asked_for(
    song: Path, photos: Path, tools: Tools
) -> None:
    made = designed(song, photos, tools)
    photo = made.ranking.matches[0].crop.photo
    inspected = run(inspect(photo, tools))
    box = Box(3, 5, 3 + 71, 5 + 71)
    scores = []
    for weight in (0.0, 0.5, 1.0):
        options = replace(OPTIONS, composition=weight)
        match = inspected.rate(box, SQUARE, made.search, options)
        assert match.crop == Crop(photo, SQUARE, box)
        scores.append(match.score)
    assert scores[0] == match.parts["match"]
    assert scores[2] == match.parts["composition"]
    assert scores[1] == pytest.approx((scores[0] + scores[2]) / 2)
    assert all(np.isfinite(list(match.parts.values())))


def test_a_photo_is_read_once_for_many_boxes_and_never_for_another_space(
    song: Path, photos: Path, cache: Path
) -> None:
    pool = InlinePool()
    with Tools(Library(library_path()), pool, FakeSpace()) as tools:
        made = designed(song, photos, tools)
        crop = made.ranking.matches[0].crop
        before = len(pool.tasks)
        seen, _ = run(rate(crop, made.search, OPTIONS, tools))
        moved = replace(crop, box=Room(crop.photo.size, crop.aspect).moved(crop.box, 1, 1))
        seen, _ = run(rate(moved, made.search, OPTIONS, tools, seen))
        assert len(pool.tasks) == before + 1
        other = replace(tools, space=FakeSpace(light=False))
        with pytest.raises(UsageError, match="another space"):
            run(rate(crop, made.search, OPTIONS, other, seen))
        assert len(pool.tasks) == before + 1


def test_a_photo_that_changed_or_went_away_is_told_in_a_sentence(
    song: Path, photos: Path, tools: Tools
) -> None:
    made = designed(song, photos, tools)
    crop = made.ranking.matches[0].crop
    draw_photo(crop.photo.path, seed=77)
    grow_old(crop.photo.path)
    with pytest.raises(MediaError, match="it has changed since it was looked at"):
        run(rate(crop, made.search, OPTIONS, tools))
    crop.photo.path.unlink()
    with pytest.raises(MediaError, match="it is no longer there"):
        run(rate(crop, made.search, OPTIONS, tools))
