"""The two buttons on a tile of the gallery: more like this, and less like this."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette

from coverart.gui.commands import hint
from coverart.gui.look import icons
from coverart.gui.look.theme import STEP

SIDE = 3.5 * STEP
GAP = STEP / 2
SHADE = QColor(16, 17, 20, 170)
"""Lies behind a drawing, so that it is seen on any picture."""


class Liking(Enum):
    """What a user can say of a crop; the values name the drawings."""

    MORE = "more"
    LESS = "less"


def button_place(picture: QRectF, liking: Liking) -> QRectF:
    """Where a button lies on a tile's picture: both in the upper right corner."""
    right = picture.right() - GAP - (SIDE + GAP) * (liking is Liking.MORE)
    return QRectF(right - SIDE, picture.top() + GAP, SIDE, SIDE)


def button_hint(liking: Liking) -> str:
    """What a button does, with the keys that do it for the chosen crop."""
    return hint("like" if liking is Liking.MORE else "unlike")


def button_at(picture: QRectF, point: QPointF) -> Liking | None:
    """The button under a point."""
    for liking in Liking:
        if button_place(picture, liking).contains(point):
            return liking
    return None


def paint_button(
    painter: QPainter, picture: QRectF, liking: Liking, chosen: bool, palette: QPalette
) -> None:
    """Paint a button; in the accent if it was `chosen`."""
    place = button_place(picture, liking)
    accent = palette.color(QPalette.ColorRole.Highlight)
    ink = palette.color(QPalette.ColorRole.HighlightedText) if chosen else QColor("white")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(accent if chosen else SHADE)
    painter.drawRoundedRect(place, SIDE / 2, SIDE / 2)
    side = icons.SIDE
    corner = place.center() - QPointF(side / 2, side / 2)
    icons.icon(liking.value, ink).paint(
        painter, QRectF(corner.x(), corner.y(), side, side).toRect()
    )
