"""What tests of the whole window do with it, as a person does: by key, and by what is chosen."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.domain import Crop, Match
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from coverart.triage.judgement import Judgement
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import NO_KEYS

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
ALSO = QItemSelectionModel.SelectionFlag.Select


def strike(key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Press a key where the keyboard is."""
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key, modifiers)


def choose(window: MainWindow, *rows: int) -> tuple[Match, ...]:
    """Select these rows, the last of which is then the current one, and put the keyboard there."""
    gallery = window.gallery
    gallery.setFocus()
    for place, row in enumerate(rows):
        index = gallery.matches.index(row)
        gallery.selectionModel().setCurrentIndex(index, ALSO if place else ONLY)
    return tuple(gallery.matches.match_at(row) for row in rows)


def current(window: MainWindow) -> int:
    """The row that is the current one."""
    return window.gallery.currentIndex().row()


def chosen(window: MainWindow) -> Crop:
    """The chosen crop, as it was ranked."""
    match = window.gallery.chosen_match
    assert match is not None
    return match.crop


def crops(window: MainWindow) -> list[Crop]:
    """The crops of the list as they were ranked, best first."""
    model = window.gallery.matches
    return [model.match_at(row).crop for row in range(model.rowCount())]


def judged(window: MainWindow, crop: Crop) -> Judgement:
    """What was decided about a crop, as it was ranked."""
    return window.judging.judgement(crop)


def refined(qtbot: QtBot, studio: Studio) -> None:
    """Wait until what is wanted now is answered."""
    qtbot.waitUntil(
        lambda: studio.crops.answered == studio.wanted.wish and studio.crops.stage is Stage.FINAL,
        timeout=TIMEOUT,
    )


def undo() -> None:
    """Press Ctrl+Z."""
    strike(Qt.Key.Key_Z, CONTROL)


def redo() -> None:
    """Press Ctrl+Shift+Z."""
    strike(Qt.Key.Key_Z, CONTROL | SHIFT)
