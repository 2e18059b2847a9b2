"""Coarse to fine: a cover of every photo, then the promising photos, then every crop."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coverart.crops.cover import cover
from coverart.crops.grid import candidates
from coverart.domain import SQUARE, WIDE, Ranking, Size
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example, Wish
from coverart.engine.designing import Design, design, redesign
from coverart.engine.job import Better, Event, Progress, run
from coverart.engine.reading import look_again
from coverart.engine.session import Tools
from coverart.errors import MediaError
from coverart.library.store import Library
from coverart.settings import Options, library_path
from tests.conftest import PHOTOS
from tests.fakes import FakeSpace, InlinePool

SIZE = Size(160, 120)
ALL = len(candidates(SIZE, SQUARE))
FEW = len(cover(SIZE, SQUARE))
TOP = Options(top=2, per_photo=1, composition=0)
EVERY = Options(top=2, per_photo=1, composition=0, every_crop=True)
LEFT = Wish(text="left")


@pytest.fixture
def tools(cache: Path) -> Iterator[Tools]:
    with Tools(Library(library_path()), InlinePool(), FakeSpace(light=False)) as tools:
        yield tools


def designed(tools: Tools, photos: Path, options: Options, wish: Wish = LEFT) -> Design:
    return run(design(wish, [photos], tools, (SQUARE,), options))


def boxes(ranking: Ranking) -> list[tuple[str, list[int]]]:
    return [(one.crop.photo.path.name, one.crop.box.as_list()) for one in ranking.matches]


def test_with_every_crop_the_ranking_is_that_of_a_space_that_encodes_all_at_once(
    tools: Tools, photos: Path, tmp_path: Path
) -> None:
    made = designed(tools, photos, EVERY)
    assert made.ranking.exact
    assert made.ranking.encoded == made.ranking.crops == ALL * len(PHOTOS)
    light = Tools(Library(tmp_path / "other"), InlinePool(), FakeSpace())
    with light:
        at_once = designed(light, photos, TOP)
    assert boxes(made.ranking) == boxes(at_once.ranking)
    assert [one.score for one in made.ranking.matches] == [
        one.score for one in at_once.ranking.matches
    ]


def test_photos_without_a_chance_are_not_looked_at_closely(tools: Tools, photos: Path) -> None:
    # All photos have the same size, so all their best covers promise the same: all are looked at.
    made = designed(tools, photos, Options(top=1, per_photo=1, composition=0))
    assert made.ranking.encoded < made.ranking.crops
    assert made.ranking.encoded >= FEW * len(PHOTOS)
    assert not made.ranking.exact


def test_the_cover_comes_first_and_the_ranking_says_how_much_was_encoded(
    tools: Tools, photos: Path
) -> None:
    events: list[Event] = []
    run(design(LEFT, [photos], tools, (SQUARE,), EVERY), events.append)
    encoded = [event.ranking.encoded for event in events if isinstance(event, Better)]
    assert encoded[0] == FEW * len(range(encoded[0] // FEW))  # whole covers only
    assert encoded == sorted(encoded)
    assert encoded[-1] == ALL * len(PHOTOS)
    labels = [event.label for event in events if isinstance(event, Progress)]
    assert list(dict.fromkeys(labels))[:2] == ["Looking for photos", "Looking at photos"]


def test_a_job_closed_in_the_middle_of_a_photo_goes_on_where_it_was(
    tools: Tools, photos: Path
) -> None:
    job = design(LEFT, [photos], tools, (SQUARE,), EVERY)
    for event in job:
        if isinstance(event, Better) and event.ranking.encoded > FEW * len(PHOTOS):
            break
    job.close()
    again = Tools(tools.library, InlinePool(), tools.space)
    made = designed(again, photos, EVERY)
    assert made.ranking.exact
    tasks = again.pool.tasks  # type: ignore[attr-defined]
    assert {task.function for task in tasks} == {look_again}
    assert len(tasks) <= len(PHOTOS)  # each photo is opened once, however often it is looked at
    # Nothing is left to do the third time.
    last = Tools(tools.library, InlinePool(), tools.space)
    assert designed(last, photos, EVERY).ranking == made.ranking
    assert last.pool.tasks == []  # type: ignore[attr-defined]


def test_what_is_known_of_half_a_photo_is_kept_small(tools: Tools, photos: Path) -> None:
    designed(tools, photos, Options(top=1, per_photo=1, composition=1))
    (length,) = tools.library._file.read(
        "SELECT min(length(rows)) FROM vectors WHERE space = ?", (tools.space.id,)
    )[0]
    assert length == FEW * 2 * 2  # float16, two coordinates


def test_a_photo_that_vanishes_before_it_is_looked_at_closely_is_told(
    tools: Tools, photos: Path
) -> None:
    job = design(LEFT, [photos], tools, (SQUARE,), EVERY)
    for event in job:
        if isinstance(event, Progress) and event.label == "Looking closer at the best photos":
            break
    (photos / PHOTOS[1]).unlink()
    made = run(job)
    assert [error.path.name for error in made.skipped] == [PHOTOS[1]]
    assert made.ranking.encoded == ALL * (len(PHOTOS) - 1) + FEW


def test_two_names_of_one_photo_are_encoded_once(tools: Tools, photos: Path) -> None:
    (photos / "twin.jpg").write_bytes((photos / PHOTOS[0]).read_bytes())
    made = designed(tools, photos, EVERY)
    assert made.ranking.exact
    assert made.ranking.photos == len(PHOTOS) + 1


def test_several_aspects_each_have_their_cover(tools: Tools, photos: Path) -> None:
    made = run(design(LEFT, [photos], tools, (SQUARE, WIDE), EVERY, SQUARE))
    assert made.ranking.exact
    assert made.search.ranking(EVERY).exact
    assert {match.crop.aspect for match in made.ranking.matches} == {SQUARE}


# Asking for something else


def test_another_wish_is_answered_from_memory(tools: Tools, photos: Path) -> None:
    made = designed(tools, photos, EVERY)
    tasks = len(tools.pool.tasks)  # type: ignore[attr-defined]
    other = run(redesign(made, Wish(text="right"), tools, EVERY))
    assert len(tools.pool.tasks) == tasks  # type: ignore[attr-defined]
    fresh = designed(tools, photos, EVERY, Wish(text="right"))
    assert other.ranking == fresh.ranking != made.ranking
    assert made.search.ranking(EVERY) == made.ranking


def test_a_liked_crop_that_was_encoded_is_not_read_again(tools: Tools, photos: Path) -> None:
    made = designed(tools, photos, EVERY)
    tasks = len(tools.pool.tasks)  # type: ignore[attr-defined]
    crop = made.ranking.matches[0].crop
    liked = Example(crop.photo.path, crop.box)
    other = run(redesign(made, Wish(liked=(liked,)), tools, EVERY))
    assert len(tools.pool.tasks) == tasks  # type: ignore[attr-defined]
    assert other.answer.query.parts[0].kind is Kind.LIKED
    assert other.answer.query.asked == "the liked crop"
    best = other.ranking.matches[0]
    assert best.parts["match"] == pytest.approx(1.0, abs=1e-3)


def test_a_picture_from_elsewhere_is_read(tools: Tools, photos: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jpg"
    elsewhere.write_bytes((photos / PHOTOS[0]).read_bytes())
    made = designed(tools, photos, EVERY, Wish(pictures=(Example(elsewhere),)))
    (part,) = made.answer.query.parts
    np.testing.assert_array_equal(part.vector, [0.5, 0.5])  # the middle of all of it
    assert made.answer.query.asked == "the picture"


def test_an_example_that_cannot_be_used_is_said(tools: Tools, photos: Path) -> None:
    with pytest.raises(MediaError, match="it is no longer there"):
        designed(tools, photos, TOP, Wish(liked=(Example(photos / "gone.jpg"),)))
