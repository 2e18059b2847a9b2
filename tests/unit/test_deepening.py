"""Coarse to fine: a cover of every photo, then the promising photos, then every crop."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from coverart.crops.composition import Terms
from coverart.crops.cover import cover
from coverart.crops.grid import candidates
from coverart.domain import (
    SQUARE,
    WIDE,
    Aspect,
    Boxes,
    ContentHash,
    Floats,
    Photo,
    Pixels,
    Ranking,
    Rows,
    Size,
)
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example, Wish
from coverart.engine.deepening import Deepening, next_to_complete
from coverart.engine.designing import Design, design, redesign
from coverart.engine.job import Better, Event, Progress, Skipped, run
from coverart.engine.reading import look_again
from coverart.engine.session import Tools
from coverart.errors import MediaError
from coverart.library.store import Library
from coverart.media.photo import read_photo
from coverart.ranking.search import Entry, Rated, Search
from coverart.settings import Options, library_path
from tests.conftest import PHOTOS
from tests.fakes import FakeSpace, InlinePool

SIZE = Size(160, 120)
ALL = len(candidates(SIZE, SQUARE))
FEW = len(cover(SIZE, SQUARE))
TOP = Options(top=2, per_photo=1, composition=0)
EVERY = Options(top=2, per_photo=1, composition=0, every_crop=True)
LEFT = Wish(text="left")


@dataclass(frozen=True, slots=True)
class CountingSpace(FakeSpace):
    """Keeps the boxes of the crops it has encoded."""

    encoded: list[list[int]] = field(default_factory=list)

    def crop_vectors(self, pixels: Pixels, size: Size, boxes: Boxes) -> Iterator[Floats]:
        self.encoded.extend(boxes.tolist())
        yield from FakeSpace.crop_vectors(self, pixels, size, boxes)


class InfiniteSpace(FakeSpace):
    """Makes no numbers of the first crop of each portion."""

    def crop_vectors(self, pixels: Pixels, size: Size, boxes: Boxes) -> Iterator[Floats]:
        for portion in FakeSpace.crop_vectors(self, pixels, size, boxes):
            portion[0, 0] = np.inf
            yield portion


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
    assert made.ranking.encoded == ALL * (len(PHOTOS) - 1)  # it takes no part any longer
    assert photos / PHOTOS[1] not in {one.entry.photo.path for one in made.search.rated()}


def test_a_photo_that_vanishes_is_told_once_for_all_its_aspects(tools: Tools, photos: Path) -> None:
    events: list[Event] = []
    job = design(LEFT, [photos], tools, (SQUARE, WIDE), EVERY)
    for event in job:
        if isinstance(event, Progress) and event.label == "Looking closer at the best photos":
            break
    (photos / PHOTOS[1]).unlink()
    made = run(job, events.append)
    assert [error.path.name for error in made.skipped] == [PHOTOS[1]]
    assert len([event for event in events if isinstance(event, Skipped)]) == 1
    assert made.ranking.exact
    assert made.ranking.photos == len(PHOTOS) - 1


def test_two_names_of_one_photo_are_encoded_once(tools: Tools, photos: Path) -> None:
    (photos / "twin.jpg").write_bytes((photos / PHOTOS[0]).read_bytes())
    space = CountingSpace(light=False)
    made = designed(Tools(tools.library, InlinePool(), space), photos, EVERY)
    assert made.ranking.exact
    assert made.ranking.photos == len(PHOTOS) + 1
    assert len(space.encoded) == ALL * len(PHOTOS)


def test_the_other_name_of_a_photo_that_vanishes_stays(tools: Tools, photos: Path) -> None:
    twin = photos / "a twin.jpg"  # before the other in the order of names
    twin.write_bytes((photos / PHOTOS[0]).read_bytes())
    job = design(LEFT, [photos], tools, (SQUARE,), EVERY)
    for event in job:
        if isinstance(event, Progress) and event.label == "Looking closer at the best photos":
            break
    twin.unlink()
    made = run(job)
    assert [error.path for error in made.skipped] == [twin]
    assert made.ranking.exact
    assert made.ranking.photos == len(PHOTOS)


def test_one_more_aspect_leaves_what_was_encoded_of_the_first(tools: Tools, photos: Path) -> None:
    designed(tools, photos, EVERY)
    space = CountingSpace(light=False)
    again = Tools(tools.library, InlinePool(), space)
    both = run(design(LEFT, [photos], again, (SQUARE, WIDE), TOP))
    assert both.search.ranking(TOP, SQUARE).exact
    shapes = {(box[2] - box[0]) / (box[3] - box[1]) for box in space.encoded}
    assert min(shapes) > 1.7  # no square among them
    made = designed(Tools(tools.library, InlinePool(), space), photos, TOP)
    assert made.ranking.exact


def test_what_another_program_encodes_meanwhile_is_not_lost(tools: Tools, photos: Path) -> None:
    job = design(LEFT, [photos], tools, (SQUARE,), TOP)
    for event in job:
        if isinstance(event, Progress) and event.label == "Looking closer at the best photos":
            break
    with Tools(Library(library_path()), InlinePool(), FakeSpace(light=False)) as other:
        assert designed(other, photos, EVERY).ranking.exact
        made = run(job)
        assert any(one.entry.whole for one in made.search.rated())  # it has learnt of it
        assert designed(other, photos, TOP).ranking.exact


def test_a_crop_that_comes_out_as_no_number_ends_no_job(tools: Tools, photos: Path) -> None:
    space = InfiniteSpace(light=False)
    job = design(LEFT, [photos], Tools(tools.library, InlinePool(), space), (SQUARE,), EVERY)
    events = list(islice(job, 2000))
    assert isinstance(events[-1], Better)
    assert events[-1].ranking.exact


def test_numbers_that_are_none_in_a_damaged_library_are_encoded_anew(
    tools: Tools, photos: Path
) -> None:
    made = designed(tools, photos, EVERY)
    tools.library.close()
    with sqlite3.connect(library_path()) as connection:
        connection.create_function("damaged", 1, lambda rows: b"\x00\x7c" + rows[2:])
        damage = "UPDATE vectors SET rows = damaged(rows) WHERE space = ?"
        connection.execute(damage, (tools.space.id,))
    connection.close()
    space = CountingSpace(light=False)
    with Tools(Library(library_path()), InlinePool(), space) as again:
        job = design(LEFT, [photos], again, (SQUARE,), EVERY)
        events = list(islice(job, 2000))
    assert events[-1] == Better(made.ranking)
    assert len(space.encoded) == len(PHOTOS)


# Which photos come next


def rated(name: str, match: float, aspect: Aspect = SQUARE) -> Rated:
    own = candidates(SIZE, aspect)
    rows = np.full((len(own), 2), match, dtype=np.float16)
    photo = Photo(Path(name), ContentHash(name), SIZE)
    terms = Terms(np.zeros((len(own), 10), dtype=np.float32))
    entry = Entry(photo, aspect, own, Rows(rows), terms, b"")
    return Rated(entry, np.full(len(own), match, np.float32), np.zeros(len(own), np.float32))


def test_those_with_the_best_crops_of_the_aspect_that_counts_come_first() -> None:
    left = [
        rated("a", 0.1),
        rated("b", 0.9, WIDE),
        rated("b", 0.3),
        rated("c", 0.3),
        rated("d", 0.2, WIDE),
    ]
    keys = [(one.photo.path.name, one.aspect) for one in next_to_complete(left, None)]
    assert keys == [("b", WIDE), ("b", SQUARE), ("c", SQUARE), ("d", WIDE), ("a", SQUARE)]
    keys = [(one.photo.path.name, one.aspect) for one in next_to_complete(left, SQUARE)]
    assert keys == [("b", SQUARE), ("c", SQUARE), ("a", SQUARE), ("b", WIDE), ("d", WIDE)]


@pytest.mark.parametrize(("left", "taken"), [(3, 3), (399, 8), (450, 9), (5000, 100)])
def test_of_many_photos_more_are_completed_before_it_is_asked_anew(left: int, taken: int) -> None:
    assert len(next_to_complete([rated("a", 0.5)] * left, None)) == taken


def test_of_open_photos_those_stay_that_were_looked_at_last(tools: Tools, photos: Path) -> None:
    search = designed(tools, photos, TOP).search
    order = [one.photo.path for one in next_to_complete(search.rated(), None)]
    left = [path for path in order if path in {one.entry.photo.path for one in unfinished(search)}]
    assert len(left) > 1
    closer = Deepening(search, tools, EVERY, None)
    closer.open.update((path, read_photo(path, 64).pixels) for path in reversed(left))
    run(closer.complete(lambda: iter(())))
    assert list(closer.open) == left


def unfinished(search: Search) -> list[Rated]:
    return [one for one in search.rated() if not one.entry.whole]


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
