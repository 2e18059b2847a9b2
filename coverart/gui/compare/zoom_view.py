"""One picture that can be zoomed and moved with the wheel, the mouse, two fingers and keys."""

import math
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from coverart.domain import Box, Size
from coverart.gui.compare.zoom_state import FIT, ZoomState
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_view import CORNER, paint_outline
from coverart.language import _

WHEEL_FACTOR = 1.2
KEY_FACTOR = 1.5
NOTCH = 120
"""What Qt calls one notch of a wheel."""
LARGEST_PIXEL = 4.0
"""So many pixels of the screen, in either direction, become of one of the photo at most."""
MOST_PIXELS = 16_000_000
"""No more are held of one picture: 64 MB."""
REST = 120
"""Milliseconds that the wheel must rest before a sharper picture is asked for."""
PAN_STEP = 8 * STEP
DIMMED = 0.65
"""How much of the surface lies over a picture that stands back."""

PANS = {
    Qt.Key.Key_Left: QPointF(PAN_STEP, 0),
    Qt.Key.Key_Right: QPointF(-PAN_STEP, 0),
    Qt.Key.Key_Up: QPointF(0, PAN_STEP),
    Qt.Key.Key_Down: QPointF(0, -PAN_STEP),
}
ZOOMS = {
    Qt.Key.Key_Plus: KEY_FACTOR,
    Qt.Key.Key_Equal: KEY_FACTOR,
    Qt.Key.Key_Minus: 1 / KEY_FACTOR,
}


class ZoomView(QWidget):
    """Shows a picture of known shape.

    `zoomed` carries the `ZoomState` that the user went to; `resolution_wanted` the number of
    pixels that the long side of the whole picture needs to look sharp, now and after each change;
    `pressed` comes with each press of the mouse.
    """

    zoomed = Signal(object)
    resolution_wanted = Signal(int)
    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._shape = Size(1, 1)
        self._outline: Box | None = None
        self._picture: QPixmap | None = None
        self._state = FIT
        self._grip: QPointF | None = None
        self._dimmed = False
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(lambda: self.resolution_wanted.emit(self.longest_wanted()))

    @property
    def state(self) -> ZoomState:
        """How far one has zoomed, and where."""
        return self._state

    def show_subject(
        self, shape: Size, picture: QPixmap | None, outline: Box | None = None
    ) -> None:
        """Show something else: its shape in native pixels, and what is there of it meanwhile.

        With an `outline`, what is outside of that box is shaded.
        """
        self._shape = shape
        self._outline = outline
        self._picture = picture
        self._soon.start(0)
        self.update()

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show the same in another resolution; None for a picture that is still to come."""
        if picture is not self._picture:
            self._picture = picture
            self.update()

    def set_state(self, state: ZoomState) -> None:
        """Go where another view is; tells nobody."""
        if state != self._state:
            self._state = state
            self._soon.start(REST)
            self.take_cursor()
            self.update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Let the picture stand back, or not."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            self.update()

    def place(self) -> QRectF:
        """Where the picture stands in the widget."""
        fit = self._fit()
        return self._state.held(fit, QSizeF(self.size())).place(fit)

    def longest_wanted(self) -> int:
        """The pixels that the long side needs now, twice as many from one zoom to another."""
        return self._longest(self._shape, self._state.scale)

    def longest_for(self, shape: Size) -> int:
        """The pixels that the long side of another picture will need when it just fits."""
        return self._longest(shape, 1.0)

    def zoom_by(self, factor: float, point: QPointF | None = None) -> None:
        """Zoom around a point of the view, or its middle."""
        natural = self._natural()
        least, most = min(1.0, natural), max(1.0, LARGEST_PIXEL * natural)
        scale = min(max(self._state.scale * factor, least), most)
        if least < 1.0 and math.isclose(scale, 1.0, rel_tol=0.02):
            scale = 1.0
        self._go(self._state.zoomed(scale, point or QRectF(self.rect()).center(), self._fit()))

    def turn(self, point: QPointF | None = None) -> None:
        """Go from the whole picture to pixel for pixel, or back to the whole."""
        if self._state.scale == 1.0:
            self.zoom_by(self._natural(), point)
        else:
            self._go(FIT)

    def pan(self, by: QPointF) -> None:
        """Move the picture by so many pixels of the window."""
        self._go(self._state.moved(by, self._fit()))

    def take_cursor(self) -> None:
        """Show that the picture can be moved, and that it is held."""
        if self._grip is not None and self._state.scale > 1.0:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._state.scale > 1.0:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    def deed_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does here: None if nothing.

        Plus and minus zoom, 0 goes to pixel for pixel and back, and so does Ctrl+0 where 0 means
        something else; arrows with Shift move the picture.
        """
        key = Qt.Key(event.key())
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = keys == Qt.KeyboardModifier.ShiftModifier
        if key in ZOOMS and (shift or not keys):
            return partial(self.zoom_by, ZOOMS[key])
        if key in PANS and shift:
            return partial(self.pan, PANS[key])
        plain = not keys or keys == Qt.KeyboardModifier.ControlModifier
        return self.turn if key == Qt.Key.Key_0 and plain else None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        deed = self.deed_of(event)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Zoom around the pointer."""
        notches = event.angleDelta().y() / NOTCH
        if notches:
            self.zoom_by(WHEEL_FACTOR**notches, event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers, where the system tells of them."""
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_by(1.0 + event.value(), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take hold of the picture."""
        self.pressed.emit()
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position()
            self.take_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Move the picture along."""
        if self._grip is not None:
            self.pan(event.position() - self._grip)
            self._grip = event.position()
        event.ignore()  # whoever hides the pointer hears of it too

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        self._grip = None
        self.take_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Show the whole picture, or one pixel of it on one of the screen."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.turn(event.position())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """A picture of another size would be sharper."""
        super().resizeEvent(event)
        self._soon.start(REST)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._soon.start(0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint as much of the picture as is in sight, with soft corners."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        place = self.place()
        seen = place.intersected(QRectF(self.rect()))
        outline = QPainterPath()
        outline.addRoundedRect(seen, CORNER, CORNER)
        painter.setClipPath(outline)
        painter.fillPath(outline, self.palette().color(QPalette.ColorRole.AlternateBase))
        self._paint_picture(painter, place, seen)
        if self._dimmed:
            veil = self.palette().color(QPalette.ColorRole.Window)
            veil.setAlphaF(DIMMED)
            painter.fillPath(outline, veil)
        painter.end()

    def _paint_picture(self, painter: QPainter, place: QRectF, seen: QRectF) -> None:
        if self._picture is None:
            return
        if self._picture.isNull():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(seen, Qt.AlignmentFlag.AlignCenter, _("This photo cannot be read."))
            return
        scale = self._picture.width() / place.width()
        source = QRectF(seen.topLeft() - place.topLeft(), seen.size())
        source = QRectF(source.topLeft() * scale, source.size() * scale)
        painter.drawPixmap(seen, self._picture, source)
        if self._outline is not None:
            paint_outline(painter, place, self._shape, self._outline)

    def _longest(self, shape: Size, scale: float) -> int:
        fit = self._fit_of(shape)
        shown = math.ceil(max(fit.width(), fit.height()) * self.devicePixelRatioF())
        doublings = 1 << max(0, math.ceil(math.log2(scale) - 1e-6))
        own = max(shape.width, shape.height)
        most = own * math.sqrt(MOST_PIXELS / shape.pixels)
        return max(1, math.floor(min(shown * doublings, own, most)))

    def _fit(self) -> QRectF:
        """The place of the whole picture, as large as it fits."""
        return self._fit_of(self._shape)

    def _fit_of(self, shape: Size) -> QRectF:
        size = QSizeF(shape.width, shape.height)
        room = QSizeF(max(1, self.width()), max(1, self.height()))
        size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def _natural(self) -> float:
        """The scale at which a pixel of the photo is one of the screen."""
        return self._shape.width / (self._fit().width() * self.devicePixelRatioF())

    def _go(self, state: ZoomState) -> None:
        state = state.held(self._fit(), QSizeF(self.size()))
        if state != self._state:
            self.set_state(state)
            self.zoomed.emit(state)
