"""The program as it is started from a shell."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from coverart.domain import Aspect, Box, Size
from coverart.library.records import FileMark
from coverart.library.store import Library
from coverart.settings import library_path
from tests.conftest import PHOTOS, draw_photo, grow_old

COVERART = [sys.executable, "-m", "coverart"]
# Enough that a run takes a second, and so can be stopped in its middle.
MANY = 150
SOME = 10


def coverart(*words: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COVERART, *map(str, words)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def sound(made: Any) -> bool:
    """Whether what `rank --json` printed holds together."""
    matches = made["matches"]
    scores = [match["score"] for match in matches]
    return (
        [match["rank"] for match in matches] == list(range(1, len(matches) + 1))
        and scores == sorted(scores, reverse=True)
        and all(Box(*match["box"]).lies_within(Size(160, 120)) for match in matches)
        and all(Box(*match["box"]).has_aspect(Aspect.parse(match["aspect"])) for match in matches)
    )


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder of many photos."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(MANY):
        draw_photo(folder / f"{number}.jpg", seed=number)
        grow_old(folder / f"{number}.jpg")
    return folder


def remembered(folder: Path) -> int:
    """How many photos of a folder the library knows."""
    with Library(library_path()) as library:
        marks = [FileMark.of(path, time.time_ns()) for path in folder.iterdir()]
        assert library.take_notices() == []
        return sum(library.content_of(mark) is not None for mark in marks)


def test_rank_works_and_comes_to_the_same_a_second_time(song: Path, photos: Path) -> None:
    first = coverart("rank", song, photos, "--json", "--aspect", "1:1", "--aspect", "16:9")
    assert (first.returncode, first.stderr) == (0, "")
    made = json.loads(first.stdout)
    assert made["photos"] == len(PHOTOS)
    assert sound(made)
    second = coverart("rank", song, photos, "--json", "--aspect", "1:1", "--aspect", "16:9")
    assert second.stdout == first.stdout
    assert remembered(photos) == len(PHOTOS) - 1  # all but the folder within


def test_a_song_that_cannot_be_used_is_one_line_on_standard_error(photos: Path) -> None:
    bad = photos / "bad.mp3"
    bad.write_bytes(bytes(5000))
    result = coverart("rank", bad, photos)
    assert (result.returncode, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("coverart: bad.mp3: ")


def test_wrong_use_leaves_with_two(photos: Path) -> None:
    result = coverart("rank", photos / "song.mp3", photos, "--composition", "2")
    assert (result.returncode, result.stdout) == (2, "")
    assert "give a number from 0 to 1" in result.stderr


@pytest.mark.parametrize("lines", [0, 1])
def test_a_reader_that_has_seen_enough_is_no_trouble(song: Path, many: Path, lines: int) -> None:
    few = [many / f"{number}.jpg" for number in range(50)]
    words = (
        ["rank", song, *few, "--json", "--top=1000", "--per-photo=100"]
        if lines
        else ["mood", "--text=calm"]
    )
    with subprocess.Popen(
        [*COVERART, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": ""},  # so that little output waits for the end
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        for _ in range(lines):
            program.stdout.readline()
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
def test_ctrl_c_stops_the_program_and_what_was_done_is_kept(song: Path, many: Path) -> None:
    with subprocess.Popen(
        [*COVERART, "rank", song, many],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as program:
        wait_for_photos(many, SOME)
        os.killpg(program.pid, signal.SIGINT)  # as a terminal does: the children hear it too
        out, err = program.communicate(timeout=30)
    assert program.returncode == 130
    assert (out, err) == ("", "coverart: Stopped; what was done is kept.\n")
    assert SOME <= remembered(many) < MANY
    result = coverart("rank", song, many, "--json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["photos"] == MANY


def test_ctrl_c_is_quiet_while_the_program_loads() -> None:
    program = textwrap.dedent("""
        import sys

        class CtrlC:
            def find_spec(self, name, *_):
                if name == "coverart.cli.main":
                    raise KeyboardInterrupt

        from coverart.__main__ import run
        sys.meta_path.insert(0, CtrlC())
        run()
    """)
    command = [sys.executable, "-c", program]
    stopped = subprocess.run(command, check=False, capture_output=True, timeout=60)
    assert stopped.returncode == 130
    assert (stopped.stdout, stopped.stderr) == (b"", b"")


def wait_for_photos(folder: Path, count: int) -> None:
    end = time.monotonic() + 60
    while not library_path().exists() or remembered(folder) < count:
        assert time.monotonic() < end
        time.sleep(0.02)
