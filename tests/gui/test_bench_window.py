"""The bench of the window: what it sees, and how it tells it."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bench.handwork import Paintings
from bench.heartbeat import Heartbeat
from bench.scenes import first_of, home, timed
from bench.window import AIMS, Figure, as_json, as_table, median, most


@pytest.fixture
def folders() -> Iterator[Mapping[str, str]]:
    with home() as own:
        yield own


def test_an_empty_window_is_seen_to_answer(folders: Mapping[str, str], tmp_path: Path) -> None:
    found = timed("bench.watched", "open", home=folders, report=tmp_path / "report.json")
    assert found["answered_at"] > 0


def test_the_program_is_seen_to_answer_and_ends(folders: Mapping[str, str], tmp_path: Path) -> None:
    found = timed("bench.watched", "open", "gui", home=folders, report=tmp_path / "report.json")
    assert found["answered_at"] > 0


def test_the_first_tile_is_seen_after_the_window_has_answered(
    folders: Mapping[str, str], tmp_path: Path, song: Path, photos: Path
) -> None:
    report = tmp_path / "report.json"
    found = timed("bench.watched", "tile", "gui", song, photos, home=folders, report=report)
    assert found["tile_at"] > found["answered_at"]


def test_all_that_a_hand_does_with_a_list_is_timed(
    folders: Mapping[str, str], tmp_path: Path, song: Path, photos: Path
) -> None:
    report = tmp_path / "report.json"
    found = timed("bench.watched", "rank", "gui", song, photos, home=folders, report=report)
    assert found["final_at"] > found["answered_at"]
    assert found["stalls"]
    assert all(min(found[name]) > 0 for name in ("rerank_ms", "nudge_ms", "repaint_ms"))
    assert len(found["nudge_ms"]) == len(found["repaint_ms"])


def test_a_program_that_fails_is_not_taken_for_a_fast_one(
    folders: Mapping[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RuntimeError, match="ended with 1"):
        timed("bench.no_such_module", home=folders, report=tmp_path / "report.json")
    assert "no_such_module" in capfd.readouterr().err


def test_a_heartbeat_notices_a_stall_and_what_was_done_in_it(qtbot: QtBot) -> None:
    heart = Heartbeat(explaining=True)
    heart.begin()
    qtbot.wait(20)
    dawdle()
    qtbot.wait(20)
    heart.end()
    longest = heart.stalls[0]
    assert longest.lasted > 0.1
    assert longest.calculating < longest.lasted
    assert any("dawdle" in calls for calls in longest.doing)


def dawdle() -> None:
    time.sleep(0.2)


def test_paintings_are_counted(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    seen = Paintings(widget)
    widget.show()
    qtbot.waitUntil(lambda: seen.count > 0)
    before = seen.count
    widget.update()
    qtbot.waitUntil(lambda: seen.count > before)


def test_photos_are_copied_with_their_dates(photos: Path, tmp_path: Path) -> None:
    (photos / "one.jpg").write_bytes(b"first")
    (photos / "two.jpg").write_bytes(b"second")
    (copy,) = first_of(photos, 1, tmp_path / "few")
    assert copy.read_bytes() == b"first"
    assert copy.stat().st_mtime_ns == (photos / "one.jpg").stat().st_mtime_ns


def test_of_few_the_least_stands_beside_and_of_many_the_median() -> None:
    assert median([3.0, 1.0, 2.0]) == Figure(2.0, 1.0)
    assert most([float(number) for number in range(101)]) == Figure(95.0, 50.0)


def test_every_figure_is_told_with_its_aim() -> None:
    figures = {name: Figure(1.25, 1.0) for name in AIMS}
    lines = as_table(figures, "Xvfb").splitlines()
    assert [line.split()[0] for line in lines[2:]] == list(AIMS)
    assert all(f"< {aim:g}" in line for line, aim in zip(lines[2:], AIMS.values(), strict=True))
    found = as_json(figures, "Xvfb", ())
    assert {name: found[name] for name in AIMS} == dict.fromkeys(AIMS, 1.25)
    assert found["aims"] == AIMS
