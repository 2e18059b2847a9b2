"""What tests read off a window, press in it, and drop on it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from coverart.gui.studio.song_search import SongSearch
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from tests.gui.patience import TIMEOUT

COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
INVITATION = QPoint(50, 300)
NO_KEYS = Qt.KeyboardModifier.NoModifier


def drop(
    window: MainWindow,
    *paths: Path,
    at: QPoint = INVITATION,
    keys: Qt.KeyboardModifier = NO_KEYS,
) -> None:
    """Drop files on the window, as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    enter = QDragEnterEvent(at, COPY, data, LEFT, keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(at), COPY, data, LEFT, keys))


def wait_for(qtbot: QtBot, search: Studio | SongSearch, stage: Stage) -> None:
    """Wait for a stage; a search that failed will not come to another one."""
    own = search.crops if isinstance(search, Studio) else search
    qtbot.waitUntil(lambda: own.stage in (stage, Stage.FAILED), timeout=TIMEOUT)
    assert own.stage is stage


def texts(widget: QWidget) -> list[str]:
    """What can be read."""
    return [own.text() for own in widget.findChildren(QLabel) if own.isVisible()]


def button(widget: QWidget, text: str) -> QAbstractButton:
    """The visible button of that text, or else of that name."""
    every = [own for own in widget.findChildren(QAbstractButton) if own.isVisible()]
    return next(own for own in every if text in (own.text(), own.accessibleName()))


def press(widget: QWidget, text: str) -> None:
    """Press the button of that text or name."""
    QTest.mouseClick(button(widget, text), LEFT)
