"""A list in lines of tiles of one size, which keeps its place while its rows and its width change.

Where a tile lies is calculated (see `grid`), so nothing here costs more the more rows there are.
Qt's own layout, which would visit every row, is never asked for; it remains a `QListView` to
screen readers, and in all it does with keys, pointer and selection.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QCursor,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPalette,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem

from coverart.domain import SQUARE, Aspect
from coverart.gui.gallery.grid import LARGEST, SMALLEST, USUAL, ZOOM, Grid
from coverart.gui.look.theme import SCROLL_BAR

Index = QModelIndex | QPersistentModelIndex
Move = QAbstractItemView.CursorAction
Hint = QAbstractItemView.ScrollHint
NOTCH = 120
"""What a wheel turns by from one notch to the next, in Qt's eighths of a degree."""


class GridView(QListView):
    """Tiles in lines; `tile_size_changed` carries the height of pictures that is wished for."""

    tile_size_changed = Signal(int)

    def __init__(self, rows: QAbstractItemModel) -> None:
        super().__init__()
        # Qt asks for the geometry while it sets the model, when `model()` is not yet it.
        self._listed = rows
        self._aspects: tuple[Aspect, ...] = (SQUARE,)
        self._tile_size = USUAL
        self._turned = 0
        self._grid = Grid.filling(self.width())
        self.setModel(rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(32)
        # What paints all of itself is moved when it is scrolled, and only the rest is painted.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def grid(self) -> Grid:
        """Where the tiles lie."""
        return self._grid

    @property
    def tile_size(self) -> int:
        """How high pictures are wished to be; lines that fill the width make it a little more."""
        return self._tile_size

    def set_tile_size(self, pixels: int) -> None:
        """Make pictures nearly so high, from `SMALLEST` to `LARGEST`."""
        wanted = min(max(pixels, SMALLEST), LARGEST)
        if wanted != self._tile_size:
            self._tile_size = wanted
            self._lay_out_keeping()
            self.tile_size_changed.emit(wanted)

    def larger(self) -> None:
        """Make tiles a step larger."""
        self._zoom(ZOOM)

    def smaller(self) -> None:
        """Make tiles a step smaller."""
        self._zoom(1 / ZOOM)

    def rows_in(self, sight: QRect) -> range:
        """The rows whose lines lie, if only in part, in a part of the viewport."""
        top = self.verticalOffset() + sight.top()
        return self._grid.rows_between(top, top + sight.height(), self._listed.rowCount())

    def visualRect(self, index: Index) -> QRect:  # noqa: N802 (Qt's name)
        """The cell of a row, in the viewport."""
        if not index.isValid():
            return QRect()
        return self._grid.place(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:  # noqa: N802 (Qt's name)
        """The row under a point of the viewport, if there is one."""
        row = self._grid.row_at(point + QPoint(0, self.verticalOffset()))
        if row is None or row >= self._listed.rowCount():
            return QModelIndex()
        return self._listed.index(row, 0)

    def verticalOffset(self) -> int:  # noqa: N802 (Qt's name)
        """How far the tiles are scrolled."""
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:  # noqa: N802 (Qt's name)
        """Lines are never wider than the viewport."""
        return 0

    def doItemsLayout(self) -> None:  # noqa: N802 (Qt's name)
        """Nothing is laid out one by one; the scroll bar alone depends on the number of rows."""
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:  # noqa: N802 (Qt's name)
        """Let the scroll bar reach from the first line to the last."""
        bar, page = self.verticalScrollBar(), self.viewport().height()
        lines = -(-self._listed.rowCount() // self._grid.columns)
        bar.setPageStep(page)
        bar.setRange(0, max(0, lines * self._grid.cell.height() - page))
        QAbstractItemView.updateGeometries(self)

    def dataChanged(  # noqa: N802 (Qt's name)
        self, first: Index, last: Index, roles: Sequence[int] = ()
    ) -> None:
        """Paint what changed and is in sight; Qt paints everything anew, whatever it was."""
        if tuple(roles) != (Qt.ItemDataRole.DecorationRole,):
            super().dataChanged(first, last, list(roles))
            return
        for row in self.rows_in(self.viewport().rect()):
            if first.row() <= row <= last.row():
                self.update(self._listed.index(row, 0))

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: N802 (Qt's name)
        """Move what is painted; Qt asks for the rest."""
        self.viewport().scroll(dx, dy)

    def scrollTo(  # noqa: N802 (Qt's name)
        self, index: Index, hint: Hint = Hint.EnsureVisible
    ) -> None:
        """Bring a row into sight, with no more movement than that takes."""
        cell, page = self.visualRect(index), self.viewport().height()
        above, below = cell.top(), cell.bottom() + 1 - page
        if hint is Hint.PositionAtCenter:
            by = (above + below) // 2
        elif hint is Hint.PositionAtTop or (above < 0 and hint is Hint.EnsureVisible):
            by = above
        else:
            by = min(above, max(0, below)) if hint is Hint.EnsureVisible else below
        self.verticalScrollBar().setValue(self.verticalOffset() + by)

    def setSelection(  # noqa: N802 (Qt's name)
        self, rect: QRect, command: QItemSelectionModel.SelectionFlag
    ) -> None:
        """Select the rows from that at one corner of a rectangle to that at the opposite one."""
        count = self._listed.rowCount()
        if not count:
            return
        down = QPoint(0, self.verticalOffset())
        corners = (rect.topLeft() + down, rect.bottomRight() + down)
        rows = sorted(min(self._grid.nearest(corner), count - 1) for corner in corners)
        first, last = (self._listed.index(row, 0) for row in rows)
        self.selectionModel().select(QItemSelection(first, last), command)

    def visualRegionForSelection(  # noqa: N802 (Qt's name)
        self, selection: QItemSelection
    ) -> QRegion:
        """What of the viewport is covered by selected rows."""
        region = QRegion()
        for row in self.rows_in(self.viewport().rect()):
            index = self._listed.index(row, 0)
            if selection.contains(index):
                region += self.visualRect(index)
        return region

    def moveCursor(  # noqa: N802 (Qt's name)
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,  # noqa: ARG002
    ) -> QModelIndex:
        """Where a key leads: left and right go on over the end of a line."""
        count, row = self._listed.rowCount(), self.currentIndex().row()
        if not count:
            return QModelIndex()
        if row < 0:
            return self._listed.index(0, 0)
        page = max(1, self.viewport().height() // self._grid.cell.height())
        lines = {
            Move.MoveUp: -1,
            Move.MoveDown: 1,
            Move.MovePageUp: -page,
            Move.MovePageDown: page,
        }
        along = {Move.MoveLeft: -1, Move.MovePrevious: -1, Move.MoveRight: 1, Move.MoveNext: 1}
        if action in lines:
            wanted = self._grid.step(row, lines[action], count)
        else:
            ends = {Move.MoveHome: 0, Move.MoveEnd: count - 1}
            wanted = ends.get(action, row + along.get(action, 0))
        return self._listed.index(min(max(0, wanted), count - 1), 0)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Letters are commands here; searching ten thousand rows for them would only take time."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Scroll or, with Ctrl, change the size of tiles."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= NOTCH:
            (self.larger if self._turned > 0 else self.smaller)()
            self._turned -= NOTCH if self._turned > 0 else -NOTCH
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the surface behind the tiles, and the tiles of which something is wanted."""
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        usual = option.state & ~QStyle.StateFlag.State_HasFocus
        current, pointed = self.currentIndex().row(), self._pointed_row()
        selection, region = self.selectionModel(), event.region()
        painter = QPainter(self.viewport())
        painter.setClipRegion(region)
        # Not the view's own palette, which the style sheet has made transparent.
        surface = QGuiApplication.palette().color(QPalette.ColorRole.Window)
        painter.fillRect(region.boundingRect(), surface)
        for row in self.rows_in(region.boundingRect()):
            index = self._listed.index(row, 0)
            option.rect = self.visualRect(index)
            if not region.intersects(option.rect):
                continue
            option.state = usual
            if selection.isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if row == current and self.hasFocus():
                option.state |= QStyle.StateFlag.State_HasFocus
            if row == pointed:
                option.state |= QStyle.StateFlag.State_MouseOver
            self.itemDelegate().paint(painter, option, index)
        painter.end()

    def _pointed_row(self) -> int:
        """The row under the pointer, or -1."""
        if not self.viewport().underMouse():
            return -1
        return self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())).row()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fill the new width; what is at the top stays there."""
        self._lay_out_keeping()
        super().resizeEvent(event)

    def show_aspects(self, aspects: Sequence[Aspect]) -> None:
        """Make room for pictures of these aspects in each tile."""
        if tuple(aspects) != self._aspects:
            self._aspects = tuple(aspects)
            self.lay_out()

    def lay_out(self) -> None:
        """Calculate anew where the tiles lie."""
        # Qt breaks a line that fills its width to the last pixel.
        width = self.width() - SCROLL_BAR - 1
        self._grid = Grid.filling(width, self._aspects, self._tile_size)
        self.scheduleDelayedItemsLayout()

    def keep_place(self, change: Callable[[], object], moved: Callable[[int], int]) -> None:
        """Carry out a change; the row at the top is afterwards the one that `moved` gives for it.

        At the very top nothing is kept: there, the list merely changes.
        """
        bar = self.verticalScrollBar()
        scrolled, height = bar.value(), self._grid.cell.height()
        line, rest = divmod(scrolled, height)
        first = line * self._grid.columns
        change()
        self.doItemsLayout()
        own = moved(first) // self._grid.columns if scrolled else 0
        share = rest * self._grid.cell.height() // height
        bar.setValue(own * self._grid.cell.height() + share if scrolled else 0)

    def _lay_out_keeping(self) -> None:
        """Lay out anew around the current tile, if it is in sight, or else the first one."""
        row = self.currentIndex().row()
        seen = row in self.rows_in(self.viewport().rect())
        if not seen:
            self.keep_place(self.lay_out, lambda first: first)
            return
        above = self._grid.place(row).top() - self.verticalScrollBar().value()
        self.lay_out()
        self.doItemsLayout()
        self.verticalScrollBar().setValue(self._grid.place(row).top() - above)

    def _zoom(self, by: float) -> None:
        self.set_tile_size(round(self._tile_size * by))
