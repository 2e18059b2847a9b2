"""What a person decides about crops in the window: at once, for the right song, and for good."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, Box, ContentHash, Crop, Match, Photo, Size
from coverart.engine.job import Job, Progress, Result
from coverart.engine.reading import content_hash
from coverart.engine.session import open_tools
from coverart.gui.studio.history import History
from coverart.gui.studio.judgement_thread import JudgementThread
from coverart.gui.studio.judging import Judging
from coverart.gui.studio.worker import BeginJob, Jobs, JobThread
from coverart.triage.judgement import UNJUDGED, CropKey, Flag, Judgement
from coverart.triage.store import NO_SONG, Judgements, SongKey, stand_in
from tests.fakes import InlinePool
from tests.gui.patience import TIMEOUT

KEPT = Judgement(Flag.KEPT)
REJECTED = Judgement(Flag.REJECTED)
BOX = Box(10, 10, 110, 110)


def crop(number: int = 1, folder: str = "/photos") -> Crop:
    path = Path(folder, f"{number}.jpg")
    photo = Photo(path, ContentHash(f"c{number}"), Size(400, 300))
    return Crop(photo, SQUARE, Box(0, 0, 300, 300))


def key(number: int = 1) -> CropKey:
    return CropKey.of(crop(number))


class Reader:
    """Has songs identified by real jobs, which wait while it is `held`."""

    def __init__(self, library: Path) -> None:
        self.going = threading.Event()
        self.going.set()
        # Files are read in this process, which is quicker.
        self.jobs = Jobs(lambda: replace(open_tools("affect", library), pool=InlinePool()))

    def prepare(self, begin: BeginJob) -> JobThread:
        return self.jobs.prepare(lambda tools: self._patient(begin(tools)))

    def _patient(self, job: Job[Result]) -> Job[Result]:
        while not self.going.wait(0.02):
            yield Progress("Waiting", 0, 1)
        return (yield from job)


class Slow(Judgements):
    """A disk that takes its time: nothing is written before `going` is set."""

    going: threading.Event

    def put(self, *arguments: object, **named: object) -> None:
        assert self.going.wait(TIMEOUT / 1000)
        super().put(*arguments, **named)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "judgements.sqlite3"


@pytest.fixture
def reader(qtbot: QtBot, tmp_path: Path) -> Iterator[Reader]:
    own = Reader(tmp_path / "library.sqlite3")
    yield own
    own.jobs.close()


@pytest.fixture
def history(qtbot: QtBot) -> History:
    return History()


@pytest.fixture
def judging(qtbot: QtBot, reader: Reader, history: History, path: Path) -> Iterator[Judging]:
    """What knows that nothing was decided yet without a song."""
    own = Judging(reader.prepare, history, JudgementThread(path))
    qtbot.waitUntil(lambda: own._song.known, timeout=TIMEOUT)
    yield own
    own.close()


@pytest.fixture
def songs(tmp_path: Path) -> tuple[Path, Path]:
    """Two files, which need not be songs to be told apart."""
    found = (tmp_path / "one.mp3", tmp_path / "two.mp3")
    for place, own in enumerate(found):
        own.write_bytes(bytes([place]) * 1000)
    return found


def song_key(song: Path) -> SongKey:
    return SongKey(content_hash(song))


def store(path: Path, song: SongKey, judgements: dict[CropKey, Judgement]) -> None:
    with Judgements(path) as file:
        file.put(song, judgements)


def stored(judging: Judging, path: Path, song: SongKey) -> dict[CropKey, Judgement]:
    """What is in the file when everything is written."""
    judging.close()
    with Judgements(path) as file:
        assert file.of_song(stand_in(None)) == {}
        return file.of_song(song)


def show(qtbot: QtBot, judging: Judging, song: Path | None) -> None:
    """Show a song, and wait until it is known."""
    judging.show_song(song)
    qtbot.waitUntil(lambda: judging._song.known, timeout=TIMEOUT)


# Decisions


def test_decisions_are_known_at_once_and_stored(judging: Judging, path: Path) -> None:
    judging.keep([crop(1), crop(2)])
    judging.reject([crop(3)])
    judging.rate([crop(2), crop(4)], 5)
    judging.recut(crop(1), BOX)
    wanted = {
        key(1): Judgement(Flag.KEPT, 0, BOX),
        key(2): Judgement(Flag.KEPT, 5),
        key(3): REJECTED,
        key(4): Judgement(stars=5),
    }
    assert {key(n): judging.judgement(crop(n)) for n in (1, 2, 3, 4)} == wanted
    assert judging.judgement(crop(5)) == UNJUDGED
    assert (judging.kept_count, judging.rejected_count) == (2, 1)
    assert judging.kept() == (key(2), key(1))
    assert stored(judging, path, NO_SONG) == wanted


def test_a_flag_is_cleared_and_stars_stay(judging: Judging) -> None:
    judging.keep([crop()])
    judging.rate([crop()], 3)
    judging.unflag([crop()])
    assert judging.judgement(crop()) == Judgement(stars=3)
    judging.rate([crop()], 0)
    assert judging.judgement(crop()) == UNJUDGED
    with pytest.raises(ValueError, match="6"):
        judging.rate([crop()], 6)


def test_every_decision_is_one_step_and_told_with_the_crops_it_changes(
    qtbot: QtBot, judging: Judging, history: History
) -> None:
    show(qtbot, judging, None)
    told: list[frozenset[CropKey]] = []
    judging.changed.connect(told.append)
    judging.keep([crop(1)])
    judging.keep([crop(1), crop(2), crop(3)])
    judging.keep([crop(1)])  # changes nothing
    history.undo()
    assert told == [{key(1)}, {key(2), key(3)}, {key(2), key(3)}]
    assert judging.kept() == (key(1),)
    assert (history.undo_title, history.redo_title) == ("Keep", "Keep")


def test_everything_can_be_undone_and_done_again(
    judging: Judging, history: History, path: Path
) -> None:
    judging.keep([crop()])
    judging.reject([crop()])
    judging.rate([crop()], 2)
    judging.recut(crop(), BOX)
    judging.unflag([crop()])
    steps = [judging.judgement(crop())]
    titles = []
    while history.undo_title:
        titles.append(history.undo_title)
        history.undo()
        steps.append(judging.judgement(crop()))
    assert titles == ["Clear the flag", "Change the crop", "Rate", "Reject", "Keep"]
    assert steps == [
        Judgement(Flag.NONE, 2, BOX),
        Judgement(Flag.REJECTED, 2, BOX),
        Judgement(Flag.REJECTED, 2),
        REJECTED,
        KEPT,
        UNJUDGED,
    ]
    for _step in range(4):
        history.redo()
    assert judging.judgement(crop()) == Judgement(Flag.REJECTED, 2, BOX)
    assert stored(judging, path, NO_SONG) == {key(): Judgement(Flag.REJECTED, 2, BOX)}


def test_dragging_a_crop_is_one_step(judging: Judging, history: History) -> None:
    for place in range(20):
        judging.recut(crop(1), Box(place, 0, place + 100, 100))
    judging.recut(crop(2), BOX)
    history.undo()
    assert judging.judgement(crop(1)).box == Box(19, 0, 119, 100)
    history.undo()
    assert judging.judgement(crop(1)) == UNJUDGED
    assert history.undo_title == ""


def test_a_match_is_shown_as_it_was_cut_and_found_by_its_place_on_the_grid(
    judging: Judging,
) -> None:
    match = Match(crop(), 0.5, {}, "why")
    assert judging.recut_of(match) == match
    judging.recut(crop(), BOX)
    judging.keep([crop()])
    assert judging.recut_of(match) == replace(match, crop=replace(crop(), box=BOX))
    assert judging.kept() == (key(),)
    judging.recut(crop(), crop().box)  # as it was proposed
    assert judging.judgement(crop()) == KEPT


# Songs


def test_each_song_shows_its_own_decisions_whatever_it_is_called(
    qtbot: QtBot, judging: Judging, songs: tuple[Path, Path]
) -> None:
    one, two = songs
    show(qtbot, judging, one)
    judging.keep([crop()])
    show(qtbot, judging, two)
    assert judging.judgement(crop()) == UNJUDGED
    judging.reject([crop()])
    renamed = one.rename(one.with_name("another name.mp3"))
    show(qtbot, judging, renamed)
    assert judging.judgement(crop()) == KEPT
    show(qtbot, judging, None)
    assert judging.judgement(crop()) == UNJUDGED
    show(qtbot, judging, two)
    assert judging.judgement(crop()) == REJECTED


def test_what_was_decided_before_is_there_when_the_song_is_known(
    qtbot: QtBot, judging: Judging, songs: tuple[Path, Path], path: Path
) -> None:
    store(path, song_key(songs[0]), {key(1): KEPT, key(2): REJECTED})
    show(qtbot, judging, None)
    judging.keep([crop(7)])
    told: list[frozenset[CropKey]] = []
    judging.changed.connect(told.append)
    show(qtbot, judging, songs[0])
    assert told == [{key(7)}, {key(1), key(2)}]
    assert judging.kept() == (key(1),)


def test_decisions_made_before_the_song_is_known_are_added_to_those_stored(
    qtbot: QtBot, judging: Judging, reader: Reader, songs: tuple[Path, Path], path: Path
) -> None:
    song = song_key(songs[0])
    store(path, song, {key(1): Judgement(Flag.REJECTED, 4, BOX), key(2): REJECTED})
    reader.going.clear()
    judging.show_song(songs[0])
    judging.keep([crop(1), crop(3), crop(4)])
    judging.unflag([crop(4)])
    assert judging.judgement(crop(1)) == KEPT
    reader.going.set()
    qtbot.waitUntil(lambda: judging._song.known, timeout=TIMEOUT)
    wanted = {key(1): Judgement(Flag.KEPT, 4, BOX), key(2): REJECTED, key(3): KEPT}
    assert judging._song.judged == wanted
    assert stored(judging, path, song) == wanted
    with Judgements(path) as file:
        assert file.of_song(stand_in(songs[0])) == {}


def test_undoing_what_was_decided_blindly_brings_back_what_was_stored(
    qtbot: QtBot,
    judging: Judging,
    reader: Reader,
    history: History,
    songs: tuple[Path, Path],
    path: Path,
) -> None:
    song = song_key(songs[0])
    before = {key(1): Judgement(Flag.REJECTED, 4), key(2): REJECTED}
    store(path, song, before)
    reader.going.clear()
    judging.show_song(songs[0])
    judging.keep([crop(1)])
    reader.going.set()
    qtbot.waitUntil(lambda: judging._song.known, timeout=TIMEOUT)
    history.undo()
    assert judging.judgement(crop(1)) == before[key(1)]
    history.redo()
    assert judging.judgement(crop(1)) == Judgement(Flag.KEPT, 4)
    history.undo()
    assert stored(judging, path, song) == before


def test_what_was_undone_before_the_song_is_known_stays_undone(
    qtbot: QtBot,
    judging: Judging,
    reader: Reader,
    history: History,
    songs: tuple[Path, Path],
    path: Path,
) -> None:
    reader.going.clear()
    judging.show_song(songs[0])
    judging.keep([crop(1), crop(2)])
    history.undo()
    reader.going.set()
    qtbot.waitUntil(lambda: judging._song.known, timeout=TIMEOUT)
    assert judging._song.judged == {}
    assert stored(judging, path, song_key(songs[0])) == {}


def test_decisions_outlive_a_song_that_was_left_before_it_was_known(
    qtbot: QtBot,
    judging: Judging,
    reader: Reader,
    history: History,
    songs: tuple[Path, Path],
    path: Path,
) -> None:
    one, two = songs
    store(path, song_key(one), {key(2): REJECTED})
    reader.going.clear()
    judging.show_song(one)
    judging.keep([crop(1)])
    judging.show_song(two)
    judging.reject([crop(1)])
    reader.going.set()
    qtbot.waitUntil(lambda: judging._song.known, timeout=TIMEOUT)
    assert judging._song.judged == {key(1): REJECTED}
    show(qtbot, judging, one)
    assert judging._song.judged == {key(1): KEPT, key(2): REJECTED}
    history.undo()  # of the song that is not shown
    history.undo()
    assert judging._song.judged == {key(2): REJECTED}
    assert stored(judging, path, song_key(one)) == {key(2): REJECTED}
    with Judgements(path) as file:
        assert file.of_song(song_key(two)) == {}


def test_decisions_outlive_a_program_that_ended_before_the_song_was_known(
    qtbot: QtBot, reader: Reader, history: History, songs: tuple[Path, Path], path: Path
) -> None:
    store(path, song_key(songs[0]), {key(2): REJECTED})
    reader.going.clear()
    first = Judging(reader.prepare, history, JudgementThread(path))
    first.show_song(songs[0])
    first.keep([crop(1)])
    first.close()
    reader.going.set()
    second = Judging(reader.prepare, History(), JudgementThread(path))
    show(qtbot, second, songs[0])
    wanted = {key(1): KEPT, key(2): REJECTED}
    assert second._song.judged == wanted
    assert stored(second, path, song_key(songs[0])) == wanted


def test_a_song_that_cannot_be_read_keeps_its_decisions_until_it_can(
    qtbot: QtBot, judging: Judging, songs: tuple[Path, Path], path: Path
) -> None:
    song = songs[0]
    hidden = song.rename(song.with_name("hidden"))
    store(path, stand_in(song), {key(1): Judgement(Flag.REJECTED, 3), key(2): REJECTED})
    told: list[frozenset[CropKey]] = []
    judging.changed.connect(told.append)
    judging.show_song(song)
    judging.keep([crop(1)])
    qtbot.waitUntil(lambda: len(told) == 2, timeout=TIMEOUT)
    assert told == [{key(1)}, {key(1), key(2)}]
    wanted = {key(1): Judgement(Flag.KEPT, 3), key(2): REJECTED}
    assert judging._song.judged == wanted
    hidden.rename(song)
    show(qtbot, judging, song)
    assert judging._song.judged == wanted
    assert stored(judging, path, song_key(song)) == wanted


def test_nothing_stands_for_a_song_any_longer_once_it_is_known(
    qtbot: QtBot, judging: Judging, songs: tuple[Path, Path], path: Path
) -> None:
    song = songs[0]
    for name in (song_key(song), stand_in(song)):
        store(path, name, {key(): KEPT})
    show(qtbot, judging, song)
    assert stored(judging, path, song_key(song)) == {key(): KEPT}
    assert stored(judging, path, stand_in(song)) == {}


def test_a_step_undone_after_another_song_was_chosen_changes_the_first_song_only(
    qtbot: QtBot, judging: Judging, history: History, songs: tuple[Path, Path], path: Path
) -> None:
    one, two = songs
    show(qtbot, judging, one)
    judging.keep([crop()])
    show(qtbot, judging, two)
    judging.rate([crop()], 3)
    history.undo()
    told: list[frozenset[CropKey]] = []
    notes: list[str] = []
    judging.changed.connect(told.append)
    judging.noted.connect(notes.append)
    history.undo()
    assert judging.judgement(crop()) == UNJUDGED
    assert told == []
    assert len(notes) == 1
    assert one.name in notes[0]
    history.redo()
    history.redo()
    assert judging._song.judged == {key(): Judgement(stars=3)}
    show(qtbot, judging, one)
    assert judging._song.judged == {key(): KEPT}
    history.undo()
    history.undo()
    assert judging._song.judged == {}
    assert stored(judging, path, song_key(one)) == {}


def test_the_same_song_under_two_names_has_one_set_of_decisions(
    qtbot: QtBot,
    judging: Judging,
    reader: Reader,
    history: History,
    songs: tuple[Path, Path],
    path: Path,
) -> None:
    one, copy = songs
    copy.write_bytes(one.read_bytes())
    show(qtbot, judging, one)
    judging.keep([crop(1)])
    reader.going.clear()
    judging.show_song(copy)
    judging.rate([crop(1)], 2)
    reader.going.set()
    qtbot.waitUntil(lambda: judging._song.known, timeout=TIMEOUT)
    assert judging._song.judged == {key(1): Judgement(Flag.KEPT, 2)}
    for before in ({key(1): KEPT}, {}):
        with qtbot.waitSignal(judging.changed, timeout=TIMEOUT) as told:
            history.undo()
        assert told.args == [{key(1)}]
        assert judging._song.judged == before
    history.redo()
    history.redo()
    wanted = {key(1): Judgement(Flag.KEPT, 2)}
    assert stored(judging, path, song_key(one)) == wanted


def test_what_is_decided_while_the_file_is_being_read_is_not_taken_back(
    qtbot: QtBot, reader: Reader, history: History, songs: tuple[Path, Path], path: Path
) -> None:
    one, copy = songs
    copy.write_bytes(one.read_bytes())
    has_read, going = threading.Event(), threading.Event()

    class Late(Judgements):
        def of_song(self, song: SongKey) -> dict[CropKey, Judgement]:
            found = super().of_song(song)
            if song == song_key(one) and found:
                has_read.set()
                assert going.wait(TIMEOUT / 1000)
            return found

    judging = Judging(reader.prepare, history, JudgementThread(path, Late))
    show(qtbot, judging, one)
    judging.keep([crop(1)])
    judging.reject([crop(2)])
    judging.show_song(copy)
    qtbot.waitUntil(has_read.is_set, timeout=TIMEOUT)
    history.undo()
    going.set()
    qtbot.waitUntil(lambda: judging._song.known, timeout=TIMEOUT)
    assert judging._song.judged == {key(1): KEPT}
    assert stored(judging, path, song_key(one)) == {key(1): KEPT}


def test_a_song_that_is_shown_twice_before_it_is_known_is_one_song(
    qtbot: QtBot, reader: Reader, history: History, songs: tuple[Path, Path], path: Path
) -> None:
    song = songs[0]
    store(path, song_key(song), {key(2): REJECTED})
    has_read, going = threading.Event(), threading.Event()

    class Late(Judgements):
        def of_song(self, song: SongKey) -> dict[CropKey, Judgement]:
            found = super().of_song(song)
            if found:
                has_read.set()
                assert going.wait(TIMEOUT / 1000)
            return found

    judging = Judging(reader.prepare, history, JudgementThread(path, Late))
    judging.show_song(song)
    judging.rate([crop(1)], 1)
    qtbot.waitUntil(has_read.is_set, timeout=TIMEOUT)
    judging.show_song(None)
    judging.show_song(song)
    qtbot.waitUntil(lambda: not judging._job.running, timeout=TIMEOUT)
    going.set()
    show(qtbot, judging, song)
    judging.keep([crop(1)])
    show(qtbot, judging, songs[1])
    show(qtbot, judging, song)
    wanted = {key(1): Judgement(Flag.KEPT, 1), key(2): REJECTED}
    assert judging._song.judged == wanted
    history.undo()
    assert judging._song.judged == wanted | {key(1): Judgement(stars=1)}
    history.redo()
    assert stored(judging, path, song_key(song)) == wanted


def test_a_song_that_is_shown_already_is_not_looked_at_again(
    qtbot: QtBot, judging: Judging, songs: tuple[Path, Path]
) -> None:
    show(qtbot, judging, songs[0])
    judging.show_song(songs[0])
    assert not judging._job.running


# Writing


def test_a_slow_disk_holds_nobody_up_and_writes_what_has_gathered_together(
    qtbot: QtBot, reader: Reader, history: History, path: Path
) -> None:
    written: list[int] = []

    class Counting(Slow):
        going = threading.Event()

        def put(self, *arguments: object, **named: object) -> None:
            super().put(*arguments, **named)
            written.append(len(self.of_song(NO_SONG)))

    judging = Judging(reader.prepare, history, JudgementThread(path, Counting))
    show(qtbot, judging, None)
    for number in range(100):
        judging.keep([crop(number)])
    assert judging.kept_count == 100
    Counting.going.set()
    assert len(stored(judging, path, NO_SONG)) == 100
    assert written[-1] == 100
    assert len(written) < 10


def test_what_cannot_be_written_is_said_once_and_stays_for_the_time_being(
    qtbot: QtBot, judging: Judging, path: Path
) -> None:
    path.parent.write_text("no folder")
    said: list[str] = []
    judging.failed.connect(said.append)
    with qtbot.waitSignal(judging.failed, timeout=TIMEOUT):
        judging.keep([crop(1)])
    judging.keep([crop(2)])
    path.parent.unlink()
    assert stored(judging, path, NO_SONG) == {key(1): KEPT, key(2): KEPT}
    assert len(said) == 1
    assert str(path) in said[0]


def test_places_of_song_and_photos_are_kept_up_to_date(
    qtbot: QtBot, judging: Judging, songs: tuple[Path, Path], path: Path
) -> None:
    song = songs[0]
    show(qtbot, judging, song)
    judging.keep([crop(1)])
    judging.see([crop(1, "/renamed"), crop(2, "/renamed")])
    assert judging.place_of(crop(1).photo.content) == Path("/renamed/1.jpg")
    judging.see([crop(1, "/renamed"), crop(1, "/copies")])  # the photo is there twice
    renamed = song.rename(song.with_name("renamed.mp3"))
    show(qtbot, judging, renamed)
    judging.close()
    with Judgements(path) as file:
        assert file.places_of(song_key(renamed)) == {
            content_hash(renamed): renamed,
            crop(1).photo.content: Path("/renamed/1.jpg"),
        }


def test_a_decision_made_after_the_end_is_written_too(judging: Judging, path: Path) -> None:
    judging.close()
    judging.keep([crop()])
    with Judgements(path) as file:
        assert file.of_song(judging._song.key) == {key(): KEPT}


def test_judgements_go_with_a_song_whose_file_we_have_changed(
    qtbot: QtBot, judging: Judging, history: History, songs: tuple[Path, Path], path: Path
) -> None:
    song, _ = songs
    show(qtbot, judging, song)
    judging.keep([crop(1)])
    before = content_hash(song)
    song.write_bytes(b"the same song with a cover")
    after = content_hash(song)
    judging.follow_file(before, after)
    assert judging.judgement(crop(1)) == KEPT
    judging.reject([crop(2)])
    history.undo()
    history.undo()
    history.redo()
    assert stored(judging, path, SongKey(after)) == {key(1): KEPT}
