"""Where a crop can be taken hold of, what the pointer looks like there, and how that is drawn."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from coverart.crops.snapping import Grip

HANDLE = 10.0
"""The side of a handle, in pixels of the screen."""
REACH = 9.0
"""How far from an edge or corner the pointer may be and still take hold of it."""

_SHAPES = {
    Grip.INSIDE: Qt.CursorShape.SizeAllCursor,
    Grip.TOP: Qt.CursorShape.SizeVerCursor,
    Grip.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Grip.LEFT: Qt.CursorShape.SizeHorCursor,
    Grip.RIGHT: Qt.CursorShape.SizeHorCursor,
    Grip.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor,
    Grip.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    Grip.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor,
    Grip.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
}


def pointer(grip: Grip | None) -> Qt.CursorShape:
    """What the pointer looks like over a grip, or where there is none."""
    return Qt.CursorShape.ArrowCursor if grip is None else _SHAPES[grip]


def grip_at(place: QRectF, point: QPointF) -> Grip | None:
    """What of the crop at `place` the pointer takes hold of, if anything."""
    if not place.adjusted(-REACH, -REACH, REACH, REACH).contains(point):
        return None
    across = _side(point.x(), place.left(), place.right())
    down = _side(point.y(), place.top(), place.bottom())
    return Grip((across, down))


def paint_handles(painter: QPainter, place: QRectF, colour: QColor) -> None:
    """Draw a handle at each corner and each edge of the crop at `place`."""
    painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
    painter.setBrush(colour)
    for grip in Grip:
        if grip is not Grip.INSIDE:
            handle = QRectF(0, 0, HANDLE, HANDLE)
            handle.moveCenter(_middle(place, grip))
            painter.drawRoundedRect(handle, 2, 2)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _middle(place: QRectF, grip: Grip) -> QPointF:
    centre = place.center()
    return QPointF(
        centre.x() + grip.across * place.width() / 2, centre.y() + grip.down * place.height() / 2
    )


def _side(value: float, low: float, high: float) -> int:
    """Which end of a span a value is at: −1, 1, or 0 for neither; of a short span, the nearer."""
    reach = min(REACH, (high - low) / 3)
    if value <= low + reach:
        return -1
    return 1 if value >= high - reach else 0
