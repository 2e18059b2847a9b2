"""The gallery: matches best first, in tiles of equal size, with pictures for those in sight."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, QRect, QTimer, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from coverart.domain import SQUARE, Aspect, Crop, Match
from coverart.gui.gallery_model import GalleryModel
from coverart.gui.picture_thread import Picture
from coverart.gui.pictures import Pictures, Viewer
from coverart.gui.theme import SCROLL_BAR
from coverart.gui.tile import Layout, Tile

SIZES = 128
"""Thumbnails come in multiples of so many pixels, so that a resized window can keep them."""


class Gallery(QListView):
    """Shows matches; `chosen` tells which one was selected, or that the selected one changed."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._awaited: dict[Picture, Crop] = {}
        self._aspect: Aspect = SQUARE
        self._chosen: Match | None = None
        self._updating = False
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
        self._soon.start()

    def choose_first(self) -> None:
        """Select the best match, unless one is selected."""
        if self._chosen is None and self._matches.rowCount():
            self.setCurrentIndex(self._matches.index(0))

    def forget_chosen(self) -> None:
        """Select nothing."""
        self._chosen = None
        self.selectionModel().clear()

    def thumbnail(self, crop: Crop) -> QPixmap | None:
        """The small picture of a crop, if it is here."""
        return self._pictures.get(self._picture(crop))

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
            self._chosen = self._matches.match_at(selected.indexes()[0].row())
            self.chosen.emit(self._chosen)

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
