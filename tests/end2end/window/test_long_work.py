"""Part 8: work that takes long, is paused and stopped, and outlives a worker."""

import signal
from pathlib import Path

import psutil
import pytest

from tests.end2end.window.desk import Desk
from tests.end2end.window.materials import draw_folder, multiply
from tests.workers import workers_of

MANY = 60


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """So many photos that a hand can be quicker."""
    return multiply(draw_folder(tmp_path / "holiday", 6, (1800, 1350)), MANY)


def test_work_is_paused_gone_on_with_and_stopped(desk: Desk, song: Path, photos: Path) -> None:
    program = desk.start(song, photos)
    program.wait(lambda sight: sight.stage == "WORKING" and sight.tiles, "the first tiles")
    desk.keep("working", at_rest=False)
    program.click("Pause")
    program.reaches("PAUSED")
    desk.keep("paused")
    program.click("Go on")
    program.reaches("WORKING")
    program.click("Stop")
    program.reaches("STOPPED")
    assert program.look().tiles
    desk.keep("stopped")
    program.click("Go on")
    program.reaches("FINAL")


def test_skipped_files_are_listed_with_their_reasons(
    desk: Desk, song: Path, tmp_path: Path
) -> None:
    folder = draw_folder(tmp_path / "few", 3)
    (folder / "empty.jpg").touch()
    (folder / "text.png").write_text("no picture", encoding="utf-8")
    program = desk.start(song, folder)
    program.reaches("FINAL")
    program.click("2 files skipped…")
    program.reads("empty.jpg: it is empty")
    program.reads("text.png: it is not a picture we know")
    desk.keep("skipped")
    program.click("Copy")
    program.click("Close")


def test_a_killed_worker_does_not_end_the_search(desk: Desk, song: Path, photos: Path) -> None:
    program = desk.start(song, photos)
    program.wait(lambda sight: sight.stage == "WORKING" and sight.tiles, "the first tiles")
    victim = workers_of(psutil.Process(program.process.pid))[0]
    victim.send_signal(signal.SIGKILL)
    program.reaches("FINAL")
    desk.keep("final")
    assert len(program.look().tiles) > 3
