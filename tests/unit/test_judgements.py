"""What was decided about crops: it is never lost, whatever happens to program, disk and file."""

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from coverart.domain import SQUARE, WIDE, Aspect, Box, ContentHash, Crop, Photo, Size
from coverart.triage.file import APPLICATION, STEPS
from coverart.triage.judgement import UNJUDGED, CropKey, Flag, Judgement
from coverart.triage.store import FILE_NAME, NO_SONG, Judgements, SongKey, stand_in

KEPT = Judgement(Flag.KEPT)
REJECTED = Judgement(Flag.REJECTED)
FULL = Judgement(Flag.KEPT, 4, Box(1, 2, 101, 102))
SONG = SongKey("50e6")
LATER = (*STEPS, "ALTER TABLE judgement ADD COLUMN remark TEXT NOT NULL DEFAULT 'none'")
LINUX = sys.platform == "linux"
WRITER = """
    import sys
    from pathlib import Path
    from tests.unit.test_judgements import KEPT, SONG, key
    from coverart.triage.store import Judgements

    judgements = Judgements(Path(sys.argv[1]))
    for number in range(10_000):
        judgements.put(SONG, {key(number): KEPT})
        print(number, flush=True)
"""


def key(number: int = 1, aspect: Aspect = SQUARE, content: str = "c1") -> CropKey:
    return CropKey(ContentHash(content), aspect, Box(number, 0, number + 160, 90))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / FILE_NAME


def stored(path: Path, song: SongKey = SONG) -> dict[CropKey, Judgement]:
    """What another program finds, which must have nothing to complain of."""
    with Judgements(path) as judgements:
        found = judgements.of_song(song)
        assert judgements.take_notices() == []
    return found


def put_aside(path: Path) -> list[Path]:
    return list(path.parent.glob("*.damaged-*"))


# What is remembered


def test_judgements_come_back_as_they_were_put(path: Path) -> None:
    wanted = {key(1): KEPT, key(1, WIDE): FULL, key(2): REJECTED, key(3): Judgement(stars=5)}
    with Judgements(path) as judgements:
        judgements.put(SONG, wanted)
        assert judgements.of_song(SONG) == wanted
    assert stored(path) == wanted


def test_each_song_has_judgements_of_its_own(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(): KEPT})
        judgements.put(NO_SONG, {key(): REJECTED})
        assert judgements.of_song(SONG) == {key(): KEPT}
        assert judgements.of_song(NO_SONG) == {key(): REJECTED}
        assert judgements.of_song(SongKey("other")) == {}


def test_a_later_judgement_replaces_the_one_before_and_a_blank_one_leaves_nothing(
    path: Path,
) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1): FULL, key(2): FULL})
        judgements.put(SONG, {key(1): KEPT, key(2): UNJUDGED})
        assert judgements.of_song(SONG) == {key(1): KEPT}
    assert stored(path) == {key(1): KEPT}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM judgement").fetchone() == (1,)


def test_the_last_places_of_song_and_photos_are_remembered(path: Path) -> None:
    odd = Path(os.fsdecode(b"/photos/\xff.jpg"))
    song, one, other = ContentHash(SONG), ContentHash("c1"), ContentHash("c2")
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(): KEPT}, {song: Path("/a.mp3"), one: Path("/a.jpg")})
        judgements.put(SONG, {}, {one: odd, other: Path("/not judged.jpg")})
    with Judgements(path) as judgements:
        assert judgements.places_of(SONG) == {song: Path("/a.mp3"), one: odd}


def test_what_stands_for_a_song_is_adopted_by_it(path: Path, tmp_path: Path) -> None:
    name = stand_in(tmp_path / os.fsdecode(b"\xff.mp3"))
    assert name not in (stand_in(None), stand_in(tmp_path / "b.mp3"))
    with Judgements(path) as judgements:
        judgements.put(name, {key(1): KEPT, key(2): KEPT})
        judgements.adopt(name, SONG, {key(1): FULL})
        assert judgements.of_song(name) == {}
        assert judgements.of_song(SONG) == {key(1): FULL}
        judgements.put(name, {key(3): KEPT})
        assert judgements.of_song(name) == {key(3): KEPT}
    assert stored(path, name) == {key(3): KEPT}
    assert stored(path) == {key(1): FULL}


def test_nothing_is_written_by_asking(path: Path) -> None:
    assert stored(path) == {}
    assert not path.parent.exists()


def test_a_row_that_makes_no_sense_is_passed_over_and_stays(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1): KEPT, key(2): KEPT, key(3): KEPT})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE judgement SET flag = 'framed' WHERE box LIKE '1,%'")
        connection.execute("UPDATE judgement SET recut = '1,2' WHERE box LIKE '2,%'")
    assert stored(path) == {key(3): KEPT}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM judgement").fetchone() == (3,)


# What a judgement says


def test_a_judgement_over_an_earlier_one_keeps_what_it_does_not_decide() -> None:
    assert KEPT.over(FULL) == FULL
    assert REJECTED.over(FULL) == replace(FULL, flag=Flag.REJECTED)
    assert UNJUDGED.over(FULL) == FULL
    assert FULL.over(REJECTED) == FULL


def test_a_crop_is_recut_within_its_photo_and_in_its_shape_only() -> None:
    photo = Photo(Path("a.jpg"), ContentHash("c1"), Size(400, 300))
    crop = Crop(photo, SQUARE, Box(0, 0, 300, 300))
    assert FULL.recut(crop).box == FULL.box
    assert UNJUDGED.recut(crop) == crop
    for unfit in (Box(0, 0, 301, 301), Box(-1, 0, 99, 100), Box(0, 0, 100, 90), Box(5, 5, 5, 5)):
        assert Judgement(box=unfit).recut(crop) == crop


# Crashes, and other programs


@pytest.mark.skipif(not LINUX, reason="kills a process")
def test_what_was_put_survives_the_end_of_the_process(path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(path)]
    for _attempt in range(3):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(20)]
            writer.send_signal(signal.SIGKILL)
            lines += writer.stdout.readlines()
        put = {key(int(line)) for line in lines if line.endswith("\n")}
        assert put <= stored(path).keys()


def test_a_transaction_is_on_the_disk_before_it_is_over(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(): KEPT})
        connection = judgements._file._open()
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_programs_that_write_at_the_same_time_all_succeed(path: Path) -> None:
    start = threading.Barrier(4)
    complaints: list[str] = []

    def write(number: int) -> None:
        with Judgements(path) as judgements:
            start.wait()
            for place in range(number, 60, 4):
                judgements.put(SONG, {key(place): KEPT})
            complaints.extend(judgements.take_notices())

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert complaints == []
    assert stored(path) == {key(place): KEPT for place in range(60)}


def test_one_program_sees_what_another_has_written(path: Path) -> None:
    with Judgements(path) as one, Judgements(path) as other:
        assert one.of_song(SONG) == {}
        other.put(SONG, {key(1): KEPT})
        one.put(SONG, {key(2): REJECTED})
        assert one.of_song(SONG) == other.of_song(SONG) == {key(1): KEPT, key(2): REJECTED}


@pytest.mark.skipif(not LINUX, reason="copies a file that is open")
def test_what_was_written_last_is_taken_over_from_a_damaged_file(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(number): KEPT for number in range(500)})
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1000): FULL})
        log = path.with_name(f"{path.name}-wal").read_bytes()
        pages = bytearray(path.read_bytes())
    pages[-4096:] = b"\xff" * 4096
    path.write_bytes(pages)  # as if the program had crashed, and the disk with it
    path.with_name(f"{path.name}-wal").write_bytes(log)
    with Judgements(path) as judgements:
        assert judgements.of_song(SONG)[key(1000)] == FULL
    assert len(put_aside(path)) == 1


# A disk that is full, a file that cannot be written


@pytest.mark.skipif(not LINUX, reason="limits the size of files")
def test_what_a_full_disk_refuses_is_written_as_soon_as_there_is_room(path: Path) -> None:
    resource = pytest.importorskip("resource")
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1): KEPT})
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
        try:
            judgements.put(SONG, {key(2): KEPT})
            judgements.put(SONG, {key(3): KEPT})
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, ignored)
        (notice,) = judgements.take_notices()
        assert str(path) in notice
        assert judgements.of_song(SONG) == {key(number): KEPT for number in (1, 2, 3)}
        assert stored(path) == {key(1): KEPT}
        judgements.put(SONG, {key(4): KEPT})
        assert judgements.take_notices() == []
        assert stored(path) == {key(number): KEPT for number in (1, 2, 3, 4)}


def test_what_could_not_be_written_is_tried_again_at_the_end(path: Path) -> None:
    photo = ContentHash("c1")
    path.parent.write_text("a file where the folder should be")
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1): KEPT, key(2): FULL}, {photo: Path("/a.jpg")})
        judgements.put(stand_in(None), {key(3): KEPT})
        judgements.adopt(stand_in(None), SONG, {key(2): UNJUDGED})
        assert len(judgements.take_notices()) == 1
        assert judgements.of_song(SONG) == {key(1): KEPT}
        assert judgements.places_of(SONG) == {photo: Path("/a.jpg")}
        path.parent.unlink()
    assert stored(path) == {key(1): KEPT}
    assert stored(path, stand_in(None)) == {}


def test_what_could_never_be_read_is_not_written_over(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1): FULL, key(2): FULL})
    elsewhere = path.parent.rename(path.parent.with_name("away"))
    path.parent.mkdir()
    path.mkdir()  # no file can be opened there
    with Judgements(path) as judgements:
        assert judgements.of_song(SONG) == {}
        judgements.put(SONG, {key(1): REJECTED, key(2): UNJUDGED})
        path.rmdir()
        path.parent.rmdir()
        elsewhere.rename(path.parent)
        judgements.put(SONG, {key(3): KEPT})
    wanted = {key(1): replace(FULL, flag=Flag.REJECTED), key(2): FULL, key(3): KEPT}
    assert stored(path) == wanted


# Files that are not as they should be


def test_a_damaged_file_is_kept_and_what_can_be_read_of_it_taken_over(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(number): KEPT for number in range(500)})
    pages = bytearray(path.read_bytes())
    pages[-4096:] = b"\xff" * 4096
    path.write_bytes(pages)
    with Judgements(path) as judgements:
        found = judgements.of_song(SONG)
        (notice,) = judgements.take_notices()
        judgements.put(SONG, {key(501): KEPT})
    (aside,) = put_aside(path)
    assert str(aside) in notice
    assert aside.read_bytes() == pages
    assert 0 < len(found) < 500
    assert stored(path) == found | {key(501): KEPT}


@pytest.mark.parametrize("content", [b"no database at all", b"SQLite format 3\0" + b"\7" * 9000])
def test_a_file_that_is_no_database_is_kept_under_another_name(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(): KEPT})
        assert len(judgements.take_notices()) == 1
    (aside,) = put_aside(path)
    assert aside.read_bytes() == content
    assert stored(path) == {key(): KEPT}


@pytest.mark.skipif(not LINUX, reason="damages a file that is open")
def test_damage_that_comes_while_the_file_is_open_is_found(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1): KEPT})
    with Judgements(path) as judgements:
        assert judgements.of_song(SONG) == {key(1): KEPT}
        path.write_bytes(b"\xff" * path.stat().st_size)
        judgements._file._open().execute("PRAGMA shrink_memory")  # or it would go on from memory
        judgements.put(SONG, {key(2): KEPT})
        (aside,) = put_aside(path)
        (notice,) = judgements.take_notices()
        assert str(aside) in notice
        assert stored(path) == {key(2): KEPT}


@pytest.mark.skipif(not LINUX, reason="deletes a file that is open")
def test_nothing_is_written_into_a_file_that_is_no_longer_there(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1): KEPT})
        path.unlink()
        judgements.put(SONG, {key(2): KEPT})
        assert stored(path) == {key(2): KEPT}


def test_the_file_of_another_program_is_kept_under_another_name(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE judgement (verdict TEXT)")
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(): KEPT})
        (notice,) = judgements.take_notices()
    (aside,) = put_aside(path)
    assert str(aside) in notice
    with closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT * FROM judgement").fetchall() == []
    assert stored(path) == {key(): KEPT}


def test_an_older_file_is_brought_up_to_date(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(): FULL})
    with Judgements(path, LATER) as judgements:
        assert judgements.of_song(SONG) == {key(): FULL}
        assert judgements.take_notices() == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT remark FROM judgement").fetchall() == [("none",)]
        assert connection.execute("PRAGMA user_version").fetchone() == (len(LATER),)
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)


def test_a_step_that_fails_leaves_the_older_file_as_it_was(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(): FULL})
    broken = (*LATER, "CREATE TABLE judgement (twice TEXT)")
    with Judgements(path, broken) as judgements:
        assert judgements.of_song(SONG) == {}
        assert len(judgements.take_notices()) == 1
    assert stored(path) == {key(): FULL}


def test_a_newer_file_is_left_alone(path: Path) -> None:
    with Judgements(path) as judgements:
        judgements.put(SONG, {key(1): KEPT})
    with Judgements(path, LATER) as judgements:
        assert judgements.of_song(SONG) == {key(1): KEPT}
    before = path.read_bytes()
    with Judgements(path) as judgements:
        assert judgements.of_song(SONG) == {}
        judgements.put(SONG, {key(2): KEPT})
        assert judgements.of_song(SONG) == {key(2): KEPT}
        (notice,) = judgements.take_notices()
        assert "newer version" in notice
    assert path.read_bytes() == before
    assert put_aside(path) == []
