"""The gallery: rows best first, what of them is chosen, and pictures for those in sight."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QToolTip

from coverart.domain import Crop, Match
from coverart.gui.gallery.choosing import ChoosingView
from coverart.gui.gallery.fading import Fading
from coverart.gui.gallery.fetching import Fetching
from coverart.gui.gallery.hover import Liking, button_at, button_hint
from coverart.gui.gallery.rows import Identity
from coverart.gui.gallery.tile import Tile
from coverart.gui.pictures.pictures import Pictures
from coverart.language import _

HALVES = {"[": 0, "]": 1}
"""The keys that make one half of each pair the current one."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
CURRENT = QItemSelectionModel.SelectionFlag.NoUpdate


class Gallery(ChoosingView):
    """Shows rows with their pictures, and what can be done with them.

    `opened` carries a match as ranked, `said` a match and a `Liking`, and `menu_wanted` a match and
    the point on the screen where a menu for it is to open.
    """

    opened = Signal(object)
    said = Signal(object, object)
    menu_wanted = Signal(object, object)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._on_button = False
        self._fetching = Fetching(pictures, self.matches.tell_picture)
        self._fading = Fading(self, self._repaint)
        self._tile = Tile(self._fading.opacity)
        self.matches.set_pictures(self._fetching.look)
        self.setItemDelegate(self._tile)
        self.setAccessibleName(_("Matches, best first"))
        self.setMouseTracking(True)  # for the buttons of the tile under the pointer
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._soon.start())
        self.matches.dataChanged.connect(lambda _first, _last, roles: self._look_out(roles))
        self.rows_changed.connect(self._fading.begin)
        self.half_changed.connect(self._show_half)
        self.doubleClicked.connect(self._open)

    def thumbnail(self, crop: Crop) -> QPixmap | None:
        """The small picture of a crop, if it is here."""
        return self._fetching.look(crop)

    def match_at(self, point: QPoint) -> Match | None:
        """The match whose picture is at a point, but for the buttons on it."""
        index, half = self._half_at(point)
        if not index.isValid() or self._button_at(point) is not None:
            return None
        return self._matches.match_at(index.row(), half)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Press a tile's button, which leaves the selection alone, or else select."""
        point = event.position().toPoint()
        pressed = self._button_at(point)
        self._on_button = pressed is not None and event.button() == Qt.MouseButton.LeftButton
        if pressed is not None and self._on_button:
            self.said.emit(*pressed)
            return
        index, half = self._half_at(point)
        if index.isValid():
            self._automatic = False
            self.choose_half(half)
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if not self._on_button:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Open a tile; two quick presses of its button are not meant for that."""
        if self._button_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Note on which half of a pair the pointer is."""
        index, half = self._half_at(event.position().toPoint())
        if index.isValid() and half != self._tile.pointed:
            self._tile.pointed = half
            self.update(index)
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Open the current row with Enter, and change halves with brackets."""
        if event.text() in HALVES:
            self.choose_half(HALVES[event.text()])
        elif event.key() in ENTER and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask for a menu: for the tile under the pointer or, by keyboard, the current one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        selected = self.selectionModel().isSelected(index)
        self.selectionModel().setCurrentIndex(index, CURRENT if selected else ONLY)
        middle = self.visualRect(index).center()
        where = event.globalPos() if by_mouse else self.viewport().mapToGlobal(middle)
        self.menu_wanted.emit(self._matches.match_at(index.row(), self._half), where)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Say what the pointer rests on; ask for other pictures on a screen of other density."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.told_at(event.pos()), self)
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.lay_out()
        return super().viewportEvent(event)

    def told_at(self, point: QPoint) -> str:
        """What is said of a point of the viewport; empty beside the tiles."""
        button = self._button_at(point)
        if button is not None:
            return button_hint(button[1])
        index, half = self._half_at(point)
        return self._matches.tooltip(index.row(), half) if index.isValid() else ""

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask for pictures in the density of the screen on which the window has come up."""
        super().showEvent(event)
        self.lay_out()
        self._soon.start()

    def lay_out(self) -> None:
        super().lay_out()
        self._tile.grid = self.grid
        self._fetching.show_in(self.grid, self.devicePixelRatioF())
        self._soon.start()

    def _show_half(self, half: int) -> None:
        self._tile.half = half
        self.viewport().update()

    def _half_at(self, point: QPoint) -> tuple[QModelIndex, int]:
        """The row under the pointer, and which half of it."""
        index = self.indexAt(point)
        return index, self.grid.half_at(self.visualRect(index), QPointF(point))

    def _button_at(self, point: QPoint) -> tuple[Match, Liking] | None:
        """The button under the pointer, and whose it is."""
        index, half = self._half_at(point)
        if not index.isValid():
            return None
        liking = button_at(self._tile.picture_in(self.visualRect(index), half), QPointF(point))
        return None if liking is None else (self._matches.match_at(index.row(), half), liking)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._matches.match_at(index.row(), self._half))

    def _fetch(self) -> None:
        """Ask for the pictures in sight, and after them for those of the next page."""
        page = self.viewport().rect()
        rows = [*self.rows_in(page), *self.rows_in(page.translated(0, page.height()))]
        matches = [match for row in dict.fromkeys(rows) for match in self._matches.row_at(row)]
        self._fetching.want([(match, self._matches.crop_of(match)) for match in matches])

    def _look_out(self, roles: Sequence[int]) -> None:
        """Ask for pictures anew, unless the news is that one has come."""
        if tuple(roles) != (Qt.ItemDataRole.DecorationRole,):
            self._soon.start()

    def _repaint(self, keys: Collection[Identity]) -> None:
        for row in self.rows_in(self.viewport().rect()):
            if self._matches.key_at(row) in keys:
                self.update(self._matches.index(row))
