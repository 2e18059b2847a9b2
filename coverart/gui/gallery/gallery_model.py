"""The ranking as a list that Qt can show, and that keeps its rows' identity as it gets better.

A row is what its first crop is, as the grid of its photo has it: a new ranking, another name of the
photo, a flag, or a crop recut by hand leave it the same row.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QPixmap

from coverart.domain import Crop, Match
from coverart.engine.asking import Example
from coverart.gui.gallery.filters import Filter
from coverart.gui.gallery.hover import Liking
from coverart.gui.gallery.rows import Identity, Row, identity
from coverart.gui.gallery.telling import spoken, tooltip
from coverart.gui.studio.wanted import example_of
from coverart.triage.judgement import UNJUDGED, CropKey, Judgement

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()

MATCH = int(Qt.ItemDataRole.UserRole)
LIKING = MATCH + 1
SHOWN = MATCH + 2

ROWS_ONE_BY_ONE = 50
"""From more rows on, a change is told as one of all rows."""


@dataclass(frozen=True, slots=True)
class Half:
    """One picture of a tile: a match, its crop as it may have been recut, and what was said."""

    match: Match
    crop: Crop
    judgement: Judgement
    liking: Liking | None
    picture: QPixmap | None


@dataclass(frozen=True, slots=True)
class Shown:
    """All that is painted of a row. `rank` counts from 1, over all rows, filtered or not."""

    key: Identity
    rank: int
    halves: tuple[Half, ...]


class _Item(NamedTuple):
    """A row with its identity and its place among all, from 0."""

    key: Identity
    place: int
    row: Row


class GalleryModel(QAbstractListModel):
    """Rows of matches, best first, as far as the filter lets them through.

    Decoration: the picture; `MATCH`: the match itself; `LIKING`: what was said of it, or None;
    all three of the first half. `SHOWN`: everything there is to paint. `counted` says how many rows
    are shown, and of how many.
    """

    counted = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[_Item] = []
        self._items: list[_Item] = []
        self._places: dict[Identity, tuple[int, int]] = {}
        self._likings: Mapping[Example, Liking] = {}
        self._filter = Filter()
        self._judge: Callable[[Crop], Judgement] = lambda _crop: UNJUDGED
        self._look: Callable[[Crop], QPixmap | None] = lambda _crop: None

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 (Qt's name)
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        item = self._items[index.row()]
        match = item.row[0]
        answers: dict[int, Callable[[], Any]] = {
            SHOWN: lambda: self._shown(item),
            Qt.ItemDataRole.DecorationRole: lambda: self._look(self.crop_of(match)),
            Qt.ItemDataRole.AccessibleTextRole: lambda: self._spoken(self._shown(item)),
            Qt.ItemDataRole.ToolTipRole: lambda: self.tooltip(index.row(), 0),
            LIKING: lambda: self._liking(match),
            MATCH: lambda: match,
        }
        return answers[role]() if role in answers else None

    @property
    def keys(self) -> list[Identity]:
        """What the rows are, in their order."""
        return [item.key for item in self._items]

    @property
    def filter(self) -> Filter:
        """What is let through."""
        return self._filter

    @property
    def total(self) -> int:
        """The number of rows, with those that the filter keeps back."""
        return len(self._all)

    def key_at(self, row: int) -> Identity:
        """What a row is."""
        return self._items[row].key

    def row_at(self, row: int) -> Row:
        """The match in a row, or the pair."""
        return self._items[row].row

    def match_at(self, row: int, half: int = 0) -> Match:
        """The match in a row; the last where it has fewer halves."""
        own = self._items[row].row
        return own[min(half, len(own) - 1)]

    def crop_of(self, match: Match) -> Crop:
        """The crop of a match as it is shown: as it was recut, if it was."""
        box = self._judge(match.crop).box
        return match.crop if box is None else replace(match.crop, box=box)

    def row_of(self, crop: Crop) -> int | None:
        """Where a crop stands, if it is in the list."""
        place = self.place_of(crop)
        return None if place is None else place[0]

    def rank_of(self, crop: Crop) -> int | None:
        """The rank of a crop, as its tile shows it: from 1, over all rows, filtered or not."""
        row = self.row_of(crop)
        return None if row is None else self._items[row].place + 1

    def place_of(self, crop: Crop) -> tuple[int, int] | None:
        """In which row and which half of it a crop stands, if it is in the list."""
        return self._places.get(identity(crop))

    def tooltip(self, row: int, half: int) -> str:
        """What is said where the pointer rests on a half."""
        match = self.match_at(row, half)
        judgement = self._judge(match.crop)
        return tooltip(self._items[row].place + 1, match, self.crop_of(match), judgement)

    def set_pictures(self, look: Callable[[Crop], QPixmap | None]) -> None:
        """Show what `look` gives for a crop; it is asked whenever a tile is painted."""
        self._look = look

    def tell_picture(self, crop: Crop) -> None:
        """Have the tile painted anew for whose crop, as ranked, a picture has come."""
        row = self.row_of(crop)
        if row is not None:
            index = self.index(row)
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])

    def set_likings(self, likings: Mapping[Example, Liking]) -> None:
        """Mark the crops of which something was said."""
        if likings != self._likings:
            self._likings = dict(likings)
            self._tell_all([LIKING])

    def set_judgements(self, judge: Callable[[Crop], Judgement]) -> None:
        """Show what `judge` gives for a crop, at once; it is asked whenever a tile is painted."""
        self._judge = judge
        self.update_judgements(())

    def update_judgements(self, keys: Collection[CropKey]) -> None:
        """Show the judgements of these crops anew, of none for those of all."""
        if self._filter.judging or self._filter.pixels:  # a crop that is recut has others
            self._sift()
        if not 0 < len(keys) <= ROWS_ONE_BY_ONE:
            self._tell_all([SHOWN])
            return
        for key in keys:
            place = self._places.get(identity(key))
            if place is not None:
                index = self.index(place[0])
                self.dataChanged.emit(index, index, [SHOWN])

    def set_filter(self, wanted: Filter) -> None:
        """Show only the rows that this lets through."""
        if wanted != self._filter:
            self._filter = wanted
            self._sift()

    def set_matches(self, rows: Sequence[Row | Match]) -> None:
        """Show these rows, each once; those that stay keep their selection, wherever they go."""
        own = [row if isinstance(row, tuple) else (row,) for row in rows]
        once = {identity(row[0].crop): row for row in own}
        self._all = [_Item(key, place, row) for place, (key, row) in enumerate(once.items())]
        self._sift()

    def _shown(self, item: _Item) -> Shown:
        return Shown(item.key, item.place + 1, tuple(self._half(match) for match in item.row))

    def _spoken(self, shown: Shown) -> str:
        return "; ".join(
            spoken(shown.rank, half.match, half.crop, half.judgement, half.liking)
            for half in shown.halves
        )

    def _half(self, match: Match) -> Half:
        judgement = self._judge(match.crop)
        crop = match.crop
        if judgement.box is not None:
            crop = replace(crop, box=judgement.box)
        return Half(match, crop, judgement, self._liking(match), self._look(crop))

    def _liking(self, match: Match) -> Liking | None:
        """What was said of a crop as it is shown or, before it was recut, as it was proposed."""
        crops = (self.crop_of(match), match.crop)
        said = (self._likings.get(example_of(crop)) for crop in crops)
        return next(filter(None, said), None)

    def _sift(self) -> None:
        """Show of all rows those that the filter lets through."""
        if self._filter.blank:
            self._become(list(self._all))
        else:
            self._become([item for item in self._all if self._lets_through(item.row)])
        self.counted.emit(len(self._items), len(self._all))

    def _lets_through(self, row: Row) -> bool:
        judged = [(match, self._judge(match.crop)) for match in row]
        return self._filter.admits(
            [
                (match.crop if own.box is None else replace(match.crop, box=own.box), own)
                for match, own in judged
            ]
        )

    def _become(self, items: list[_Item]) -> None:
        """Turn the list into another, in one step each: away, in, and into order.

        What goes is first brought to the end, and what comes is put there, so that no step costs
        more than there are rows.
        """
        coming = {item.key for item in items}
        staying = [item for item in self._items if item.key in coming]
        if len(staying) < len(self._items):
            self._reorder(staying + [item for item in self._items if item.key not in coming])
            self.beginRemoveRows(NOWHERE, len(staying), len(self._items) - 1)
            self._items = staying
            self.endRemoveRows()
        standing = {item.key for item in staying}
        new = [item for item in items if item.key not in standing]
        if new:
            self.beginInsertRows(NOWHERE, len(staying), len(items) - 1)
            self._items = staying + new
            self.endInsertRows()
        self._reorder(items)
        self._places = {
            identity(match.crop) if half else item.key: (row, half)
            for row, item in enumerate(items)
            for half, match in enumerate(item.row)
        }
        self._tell_all([])

    def _reorder(self, items: list[_Item]) -> None:
        """Bring the rows, which are the right ones by now, into the right order."""
        before = self._items
        if any(own.key != other.key for own, other in zip(before, items, strict=True)):
            self.layoutAboutToBeChanged.emit()
            held = self.persistentIndexList()
            wanted = {before[index.row()].key for index in held}
            found = {item.key: row for row, item in enumerate(items) if item.key in wanted}
            self._items = items
            after = [self.index(found[before[index.row()].key]) for index in held]
            self.changePersistentIndexList(held, after)
            self.layoutChanged.emit()
        self._items = items

    def _tell_all(self, roles: list[int]) -> None:
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1), roles)
