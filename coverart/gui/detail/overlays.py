"""Lines over a crop that help to compose it: thirds, and the golden section."""

from enum import Enum

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from coverart.language import mark

GOLDEN = (5**0.5 - 1) / 2
FAINT = QColor(255, 255, 255, 190)
UNDER = QColor(0, 0, 0, 90)


class Overlay(Enum):
    """Which lines are drawn; the values say where, as shares of a side."""

    OFF = ()
    THIRDS = (1 / 3, 2 / 3)
    GOLDEN = (1 - GOLDEN, GOLDEN)

    @property
    def following(self) -> "Overlay":
        """The one that comes after this one when going through them all."""
        every = list(Overlay)
        return every[(every.index(self) + 1) % len(every)]


TITLES = {
    Overlay.OFF: mark("No lines"),
    Overlay.THIRDS: mark("Thirds"),
    Overlay.GOLDEN: mark("Golden section"),
}


def paint_overlay(painter: QPainter, overlay: Overlay, place: QRectF) -> None:
    """Draw the lines over what stands at `place`: light, on a dark edge for light pictures."""
    lines = []
    for share in overlay.value:
        x, y = place.left() + share * place.width(), place.top() + share * place.height()
        lines.append(QLineF(x, place.top(), x, place.bottom()))
        lines.append(QLineF(place.left(), y, place.right(), y))
    for pen in (QPen(UNDER, 3), QPen(FAINT, 1)):
        painter.setPen(pen)
        painter.drawLines(lines)
