"""What was decided about a crop, painted on its tile: a badge, and quiet stars in the caption."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette

from coverart.gui.gallery.hover import GAP, SHADE
from coverart.gui.look import icons
from coverart.gui.look.star import star
from coverart.gui.look.theme import STEP
from coverart.triage.judgement import MOST_STARS, Flag

BADGE = 2.5 * STEP
DRAWING = 14
STAR = 9.0
"""The width of a star; so much lies between two from middle to middle, and a little more."""
DIMMED = 0.35
"""How much of a rejected crop's picture is to be seen."""


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
        painter.drawPolygon(star(middle, STAR / 2))
