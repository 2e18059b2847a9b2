"""The library: what it remembers, what it does not trust, and how it survives."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coverart.domain import SQUARE, WIDE, ContentHash, Rows, Size, SpaceId
from coverart.errors import MediaError
from coverart.library import file as library_file
from coverart.library import store
from coverart.library.records import FileMark, PhotoRecord, SongRecord
from coverart.library.store import Library

SPACE = SpaceId("fake-1")
HOUR = 3_600_000_000_000
SECOND = 1_000_000_000
LINUX = sys.platform == "linux"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "library.sqlite3"


def mark(
    name: str = "a.jpg", length: int = 10, changed: int = HOUR, seen: int = 2 * HOUR
) -> FileMark:
    return FileMark(Path("/photos", name), length, changed, seen)


def photo(content: str = "c1", crops: int = 3) -> PhotoRecord:
    rows = np.linspace(-1, 1, crops * 5, dtype=np.float16).reshape(crops, 5)
    return PhotoRecord(
        ContentHash(content),
        Size(400, 300),
        bytes(range(192)),
        {(SPACE, SQUARE): Rows(rows)},
    )


def recalled(library: Library, content: str = "c1") -> PhotoRecord | None:
    return library.photo(ContentHash(content), ((SPACE, SQUARE),))


def works(library: Library) -> bool:
    """Whether what is put into the library can be taken out again."""
    library.put_photo(mark("new.jpg"), photo("new"))
    return recalled(library, "new") is not None and library.content_of(mark("new.jpg")) == "new"


def filled(path: Path, photos: int = 1) -> None:
    with Library(path) as library:
        for number in range(1, photos + 1):
            library.put_photo(mark(f"{number}.jpg"), photo(f"c{number}", crops=200))


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere, so root becomes nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def set_aside(path: Path) -> list[Path]:
    return list(path.parent.glob("library.sqlite3.damaged-*"))


# What is remembered


def test_a_photo_comes_back_as_it_was_put(path: Path) -> None:
    with Library(path) as library:
        library.put_photo(mark(), photo())
    with Library(path) as library:
        record = recalled(library)
        assert library.take_notices() == []
    assert record is not None
    wanted = photo()
    assert (record.content, record.size) == ("c1", Size(400, 300))
    assert record.signature == wanted.signature
    vectors = record.vectors[SPACE, SQUARE]
    assert vectors.dtype == np.float16
    np.testing.assert_array_equal(vectors, wanted.vectors[SPACE, SQUARE])


def test_a_photo_without_one_of_the_wanted_aspects_or_spaces_is_not_known(path: Path) -> None:
    with Library(path) as library:
        library.put_photo(mark(), photo())
        content = ContentHash("c1")
        assert library.photo(content, ((SPACE, SQUARE), (SPACE, WIDE))) is None
        assert library.photo(content, ((SpaceId("other"), SQUARE),)) is None
        assert library.photo(ContentHash("c2"), ()) is None


def test_aspects_are_added_to_a_photo_one_after_the_other(path: Path) -> None:
    wide = Rows(np.ones((2, 5), dtype=np.float16))
    later = PhotoRecord(ContentHash("c1"), Size(400, 300), b"", {(SPACE, WIDE): wide})
    with Library(path) as library:
        library.put_photo(mark(), photo())
        library.put_photo(mark(), later)
        record = library.photo(ContentHash("c1"), ((SPACE, SQUARE), (SPACE, WIDE)))
    assert record is not None
    assert len(record.vectors[SPACE, SQUARE]) == 3
    assert len(record.vectors[SPACE, WIDE]) == 2


def partly(*places: int, value: float = 1.0, crops: int = 3) -> Rows:
    """Rows of which those at `places` are known, and hold one value."""
    rows = np.full((crops, 2), np.nan, dtype=np.float16)
    rows[list(places)] = value
    return Rows(rows)


def test_rows_that_are_not_known_leave_those_that_were(path: Path) -> None:
    content, key = ContentHash("c1"), (SPACE, SQUARE)
    wanted = [[1, 1], [2, 2], [np.nan, np.nan]]
    with Library(path) as library:
        first = replace(photo(), vectors={key: partly(0)})
        np.testing.assert_array_equal(library.put_photo(mark(), first).vectors[key], partly(0))
        again = replace(photo(), vectors={key: partly(1, value=2)})
        np.testing.assert_array_equal(library.put_photo(mark(), again).vectors[key], wanted)
        np.testing.assert_array_equal(library.vectors(content, key), wanted)
        known = library.put_vectors(content, key, partly(0, 2, value=3))
        np.testing.assert_array_equal(known, [[3, 3], [2, 2], [3, 3]])
        np.testing.assert_array_equal(library.vectors(content, key), known)
        # Of another shape, they tell nothing of each other.
        known = library.put_vectors(content, key, partly(0, crops=4))
        np.testing.assert_array_equal(known, partly(0, crops=4))
        assert library.vectors(content, (SPACE, WIDE)) is None


def test_several_programs_may_encode_one_photo_at_the_same_time(path: Path) -> None:
    content, key = ContentHash("c1"), (SPACE, SQUARE)
    start = threading.Barrier(4)

    def put(number: int) -> None:
        with Library(path) as library:
            library.take_notices()
            start.wait()
            for place in range(number, 100, 4):
                library.put_vectors(content, key, partly(place, crops=100))

    threads = [threading.Thread(target=put, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Library(path) as library:
        rows = library.vectors(content, key)
    np.testing.assert_array_equal(rows, np.ones((100, 2)))


@pytest.mark.parametrize("other", [np.inf, -np.inf, np.nan])
def test_a_row_with_anything_but_numbers_is_not_known(path: Path, other: float) -> None:
    content, key = ContentHash("c1"), (SPACE, SQUARE)
    odd = partly(0, 1, 2)
    odd[1, 1] = other
    wanted = partly(0, 2)
    with Library(path) as library:
        np.testing.assert_array_equal(library.put_vectors(content, key, odd), wanted)
        np.testing.assert_array_equal(library.vectors(content, key), wanted)
        library.put_vectors(content, key, partly(0, 1, 2))
    with sqlite3.connect(path) as connection:  # damage to the numbers themselves
        connection.execute("UPDATE vectors SET rows = ?", (odd.astype("<f2").tobytes(),))
    connection.close()
    with Library(path) as library:
        np.testing.assert_array_equal(library.vectors(content, key), wanted)


@pytest.mark.parametrize(
    "damage",
    ["rows = x'00'", "rows = x'0000000000'", "width = 0", "width = -1", "rows = x''", "crops = 99"],
)
def test_a_photo_whose_vectors_are_damaged_has_some_other_number_of_rows(
    path: Path, damage: str
) -> None:
    key = (SPACE, SQUARE)
    with Library(path) as library:
        library.put_photo(mark(), replace(photo(), vectors={key: partly(0, 2)}))
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE vectors SET {damage}")
    connection.close()
    with Library(path) as library:
        record = recalled(library)
        assert record is not None
        assert len(record.vectors[key]) != 3
        known = library.put_vectors(ContentHash("c1"), key, partly(1))
        np.testing.assert_array_equal(known, partly(1))


def test_a_song_whose_vector_is_damaged_is_not_known(path: Path) -> None:
    song = SongRecord(ContentHash("s1"), 12.5, np.ones(3, dtype=np.float32), "", "", "")
    with Library(path) as library:
        library.put_song(mark("song.mp3"), SPACE, song)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE song SET vector = x'0000803f00'")
    connection.close()
    with Library(path) as library:
        assert library.song(ContentHash("s1"), SPACE) is None


def test_a_photo_without_crops_keeps_the_width_of_its_rows(path: Path) -> None:
    with Library(path) as library:
        library.put_photo(mark(), photo(crops=0))
        record = recalled(library)
    assert record is not None
    assert record.vectors[SPACE, SQUARE].shape == (0, 5)


def test_a_song_comes_back_as_it_was_put(path: Path) -> None:
    vector = np.array([0.1, -0.2, 0.3], dtype=np.float32)
    song = SongRecord(ContentHash("s1"), 12.5, vector, "Title", "Artist", "la\nla")
    with Library(path) as library:
        library.put_song(mark("song.mp3"), SPACE, song)
        record = library.song(ContentHash("s1"), SPACE)
        assert library.content_of(mark("song.mp3")) == "s1"
        assert library.song(ContentHash("s1"), SpaceId("other")) is None
    assert record is not None
    np.testing.assert_array_equal(record.vector, vector)
    assert (record.content, record.seconds) == ("s1", 12.5)
    assert (record.title, record.artist, record.lyrics) == ("Title", "Artist", "la\nla")


def test_a_refusal_is_told_again_of_any_file_with_that_content(path: Path) -> None:
    error = MediaError(Path("/photos/a.jpg"), "it is truncated", "copy it again")
    with Library(path) as library:
        library.put_refusal(mark(), ContentHash("bad"), error)
        again = library.refusal(ContentHash("bad"), Path("/photos/b.jpg"))
        assert library.content_of(mark()) == "bad"
        assert library.refusal(ContentHash("good"), Path("/photos/b.jpg")) is None
    assert again is not None
    assert again.args == (Path("/photos/b.jpg"), "it is truncated", "copy it again", True)


def test_another_version_of_the_program_tries_again_what_one_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library(path) as library:
        library.put_refusal(mark(), ContentHash("bad"), MediaError(Path("a"), "it is odd"))
        monkeypatch.setattr(store, "__version__", "99")
        assert library.refusal(ContentHash("bad"), Path("a")) is None


def test_contents_are_found_by_the_length_of_their_files(path: Path) -> None:
    with Library(path) as library:
        library.put_photo(mark(length=10), photo("c1"))
        library.put_photo(mark("b.jpg", length=11), photo("c2"))
        library.put_refusal(mark("c.jpg", length=10), ContentHash("bad"), MediaError(Path("c"), ""))
        assert sorted(library.contents_of_length(10)) == ["bad", "c1"]
        assert library.contents_of_length(12) == ()
        assert sorted(library.contents_of_length(10, ((SPACE, SQUARE),))) == ["bad", "c1"]
        assert library.contents_of_length(10, ((SPACE, SQUARE), (SPACE, WIDE))) == ("bad",)
        wide = replace(photo("c1"), vectors={(SPACE, WIDE): photo().vectors[SPACE, SQUARE]})
        library.put_photo(mark(length=10), wide)
        both = ((SPACE, WIDE), (SPACE, SQUARE))
        assert sorted(library.contents_of_length(10, both)) == ["bad", "c1"]


def test_what_another_version_refused_is_not_known_by_its_length(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library(path) as library:
        library.put_refusal(mark(length=10), ContentHash("bad"), MediaError(Path("c"), ""))
        monkeypatch.setattr(store, "__version__", "99")
        assert library.contents_of_length(10) == ()


def test_a_photo_is_put_wholly_or_not_at_all(path: Path) -> None:
    unfit = photo()
    nameless: Any = object()
    vectors = {**unfit.vectors, (nameless, WIDE): unfit.vectors[SPACE, SQUARE]}
    with Library(path) as library:
        with pytest.raises(sqlite3.Error):
            library.put_photo(mark(), replace(unfit, vectors=vectors))
        assert library.content_of(mark()) is None
        assert library.contents_of_length(10) == ()
        assert works(library)


# Which files are known


def test_a_file_is_known_by_path_length_and_time_of_change(path: Path) -> None:
    with Library(path) as library:
        library.put_file(mark(), ContentHash("c1"))
        assert library.content_of(mark(seen=9 * HOUR)) == "c1"
        assert library.content_of(mark("b.jpg")) is None
        assert library.content_of(mark(length=11)) is None
        assert library.content_of(mark(changed=HOUR + 1)) is None


@pytest.mark.parametrize(
    ("after", "known"), [(-1, False), (0, False), (2 * SECOND, False), (2 * SECOND + 1, True)]
)
def test_a_file_seen_within_two_seconds_of_its_change_may_have_changed_again(
    path: Path, after: int, known: bool
) -> None:
    with Library(path) as library:
        library.put_file(mark(seen=HOUR + after), ContentHash("c1"))
        assert (library.content_of(mark(seen=5 * HOUR)) == "c1") is known


def test_the_mark_of_a_file_tells_its_length_and_time_of_change(tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(b"12345")
    os.utime(file, ns=(HOUR, HOUR + 7))
    assert FileMark.of(file, 3 * HOUR) == FileMark(file, 5, HOUR + 7, 3 * HOUR)
    with pytest.raises(FileNotFoundError):
        FileMark.of(tmp_path / "gone", 0)


def test_a_file_is_known_by_its_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").touch()
    monkeypatch.chdir(tmp_path)
    assert FileMark.of(Path("a.jpg"), 0).path == tmp_path / "a.jpg"


@pytest.mark.skipif(not LINUX, reason="elsewhere names are text")
def test_a_name_that_is_no_text_is_remembered(path: Path) -> None:
    odd, other = (FileMark(Path(os.fsdecode(name)), 1, 1, HOUR) for name in (b"\xff", b"\xfe"))
    with Library(path) as library:
        library.put_file(odd, ContentHash("c1"))
        assert library.content_of(odd) == "c1"
        assert library.content_of(other) is None


# Damage


@pytest.mark.parametrize("content", [b"garbage " * 1000, b"\0" * 8192, b"SQLite format 3\0" * 99])
def test_a_file_that_is_no_library_is_set_aside_with_one_notice(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with Library(path) as library:
        assert works(library)
        (notice,) = library.take_notices()
        assert library.take_notices() == []
    (aside,) = set_aside(path)
    assert aside.read_bytes() == content
    assert "damaged" in notice
    assert str(aside) in notice
    with Library(path) as library:
        assert recalled(library, "new") is not None
        assert library.take_notices() == []


def test_a_database_of_another_program_is_set_aside_untouched(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE diary (day TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with Library(path) as library:
        assert works(library)
        assert len(library.take_notices()) == 1
    (aside,) = set_aside(path)
    assert aside.read_bytes() == before


def test_a_truncated_library_is_rebuilt_with_one_notice(path: Path) -> None:
    filled(path, photos=100)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    with Library(path) as library:
        for number in range(1, 101):
            recalled(library, f"c{number}")
        assert works(library)
        assert len(library.take_notices()) == 1
    assert len(set_aside(path)) == 1


def test_damage_that_shows_only_at_a_later_read_is_mended_then(path: Path) -> None:
    filled(path, photos=200)
    length = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(length // 4 // 4096 * 4096)
        file.write(random.Random(1).randbytes(length // 2))
    with Library(path) as library:
        assert library.take_notices() == []  # the first pages are sound
        known = [recalled(library, f"c{number}") is not None for number in range(1, 201)]
        assert not all(known)
        assert works(library)
        assert len(library.take_notices()) == 1
    assert len(set_aside(path)) == 1
    with Library(path) as library:
        assert recalled(library, "new") is not None
        assert library.take_notices() == []


def test_damage_that_shows_only_at_a_later_write_is_mended_then(path: Path) -> None:
    filled(path, photos=200)
    length = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(random.Random(1).randbytes(length - 4096))
    with Library(path) as library:
        assert works(library)
        assert len(library.take_notices()) == 1
    assert len(set_aside(path)) == 1


@pytest.mark.parametrize("version", [0, 99])
def test_a_library_of_another_version_is_emptied_in_silence(path: Path, version: int) -> None:
    filled(path)
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE of_another_time (thing TEXT)")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with Library(path) as library:
        assert recalled(library) is None
        assert works(library)
        assert library.take_notices() == []
    assert set_aside(path) == []
    with Library(path) as library:  # and only once
        assert recalled(library, "new") is not None


def test_a_library_whose_folder_cannot_be_made_lives_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with Library(tmp_path / "file" / "below" / "library.sqlite3") as library:
        (notice,) = library.take_notices()
        assert works(library)
        assert library.take_notices() == []
    assert "nothing is remembered this time" in notice


def test_a_library_that_cannot_be_opened_lives_in_memory(path: Path) -> None:
    path.mkdir(parents=True)
    with Library(path) as library:
        assert works(library)
        assert len(library.take_notices()) == 1
    assert path.is_dir()
    assert set_aside(path) == []


@pytest.mark.skipif(not LINUX, reason="other systems have other file modes")
def test_a_library_in_a_read_only_folder_lives_in_memory() -> None:
    # Not in tmp_path: nobody but its owner may enter that.
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), Path(name, "library.sqlite3")
        filled(path)
        path.chmod(0o444)
        folder.chmod(0o555)  # anyone may enter, nobody may write
        with as_nobody(), Library(path) as library:
            assert works(library)
            assert len(library.take_notices()) == 1
        folder.chmod(0o755)
        assert set_aside(path) == []


def test_a_library_that_another_program_keeps_locked_is_left_alone(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_file, "SECONDS_TO_WAIT", 0.05)
    filled(path)
    with Library(path) as library:
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        assert works(library)
        assert len(library.take_notices()) == 1
        other.close()
    assert set_aside(path) == []
    with Library(path) as library:
        assert recalled(library) is not None
        assert recalled(library, "new") is None


# Several at once


def test_two_libraries_share_a_file(path: Path) -> None:
    with Library(path) as one, Library(path) as two:
        for number in range(20):
            writer, reader = (one, two) if number % 2 else (two, one)
            writer.put_photo(mark(f"{number}.jpg"), photo(f"c{number}"))
            assert recalled(reader, f"c{number}") is not None
        assert one.take_notices() == two.take_notices() == []


def test_libraries_that_are_first_opened_at_the_same_moment_share_a_file(tmp_path: Path) -> None:
    notices: list[str] = []
    start = threading.Barrier(4)

    def open_and_put(path: Path, name: str) -> None:
        start.wait()
        with Library(path) as library:
            library.put_photo(mark(name), photo(name))
            notices.extend(library.take_notices())

    for attempt in range(10):
        path = tmp_path / f"{attempt}.sqlite3"
        threads = [threading.Thread(target=open_and_put, args=(path, name)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with Library(path) as library:
            assert all(recalled(library, name) for name in "abcd")
    assert notices == []


def test_a_library_that_is_used_wrongly_is_not_taken_for_a_damaged_one(path: Path) -> None:
    library = Library(path)
    library.close()
    with pytest.raises(sqlite3.ProgrammingError):
        recalled(library)
    assert set_aside(path) == []


def test_what_was_put_survives_the_sudden_end_of_its_process(path: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent("""
        import sys
        from itertools import count
        from pathlib import Path
        from coverart.library.store import Library
        from tests.unit.test_library import mark, photo

        library = Library(Path(sys.argv[1]))
        for number in count():
            library.put_photo(mark(f"{number}.jpg"), photo(f"c{number}", crops=200))
            print(number, flush=True)
        """)
    )
    with subprocess.Popen(
        [sys.executable, script, path],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as program:
        assert program.stdout is not None
        for _ in range(100):
            program.stdout.readline()
        program.kill()
        told = [int(line) for line in program.stdout if line.endswith(b"\n")]
    assert program.returncode == -signal.SIGKILL
    with Library(path) as library:
        for number in range(max(told, default=99) + 1):
            assert recalled(library, f"c{number}") is not None
        assert works(library)
        assert library.take_notices() == []
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
