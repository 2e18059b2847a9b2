"""A program that the operating system ended leaves a log, of which the next one tells once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from coverart.gui.session.crash_log import KEPT, mark_told, untold_crashes
from coverart.gui.session.crash_notice import CrashNotice
from coverart.gui.session.logs import logs_path
from coverart.gui.session.slot import running_path
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import press, texts

BEGIN = """
import faulthandler, logging, os, sys, threading
from PySide6.QtCore import QCoreApplication, qCritical, qFatal, qWarning
from coverart.gui.session.crash_log import mark_told, untold_crashes
from coverart.gui.session.logs import logs_path
from coverart.gui.session.watch import Watch
from coverart.gui.window.crash import CrashReporter

application = QCoreApplication([])
watch = Watch()
reporter = CrashReporter()
reporter.install()
print(len(untold_crashes(logs_path())), flush=True)
"""


def run(tmp_path: Path, *lines: str) -> "subprocess.CompletedProcess[str]":
    """Run a program that watches itself, and then does something."""
    script = tmp_path / "program.py"
    script.write_text("\n".join((BEGIN, *lines)), encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(script)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=TIMEOUT / 1000,
        check=False,
    )


def notes() -> str:
    return (logs_path() / "coverart.log").read_text(encoding="utf-8")


def test_a_crash_is_told_by_the_next_program_until_it_was_told(tmp_path: Path) -> None:
    crashed = run(tmp_path, "def deep(): faulthandler._sigsegv()", "deep()", "watch.end()")
    assert crashed.returncode != 0
    next_one = run(tmp_path, "watch.end()")
    assert (next_one.returncode, next_one.stdout) == (0, "1\n")
    (log,) = untold_crashes(logs_path())
    assert "in deep" in log.read_text()
    assert run(tmp_path, "mark_told(logs_path())", "watch.end()").stdout == "1\n"
    assert run(tmp_path, "watch.end()").stdout == "0\n"
    (told,) = logs_path().glob("crash-*.told.log")
    assert "in deep" in told.read_text()


def test_what_qt_aborts_for_is_in_the_log(tmp_path: Path) -> None:
    assert run(tmp_path, "qFatal('no more')").returncode != 0
    assert run(tmp_path, "watch.end()").stdout == "1\n"
    assert "coverart.qt: no more" in notes()
    assert "CRITICAL coverart.qt: " in notes()
    (log,) = untold_crashes(logs_path())
    assert "Fatal Python error: Aborted" in log.read_text()


def test_a_program_that_ends_properly_leaves_its_notes_and_nothing_else(tmp_path: Path) -> None:
    ended = run(tmp_path, "qWarning('careful')", "watch.end()")
    assert ended.returncode == 0
    assert ended.stderr == "careful\n"
    assert [path.name for path in logs_path().iterdir()] == ["coverart.log"]
    assert list(running_path().iterdir()) == []
    first, *_, last = notes().splitlines()
    assert "INFO coverart: Coverart 0.1.0 on " in first
    assert last.endswith("INFO coverart: Ended")
    assert "WARNING coverart.qt: careful" in notes()


def test_a_program_that_was_killed_is_no_crash_of_ours(tmp_path: Path) -> None:
    assert run(tmp_path, "os._exit(3)").returncode == 3
    assert run(tmp_path, "watch.end()").stdout == "0\n"
    assert [path.name for path in logs_path().iterdir()] == ["coverart.log"]


def test_a_bug_is_in_the_notes_whatever_thread_it_was_in(tmp_path: Path) -> None:
    ended = run(
        tmp_path,
        "def wrong(): raise ZeroDivisionError('nothing goes into it')",
        "thread = threading.Thread(target=wrong)",
        "thread.start()",
        "thread.join()",
        "watch.end()",
    )
    assert ended.returncode == 0
    assert "nothing goes into it" in ended.stderr
    assert "CRITICAL coverart: Something went wrong in Coverart itself" in notes()
    assert "ZeroDivisionError: nothing goes into it" in notes()


def test_programs_that_run_at_once_note_into_files_of_their_own(tmp_path: Path) -> None:
    ended = run(tmp_path, "other = Watch()", "other.end()", "watch.end()")
    assert ended.returncode == 0
    assert {path.name for path in logs_path().iterdir()} == {"coverart.log", "coverart-2.log"}


def test_a_program_whose_logs_cannot_be_written_runs_all_the_same(tmp_path: Path) -> None:
    logs_path().parent.mkdir(parents=True)
    logs_path().write_text("a file where the folder should be")
    ended = run(tmp_path, "qWarning('careful')", "watch.end()")
    assert (ended.returncode, ended.stdout) == (0, "0\n")


def test_only_the_last_crashes_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        log = tmp_path / f"crash-1-{number:02}.log"
        log.write_text("Fatal")
        os.utime(log, (number, number))
    assert untold_crashes(tmp_path)[0].name == f"crash-1-{KEPT + 4}.log"
    mark_told(tmp_path)
    assert untold_crashes(tmp_path) == ()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [f"crash-1-{number:02}.told.log" for number in range(5, KEPT + 5)]


def test_the_notice_shows_the_log_and_where_it_lies(qtbot: QtBot, tmp_path: Path) -> None:
    log = tmp_path / "crash-1-20261120T120000.log"
    log.write_text("Fatal Python error: Segmentation fault")
    opened: list[Path] = []
    notice = CrashNotice(None, log, opened.append)
    qtbot.addWidget(notice)
    notice.show()
    assert str(log) in texts(notice)
    assert any("was not sent to anybody" in text for text in texts(notice))
    press(notice, "Open the logs folder")
    assert opened == [tmp_path]
    press(notice, "Copy")
    assert "Segmentation fault" in QGuiApplication.clipboard().text()
    press(notice, "Close")
    assert not notice.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape])
def test_enter_and_escape_close_the_notice_wherever_the_keyboard_is(
    qtbot: QtBot, tmp_path: Path, key: Qt.Key
) -> None:
    log = tmp_path / "crash-1-20261120T120000.log"
    log.write_text("Fatal Python error: Segmentation fault")
    for in_the_log in (False, True):
        notice = CrashNotice(None, log, lambda _folder: None)
        qtbot.addWidget(notice)
        notice.show()
        qtbot.waitExposed(notice)
        focused = notice.findChildren(QPlainTextEdit)[0] if in_the_log else notice
        focused.setFocus()
        with qtbot.waitSignal(notice.finished, timeout=TIMEOUT):
            QTest.keyClick(focused, key)


def test_the_notice_of_a_log_that_is_gone_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    notice = CrashNotice(None, tmp_path / "gone.log", lambda _folder: None)
    qtbot.addWidget(notice)
    notice.copy()
    assert "No such file" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("folder", ["nowhere", "."])
def test_without_a_crash_there_is_nothing_to_tell(folder: str, tmp_path: Path) -> None:
    assert untold_crashes(tmp_path / folder) == ()
