"""How one match is painted in the gallery: its picture, and below it, quietly, rank and score.

The buttons of `hover` lie on the picture while the pointer is on the tile or the tile is selected;
one that was pressed stays.
"""

import math
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from coverart.domain import SQUARE, Aspect, Match
from coverart.gui.gallery.gallery_model import LIKING, MATCH
from coverart.gui.gallery.hover import Liking, paint_button
from coverart.gui.look.theme import STEP
from coverart.gui.studio.wording import percent

CORNER = 4.0
CAPTION = 24
OUTLINE = 6
"""What the outline of a chosen picture needs around it."""
COMFORTABLE = 176 * 176
"""The area of a picture at which it is neither a stamp nor a poster, in pixels of the window."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Cells that fill the width of the gallery, and the pictures in them, all of one size."""

    cell: QSize
    picture: QSize

    @classmethod
    def filling(cls, width: int, aspect: Aspect) -> "Layout":
        """As many columns of `aspect` as come nearest to a comfortable size."""
        wanted = math.sqrt(COMFORTABLE * aspect.ratio) + 2 * STEP
        columns = max(1, round(width / wanted))
        cell = max(width // columns, 6 * STEP)
        across = cell - 2 * STEP
        picture = QSize(across, round(across / aspect.ratio))
        return cls(QSize(cell, picture.height() + CAPTION + STEP), picture)


class Tile(QStyledItemDelegate):
    """Paints matches; `layout` says how large."""

    def __init__(self) -> None:
        super().__init__()
        self.layout = Layout.filling(800, SQUARE)

    def sizeHint(  # noqa: N802 (Qt's name)
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """The size of a cell."""
        return self.layout.cell

    def picture_in(self, cell: QRect) -> QRectF:
        """Where the picture stands in a cell."""
        size = self.layout.picture
        return QRectF(cell.x() + STEP, cell.y() + OUTLINE, size.width(), size.height())

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        state, palette = option.state, option.palette
        picture = self.picture_in(option.rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        _paint_picture(painter, picture, index.data(Qt.ItemDataRole.DecorationRole), palette)
        if selected:
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 3))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(picture.adjusted(-4, -4, 4, 4), CORNER + 3, CORNER + 3)
        over = selected or bool(state & QStyle.StateFlag.State_MouseOver)
        for liking in Liking:
            chosen = index.data(LIKING) is liking
            if over or chosen:
                paint_button(painter, picture, liking, chosen, palette)
        caption = QRectF(picture.x(), picture.bottom() + 3, picture.width(), CAPTION - 3)
        _paint_caption(painter, caption, index.row() + 1, index.data(MATCH), selected, palette)
        painter.restore()


def _paint_picture(
    painter: QPainter, place: QRectF, picture: QPixmap | None, palette: QPalette
) -> None:
    """The picture with soft corners, or the surface it will appear on."""
    outline = QPainterPath()
    outline.addRoundedRect(place, CORNER, CORNER)
    if picture is None or picture.isNull():
        painter.fillPath(outline, palette.color(QPalette.ColorRole.AlternateBase))
        return
    painter.save()
    painter.setClipPath(outline)
    painter.drawPixmap(place, picture, QRectF(picture.rect()))
    painter.restore()


def _paint_caption(
    painter: QPainter, place: QRectF, rank: int, match: Match, selected: bool, palette: QPalette
) -> None:
    role = QPalette.ColorRole.Text if selected else QPalette.ColorRole.PlaceholderText
    painter.setPen(palette.color(role))
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | middle, str(rank))
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | middle, percent(match.score))
