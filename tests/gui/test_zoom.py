"""A picture is zoomed around the pointer, held at its edges, and asked for as sharp as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent, QPixmap, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.domain import Box, Size
from coverart.gui.compare.zoom_state import FIT, ZoomState
from coverart.gui.compare.zoom_view import LARGEST_PIXEL, MOST_PIXELS, ZoomView
from coverart.gui.look.appearance import Appearance

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
VIEW = QSizeF(400, 300)
SQUARE_FIT = QRectF(50, 0, 300, 300)


@pytest.fixture
def view(qtbot: QtBot, appearance: Appearance) -> ZoomView:
    """A view of 400×300 on a picture of 3000×3000."""
    own = ZoomView()
    qtbot.addWidget(own)
    own.resize(400, 300)
    own.show_subject(Size(3000, 3000), None)
    with qtbot.waitExposed(own):
        own.show()
    return own


def turn_wheel(view: ZoomView, at: QPoint, notches: int) -> None:
    where = QPointF(at)
    delta = QPoint(0, 120 * notches)
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(where, where, QPoint(), delta, Qt.MouseButton.NoButton, NONE, phase, False)
    QApplication.sendEvent(view, event)


def drag(view: ZoomView, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view, LEFT, NONE, start)
    moved = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(end), QPointF(end), Qt.MouseButton.NoButton, LEFT, NONE
    )
    QApplication.sendEvent(view, moved)
    QTest.mouseRelease(view, LEFT, NONE, end)


def under(view: ZoomView, point: QPoint) -> QPointF:
    """What of the picture is under a point, in fractions of it."""
    place = view.place()
    away = QPointF(point) - place.topLeft()
    return QPointF(away.x() / place.width(), away.y() / place.height())


def test_a_picture_that_fits_stands_in_the_middle() -> None:
    assert FIT.place(SQUARE_FIT) == SQUARE_FIT


def test_twice_as_large_around_the_middle_leaves_the_centre() -> None:
    state = FIT.zoomed(2.0, QPointF(200, 150), SQUARE_FIT)
    assert state == ZoomState(2.0, 0.5, 0.5)
    assert state.place(SQUARE_FIT) == QRectF(-100, -150, 600, 600)


@given(scale=st.floats(0.5, 30), x=st.floats(60, 340), y=st.floats(10, 290), before=st.floats(1, 9))
def test_what_is_under_the_pointer_stays_there(
    scale: float, x: float, y: float, before: float
) -> None:
    first = ZoomState(before, 0.4, 0.6)
    second = first.zoomed(scale, QPointF(x, y), SQUARE_FIT)
    for state in (first, second):
        place = state.place(SQUARE_FIT)
        across, down = (x - place.x()) / place.width(), (y - place.y()) / place.height()
        one = first.place(SQUARE_FIT)
        assert across == pytest.approx((x - one.x()) / one.width(), abs=1e-6)
        assert down == pytest.approx((y - one.y()) / one.height(), abs=1e-6)


@given(scale=st.floats(0.2, 20), x=st.floats(-3, 3), y=st.floats(-3, 3))
def test_no_room_is_left_empty_that_the_picture_can_fill(scale: float, x: float, y: float) -> None:
    place = ZoomState(scale, x, y).held(SQUARE_FIT, VIEW).place(SQUARE_FIT)
    for start, length, room in (
        (place.x(), place.width(), VIEW.width()),
        (place.y(), place.height(), VIEW.height()),
    ):
        if length >= room:
            assert start <= 1e-6
            assert start + length >= room - 1e-6
        else:
            assert start == pytest.approx((room - length) / 2)


def test_the_wheel_zooms_around_the_pointer(qtbot: QtBot, view: ZoomView) -> None:
    point = QPoint(120, 200)
    before = under(view, point)
    with qtbot.waitSignal(view.zoomed) as zoomed:
        turn_wheel(view, point, 5)
    assert zoomed.args == [view.state]
    assert view.state.scale == pytest.approx(1.2**5)
    after = under(view, point)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))
    turn_wheel(view, point, -40)
    assert view.state == FIT


def test_the_picture_is_dragged_as_far_as_its_edge(view: ZoomView) -> None:
    view.zoom_by(4)
    before = under(view, QPoint(100, 100))
    drag(view, QPoint(100, 100), QPoint(160, 130))
    after = under(view, QPoint(160, 130))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))
    drag(view, QPoint(0, 0), QPoint(3000, 3000))
    assert (view.place().x(), view.place().y()) == pytest.approx((0, 0))


def test_a_double_click_shows_every_pixel_and_then_the_whole(view: ZoomView) -> None:
    QTest.mouseDClick(view, LEFT, NONE, QPoint(200, 150))
    ratio = view.devicePixelRatioF()
    assert view.place().width() * ratio == pytest.approx(3000)
    QTest.mouseDClick(view, LEFT, NONE, QPoint(10, 10))
    assert view.state == FIT


def test_a_pixel_becomes_no_larger_than_it_is_useful(view: ZoomView) -> None:
    turn_wheel(view, QPoint(200, 150), 100)
    pixels = view.place().width() * view.devicePixelRatioF()
    assert pixels == pytest.approx(3000 * LARGEST_PIXEL)


def test_keys_zoom_and_move(view: ZoomView) -> None:
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.state.scale == pytest.approx(1.5)
    middle = view.state.y
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.state.y > middle
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.state == FIT
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.place().width() == pytest.approx(3000 / view.devicePixelRatioF())


def test_a_sharper_picture_is_asked_for_once_the_wheel_rests(qtbot: QtBot, view: ZoomView) -> None:
    fits = round(300 * view.devicePixelRatioF())
    assert view.longest_wanted() == fits
    with qtbot.waitSignal(view.resolution_wanted) as wanted:
        turn_wheel(view, QPoint(200, 150), 3)
    assert wanted.args == [2 * fits]
    view.zoom_by(100)
    assert view.longest_wanted() == 3000


def test_no_more_pixels_are_asked_for_than_memory_is_for(view: ZoomView) -> None:
    view.show_subject(Size(12_000, 9_000), None)
    view.zoom_by(1000)
    longest = view.longest_wanted()
    assert longest * longest * 3 / 4 <= MOST_PIXELS
    assert longest > 4000


def test_the_smaller_picture_is_shown_until_the_larger_is_here(view: ZoomView) -> None:
    small = QPixmap(30, 30)
    small.fill("#ff0000")
    view.show_picture(small)
    view.zoom_by(3)
    image = view.grab().toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == "#ff0000"


def test_what_a_crop_leaves_out_is_shaded(view: ZoomView) -> None:
    white = QPixmap(300, 300)
    white.fill("#ffffff")
    view.show_subject(Size(3000, 3000), white, Box(0, 0, 1500, 1500))
    image = view.grab().toImage()
    ratio = image.devicePixelRatio()
    inside, outside = QPointF(100, 50) * ratio, QPointF(300, 250) * ratio
    assert image.pixelColor(inside.toPoint()).name() == "#ffffff"
    assert image.pixelColor(outside.toPoint()).lightness() < 128
