"""The length of a song as YouTube writes it over the lower right of a thumbnail."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

PIXELS = 12
HEIGHT = 18
PADDING = 4
CORNER = 4
GROUND = QColor(0, 0, 0, 204)
SMALL = 160
"""Thumbnails narrower than this have a narrower margin."""


def clock(seconds: float) -> str:
    """A length as players write it: "3:21", "1:02:03"."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def margin(width: float) -> int:
    """How far the badge stands from the edges of a thumbnail of that width."""
    return 4 if width < SMALL else 8


def paint_badge(painter: QPainter, place: QRectF, text: str) -> None:
    """Write a length over the thumbnail at `place`; all sizes are those of the web page."""
    font = QFont(painter.font())
    font.setPixelSize(PIXELS)
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)
    width = painter.fontMetrics().horizontalAdvance(text) + 2 * PADDING
    away = margin(place.width())
    ground = QRectF(0, 0, width, HEIGHT)
    ground.moveBottomRight(place.bottomRight() - QRectF(0, 0, away, away).bottomRight())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(ground, CORNER, CORNER)
    painter.setPen(QColor("white"))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)
