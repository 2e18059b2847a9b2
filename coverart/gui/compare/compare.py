"""Two to four crops beside each other, zoomed and moved together, to decide between them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from coverart.domain import Match
from coverart.gui.compare.board import Board
from coverart.gui.compare.cell import Cell
from coverart.gui.compare.judging import Judge, said_by, unjudged
from coverart.gui.compare.zoom_state import FIT, ZoomState
from coverart.gui.look.parts import Button, as_heading, label, row
from coverart.gui.look.tab_order import set_tab_order
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.language import _, plural
from coverart.triage.judgement import Flag

LEAST, MOST = 2, 4

Deed = Callable[[], None]


class Compare(QWidget):
    """Compares crops, one of which is the current one, which keys act on.

    `chosen` carries the one that became the current one, `flag_wanted` and `stars_wanted` a match
    and what is said of it. `removed` carries one that was taken out; where fewer than two are left,
    `closed` follows, as it does when the user leaves.
    """

    flag_wanted = Signal(object, object)
    stars_wanted = Signal(object, int)
    removed = Signal(object)
    chosen = Signal(object)
    closed = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._judge: Judge = unjudged
        self._spare = [self._cell() for _number in range(MOST)]
        self._cells: list[Cell] = []
        self._current = 0
        self._board = Board()
        self._heading = label()
        self._together = QCheckBox(_("Zoom together"))
        self._close = Button(_("Back"), self.leave)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)
        self._lay_out()
        set_tab_order(self._together, self._close, *self._spare)
        pictures.arrived.connect(lambda _picture: self._show_pictures())

    @property
    def matches(self) -> tuple[Match, ...]:
        """What is compared, from left to right."""
        return tuple(cell.match for cell in self._cells if cell.match is not None)

    @property
    def current_match(self) -> Match | None:
        """The one that keys act on."""
        return self._cells[self._current].match if self._cells else None

    @property
    def together(self) -> bool:
        """Whether all are zoomed and moved as one."""
        return self._together.isChecked()

    def show_matches(
        self,
        matches: Sequence[Match],
        ranks: Sequence[int],
        stand_ins: Sequence[QPixmap | None] = (),
    ) -> None:
        """Compare the first four of these; `stand_ins` are small pictures to begin with."""
        self._cells = self._spare[: len(matches)]
        meanwhile = (*stand_ins, *[None] * MOST)
        for cell, match, rank, stand_in in zip(
            self._cells, matches, ranks, meanwhile, strict=False
        ):
            cell.show_match(match, rank, self._judge(match.crop), stand_in)
            cell.view.set_state(FIT)
        self._settle(0)

    def show_judgements(self, judge: Judge) -> None:
        """Show what was decided about the crops, now that `judge` knows of it."""
        self._judge = judge
        for cell, match in zip(self._cells, self.matches, strict=True):
            cell.show_judgement(judge(match.crop))
        self._board.arrange()
        self._soon.start()

    def flag_current(self, flag: Flag) -> None:
        """Say that the current one is kept, rejected, or neither."""
        if self.current_match is not None:
            self.flag_wanted.emit(self.current_match, flag)

    def rate_current(self, stars: int) -> None:
        """Give the current one stars."""
        if self.current_match is not None:
            self.stars_wanted.emit(self.current_match, stars)

    def turn_together(self) -> None:
        """Zoom and move all as one from now on, or each by itself."""
        self._together.toggle()

    def go(self, step: int) -> None:
        """Make one further on the current one, or further back below zero; ends are ends."""
        self._choose(min(max(self._current + step, 0), len(self._cells) - 1))

    def remove_current(self) -> None:
        """Take the current one out of the comparison."""
        if self._cells:
            self._remove(self._cells[self._current])

    def leave(self) -> None:
        """Compare no longer."""
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the commands of the window."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._deed_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Do what a key means here."""
        deed = self._deed_of(event)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        self._mark(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self._mark(self._current)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the keys, and fetch the pictures."""
        super().showEvent(event)
        self.setFocus()
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Want no pictures any longer."""
        super().hideEvent(event)
        self._pictures.want(Viewer.COMPARE, ())

    def _deed_of(self, event: QKeyEvent) -> Deed | None:
        """What a key does here; None if nothing."""
        if not self._cells:
            return None
        said = said_by(event)
        if isinstance(said, Flag):
            return partial(self.flag_current, said)
        if said is not None:
            return partial(self.rate_current, said)
        if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            deed = self._plain_deeds().get(Qt.Key(event.key()))
            if deed is not None:
                return deed
        return self._cells[self._current].view.deed_of(event)

    def _plain_deeds(self) -> dict[Qt.Key, Deed]:
        return {
            Qt.Key.Key_Left: lambda: self.go(-1),
            Qt.Key.Key_Right: lambda: self.go(1),
            Qt.Key.Key_Up: lambda: self.go(-self._board.columns),
            Qt.Key.Key_Down: lambda: self.go(self._board.columns),
            Qt.Key.Key_Z: self.turn_together,
            Qt.Key.Key_Delete: self.remove_current,
            Qt.Key.Key_Backspace: self.remove_current,
            Qt.Key.Key_Return: self.leave,
            Qt.Key.Key_Enter: self.leave,
            Qt.Key.Key_Escape: self.leave,
            Qt.Key.Key_C: self.leave,
        }

    def _cell(self) -> Cell:
        cell = Cell()
        cell.setParent(self)
        cell.hide()
        cell.pressed.connect(lambda: self._choose(self._cells.index(cell)))
        cell.removed.connect(lambda: self._remove(cell))
        cell.view.zoomed.connect(lambda state: self._follow(cell, state))
        cell.view.resolution_wanted.connect(lambda _longest: self._soon.start())
        return cell

    def _choose(self, index: int) -> None:
        self.setFocus()
        if index != self._current:
            self._mark(index)
            self.chosen.emit(self.current_match)

    def _mark(self, index: int) -> None:
        self._current = index
        for number, cell in enumerate(self._cells):
            cell.set_current(number == index, self.hasFocus())

    def _remove(self, cell: Cell) -> None:
        """Take one out; the one after it becomes the current one in its place."""
        index, match = self._cells.index(cell), cell.match
        self._cells.remove(cell)
        self._spare = [*(own for own in self._spare if own is not cell), cell]
        current = self._current - (index < self._current)
        self._settle(max(0, min(current, len(self._cells) - 1)))
        self.setFocus()
        self.removed.emit(match)
        if len(self._cells) < LEAST:
            self.leave()

    def _settle(self, current: int) -> None:
        number = len(self._cells)
        heading = plural("One crop", "{number} crops side by side", number)
        self._heading.setText(heading.format(number=number))
        self._mark(current)
        self._board.hold(self._cells)
        self._soon.start()

    def _align(self) -> None:
        """Have all zoomed as the current one is, if they are to be zoomed together."""
        if self._cells:
            current = self._cells[self._current]
            self._follow(current, current.view.state)

    def _follow(self, leader: Cell, state: ZoomState) -> None:
        for cell in self._cells:
            if self.together and cell is not leader:
                cell.view.set_state(state)

    def _fetch(self) -> None:
        """Ask for the pictures in the size they are shown in, that of the current one first."""
        if not self.isVisible():
            return
        for cell in self._cells:
            if cell.picture is not None:
                cell.picture = replace(cell.picture, longest=cell.view.longest_wanted())
        self._show_pictures()
        ordered = sorted(self._cells, key=lambda cell: cell is not self._cells[self._current])
        wanted = [cell.picture for cell in ordered if cell.picture is not None]
        self._pictures.want(Viewer.COMPARE, wanted)

    def _show_pictures(self) -> None:
        """Show the pictures that are here; the others stay as they are until then."""
        for cell in self._cells:
            there = self._pictures.get(cell.picture) if cell.picture is not None else None
            if there is not None:
                cell.view.show_picture(there)

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Compare crops"))
        as_heading(self._heading)
        self._together.setChecked(True)
        self._together.toggled.connect(lambda _on: self._align())
        self._together.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head: QHBoxLayout = row(self._heading, self._hint())
        head.addStretch()
        head.addWidget(self._together)
        head.addWidget(self._close)
        head.setSpacing(2 * STEP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, STEP)
        layout.setSpacing(STEP)
        layout.addLayout(head)
        layout.addWidget(self._board, 1)

    def _hint(self) -> QWidget:
        return label(
            _("P keeps, X rejects, Delete takes one out, a double click shows every pixel"), "quiet"
        )
