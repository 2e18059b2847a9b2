"""The page of the settings about spaces, and the packs that offer one."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QVBoxLayout, QWidget

from coverart.engine.job import Progress
from coverart.engine.session import DEFAULT_SPACE
from coverart.gui.look.parts import Button, label, row
from coverart.gui.look.tab_order import set_tab_order
from coverart.gui.look.theme import STEP
from coverart.gui.setup.pack_cards import (
    AvailableCard,
    BrokenCard,
    Card,
    ChoosableCard,
    InstalledCard,
    embedded_card,
)
from coverart.gui.studio.packs import NOBODY, Packs
from coverart.gui.work.work_line import WorkLine
from coverart.language import _, mark
from coverart.packs.store import Broken, Stored

WHAT = mark(
    "Songs, words and crops are compared in a space. The one that comes with Coverart knows moods "
    "and colours; a model knows what is in a picture. Everything stays on this computer."
)
NO_PHOTOS = mark("Choose a folder of photos first")

AskFolder = Callable[[QWidget], Path | None]


class SpacesPage(QWidget):
    """Shows what `packs` knows; `places` are the photos that precisions can be compared on.

    It is as high as its cards: whoever holds it lets it scroll.
    """

    def __init__(self, packs: Packs, places: Sequence[Path], ask: AskFolder) -> None:
        super().__init__()
        self._packs = packs
        self._places = places
        self._ask = ask
        self._cards: list[Card] = []
        self._shown = QWidget()
        self._work = WorkLine()
        self._work.cancel_wanted.connect(packs.cancel)
        self._graphics = QCheckBox(_("Use a graphics card where there is one"))
        self._graphics.setChecked(packs.choices.graphics)
        self._graphics.toggled.connect(packs.allow_graphics)
        self._add = Button(_("Install from a folder…"), self.install_from_folder)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(label(_(WHAT), "quiet", wraps=True))
        column.addWidget(self._shown)
        column.addStretch()
        column.addWidget(self._work)
        foot = row(self._graphics, gap=2 * STEP)
        foot.addStretch()
        foot.addWidget(self._add)
        column.addLayout(foot)
        packs.changed.connect(self._show_cards)
        packs.progressed.connect(self._show_progress)
        packs.ended.connect(self._show_end)
        self._show_cards()
        self._show_end(NOBODY)
        packs.look()

    @property
    def cards(self) -> Sequence[Card]:
        """The cards as they stand."""
        return tuple(self._cards)

    def install_from_folder(self) -> None:
        """Ask for a folder that holds a pack, and install it."""
        folder = self._ask(self)
        if folder is not None:
            self._packs.install(folder)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._order()  # which was lost when the page came into its dialog

    def _order(self) -> None:
        set_tab_order(self._shown, self._work, self._graphics, self._add)

    def _show_cards(self) -> None:
        packs = self._packs
        self._cards = [embedded_card(packs, DEFAULT_SPACE)]
        for one in packs.installed:
            self._cards.append(self._installed(one))
        self._cards += [AvailableCard(packs, one) for one in packs.available]
        page = QWidget()
        group = QButtonGroup(page)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        for card in self._cards:
            column.addWidget(card)
            if isinstance(card, ChoosableCard):
                group.addButton(card.radio)
                card.chosen.connect(packs.choose)
        self._replace(page)
        self._order()
        self._allow()

    def _replace(self, page: QWidget) -> None:
        """Show other cards; what the page is scrolled to stays."""
        before, self._shown = self._shown, page
        self._column.replaceWidget(before, page)
        page.show()  # or else it would have no height for a moment
        before.setParent(None)
        before.deleteLater()  # and not at once: one of its buttons may have been pressed

    def _installed(self, one: Stored | Broken) -> Card:
        if isinstance(one, Broken):
            return BrokenCard(self._packs, one.folder.name, one.error)
        card = InstalledCard(self._packs, one)
        card.compare_wanted.connect(self._compare)
        return card

    def _compare(self, stored: Stored) -> None:
        self._packs.compare(stored, self._places)

    def _line(self, name: str) -> WorkLine:
        """The line for what is said of a pack."""
        return next((card.work for card in self._cards if card.name == name), self._work)

    def _show_progress(self, name: str, progress: Progress) -> None:
        self._line(name).show_progress(progress)
        self._allow()

    def _show_end(self, name: str) -> None:
        self._line(name).show_outcome(self._packs.outcomes.get(name))
        self._allow()

    def _allow(self) -> None:
        """One thing at a time."""
        free = self._packs.busy is None
        self._add.setEnabled(free)
        for card in self._cards:
            for button in card.buttons:
                button.setEnabled(free)
            if isinstance(card, InstalledCard) and card.compare and not self._places:
                card.compare.setEnabled(False)
                card.compare.setToolTip(_(NO_PHOTOS))
