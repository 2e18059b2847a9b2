"""The middle: the space in use, the verdict, filters, the gallery."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coverart.domain import Ranking
from coverart.gui.commands import hint
from coverart.gui.gallery.filter_line import FilterLine
from coverart.gui.gallery.filters import Filter
from coverart.gui.gallery.gallery import Gallery
from coverart.gui.gallery.rows import rows_of
from coverart.gui.look.parts import Button, Drawing, label
from coverart.gui.look.theme import STEP
from coverart.gui.studio.spaces import SpaceLabel
from coverart.language import _

LONGEST_NAME = 34 * STEP


class Results(QWidget):
    """Shows a ranking; says when other spaces are wanted.

    `filter_changed` carries what is to be seen of it, as a `Filter`.
    """

    spaces_wanted = Signal()
    filter_changed = Signal(object)

    def __init__(self, gallery: Gallery) -> None:
        super().__init__()
        self._gallery = gallery
        self._space = Button("", self.spaces_wanted.emit, "plain")
        self._space.set_drawing("space")
        self._sieve = Button("", self.toggle_filters, "plain")
        self._sieve.set_drawing("filter")
        self._sieve.setToolTip(hint("filters"))
        self._sieve.setAccessibleName(_("Filter what is shown"))
        self._verdict = label(wraps=True)
        self._warning = Drawing("warning", 18, quiet=False)
        self._waiting = label(part="quiet", wraps=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._filters = FilterLine()
        self._filters.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP, 2 * STEP, 0, 0)
        layout.setSpacing(STEP)
        layout.addLayout(self._head())
        layout.addLayout(self._second_line())
        layout.addWidget(self._filters)
        self._pages = QStackedLayout()
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(gallery)
        self._pages.addWidget(self._none_shown())
        layout.addLayout(self._pages, 1)
        self._filters.changed.connect(self._sift)
        gallery.matches.counted.connect(self._show_counts)
        self._judge("")

    @property
    def filter(self) -> Filter:
        """What is to be seen of a ranking."""
        return self._filters.filter

    def set_filter(self, wanted: Filter) -> None:
        """Show only what this lets through, and the filters if it is not everything."""
        self._filters.set_filter(wanted)
        self._filters.setVisible(self._filters.isVisibleTo(self) or not wanted.blank)

    def toggle_filters(self) -> None:
        """Show the filters, or hide them and let everything be seen."""
        shown = not self._filters.isVisibleTo(self)
        self._filters.setVisible(shown)
        if shown:
            self._filters.focus_name()
        else:
            self._filters.clear()
            self._gallery.setFocus()

    def show_ranking(self, ranking: Ranking, paired: bool = False) -> None:
        """Show the matches, best first, and the verdict on them; as pairs where they are such."""
        self._gallery.show_matches(rows_of(ranking.matches, paired))
        self._judge(ranking.verdict)

    def show_space(self, space: SpaceLabel) -> None:
        """Name the space, and what it computes on."""
        name = self._space.fontMetrics().elidedText(
            space.name, Qt.TextElideMode.ElideRight, LONGEST_NAME
        )
        self._space.setText(str(replace(space, name=name)).replace("&", "&&"))
        self._space.setAccessibleName(_("Compared by: {space}").format(space=space))
        self._space.setToolTip("\n".join(filter(None, (space.title, hint("settings")))))

    def show_waiting(self, sentence: str) -> None:
        """Say why the gallery is empty, should it be empty."""
        self._waiting.setText(sentence)

    def _sift(self, wanted: Filter) -> None:
        self._gallery.set_filter(wanted)
        self.filter_changed.emit(wanted)

    def _show_counts(self, shown: int, total: int) -> None:
        self._filters.show_counts(shown, total)
        self._pages.setCurrentIndex(1 if shown else 2 if total else 0)

    def _none_shown(self) -> QWidget:
        """What stands in place of a gallery of which the filter leaves nothing."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(2 * STEP)
        told = label(_("No crop is like that."), "quiet")
        everything = Button(_("Show everything"), self._filters.clear)
        column.addStretch()
        column.addWidget(told, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addWidget(everything, alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        return page

    def _judge(self, verdict: str) -> None:
        self._verdict.setText(verdict)
        self._verdict.setVisible(bool(verdict))
        self._warning.setVisible(bool(verdict))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 2 * STEP, 0)
        head.setSpacing(STEP)
        head.addWidget(self._space)
        head.addStretch()
        head.addWidget(self._sieve)
        return head

    def _second_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(STEP, 0, 2 * STEP, 0)
        line.setSpacing(STEP)
        line.addWidget(self._warning)
        line.addWidget(self._verdict, 1)
        return line
