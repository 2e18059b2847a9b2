"""The ranking as a list that Qt can show, and that keeps its rows' identity as it gets better."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from coverart.domain import Aspect, Box, Crop, Match
from coverart.engine.asking import Example
from coverart.gui.gallery.hover import Liking
from coverart.gui.studio.wanted import example_of
from coverart.gui.studio.wording import told

CropKey = tuple[Path, Aspect, Box]
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

MATCH = Qt.ItemDataRole.UserRole
LIKING = int(Qt.ItemDataRole.UserRole) + 1
TOLD = {Liking.MORE: ", more like this", Liking.LESS: ", less like this", None: ""}


def key(crop: Crop) -> CropKey:
    """What a crop is, however often its photo is ranked anew."""
    return crop.photo.path, crop.aspect, crop.box


class GalleryModel(QAbstractListModel):
    """Matches, best first.

    Decoration: the thumbnail; `MATCH`: the match itself; `LIKING`: what was said of it, or None.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._matches: list[Match] = []
        self._rows: dict[CropKey, int] = {}
        self._thumbnails: dict[CropKey, QPixmap] = {}
        self._likings: Mapping[Example, Liking] = {}

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 (Qt's name)
        return 0 if parent.isValid() else len(self._matches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match = self._matches[index.row()]
        liking = self._likings.get(example_of(match.crop))
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnails.get(key(match.crop))
        if role == Qt.ItemDataRole.ToolTipRole:
            return told(match)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            name = match.crop.photo.path.name
            return f"{index.row() + 1}: {name}, {match.why}{TOLD[liking]}"
        return {int(MATCH): match, LIKING: liking}.get(role)

    def match_at(self, row: int) -> Match:
        """The match in a row."""
        return self._matches[row]

    def row_of(self, crop: Crop) -> int | None:
        """Where a crop stands, if it is in the list."""
        return self._rows.get(key(crop))

    def set_likings(self, likings: Mapping[Example, Liking]) -> None:
        """Mark the crops of which something was said."""
        if likings != self._likings:
            self._likings = dict(likings)
            if self._matches:
                self.dataChanged.emit(self.index(0), self.index(len(self._matches) - 1), [LIKING])

    def set_thumbnail(self, crop: Crop, thumbnail: QPixmap) -> None:
        """Show a picture for a crop; its tile alone is painted anew."""
        row = self.row_of(crop)
        before = self._thumbnails.get(key(crop))
        if row is not None and (before is None or before.cacheKey() != thumbnail.cacheKey()):
            self._thumbnails[key(crop)] = thumbnail
            index = self.index(row)
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def set_matches(self, matches: Sequence[Match]) -> None:
        """Show these matches; crops that stay keep their selection, wherever they move to."""
        coming = {key(match.crop) for match in matches}
        for row in reversed(range(len(self._matches))):
            if key(self._matches[row].crop) not in coming:
                self.beginRemoveRows(NOWHERE, row, row)
                del self._matches[row]
                self.endRemoveRows()
        standing = {key(match.crop) for match in self._matches}
        new = [match for match in matches if key(match.crop) not in standing]
        if new:
            self.beginInsertRows(NOWHERE, len(self._matches), len(matches) - 1)
            self._matches += new
            self.endInsertRows()
        self._reorder(matches)
        self._thumbnails = {own: self._thumbnails[own] for own in coming & set(self._thumbnails)}

    def _reorder(self, matches: Sequence[Match]) -> None:
        """Bring the rows, which hold the right crops by now, into the right order."""
        self._rows = {key(match.crop): row for row, match in enumerate(matches)}
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        after = [self.index(self._rows[key(self._matches[index.row()].crop)]) for index in before]
        self._matches = list(matches)
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
        if matches:
            self.dataChanged.emit(self.index(0), self.index(len(matches) - 1))
