"""Where the tiles of the gallery lie: cells of one size in lines that fill its width.

Everything is calculated, so that ten thousand rows cost no more than ten.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize

from coverart.domain import SQUARE, Aspect
from coverart.gui.look.theme import STEP

SMALLEST, USUAL, LARGEST = 96, 176, 400
"""The height of a picture as it can be wished for, in pixels of the window."""
ZOOM = 1.2
"""What one step makes tiles larger or smaller by."""
CAPTION = 24
OUTLINE = 6
"""What the outline of a chosen picture needs around it."""
GAP = STEP
"""Between the two pictures of a pair."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines of so many `columns`, cells of one size, and the pictures that stand in each cell."""

    columns: int
    cell: QSize
    pictures: tuple[QSize, ...]

    @classmethod
    def filling(
        cls, width: int, aspects: Sequence[Aspect] = (SQUARE,), height: int = USUAL
    ) -> "Grid":
        """As many columns as bring pictures of these aspects, side by side, nearest to a height.

        All pictures are equally high.
        """
        ratio = sum(aspect.ratio for aspect in aspects)
        beside = 2 * STEP + GAP * (len(aspects) - 1)
        columns = max(1, round(width / (height * ratio + beside)))
        cell = max(width // columns, 6 * STEP)
        tall = (cell - beside) / ratio
        pictures = tuple(QSize(round(tall * one.ratio), round(tall)) for one in aspects)
        return cls(columns, QSize(cell, round(tall) + CAPTION + STEP), pictures)

    def place(self, row: int) -> QRect:
        """The cell of a row; the first line begins at 0."""
        line, column = divmod(row, self.columns)
        width, height = self.cell.width(), self.cell.height()
        return QRect(column * width, line * height, width, height)

    def row_at(self, point: QPoint) -> int | None:
        """The row in whose cell a point lies, were there enough of them."""
        inside = 0 <= point.x() < self.columns * self.cell.width() and point.y() >= 0
        return self.nearest(point) if inside else None

    def nearest(self, point: QPoint) -> int:
        """The row nearest to a point, were there enough of them."""
        column = min(max(0, point.x() // self.cell.width()), self.columns - 1)
        return max(0, point.y() // self.cell.height()) * self.columns + column

    def rows_between(self, top: int, bottom: int, count: int) -> range:
        """The rows, of `count`, of which something lies between two heights, half-open."""
        height = self.cell.height()
        first = max(0, top // height) * self.columns
        last = max(0, -(-bottom // height)) * self.columns
        return range(min(first, count), min(last, count))

    def pictures_in(self, cell: QRect) -> tuple[QRectF, ...]:
        """Where the pictures stand in a cell, side by side in its middle."""
        wide = sum(size.width() for size in self.pictures) + GAP * (len(self.pictures) - 1)
        left = cell.x() + (cell.width() - wide) // 2  # whole pixels are painted much faster
        places = []
        for size in self.pictures:
            places.append(QRectF(left, cell.y() + OUTLINE, size.width(), size.height()))
            left += size.width() + GAP
        return tuple(places)

    def half_at(self, cell: QRect, point: QPointF) -> int:
        """Which of the pictures in a cell a point is nearest to."""
        places = self.pictures_in(cell)
        return min(
            range(len(places)),
            key=lambda half: abs(places[half].center().x() - point.x()) - places[half].width() / 2,
        )

    def step(self, row: int, lines: int, count: int) -> int:
        """The row so many lines further down, or up; from beyond the last line, the last row."""
        wanted = row + lines * self.columns
        if wanted < 0:
            return row % self.columns
        if wanted < count:
            return wanted
        last_line = (count - 1) // self.columns
        return (
            row
            if row // self.columns == last_line
            else min(count - 1, last_line * self.columns + row % self.columns)
        )
