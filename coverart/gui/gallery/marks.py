"""What was decided about a crop, painted on its tile: a badge, and quiet stars in the caption."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPolygonF

from coverart.gui.gallery.hover import GAP, SHADE
from coverart.gui.look import icons
from coverart.gui.look.theme import STEP
from coverart.triage.judgement import MOST_STARS, Flag

BADGE = 2.5 * STEP
DRAWING = 14
STAR = 9.0
"""The width of a star; so much lies between two from middle to middle, and a little more."""
DIMMED = 0.35
"""How much of a rejected crop's picture is to be seen."""
INNER = 0.45
"""How far the inner corners of a star are from its middle, where the outer ones are 1."""


def paint_flag(painter: QPainter, picture: QRectF, flag: Flag, palette: QPalette) -> None:
    """A badge in the upper left corner: a check in the accent, or a small cross."""
    if flag is Flag.NONE:
        return
    kept = flag is Flag.KEPT
    place = QRectF(picture.left() + GAP, picture.top() + GAP, BADGE, BADGE)
    ink = palette.color(QPalette.ColorRole.HighlightedText) if kept else QColor("white")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette.color(QPalette.ColorRole.Highlight) if kept else SHADE)
    painter.drawEllipse(place)
    corner = place.center() - QPointF(DRAWING / 2, DRAWING / 2)
    icons.icon("kept" if kept else "close", ink, DRAWING).paint(
        painter, QRectF(corner.x(), corner.y(), DRAWING, DRAWING).toRect()
    )


def stars_width(stars: int) -> float:
    """The pixels across that so many stars take."""
    return stars * (STAR + 1)


def paint_stars(painter: QPainter, place: QRectF, stars: int, ink: QColor) -> None:
    """So many stars in the middle of a place."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    left = place.center().x() - stars_width(stars) / 2
    for number in range(min(stars, MOST_STARS)):
        middle = QPointF(left + (number + 0.5) * (STAR + 1), place.center().y())
        painter.drawPolygon(star_at(middle, STAR / 2))


def star_at(middle: QPointF, radius: float) -> QPolygonF:
    """A star of five points."""
    corners = []
    for number in range(10):
        reach = radius * (INNER if number % 2 else 1.0)
        angle = math.pi * (number / 5 - 0.5)
        corners.append(middle + QPointF(reach * math.cos(angle), reach * math.sin(angle)))
    return QPolygonF(corners)
