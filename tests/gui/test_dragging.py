"""Dragging a tile out of the window: the right crop, as it was cut, and nothing else happens."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import Crop
from coverart.gui.finish.drag_out import DragOut
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from tests.gui.doing import CONTROL, choose, current, strike
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import LEFT, NO_KEYS

NOTHING = Qt.MouseButton.NoButton
FAR = QPoint(40, 40)
Event = QEvent.Type


class Out:
    """The world outside the window, to which covers are dragged while `held`."""

    def __init__(self) -> None:
        self.held = True
        self.begun: list[tuple[QWidget, QMimeData, QPixmap]] = []

    def start(self, widget: QWidget, mime: QMimeData, picture: QPixmap) -> None:
        self.begun.append((widget, mime, picture))


@pytest.fixture
def out(ranked: MainWindow) -> Iterator[Out]:
    """What the window drags to, in place of the system, which would wait for a real pointer."""
    own, finishing = Out(), ranked.finishing
    finishing._drag = DragOut(finishing._files, own.start, lambda: own.held)
    yield own
    finishing._drag.close()


def point_of(window: MainWindow, row: int, half: int = 0) -> QPoint:
    """The middle of a picture."""
    gallery = window.gallery
    cell = gallery.visualRect(gallery.matches.index(row))
    return gallery._tile.picture_in(cell, half).center().toPoint()


def send(
    window: MainWindow,
    kind: QEvent.Type,
    point: QPoint,
    button: Qt.MouseButton = LEFT,
    keys: Qt.KeyboardModifier = NO_KEYS,
) -> None:
    """Let the pointer do something over the gallery."""
    viewport = window.gallery.viewport()
    held = NOTHING if kind is Event.MouseButtonRelease else button
    pressed = NOTHING if kind is Event.MouseMove else button
    where = QPointF(viewport.mapToGlobal(point))
    event = QMouseEvent(kind, QPointF(point), where, pressed, held, keys)
    QApplication.sendEvent(viewport, event)


def drag(window: MainWindow, row: int, half: int = 0, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
    """Take hold of a tile, move it, and let it go."""
    point = point_of(window, row, half)
    send(window, Event.MouseButtonPress, point, keys=keys)
    send(window, Event.MouseMove, point + QPoint(1, 1), keys=keys)
    send(window, Event.MouseMove, point + FAR, keys=keys)
    send(window, Event.MouseButtonRelease, point + FAR, keys=keys)


def dragged(qtbot: QtBot, window: MainWindow, out: Out, crop: Crop) -> None:
    """Wait for a drag, which carries the cover of this crop and no other."""
    qtbot.waitUntil(lambda: len(out.begun) == 1, timeout=TIMEOUT)
    widget, mime, _picture = out.begun[0]
    assert widget is window.gallery
    (url,) = mime.urls()
    file = window.finishing._files.of(window.finishing._wish(crop))
    assert file is not None
    assert url.toLocalFile() == str(file.path)
    with Image.open(file.path) as written:
        width, height = written.size
        assert width * crop.box.height == pytest.approx(height * crop.box.width, rel=0.01)


def test_a_tile_that_is_dragged_carries_its_cover_out(
    qtbot: QtBot, ranked: MainWindow, out: Out
) -> None:
    drag(ranked, 2)
    dragged(qtbot, ranked, out, ranked.gallery.matches.match_at(2).crop)
    assert current(ranked) == 2
    assert len(ranked.gallery.selected_rows) == 1  # what the pointer passed over is not


def test_the_cover_is_made_when_the_tile_is_pressed(
    qtbot: QtBot, ranked: MainWindow, out: Out
) -> None:
    point = point_of(ranked, 1)
    send(ranked, Event.MouseButtonPress, point)
    wish = ranked.finishing._wish(ranked.gallery.matches.match_at(1).crop)
    qtbot.waitUntil(lambda: ranked.finishing._files.of(wish) is not None, timeout=TIMEOUT)
    send(ranked, Event.MouseMove, point + FAR)
    assert len(out.begun) == 1  # at once
    send(ranked, Event.MouseButtonRelease, point + FAR)


def test_a_crop_that_was_cut_by_hand_is_dragged_as_it_was_cut(
    qtbot: QtBot, ranked: MainWindow, out: Out
) -> None:
    (match,) = choose(ranked, 0)
    box = match.crop.box
    cut = replace(match.crop, box=replace(box, right=box.right - 64, bottom=box.bottom - 64))
    ranked.judging.recut(match.crop, cut.box)
    drag(ranked, 0)
    dragged(qtbot, ranked, out, cut)


def test_of_a_pair_the_half_under_the_pointer_is_dragged(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, out: Out
) -> None:
    knowing.want(shape=Shape.BOTH)
    drag(ranked, 1, half=1)
    wide = ranked.gallery.matches.row_at(1)[1].crop
    dragged(qtbot, ranked, out, wide)
    assert ranked.cutting.crops()[0] == wide


def test_a_press_without_a_move_only_selects(ranked: MainWindow, out: Out) -> None:
    point = point_of(ranked, 3)
    send(ranked, Event.MouseButtonPress, point)
    send(ranked, Event.MouseMove, point + QPoint(1, 0))
    send(ranked, Event.MouseButtonRelease, point)
    send(ranked, Event.MouseMove, point + FAR, NOTHING)
    assert not out.begun
    assert not ranked.finishing._drag.waiting
    assert current(ranked) == 3


def test_whoever_selects_more_with_control_does_not_drag(ranked: MainWindow, out: Out) -> None:
    choose(ranked, 0)
    drag(ranked, 2, keys=CONTROL)
    assert not out.begun
    assert not ranked.finishing._drag.waiting
    assert len(ranked.gallery.selected_rows) == 2


def test_a_tile_that_is_let_go_before_its_cover_is_made_is_not_dragged(
    qtbot: QtBot, ranked: MainWindow, out: Out
) -> None:
    out.held = False
    drag(ranked, 1)
    wish = ranked.finishing._wish(ranked.gallery.matches.match_at(1).crop)
    qtbot.waitUntil(lambda: ranked.finishing._files.of(wish) is not None, timeout=TIMEOUT)
    assert not out.begun
    strike(Qt.Key.Key_P)  # and the window goes on
    assert ranked.judging.kept_count == 1


def test_a_window_that_closes_while_a_drag_waits_ends_it(ranked: MainWindow, out: Out) -> None:
    drag(ranked, 1)
    assert ranked.finishing._drag.waiting
    ranked.close()
    assert not ranked.finishing._drag.waiting
    assert QApplication.overrideCursor() is None
    assert not out.begun
