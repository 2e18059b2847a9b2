"""A gallery's choice: which row, and of a pair which half, and how it outlasts a new ranking."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal

from coverart.domain import Crop, Match
from coverart.gui.gallery.filters import Filter
from coverart.gui.gallery.gallery_model import GalleryModel
from coverart.gui.gallery.grid_view import GridView
from coverart.gui.gallery.rows import Row, moved_row
from coverart.triage.judgement import CropKey, Judgement

ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect
AS_IT_IS = QItemSelectionModel.SelectionFlag.NoUpdate


class ChoosingView(GridView):
    """Shows rows; `chosen` tells which match is chosen, or that the chosen one changed.

    That is the current row's match, or of a pair the current half's. It is told as it was ranked;
    `shown_crop` says how it was recut. `selection_changed` carries the number of rows selected,
    `half_changed` which half of a pair is the current one, and `rows_changed` what rows are new
    since the last ranking, by identity.
    """

    chosen = Signal(object)
    selection_changed = Signal(int)
    half_changed = Signal(int)
    rows_changed = Signal(object)

    def __init__(self) -> None:
        self._matches = GalleryModel()
        super().__init__(self._matches)
        self._matches.setParent(self)
        self._chosen: Match | None = None
        self._half = 0
        self._updating = False
        self._automatic = False
        self.selectionModel().selectionChanged.connect(self._look_at_selection)
        self.selectionModel().currentChanged.connect(self._look_at_selection)

    @property
    def matches(self) -> GalleryModel:
        """The list as it is shown."""
        return self._matches

    @property
    def chosen_match(self) -> Match | None:
        """The chosen match as ranked; it stays even while its crop is not in the list."""
        return self._chosen

    @property
    def chosen_by_hand(self) -> bool:
        """Whether somebody chose the chosen match, and not the gallery by itself."""
        return self._chosen is not None and not self._automatic

    @property
    def selected_rows(self) -> tuple[Row, ...]:
        """The selected rows, best first."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self._matches.row_at(row) for row in rows)

    @property
    def selected_matches(self) -> tuple[Match, ...]:
        """The current half of each selected row, best first."""
        return tuple(row[min(self._half, len(row) - 1)] for row in self.selected_rows)

    def shown_crop(self, match: Match) -> Crop:
        """The crop of a match as it is shown: as recut by hand, if it was."""
        return self._matches.crop_of(match)

    def show_matches(self, rows: Sequence[Row | Match]) -> None:
        """Show these rows in place of the others; what is chosen and in sight stays so."""
        if rows:
            first = rows[0] if isinstance(rows[0], tuple) else (rows[0],)
            self.show_aspects([match.crop.aspect for match in first])
        before = set(self._matches.keys)
        self._change(lambda: self._matches.set_matches(rows))
        new = [key for key in self._matches.keys if key not in before] if before else []
        self.rows_changed.emit(new)
        if self._automatic:
            self.choose_present()

    def set_filter(self, wanted: Filter) -> None:
        """Show only what this lets through; where the chosen row goes, its neighbour is chosen."""
        self._change(lambda: self._matches.set_filter(wanted), to_neighbour=True)

    def set_judgements(self, judge: Callable[[Crop], Judgement]) -> None:
        """Show what `judge` says of each crop as ranked; it must answer at once."""
        self._change(lambda: self._matches.set_judgements(judge), to_neighbour=True)

    def update_judgements(self, keys: Collection[CropKey] = ()) -> None:
        """Show what is judged of these crops by now, or of all; `chosen` tells of a recut one."""
        if self._matches.filter.blank:
            self._matches.update_judgements(keys)
        else:
            self._change(lambda: self._matches.update_judgements(keys), to_neighbour=True)
        if self._chosen is not None and CropKey.of(self._chosen.crop) in keys:
            self.chosen.emit(self._chosen)

    def choose_first(self) -> None:
        """Choose the best match, unless one is chosen."""
        if self._chosen is None and self._matches.rowCount():
            self._make_current(self._matches.index(0))
            self._automatic = True

    def choose_best(self) -> None:
        """Choose the best match, unless the user has chosen one."""
        if self._automatic and self._chosen and self._matches.row_of(self._chosen.crop) != 0:
            self._chosen = None
        self.choose_first()

    def choose_present(self) -> None:
        """Choose the best match where the chosen one is no longer in the list."""
        if self._chosen is not None and self._matches.row_of(self._chosen.crop) is None:
            self._chosen = None
        self.choose_first()

    def choose_half(self, half: int) -> None:
        """Make this half of each pair the current one, 0 or 1; what is selected stays."""
        if half != self._half and 0 <= half < len(self.grid.pictures):
            self._half = half
            self.half_changed.emit(half)
            self._look_at_selection()

    def choose_crop(self, crop: Crop, alone: bool = True) -> bool:
        """Choose a crop, as ranked, and bring it into sight; False if it is not in the list.

        Unless it is to be chosen `alone`, what is selected together with it stays so.
        """
        place = self._matches.place_of(crop)
        if place is not None:
            index = self._matches.index(place[0])
            if alone or not self.selectionModel().isSelected(index):
                self._make_current(index)
            else:
                self.selectionModel().setCurrentIndex(index, AS_IT_IS)
            self.choose_half(place[1])
        return place is not None

    def step(self, by: int) -> None:
        """Choose the row so many further on, or back; the ends are the ends."""
        count = self._matches.rowCount()
        if count:
            row = self.currentIndex().row() + by
            self._make_current(self._matches.index(min(max(0, row), count - 1)))

    def advance_from(self, judged: Match) -> None:
        """Go on to the next row, unless a filter has taken away the one judged and so went on."""
        if self._chosen is not None and self._chosen.crop == judged.crop:
            self.step(1)

    def forget_chosen(self) -> None:
        """Choose nothing."""
        self._chosen = None
        self._automatic = False
        self.selectionModel().clear()

    def lay_out(self) -> None:
        """Calculate anew where the tiles lie; where there is no second half, the first is meant."""
        super().lay_out()
        self.choose_half(min(self._half, len(self.grid.pictures) - 1))

    def _change(self, change: Callable[[], object], to_neighbour: bool = False) -> None:
        """Change the list; what is chosen stays, or passes on `to_neighbour` where it goes."""
        before, row = self._matches.keys, self.currentIndex().row()
        chosen = self._chosen
        was_there = chosen is not None and self._matches.row_of(chosen.crop) is not None
        self._updating = True
        self.keep_place(change, lambda first: moved_row(before, self._matches.keys, first))
        scrolled = self.verticalScrollBar().value()
        self._restore_chosen()
        self.verticalScrollBar().setValue(scrolled)
        self._updating = False
        if to_neighbour and was_there and not self.currentIndex().isValid():
            self._make_current(self._matches.index(min(row, self._matches.rowCount() - 1)))

    def _restore_chosen(self) -> None:
        """Select the chosen crop where it stands now; none if it is not in the list."""
        place = self._matches.place_of(self._chosen.crop) if self._chosen else None
        if place is None:
            self.selectionModel().clear()
            return
        index = self._matches.index(place[0])
        if self.currentIndex() != index or not self.selectionModel().isSelected(index):
            self._make_current(index)
        before, self._chosen = self._chosen, self._matches.match_at(*place)
        if self._chosen != before:
            self.chosen.emit(self._chosen)

    def _look_at_selection(self) -> None:
        """Tell what is chosen now, if it is another match than before."""
        selection = self.selectionModel()
        if self._updating:
            return
        indexes = selection.selectedIndexes()
        self.selection_changed.emit(len(indexes))
        if not indexes:
            return
        current = self.currentIndex()
        index = current if selection.isSelected(current) else indexes[0]
        match = self._matches.match_at(index.row(), self._half)
        if self._chosen is None or match.crop != self._chosen.crop:
            self._automatic = False
            self._chosen = match
            self.chosen.emit(match)

    def _make_current(self, index: QModelIndex) -> None:
        """Choose a row and nothing else, whatever keys are held down meanwhile."""
        self.selectionModel().setCurrentIndex(index, ONLY)
