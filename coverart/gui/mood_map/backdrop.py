"""What lies behind the crops: the plane in the colours of its moods, its axes, and their words."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPalette, QPen

from coverart.gui.look.mood_colours import mood_colour
from coverart.gui.look.theme import STEP
from coverart.gui.mood_map.plane import Plane
from coverart.language import _, mark

CELLS = 64
"""The colours of so many moods across and down are calculated; Qt blends between them."""
SHARE = 0.2
"""How much of a mood's colour the surface takes on: enough to learn from, and no more."""
CORNER = 6.0
HALO = 4

# What the ends of the axes are called: on the left, on the right, below, above.
SHORT = (mark("dark"), mark("bright"), mark("calm"), mark("energetic"))
LONG = (mark("dark · sad"), mark("bright · happy"), mark("calm"), mark("energetic"))
WIDE_FROM = 48 * STEP
"""From this width on there is room for the longer words."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The words at the ends of the axes, each with the rectangle in which it stands."""

    left: tuple[str, QRectF]
    right: tuple[str, QRectF]
    low: tuple[str, QRectF]
    high: tuple[str, QRectF]

    @property
    def all(self) -> tuple[tuple[str, QRectF], ...]:
        """All four."""
        return self.left, self.right, self.low, self.high

    def across(self, point: QPointF) -> bool:
        """Whether a point is on a word of valence."""
        return any(place.contains(point) for _, place in (self.left, self.right))

    def upright(self, point: QPointF) -> bool:
        """Whether a point is on a word of arousal."""
        return any(place.contains(point) for _, place in (self.low, self.high))


def ends_of(plane: Plane, painter: QPainter) -> Ends:
    """Where the words stand that say what the axes mean, in the painter's font."""
    place, metrics = plane.place, painter.fontMetrics()
    words = [_(own) for own in (LONG if place.width() >= WIDE_FROM else SHORT)]
    sizes = [(metrics.horizontalAdvance(own) + 1, metrics.height()) for own in words]
    left, right, low, high = (QRectF(0, 0, width, height) for width, height in sizes)
    middle, away = place.center(), STEP / 2
    left.moveCenter(QPointF(place.left() + away + left.width() / 2, middle.y()))
    right.moveCenter(QPointF(place.right() - away - right.width() / 2, middle.y()))
    low.moveCenter(QPointF(middle.x(), place.bottom() - away - low.height() / 2))
    high.moveCenter(QPointF(middle.x(), place.top() + away + high.height() / 2))
    return Ends(*zip(words, (left, right, low, high), strict=True))


def paint_ground(painter: QPainter, ground: QRectF, colours: QPalette) -> None:
    """Paint the surface in the colours of the moods, as the waveform has them."""
    outline = QPainterPath()
    outline.addRoundedRect(ground, CORNER, CORNER)
    painter.save()
    painter.setClipPath(outline)
    surface = colours.color(QPalette.ColorRole.Base)
    painter.drawImage(ground, _moods(surface.name()))
    painter.restore()


def paint_axes(painter: QPainter, plane: Plane, colours: QPalette) -> None:
    """Paint the two axes, which meet where everything is as usual."""
    place, middle = plane.place, plane.place.center()
    painter.setPen(QPen(colours.color(QPalette.ColorRole.Mid), 1))
    painter.drawLine(QPointF(place.left(), middle.y()), QPointF(place.right(), middle.y()))
    painter.drawLine(QPointF(middle.x(), place.top()), QPointF(middle.x(), place.bottom()))


def paint_ends(painter: QPainter, ends: Ends, colours: QPalette) -> None:
    """Write the words, with a halo that keeps them legible whatever lies below."""
    halo = QPen(colours.color(QPalette.ColorRole.Base), HALO)
    halo.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    ink = colours.color(QPalette.ColorRole.WindowText)
    ascent = painter.fontMetrics().ascent()
    for words, place in ends.all:
        outline = QPainterPath()
        outline.addText(place.topLeft() + QPointF(0, ascent), painter.font(), words)
        painter.setOpacity(0.8)
        painter.strokePath(outline, halo)
        painter.setOpacity(1.0)
        painter.setPen(ink)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)


@lru_cache(maxsize=4)
def _moods(surface: str) -> QImage:
    """The plane in small, upright: a surface that takes on a little of each mood's colour."""
    base = QColor(surface)
    picture = QImage(CELLS, CELLS, QImage.Format.Format_RGB32)
    for row in range(CELLS):
        for column in range(CELLS):
            valence, arousal = 2 * (column + 0.5) / CELLS - 1, 1 - 2 * (row + 0.5) / CELLS
            picture.setPixelColor(column, row, _mixed(base, mood_colour(valence, arousal, base)))
    return picture


def _mixed(base: QColor, own: QColor) -> QColor:
    pairs = (
        (base.red(), own.red()),
        (base.green(), own.green()),
        (base.blue(), own.blue()),
    )
    return QColor(*(round((1 - SHARE) * one + SHARE * other) for one, other in pairs))
