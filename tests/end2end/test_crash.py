"""The program is killed in the middle of its work, and goes on where it was."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from coverart.library.records import FileMark
from coverart.library.store import Library
from coverart.settings import library_path
from tests.end2end.test_rank import (
    COVERART,
    MANY,
    SOME,
    coverart,
    many,
    remembered,
    wait_for_photos,
)

__all__ = ["many"]  # a fixture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")


def test_a_killed_program_leaves_no_process_and_loses_nothing(song: Path, many: Path) -> None:
    with subprocess.Popen(
        [*COVERART, "rank", song, many], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as program:
        wait_for_photos(many, SOME)
        children = psutil.Process(program.pid).children(recursive=True)
        program.kill()
        assert program.stderr is not None
        # Read to the end of the children too, who hold it open.
        assert b"Traceback" not in program.stderr.read()
    assert program.returncode == -signal.SIGKILL
    assert children
    _, alive = psutil.wait_procs(children, timeout=20)
    assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]

    kept = remembered(many)
    assert SOME <= kept < MANY
    result = coverart("rank", song, many, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["photos"] == MANY
    assert remembered(many) == MANY


def test_what_was_done_before_the_kill_is_not_done_again(song: Path, many: Path) -> None:
    with subprocess.Popen(
        [*COVERART, "rank", song, many], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as program:
        wait_for_photos(many, SOME)
        program.kill()
    known = remembered(many)
    for path in list(many.iterdir()):
        if not _is_known(path):
            path.unlink()
    # Emptied files of the same length and time of change: only a library that trusts them ranks.
    for path in many.iterdir():
        status = path.stat()
        path.write_bytes(bytes(status.st_size))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    made = json.loads(coverart("rank", song, many, "--json").stdout)
    assert (made["photos"], made["skipped"]) == (known, [])


def _is_known(path: Path) -> bool:
    with Library(library_path()) as library:
        return library.content_of(FileMark.of(path, time.time_ns())) is not None
