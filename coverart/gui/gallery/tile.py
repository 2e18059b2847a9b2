"""How a row of the gallery is painted: its picture or pictures, and below, quietly, rank and score.

The buttons of `hover` lie on a picture while the pointer or the keyboard is on it; one that was
pressed stays, and so do the marks of what was decided. Of a pair, one half is the current one.
"""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coverart.gui.gallery.finished import CORNER, Finished
from coverart.gui.gallery.gallery_model import SHOWN, Half, Shown
from coverart.gui.gallery.grid import CAPTION, Grid
from coverart.gui.gallery.hover import Liking, paint_button
from coverart.gui.gallery.marks import DIMMED, paint_flag, paint_stars, stars_width
from coverart.gui.gallery.rows import Identity
from coverart.language import percent
from coverart.triage.judgement import Flag

AROUND = 4
"""How far the outline of what is chosen stands off its picture."""
FULL, SLIM = 3.0, 1.5
"""The width of the outline of what is chosen, and of what is chosen beside it."""


class Tile(QStyledItemDelegate):
    """Paints rows; `grid` says how large, `half` which half of a pair is the current one.

    `pointed` is the half under the pointer, and `opacity` tells how much of a tile is to be seen.
    """

    def __init__(self, opacity: Callable[[Identity], float] = lambda _key: 1.0) -> None:
        super().__init__()
        self.grid = Grid.filling(800)
        self.half = 0
        self.pointed = 0
        self._opacity = opacity
        self._finished = Finished()

    def sizeHint(  # noqa: N802 (Qt's name)
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """The size of a cell."""
        return self.grid.cell

    def picture_in(self, cell: QRect, half: int = 0) -> QRectF:
        """Where a picture stands in a cell."""
        return self.grid.pictures_in(cell)[half]

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        shown: Shown = index.data(SHOWN)
        places = self.grid.pictures_in(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._opacity(shown.key))
        for number, half in enumerate(shown.halves[: len(places)]):
            self._paint_half(painter, places[number], half, number, option)
        line = places[0].united(places[-1])
        below = QRectF(line.x(), line.bottom() + 3, line.width(), CAPTION - 3)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        _paint_caption(painter, below, shown, selected, option.palette)
        painter.restore()

    def _paint_half(
        self,
        painter: QPainter,
        place: QRectF,
        half: Half,
        number: int,
        option: QStyleOptionViewItem,
    ) -> None:
        state, palette = option.state, option.palette
        rejected = half.judgement.flag is Flag.REJECTED
        self._paint_picture(painter, place, half, DIMMED if rejected else 1.0, palette)
        current = number == min(self.half, len(self.grid.pictures) - 1)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus) and current
        _paint_outline(painter, place, (selected, current, focused), palette)
        paint_flag(painter, place, half.judgement.flag, palette)
        pointed = state & QStyle.StateFlag.State_MouseOver and number == self.pointed
        for liking in Liking:
            chosen = half.liking is liking
            if pointed or focused or chosen:
                paint_button(painter, place, liking, chosen, palette)

    def _paint_picture(
        self, painter: QPainter, place: QRectF, half: Half, share: float, palette: QPalette
    ) -> None:
        """The picture with soft corners, or the surface it will appear on."""
        picture = half.picture
        if picture is None or picture.isNull():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(place, CORNER, CORNER)
            return
        density = painter.device().devicePixelRatio()
        done = self._finished.get(picture, place.size().toSize(), density)
        size = done.deviceIndependentSize()
        inside = QPointF(place.width() - size.width(), place.height() - size.height()) / 2
        whole = painter.opacity()
        painter.setOpacity(whole * share)
        painter.drawPixmap((place.topLeft() + inside).toPoint(), done)
        painter.setOpacity(whole)


def _paint_outline(
    painter: QPainter, place: QRectF, how: tuple[bool, bool, bool], palette: QPalette
) -> None:
    """The outline of a picture that is selected, the current half, and has the focus, or not."""
    selected, current, focused = how
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if selected:
        width, off = (FULL, AROUND) if current else (SLIM, AROUND - 1)
        around = place.adjusted(-off, -off, off, off)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), width))
        painter.drawRoundedRect(around, CORNER + 3, CORNER + 3)
    if focused:
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Text), SLIM))
        inner = place.adjusted(-1.5, -1.5, 1.5, 1.5)
        painter.drawRoundedRect(inner, CORNER + 1, CORNER + 1)


def _paint_caption(
    painter: QPainter, place: QRectF, shown: Shown, selected: bool, palette: QPalette
) -> None:
    """Rank to the left, score to the right, and between them stars; a pair's score is the mean."""
    role = QPalette.ColorRole.Text if selected else QPalette.ColorRole.PlaceholderText
    ink = palette.color(role)
    middle = Qt.AlignmentFlag.AlignVCenter
    score = percent(sum(half.match.score for half in shown.halves) / len(shown.halves))
    painter.setPen(ink)
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | middle, str(shown.rank))
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | middle, score)
    across = painter.fontMetrics().horizontalAdvance
    room = place.adjusted(across(str(shown.rank)) + 4, 0, -across(score) - 4, 0)
    own = place.width() / len(shown.halves)
    for number, half in enumerate(shown.halves):
        stars = half.judgement.stars
        under = QRectF(place.x() + number * own, place.y(), own, place.height())
        free = under.intersected(room)
        room_there = _centred(free, under)
        if stars and stars_width(stars) <= room_there.width():
            paint_stars(painter, room_there, stars, ink)
        elif stars:
            painter.setPen(ink)
            painter.drawText(free, Qt.AlignmentFlag.AlignCenter, f"{stars}★")


def _centred(free: QRectF, place: QRectF) -> QRectF:
    """The middle of a whole place, as far as it is free."""
    half = min(place.center().x() - free.left(), free.right() - place.center().x())
    return QRectF(place.center().x() - half, free.y(), 2 * half, free.height())
