"""Where pictures stand beside each other, so that they are as large as they can be."""

import math
from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from coverart.domain import Size
from coverart.gui.compare.cell import Cell
from coverart.gui.look.theme import STEP

NARROWEST = 28 * STEP


class Board(QWidget):
    """Holds cells in rows of equal height; a row with fewer of them stands in the middle."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: tuple[Cell, ...] = ()
        self.columns = 1
        self.setMinimumSize(40 * STEP, 30 * STEP)

    def hold(self, cells: Sequence[Cell]) -> None:
        """Hold these from now on, and hide the others."""
        for cell in self._cells:
            cell.setVisible(cell in cells)
        self._cells = tuple(cells)
        for cell in cells:
            cell.setParent(self)
            cell.show()
        self.arrange()

    def arrange(self) -> None:
        """Give each cell its place, no larger than its picture needs."""
        if not self._cells or self.size().isEmpty():
            return
        shapes, chrome = [cell.shape for cell in self._cells], self._cells[0].chrome
        room = Size(self.width(), self.height())
        self.columns = best_columns(shapes, room, chrome)
        cells = cell_size(len(shapes), room, self.columns)
        for number, cell in enumerate(self._cells):
            down, across = divmod(number, self.columns)
            own = min(self.columns, len(shapes) - down * self.columns)
            left = (room.width - own * cells.width) // 2
            size = cell_around(cell.shape, cells, chrome)
            cell.setGeometry(
                left + across * cells.width + (cells.width - size.width) // 2,
                down * cells.height + (cells.height - size.height) // 2,
                size.width,
                size.height,
            )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Use the new room."""
        super().resizeEvent(event)
        self.arrange()


def best_columns(shapes: Sequence[Size], room: Size, chrome: Size) -> int:
    """The number of columns in which pictures of these shapes have the largest area together.

    Each has a cell of equal size in `room`, of which `chrome` is not for the picture. Of equally
    good numbers the largest is taken: beside each other, pictures compare best.
    """

    def area(columns: int) -> float:
        cell = cell_size(len(shapes), room, columns)
        pictures = [scale_in(shape, cell, chrome) ** 2 * shape.pixels for shape in shapes]
        return round(sum(pictures))

    return max(range(len(shapes), 0, -1), key=area)


def cell_size(number: int, room: Size, columns: int) -> Size:
    """The size of each of so many cells in so many columns."""
    return Size(room.width // columns, room.height // math.ceil(number / columns))


def scale_in(shape: Size, cell: Size, chrome: Size) -> float:
    """How large a picture can be in a cell, as a multiple of its own size."""
    width, height = max(1, cell.width - chrome.width), max(1, cell.height - chrome.height)
    return min(width / shape.width, height / shape.height)


def cell_around(shape: Size, cell: Size, chrome: Size) -> Size:
    """A cell that is just large enough for its picture, and wide enough for what is below it."""
    scale = scale_in(shape, cell, chrome)
    width = max(round(shape.width * scale) + chrome.width, min(NARROWEST, cell.width))
    return Size(width, round(shape.height * scale) + chrome.height)
