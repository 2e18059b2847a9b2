"""What is marked on the map: the song with its path, the mood asked for, the crops."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen, QPixmap

from coverart.domain import Emotion, Floats
from coverart.encoders.affect.course import Moment, moods_at
from coverart.gui.look.mood_colours import mood_colour
from coverart.gui.mood_map.plane import Plane

HANDLE = 7.0
RING = 5.0
DOT = 5.0
GOOD_DOT = 7.0
GOOD = 24
"""So many of the best crops are dots that stand out."""
CORNER = 4.0
STRETCHES = 72
"""Into so many stretches of equal time the path through a song is cut."""


def path_points(course: Sequence[Moment], seconds: float) -> tuple[Emotion, ...]:
    """Some moods of a song from its start to its end, evenly; none of one that is all silent."""
    if not course or seconds <= 0:
        return ()
    times = [(place + 0.5) * seconds / STRETCHES for place in range(STRETCHES)]
    moments = moods_at(course, times)
    return tuple(Emotion(own.valence, own.arousal) for own in moments if own is not None)


def paint_path(painter: QPainter, plane: Plane, path: Sequence[Emotion], surface: QColor) -> None:
    """Paint the path of a song, in the colours that its waveform has."""
    if len(path) < 2:
        return
    places = [plane.point(own) for own in path]
    # Through the middles of its stretches, bent at their ends: a hand would draw it so.
    middles = [(one + other) / 2 for one, other in pairwise(places)]
    for number in range(len(middles) - 1):
        piece = QPainterPath(middles[number])
        piece.quadTo(places[number + 1], middles[number + 1])
        pen = QPen(mood_colour(*path[number + 1], surface), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.strokePath(piece, pen)


def paint_dots(painter: QPainter, points: Floats, colours: QPalette, density: float) -> None:
    """Paint crops as dots, the best of them last and larger."""
    ink = colours.color(QPalette.ColorRole.WindowText)
    for part, size, opacity in ((points[GOOD:], DOT, 0.35), (points[:GOOD], GOOD_DOT, 0.7)):
        dot = _dot(size, ink, density)
        half = dot.width() / density / 2
        painter.setOpacity(opacity)
        for x, y in (part - half).round().astype(int).tolist():
            painter.drawPixmap(x, y, dot)
    painter.setOpacity(1.0)


def _dot(size: float, ink: QColor, density: float) -> QPixmap:
    """One dot to be stamped: ten times as quick as painting each of ten thousand."""
    side = math.ceil(size) + 2
    dot = QPixmap(round(side * density), round(side * density))
    dot.setDevicePixelRatio(density)
    dot.fill(Qt.GlobalColor.transparent)
    painter = QPainter(dot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(QPointF(side / 2, side / 2), size / 2, size / 2)
    painter.end()
    return dot


def picture_place(middle: QPointF, ratio: float, side: float) -> QRectF:
    """Where a picture of this shape stands about a point; `side` is its longer one."""
    size = QSizeF(side, side / ratio) if ratio > 1 else QSizeF(side * ratio, side)
    return QRectF(middle - QPointF(size.width() / 2, size.height() / 2), size)


def paint_pictures(painter: QPainter, pictures: Iterable[tuple[QRectF, QPixmap | None]]) -> None:
    """Paint crops as pictures; where one is still to come, its dot is seen meanwhile."""
    for place, picture in pictures:
        if picture is not None and not picture.isNull():
            outline = QPainterPath()
            outline.addRoundedRect(place, CORNER, CORNER)
            painter.save()
            painter.setClipPath(outline)
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
            painter.restore()


def paint_song(painter: QPainter, point: QPointF, colours: QPalette) -> None:
    """Paint where the song itself lies, while another mood is asked for."""
    painter.setBrush(colours.color(QPalette.ColorRole.Base))
    painter.setPen(QPen(colours.color(QPalette.ColorRole.WindowText), 2))
    painter.drawEllipse(point, RING, RING)


def paint_way(painter: QPainter, start: QPointF, end: QPointF, colours: QPalette) -> None:
    """Paint how two points belong together."""
    pen = QPen(colours.color(QPalette.ColorRole.WindowText), 1)
    pen.setDashPattern([2, 3])
    painter.setPen(pen)
    painter.drawLine(start, end)


def paint_together(painter: QPainter, point: QPointF, colours: QPalette) -> None:
    """Paint where the whole query lies, which words and examples draw away from the point."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colours.color(QPalette.ColorRole.Base), 4))
    painter.drawEllipse(point, RING, RING)
    painter.setPen(QPen(colours.color(QPalette.ColorRole.Accent), 2))
    painter.drawEllipse(point, RING, RING)


def paint_handle(painter: QPainter, point: QPointF, colours: QPalette, over: bool) -> None:
    """Paint the point that can be dragged; larger while the pointer is `over` it."""
    size = HANDLE + 1.5 * over
    painter.setPen(QPen(colours.color(QPalette.ColorRole.Base), 2))
    painter.setBrush(colours.color(QPalette.ColorRole.Accent))
    painter.drawEllipse(point, size, size)


def paint_chosen(painter: QPainter, place: QRectF, round_one: bool, colours: QPalette) -> None:
    """Paint a ring around the chosen crop, be it a dot or a picture."""
    corner = place.width() / 2 if round_one else CORNER + 1
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QPalette.ColorRole.Base, 5), (QPalette.ColorRole.Accent, 2.5)):
        painter.setPen(QPen(colours.color(colour), width))
        painter.drawRoundedRect(place, corner, corner)
