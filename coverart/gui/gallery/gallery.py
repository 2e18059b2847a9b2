"""The gallery: matches best first, in tiles of equal size, with pictures for those in sight."""

import math
from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QToolTip

from coverart.domain import SQUARE, Aspect, Crop, Match
from coverart.gui.commands import hint
from coverart.gui.gallery.gallery_model import GalleryModel
from coverart.gui.gallery.hover import Liking, button_at
from coverart.gui.gallery.tile import Layout, Tile
from coverart.gui.look.theme import SCROLL_BAR
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures, Viewer

SIZES = 128
"""Thumbnails come in multiples of so many pixels, so that a resized window can keep them."""


HINTS = {
    Liking.MORE: hint("like").replace("the chosen crop", "this"),
    Liking.LESS: hint("unlike").replace("the chosen crop", "this"),
}


class Gallery(QListView):
    """Shows matches; `chosen` tells which one was selected, or that the selected one changed.

    `said` carries a match and a `Liking`, `menu_wanted` a match and the point on the screen where
    a menu for it is to open.
    """

    chosen = Signal(object)
    opened = Signal(object)
    said = Signal(object, object)
    menu_wanted = Signal(object, object)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._awaited: dict[Picture, Crop] = {}
        self._aspect: Aspect = SQUARE
        self._chosen: Match | None = None
        self._updating = False
        self._automatic = False
        self._on_button = False
        self._tile = Tile()
        self._matches = GalleryModel(self)
        self.setModel(self._matches)
        self.setItemDelegate(self._tile)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(32)
        self.setAccessibleName("Matches, best first")
        self.setMouseTracking(True)  # for the buttons of the tile under the pointer
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._soon.start())
        self.selectionModel().selectionChanged.connect(self._choose)
        self.activated.connect(self._open)
        pictures.arrived.connect(self._take)

    @property
    def matches(self) -> GalleryModel:
        """The list as it is shown."""
        return self._matches

    @property
    def chosen_match(self) -> Match | None:
        """The selected match; it stays even while its crop is not in the list."""
        return self._chosen

    def show_matches(self, matches: Sequence[Match]) -> None:
        """Show these in place of the others; selection and scroll position stay."""
        scrolled = self.verticalScrollBar().value()
        self._updating = True
        if matches and matches[0].crop.aspect != self._aspect:
            self._aspect = matches[0].crop.aspect
            self._lay_out()
        self._matches.set_matches(matches)
        self.doItemsLayout()
        self._restore_chosen()
        self.verticalScrollBar().setValue(scrolled)
        self._updating = False
        if self._automatic:
            self.choose_present()
        self._soon.start()

    def choose_first(self) -> None:
        """Select the best match, unless one is selected."""
        if self._chosen is None and self._matches.rowCount():
            self.setCurrentIndex(self._matches.index(0))
            self._automatic = True

    def choose_best(self) -> None:
        """Select the best match, unless the user has selected one."""
        if self._automatic and self._chosen and self._matches.row_of(self._chosen.crop) != 0:
            self._chosen = None
        self.choose_first()

    def choose_present(self) -> None:
        """Select the best match where the selected one is no longer in the list."""
        if self._chosen is not None and self._matches.row_of(self._chosen.crop) is None:
            self._chosen = None
        self.choose_first()

    def forget_chosen(self) -> None:
        """Select nothing."""
        self._chosen = None
        self._automatic = False
        self.selectionModel().clear()

    def thumbnail(self, crop: Crop) -> QPixmap | None:
        """The small picture of a crop, if it is here."""
        return self._pictures.get(self._picture(crop))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Press a tile's button, which leaves the selection alone, or else select."""
        pressed = self._button_at(event.position().toPoint())
        self._on_button = pressed is not None and event.button() == Qt.MouseButton.LeftButton
        if pressed is not None and self._on_button:
            self.said.emit(*pressed)
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if not self._on_button:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Open a tile; two quick presses of its button are not meant for that."""
        if self._button_at(event.position().toPoint()) is None:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask for a menu: for the tile under the pointer or, by keyboard, the selected one."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if index.isValid():
            corner = self.visualRect(index).center()
            where = event.globalPos() if by_mouse else self.viewport().mapToGlobal(corner)
            self.setCurrentIndex(index)
            self.menu_wanted.emit(self._matches.match_at(index.row()), where)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Say what a tile's button does, where the pointer rests on it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            button = self._button_at(event.pos())
            if button is not None:
                QToolTip.showText(event.globalPos(), HINTS[button[1]], self)
                return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Fill the new width."""
        self._lay_out()
        super().resizeEvent(event)
        self._soon.start()

    def _lay_out(self) -> None:
        # Qt breaks a row that fills its width to the last pixel.
        self._tile.layout = Layout.filling(self.width() - SCROLL_BAR - 1, self._aspect)
        self.setGridSize(self._tile.layout.cell)

    def _restore_chosen(self) -> None:
        """Select the chosen crop where it stands now; none if it is not in the list."""
        row = self._matches.row_of(self._chosen.crop) if self._chosen else None
        if row is None:
            self.selectionModel().clear()
            return
        self.setCurrentIndex(self._matches.index(row))
        self._chosen = self._matches.match_at(row)
        self.chosen.emit(self._chosen)

    def _choose(self, selected: QItemSelection) -> None:
        if not self._updating and selected.indexes():
            self._automatic = False
            self._chosen = self._matches.match_at(selected.indexes()[0].row())
            self.chosen.emit(self._chosen)

    def _button_at(self, point: QPoint) -> tuple[Match, Liking] | None:
        """The button under the pointer, and whose it is."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        liking = button_at(self._tile.picture_in(self.visualRect(index)), QPointF(point))
        return None if liking is None else (self._matches.match_at(index.row()), liking)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self._matches.match_at(index.row()))

    def _picture(self, crop: Crop) -> Picture:
        size = self._tile.layout.picture
        longest = max(size.width(), size.height()) * self.devicePixelRatioF()
        return Picture(crop.photo.path, crop.box, SIZES * math.ceil(longest / SIZES))

    def _fetch(self) -> None:
        """Ask for the pictures in sight, and after them for those of the next page."""
        page = self.viewport().rect()
        wanted = []
        for sight in (page, page.translated(0, page.height())):
            wanted += [self._matches.match_at(row).crop for row in self._rows_in(sight)]
        self._awaited = {self._picture(crop): crop for crop in wanted}
        for picture, crop in self._awaited.items():
            there = self._pictures.get(picture)
            if there is not None:
                self._matches.set_thumbnail(crop, there)
        self._pictures.want(Viewer.GALLERY, tuple(self._awaited))

    def _rows_in(self, sight: QRect) -> list[int]:
        rows = range(self._matches.rowCount())
        return [row for row in rows if self.visualRect(self._matches.index(row)).intersects(sight)]

    def _take(self, picture: Picture) -> None:
        there = self._pictures.get(picture)
        if there is not None and picture in self._awaited:
            self._matches.set_thumbnail(self._awaited[picture], there)
