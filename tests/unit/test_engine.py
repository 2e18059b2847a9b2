"""The jobs, from wish and folder to ranking; read in this process, with the real affect space."""

import os
import shutil
import sqlite3
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import mutagen.flac
import numpy as np
import pytest
import soundfile

from coverart.crops.grid import Mode, candidates
from coverart.demo.folder import DemoFolder
from coverart.domain import SQUARE, WIDE, Box, ContentHash, Floats, Rows, Size, SongTags
from coverart.encoders.affect.space import AffectSpace
from coverart.encoders.encoder import Kind
from coverart.engine import browsing, demonstrating, designing, reading
from coverart.engine.asking import Wish
from coverart.engine.browsing import NOT_READ, SAVE_AS
from coverart.engine.cropping import crop
from coverart.engine.demonstrating import demonstrate
from coverart.engine.designing import Design, design
from coverart.engine.exporting import export
from coverart.engine.feeling import feel
from coverart.engine.job import Better, Event, Job, Notice, Progress, Skipped, run
from coverart.engine.picturing import begin_picture
from coverart.engine.reading import Heard, Known, Lens, Refused, Seen, content_hash, listen, look
from coverart.engine.session import Tools, open_space, open_tools, space_names
from coverart.engine.shelf import Shelf
from coverart.errors import MediaError, UsageError
from coverart.export.render import ExportOrder
from coverart.library.records import FileMark, PhotoRecord, VectorKey
from coverart.library.store import Library
from coverart.media import tags as media_tags
from coverart.media.child import Reply
from coverart.media.lyrics import plain_lyrics
from coverart.media.photo import Decoded, read_photo, read_photo_twice
from coverart.media.pool import Outcome, Pending, ReaderPool, Task
from coverart.media.tags import read_tags
from coverart.settings import Options, library_path
from tests.conftest import PHOTOS, draw_photo, grow_old
from tests.fakes import InlinePool

OPTIONS = Options(top=10, per_photo=2, composition=0.3)
LENS = Lens.of(AffectSpace())


def heard(song: Path) -> Floats:
    """The vector of a song, as the affect space hears it."""
    vectors = listen(song, LENS).vectors
    assert vectors is not None
    assert len(vectors) == 1
    return np.asarray(vectors[0], dtype=np.float32)


@pytest.fixture
def tools(cache: Path) -> Iterator[Tools]:
    with Tools(Library(library_path()), InlinePool(), AffectSpace()) as tools:
        yield tools


def pool(tools: Tools) -> InlinePool:
    assert isinstance(tools.pool, InlinePool)
    return tools.pool


def fresh(tools: Tools) -> Tools:
    """The same library and space, with a pool that has not done anything."""
    return Tools(tools.library, InlinePool(), tools.space)


def designed(tools: Tools, wish: Wish, *places: Path) -> tuple[Design, list[Event]]:
    events: list[Event] = []
    made = run(design(wish, places, tools, (SQUARE,), OPTIONS), events.append)
    return made, events


def notices(events: list[Event]) -> list[str]:
    return [event.sentence for event in events if isinstance(event, Notice)]


def close_after(job: Job[Any], events: int) -> None:
    for _ in range(events):
        next(job)
    job.close()


# The main job


def test_a_design_ranks_all_photos_for_the_song(tools: Tools, photos: Path, song: Path) -> None:
    made, _ = designed(tools, Wish(song), photos)
    assert made.ranking.photos == len(PHOTOS)
    size = Size(160, 120)
    assert made.ranking.crops == len(PHOTOS) * len(candidates(size, SQUARE))
    assert {match.crop.photo.path for match in made.ranking.matches} == {
        photos / name for name in PHOTOS
    }
    for match in made.ranking.matches:
        assert match.crop.photo.size == size
        assert match.crop.photo.content == content_hash(match.crop.photo.path)
        assert match.crop.box.lies_within(size)
        assert match.crop.box.has_aspect(SQUARE)
    assert made.skipped == ()
    assert made.answer.song is not None
    assert made.answer.song.seconds == pytest.approx(5)
    assert made.answer.query.asked == "the song"


def test_scores_are_those_of_the_space_and_the_crop_itself(
    tools: Tools, photos: Path, song: Path
) -> None:
    made, _ = designed(tools, Wish(song), photos)
    best = made.ranking.matches[0]
    space = AffectSpace()
    decoded = read_photo(best.crop.photo.path, space.photo_side)
    box = np.array([best.crop.box.as_list()], dtype=np.int32)
    mood = space.encode_crops(decoded.pixels, decoded.size, box)  # type: ignore[arg-type]
    query = heard(song)
    assert best.parts["match"] == pytest.approx(float(space.similarity(query, mood)[0]), abs=2e-3)
    own = 0.7 * best.parts["match"] + 0.3 * best.parts["composition"]
    assert best.score == pytest.approx(own, abs=1e-6)


def test_events_tell_the_way_from_the_search_to_the_ranking(
    tools: Tools, photos: Path, song: Path
) -> None:
    made, events = designed(tools, Wish(song), photos)
    assert events[0] == Progress("Looking for photos", 0, 0)
    looked = [event for event in events if isinstance(event, Progress)][1:]
    assert [(event.done, event.total) for event in looked] == [(n, 4) for n in range(5)]
    assert events[-1] == Better(made.ranking)


def test_better_rankings_come_before_the_end(
    tools: Tools, photos: Path, song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(designing, "SECONDS_BETWEEN_RANKINGS", 0)
    monkeypatch.setattr(designing, "SPARING", 0)
    made, events = designed(tools, Wish(song), photos)
    rankings = [event.ranking for event in events if isinstance(event, Better)]
    assert [ranking.photos for ranking in rankings] == [1, 2, 3, 4, 4]
    best = [ranking.matches[0].score for ranking in rankings]
    assert best == sorted(best)
    assert rankings[-1] == rankings[-2] == made.ranking


def test_rankings_are_told_only_from_time_to_time(
    tools: Tools, photos: Path, song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(designing, "SECONDS_BETWEEN_RANKINGS", 1e9)
    _, events = designed(tools, Wish(song), photos)
    assert sum(isinstance(event, Better) for event in events) == 2  # the first, and the last


def test_a_ranking_that_takes_long_is_told_the_more_rarely(
    tools: Tools, photos: Path, song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(designing, "SECONDS_BETWEEN_RANKINGS", 0)
    monkeypatch.setattr(designing, "SPARING", 1e9)
    _, events = designed(tools, Wish(song), photos)
    assert sum(isinstance(event, Better) for event in events) == 2  # the first, and the last


def test_files_that_are_left_out_are_told_with_the_reason(
    tools: Tools, photos: Path, song: Path
) -> None:
    (photos / "loop.gif").write_bytes(b"GIF89a")
    (photos / "text.jpg").write_text("no picture")
    made, events = designed(tools, Wish(song), photos)
    assert [(error.path.name, error.reason, error.hint) for error in made.skipped] == [
        ("loop.gif", NOT_READ, SAVE_AS),
        ("text.jpg", "it is not a picture we know", ""),
    ]
    assert [event.error for event in events if isinstance(event, Skipped)] == list(made.skipped)
    assert made.ranking.photos == len(PHOTOS)


def test_a_photo_that_vanishes_on_the_way_is_left_out(
    tools: Tools, photos: Path, song: Path
) -> None:
    job = design(Wish(song), [photos], tools, (SQUARE,), OPTIONS)
    while next(job) != Progress("Looking at photos", 0, 4):
        pass
    (photos / PHOTOS[0]).unlink()
    made = run(job)
    assert [(error.path.name, error.reason) for error in made.skipped] == [
        (PHOTOS[0], "it cannot be opened")
    ]
    assert made.ranking.photos == len(PHOTOS) - 1


def test_the_design_answers_for_other_options_without_reading(
    tools: Tools, photos: Path, song: Path
) -> None:
    made, _ = designed(tools, Wish(song), photos)
    read = len(pool(tools).tasks)
    assert made.search.ranking(OPTIONS) == made.ranking
    composed = made.search.ranking(Options(top=1, per_photo=1, composition=1))
    (match,) = composed.matches
    assert match.score == match.parts["composition"]
    assert len(pool(tools).tasks) == read


def test_several_aspects_are_ranked_together(tools: Tools, photos: Path, song: Path) -> None:
    made = run(design(Wish(song), [photos], tools, (SQUARE, WIDE), OPTIONS))
    assert {match.crop.aspect for match in made.ranking.matches} == {SQUARE, WIDE}
    assert all(match.crop.box.has_aspect(match.crop.aspect) for match in made.ranking.matches)
    again = run(design(Wish(song), [photos], fresh(tools), (WIDE, SQUARE), OPTIONS))
    assert again.ranking == made.ranking


# What is remembered


def test_a_second_run_reads_nothing_and_comes_to_the_same(
    tools: Tools, photos: Path, song: Path
) -> None:
    (photos / "text.jpg").write_text("no picture")
    grow_old(photos / "text.jpg")
    first, _ = designed(tools, Wish(song), photos)
    again = fresh(tools)
    second, _ = designed(again, Wish(song), photos)
    assert pool(again).tasks == []
    assert second.ranking == first.ranking
    assert [error.args for error in second.skipped] == [error.args for error in first.skipped]


def test_a_photo_and_a_song_that_are_too_new_are_read_again(
    tools: Tools, photos: Path, song: Path
) -> None:
    (photos / PHOTOS[0]).touch()
    song.touch()
    first, _ = designed(tools, Wish(song), photos)
    again = fresh(tools)
    second, _ = designed(again, Wish(song), photos)
    assert {task.path for task in pool(again).tasks} == {song, photos / PHOTOS[0]}
    assert [type(value) for value in pool(again).values] == [Heard, Known]
    assert second.ranking == first.ranking


def test_a_renamed_photo_is_recognised_and_not_decoded(
    tools: Tools, photos: Path, song: Path
) -> None:
    first, _ = designed(tools, Wish(song), photos)
    (photos / PHOTOS[0]).rename(photos / "renamed.jpg")
    again = fresh(tools)
    second, _ = designed(again, Wish(song), photos)
    assert [(task.path.name, type(value)) for task, value in _done(again)] == [
        ("renamed.jpg", Known)
    ]
    assert second.ranking.crops == first.ranking.crops
    assert sorted(match.score for match in second.ranking.matches) == sorted(
        match.score for match in first.ranking.matches
    )
    third = fresh(tools)
    designed(third, Wish(song), photos)
    assert pool(third).tasks == []


def test_a_renamed_file_that_was_refused_is_not_tried_again(
    tools: Tools, photos: Path, song: Path
) -> None:
    (photos / "text.jpg").write_text("no picture")
    grow_old(photos / "text.jpg")
    designed(tools, Wish(song), photos)
    (photos / "text.jpg").rename(photos / "prose.jpg")
    again = fresh(tools)
    second, _ = designed(again, Wish(song), photos)
    assert [type(value) for value in pool(again).values] == [Known]
    assert [error.path.name for error in second.skipped] == ["prose.jpg"]


def test_a_changed_photo_is_decoded_again(tools: Tools, photos: Path, song: Path) -> None:
    designed(tools, Wish(song), photos)
    draw_photo(photos / PHOTOS[0], seed=99, size=(200, 100))
    again = fresh(tools)
    second, _ = designed(again, Wish(song), photos)
    assert [(task.path.name, type(value)) for task, value in _done(again)] == [(PHOTOS[0], Seen)]
    (size,) = {
        match.crop.photo.size
        for match in second.ranking.matches
        if match.crop.photo.path.name == PHOTOS[0]
    }
    assert size == Size(200, 100)


def test_another_aspect_is_read_once_more(tools: Tools, photos: Path, song: Path) -> None:
    designed(tools, Wish(song), photos)
    again = fresh(tools)
    run(design(Wish(song), [photos], again, (SQUARE, WIDE), OPTIONS))
    assert [type(value) for value in pool(again).values] == [Seen] * 4


def test_copies_of_a_photo_are_decoded_once_known(tools: Tools, photos: Path, song: Path) -> None:
    designed(tools, Wish(song), photos)
    shutil.copy(photos / PHOTOS[0], photos / "copy.jpg")
    again = fresh(tools)
    second, _ = designed(again, Wish(song), photos)
    assert [type(value) for value in pool(again).values] == [Known]
    assert second.ranking.photos == len(PHOTOS) + 1
    # Copies have one share between them.
    shown = [match.crop.photo.path.name for match in second.ranking.matches]
    assert len([name for name in shown if name in ("copy.jpg", PHOTOS[0])]) == 2


def test_a_record_with_too_few_rows_is_made_again(tools: Tools, photos: Path, song: Path) -> None:
    first, _ = designed(tools, Wish(song), photos)
    with sqlite3.connect(library_path()) as connection:
        connection.execute("UPDATE vectors SET rows = x'00000000000000000000' WHERE width = 5")
    connection.close()
    again = fresh(tools)
    second, _ = designed(again, Wish(song), photos)
    # What is kept of their content is found wanting only when it is needed.
    assert [type(value) for value in pool(again).values] == [Known, Seen] * 4
    assert second.ranking == first.ranking


def test_a_job_that_is_closed_midway_keeps_what_was_done(
    tools: Tools, photos: Path, song: Path
) -> None:
    job = design(Wish(song), [photos], tools, (SQUARE,), OPTIONS)
    while next(job) != Progress("Looking at photos", 2, 4):
        pass
    job.close()
    done = {task.path for task in pool(tools).tasks}
    again = fresh(tools)
    made, _ = designed(again, Wish(song), photos)
    left = {task.path for task in pool(again).tasks} - {song}
    assert len(left) == 2
    assert not left & done
    assert made.ranking.photos == len(PHOTOS)


def _done(tools: Tools) -> list[tuple[Task[Any], object]]:
    return list(zip(pool(tools).tasks, pool(tools).values, strict=True))


# The wish


def test_a_song_that_cannot_be_used_ends_the_job(tools: Tools, photos: Path) -> None:
    bad = photos.parent / "bad.mp3"
    bad.write_bytes(b"no music")
    with pytest.raises(MediaError) as caught:
        designed(tools, Wish(bad), photos)
    assert caught.value.path == bad


def test_a_song_that_is_not_there_ends_the_job_before_it_begins(tools: Tools, photos: Path) -> None:
    with pytest.raises(MediaError, match="there is no such file"):
        designed(tools, Wish(photos / "gone.mp3"), photos)
    assert pool(tools).tasks == []


def test_a_folder_that_is_not_there_ends_the_job(tools: Tools, photos: Path, song: Path) -> None:
    with pytest.raises(MediaError, match="there is no such folder"):
        designed(tools, Wish(song), photos, photos / "gone")


@pytest.mark.parametrize("wish", [Wish(), Wish(text="  "), Wish(lyrics="\n")])
def test_an_empty_wish_makes_no_sense(tools: Tools, photos: Path, wish: Wish) -> None:
    with pytest.raises(UsageError, match="There is nothing to look for"):
        designed(tools, wish, photos)


def test_words_alone_are_a_wish(tools: Tools, photos: Path) -> None:
    made, events = designed(tools, Wish(text="happy and calm"), photos)
    assert [part.kind for part in made.answer.query.parts] == [Kind.TEXT]
    np.testing.assert_array_equal(
        made.answer.query.parts[0].vector, AffectSpace().encode_text("happy and calm")
    )
    assert made.answer.song is None
    assert made.ranking.photos == len(PHOTOS)
    assert notices(events) == []


def test_words_that_carry_no_mood_are_left_out_with_a_notice(
    tools: Tools, photos: Path, song: Path
) -> None:
    made, events = designed(tools, Wish(song, text="qwertz"), photos)
    assert [part.kind for part in made.answer.query.parts] == [Kind.SONG]
    (notice,) = notices(events)
    assert notice.startswith("The words were left out")
    with pytest.raises(UsageError, match="None of the words carries a mood"):
        designed(tools, Wish(text="qwertz"), photos)


def test_song_words_and_lyrics_are_weighed_together(tools: Tools, photos: Path, song: Path) -> None:
    made, _ = designed(tools, Wish(song, "sad", "[00:12.00] joy and laughter"), photos)
    query = made.answer.query
    assert [(part.kind, part.weight) for part in query.parts] == [
        (Kind.SONG, 1.0),
        (Kind.TEXT, 1.0),
        (Kind.LYRICS, 0.5),
    ]
    space = AffectSpace()
    lyrics = space.encode_text("joy and laughter")
    assert lyrics is not None
    np.testing.assert_array_equal(query.parts[2].vector, lyrics)
    vectors = [part.vector for part in query.parts]
    mean = (vectors[0] + vectors[1] + vectors[2] / 2) / 2.5
    np.testing.assert_allclose(space.place(query.parts), mean, atol=1e-6)


def test_lyrics_of_the_tags_are_used_and_remembered_unless_others_are_given(
    tools: Tools, photos: Path, song: Path
) -> None:
    samples, rate = soundfile.read(song)
    tagged = song.with_suffix(".flac")
    soundfile.write(tagged, samples, rate)
    tags = mutagen.flac.FLAC(tagged)  # type: ignore[no-untyped-call]
    tags["TITLE"], tags["ARTIST"], tags["LYRICS"] = "Tide", "Anna", "[00:01.00]grief and tears"
    tags.save()
    grow_old(tagged)
    space = AffectSpace()
    for _ in range(2):  # the second time out of the library
        made, _ = designed(tools, Wish(tagged), photos)
        assert made.answer.song is not None
        assert (made.answer.song.title, made.answer.song.artist) == ("Tide", "Anna")
        own = made.answer.query.parts[1]
        assert own.kind == Kind.LYRICS
        np.testing.assert_array_equal(own.vector, space.encode_text("grief and tears"))
    made, _ = designed(tools, Wish(tagged, lyrics="joy"), photos)
    np.testing.assert_array_equal(made.answer.query.parts[1].vector, space.encode_text("joy"))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[00:12.00]Sing", "Sing"),
        ("[00:12]Sing [01:02:03]on", "Sing on"),
        ("[ar:Anna]\n[00:01.5] Sing", "\n Sing"),
        ("[Chorus] Sing [x2]", "[Chorus] Sing [x2]"),
    ],
)
def test_stamps_and_headers_are_taken_out_of_lyrics(text: str, plain: str) -> None:
    assert plain_lyrics(text) == plain


class SlowPool(InlinePool):
    """Never comes to an end with the song."""

    def __init__(self) -> None:
        super().__init__()
        self.song: Pending[Any] | None = None

    def begin(self, task: Task[Any]) -> Pending[Any]:
        if task.function is listen:
            self.song = Pending(task, lambda _: None)
            return self.song
        return super().begin(task)


def test_while_the_song_is_read_photos_are_looked_at_and_wait(
    tools: Tools, photos: Path, song: Path
) -> None:
    slow = SlowPool()
    job = design(Wish(song), [photos], Tools(tools.library, slow, tools.space), (SQUARE,), OPTIONS)
    events = []
    while Progress("Listening to the song", 0, 0) not in events:
        events.append(next(job))
    assert not any(isinstance(event, Better) for event in events)
    assert slow.song is not None
    slow.song.settle(Reply(listen(song, LENS)))
    assert run(job).ranking.photos == len(PHOTOS)


def test_closing_the_job_stops_the_reading_of_the_song(
    tools: Tools, photos: Path, song: Path
) -> None:
    slow = SlowPool()
    job = design(Wish(song), [photos], Tools(tools.library, slow, tools.space), (SQUARE,), OPTIONS)
    close_after(job, events=3)
    assert slow.song is not None
    assert slow.song.cancelled


def test_notices_of_the_library_are_told(cache: Path, photos: Path, song: Path) -> None:
    library_path().write_bytes(b"garbage")
    with Tools(Library(library_path()), InlinePool(), AffectSpace()) as tools:
        made, events = designed(tools, Wish(song), photos)
    (notice,) = notices(events)
    assert notice.startswith("The library was damaged")
    assert made.ranking.photos == len(PHOTOS)


def test_a_folder_without_photos_gives_an_empty_ranking_and_says_so(
    tools: Tools, tmp_path: Path, song: Path
) -> None:
    (tmp_path / "empty").mkdir()
    made, events = designed(tools, Wish(song), tmp_path / "empty")
    assert made.ranking.matches == ()
    assert notices(events) == [f"There are no photos in {tmp_path / 'empty'}."]


# What happens to one file


def test_a_photo_is_looked_at_unless_its_content_is_known(photos: Path) -> None:
    path = photos / PHOTOS[0]
    content = content_hash(path)
    seen = look(path, LENS, (SQUARE, WIDE), ())
    assert isinstance(seen, Seen)
    assert seen.pixels is None
    record = seen.record
    assert record.content == content
    assert {(key[0].split("-")[0], key[1]) for key in record.vectors} == {
        (name, aspect) for name in ("affect", "composition") for aspect in (SQUARE, WIDE)
    }
    for (_, aspect), rows in record.vectors.items():
        assert rows.dtype == np.float16
        assert len(rows) == len(candidates(record.size, aspect))
    assert look(path, LENS, (SQUARE,), (ContentHash("other"), content)) == Known(content)


def test_a_file_that_is_refused_keeps_its_content(photos: Path) -> None:
    path = photos / "text.jpg"
    path.write_text("no picture")
    refused = look(path, LENS, (SQUARE,), ())
    assert isinstance(refused, Refused)
    assert refused.content == content_hash(path)


def test_the_content_is_the_blake2b_digest_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    # b2sum --length 160
    assert content_hash(tmp_path / "abc") == "384264f676f39536840523f284921cdc68b6846b"
    with pytest.raises(MediaError, match="cannot be opened"):
        content_hash(tmp_path / "gone")


def test_what_the_library_has_forgotten_meanwhile_is_looked_at_once_more(
    tools: Tools, photos: Path, song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgetful = iter([Known(ContentHash("forgotten"))])

    def look_badly(*arguments: Any) -> Seen | Known | Refused:
        return next(forgetful, None) or look(*arguments)

    monkeypatch.setattr(browsing, "look", look_badly)
    made, _ = designed(tools, Wish(song), photos)
    assert made.ranking.photos == len(PHOTOS)
    assert made.skipped == ()


class PonderingPool(InlinePool):
    """Never comes to an end with a single file that is begun for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[Pending[Any]] = []

    def read_all(self, tasks: Iterable[Task[Any]]) -> Generator[Outcome[Any]]:
        for task in tasks:
            yield super().begin(task).outcome()

    def begin(self, task: Task[Any]) -> Pending[Any]:
        waits = iter(range(100))

        def advance(_seconds: float) -> None:
            assert next(waits, None) is not None, "nobody can stop this"

        self.begun.append(Pending(task, advance))
        return self.begun[-1]


def test_looking_once_more_can_be_cancelled(
    tools: Tools, photos: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "look", lambda *_: Known(ContentHash("forgotten")))
    pondering = PonderingPool()
    wish = Wish(text="calm")
    job = design(wish, [photos], Tools(tools.library, pondering, tools.space), (SQUARE,), OPTIONS)
    close_after(job, events=20)
    (pending,) = pondering.begun
    assert pending.cancelled


class Raising:
    """Raises an error, however it is called."""

    def __init__(self, error: MediaError) -> None:
        self._error = error

    def __call__(self, *_: object) -> Decoded:
        raise self._error


def test_a_cover_is_written_by_a_process_of_its_own(
    tools: Tools, photos: Path, tmp_path: Path
) -> None:
    class Crew(InlinePool):
        def begin(self, task: Task[Any]) -> Pending[Any]:
            raise AssertionError("one of many may take too little memory")

        def alone(self) -> ReaderPool:
            return InlinePool()

    order = ExportOrder(photos / "dusk.jpg", Box(0, 0, 100, 100), tmp_path / "cover.png")
    assert run(export(order, Tools(tools.library, Crew(), tools.space))).path.exists()


def test_trouble_that_may_pass_is_not_remembered(
    photos: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = photos / "dusk.jpg"
    lost.rename(photos / "elsewhere.jpg")
    lost.mkdir()
    with pytest.raises(MediaError, match="it is a folder"):
        look(lost, LENS, (SQUARE,), ())
    passing = MediaError(photos / "lake.jpg", "the disk is tired")
    monkeypatch.setattr(reading, "read_photo_twice", Raising(passing))
    with pytest.raises(MediaError, match="the disk is tired"):
        look(photos / "lake.jpg", LENS, (SQUARE,), ())
    monkeypatch.undo()
    damaged = photos / "damaged.jpg"
    damaged.write_bytes((photos / "elsewhere.jpg").read_bytes()[:400])
    assert isinstance(look(damaged, LENS, (SQUARE,), ()), Refused)


def test_a_photo_that_changes_while_it_is_read_is_not_remembered(
    photos: Path, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replaced(path: Path, *sides: int) -> tuple[Decoded, Decoded]:
        decoded = read_photo_twice(path, *sides)
        draw_photo(path, seed=99)
        return decoded

    monkeypatch.setattr(reading, "read_photo_twice", replaced)
    with pytest.raises(MediaError, match="changed while it was being read"):
        look(photos / "dusk.jpg", LENS, (SQUARE,), ())


def test_a_song_that_changes_while_it_is_read_is_not_remembered(
    song: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replaced(path: Path) -> SongTags:
        tags = read_tags(path)
        path.write_bytes(path.read_bytes() + b"more")
        return tags

    monkeypatch.setattr(media_tags, "read_tags", replaced)
    with pytest.raises(MediaError, match=r"song\.wav: it was changed while it was being read"):
        listen(song, LENS)


def test_files_are_left_out_in_the_order_of_their_names(
    tools: Tools, photos: Path, song: Path
) -> None:
    for name in ("z.gif", "b.jpg", "a.png"):
        (photos / name).write_bytes(b"nothing")
    made, _ = designed(tools, Wish(song), photos)
    assert [error.path.name for error in made.skipped] == ["a.png", "b.jpg", "z.gif"]


def test_a_folder_and_a_pipe_are_no_songs(tmp_path: Path, tools: Tools) -> None:
    with pytest.raises(MediaError, match="it is a folder"):
        listen(tmp_path, LENS)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.ogg")
        with pytest.raises(MediaError, match="it is not a file"):
            listen(tmp_path / "pipe.ogg", LENS)


def test_only_contents_that_need_not_be_read_again_count_as_known(tools: Tools) -> None:
    mark = FileMark(Path("/a.jpg"), 7, 0, 0)
    size, key = Size(100, 100), (tools.space.id, SQUARE)
    few = {key: Rows(np.zeros((1, 5), dtype=np.float16))}
    tools.library.put_photo(mark, PhotoRecord(ContentHash("few"), size, b"", few))
    tools.library.put_refusal(mark, ContentHash("bad"), MediaError(mark.path, "it is bad"))
    shelf = Shelf(tools.library, tools.space, (SQUARE,))
    assert shelf.known_of_length(mark) == ("bad",)


def test_no_vectors_are_read_to_tell_which_contents_a_file_may_have(
    tools: Tools, photos: Path, song: Path
) -> None:
    class Light(Library):
        def vectors(self, content: ContentHash, key: VectorKey) -> Rows | None:
            raise AssertionError("there may be very many")

    designed(tools, Wish(song), photos)
    length = (photos / PHOTOS[0]).stat().st_size
    with Light(library_path()) as library:
        shelf = Shelf(library, tools.space, (SQUARE,))
        known = shelf.known_of_length(FileMark(Path("/a.jpg"), length, 0, 0))
    assert content_hash(photos / PHOTOS[0]) in known


def test_composition_that_is_no_number_is_rated_anew(
    tools: Tools, photos: Path, song: Path
) -> None:
    first, _ = designed(tools, Wish(song), photos)
    with sqlite3.connect(library_path()) as connection:
        connection.create_function("damaged", 1, lambda rows: b"\x00\x7c" + rows[2:])
        connection.execute("UPDATE vectors SET rows = damaged(rows) WHERE width = 10")
    connection.close()
    second, _ = designed(fresh(tools), Wish(song), photos)
    assert second.ranking == first.ranking
    third = fresh(tools)
    designed(third, Wish(song), photos)
    assert pool(third).tasks == []


# The smaller jobs


class BackwardPool(InlinePool):
    """Done with the last file first."""

    def read_all(self, tasks: Iterable[Task[Any]]) -> Generator[Outcome[Any]]:
        return super().read_all(reversed(list(tasks)))


def test_moods_are_felt_of_songs_and_photos_in_the_order_given(
    tools: Tools, photos: Path, song: Path
) -> None:
    backward = Tools(tools.library, BackwardPool(), tools.space)
    bad = photos / "text.PNG"
    bad.write_text("no picture")
    paths = [photos / PHOTOS[1], bad, song, photos / PHOTOS[0]]
    events: list[Event] = []
    felt = run(feel(paths, backward), events.append)
    assert [(one.path, str(one.kind)) for one in felt] == [
        (paths[0], "photo"),
        (song, "song"),
        (paths[3], "photo"),
    ]
    np.testing.assert_array_equal(felt[1].vector, heard(song))
    assert [event.error.path for event in events if isinstance(event, Skipped)] == [bad]
    assert events[-1] == Progress("Reading moods", 4, 4)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_crops_of_one_photo_are_listed_and_rated(
    tools: Tools, photos: Path, mode: Mode
) -> None:
    found = run(crop(photos / PHOTOS[0], WIDE, mode, tools))
    assert found.size == Size(160, 120)
    np.testing.assert_array_equal(
        found.candidates.boxes, candidates(Size(160, 120), WIDE, mode).boxes
    )
    assert found.composition.shape == (len(found.candidates),)
    assert found.composition.min() >= 0
    assert found.composition.max() <= 1


def test_a_cover_is_written(tools: Tools, photos: Path, tmp_path: Path) -> None:
    order = ExportOrder(photos / PHOTOS[0], Box(10, 10, 110, 110), tmp_path / "cover.png")
    events: list[Event] = []
    written = run(export(order, tools), events.append)
    assert written.path == tmp_path / "cover.png"
    assert written.size == Size(100, 100)
    assert events == [Progress("Writing cover.png", done, 1) for done in (0, 1)]


def test_a_picture_is_made_small_enough_and_never_larger(photos: Path) -> None:
    path, inline = photos / PHOTOS[0], InlinePool()
    assert begin_picture(path, None, 80, inline).result().shape == (60, 80, 3)
    assert begin_picture(path, Box(0, 0, 40, 80), 60, inline).result().shape == (60, 30, 3)
    whole = begin_picture(path, Box(20, 10, 100, 60), 500, inline).result()
    np.testing.assert_array_equal(whole, read_photo(path, 120).pixels[10:60, 20:100])
    with pytest.raises(MediaError):
        begin_picture(photos / "gone.jpg", None, 80, inline).result()


def test_the_demo_tells_its_progress_and_is_stopped_with_its_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = []
    held = []  # a forgotten generator would close by itself
    made = DemoFolder(tmp_path / "song.wav", tmp_path)

    def write(folder: Path) -> Iterator[tuple[str, int, int]]:
        try:
            yield "Painting", 1, 2
            return made  # type: ignore[return-value]
        finally:
            stopped.append(folder)

    def begin(folder: Path) -> Iterator[tuple[str, int, int]]:
        held.append(write(folder))
        return held[-1]

    monkeypatch.setattr(demonstrating, "write_demo", begin)
    events: list[Event] = []
    assert run(demonstrate(tmp_path), events.append) == made
    assert events == [Progress("Painting", 1, 2)]
    close_after(demonstrate(tmp_path), events=1)
    assert stopped == [tmp_path, tmp_path]


# The session


def test_tools_are_built_on_the_user_s_library(cache: Path) -> None:
    with open_tools() as tools:
        assert isinstance(tools.pool, ReaderPool)
        assert tools.space == AffectSpace()
        assert not (cache / "library.sqlite3").exists()  # before it is needed
        tools.library.contents_of_length(1)
        assert (cache / "library.sqlite3").exists()
    with open_tools(library=cache / "other" / "own.sqlite3") as tools:
        tools.library.contents_of_length(1)
        assert (cache / "other" / "own.sqlite3").exists()


def test_leaving_the_tools_closes_pool_and_library(cache: Path) -> None:
    closed = []

    class Closing(InlinePool):
        def close(self) -> None:
            closed.append("pool")

    with Tools(Library(library_path()), Closing(), AffectSpace()) as tools:
        pass
    assert closed == ["pool"]
    with pytest.raises(sqlite3.ProgrammingError):
        tools.library.contents_of_length(1)


def test_spaces_are_found_by_name() -> None:
    for name in space_names():
        assert open_space(name).space.id.startswith(name)
    with pytest.raises(UsageError, match=r"There is no space “clap”; choose .*affect"):
        open_space("clap")
