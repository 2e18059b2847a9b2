"""Long work that ends while nobody looks is told by the system."""

import stat
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coverart.gui.studio.stage import Stage
from coverart.gui.work.notifying import LONG, Notifier
from tests.gui.patience import TIMEOUT


class Watch:
    """A clock set by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hidden(qtbot: QtBot) -> QWidget:
    """A window that is not in front."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize(
    ("lasting", "stage", "told"),
    [
        (LONG + 1, Stage.FINAL, True),
        (LONG + 1, Stage.FAILED, True),
        (LONG - 1, Stage.FINAL, False),
        (LONG + 1, Stage.STOPPED, False),
    ],
)
def test_only_the_end_of_long_work_is_told(
    hidden: QWidget, lasting: float, stage: Stage, told: bool
) -> None:
    said: list[tuple[str, str]] = []
    watch = Watch()
    notifier = Notifier(
        hidden, lambda: ("Ready", "24 of 900"), lambda *words: said.append(words), watch
    )
    notifier.follow(Stage.WORKING)
    watch.seconds = lasting / 2
    notifier.follow(Stage.PAUSED)
    notifier.follow(Stage.WORKING)
    watch.seconds = lasting
    notifier.follow(stage)
    assert said == ([("Ready", "24 of 900")] if told else [])


def test_each_search_is_timed_by_itself(hidden: QWidget) -> None:
    said: list[str] = []
    watch = Watch()
    notifier = Notifier(hidden, lambda: ("", ""), lambda *words: said.append(words[0]), watch)
    for begun in (0.0, 100.0):
        watch.seconds = begun
        notifier.follow(Stage.WORKING)
        watch.seconds = begun + 80
        notifier.follow(Stage.FINAL)
    assert said == []


def test_who_looks_at_the_window_is_told_nothing(qtbot: QtBot) -> None:
    said: list[str] = []
    watch = Watch()
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow, timeout=TIMEOUT)
    notifier = Notifier(widget, lambda: ("", ""), lambda *words: said.append(words[0]), watch)
    notifier.follow(Stage.WORKING)
    watch.seconds = LONG + 1
    notifier.follow(Stage.FINAL)
    assert said == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems notify in another way")
def test_on_linux_the_desktop_is_asked(
    qtbot: QtBot, hidden: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    command = tmp_path / "notify-send"
    command.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {told}.new; mv {told}.new {told}\n')
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    watch = Watch()
    notifier = Notifier(hidden, lambda: ("-Night Drive", "300 covers"), now=watch)
    notifier.follow(Stage.WORKING)
    watch.seconds = LONG
    notifier.follow(Stage.FINAL)
    qtbot.waitUntil(told.exists, timeout=TIMEOUT)
    assert told.read_text().splitlines()[-3:] == ["--", "-Night Drive", "300 covers"]
