"""The cards of Settings, one for each space: what it is, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QRadioButton, QVBoxLayout, QWidget

from coverart.choices import PackChoice
from coverart.errors import PackError
from coverart.gui.look.parts import Button, Panel, as_part, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.studio.pack_wording import ALWAYS_THERE, LINKS, PRECISIONS, about, confirmation
from coverart.gui.studio.packs import Packs
from coverart.gui.studio.spaces import EMBEDDED
from coverart.gui.work.work_line import WorkLine
from coverart.language import _
from coverart.packs.manifest import INT8, derived
from coverart.packs.store import Stored


class Card(Panel):
    """A title, quiet lines below it, buttons at its right, and a line for work."""

    def __init__(self, name: str, title: QWidget, lines: Sequence[str]) -> None:
        super().__init__("card")
        self.name = name
        self.work = WorkLine()
        self.buttons: list[Button] = []
        self._head = row(title)
        self._head.addStretch()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        self.column.setSpacing(STEP // 2)
        self.column.addLayout(self._head)
        for line in filter(None, lines):
            self.column.addWidget(label(line, "quiet", wraps=True))

    def add_button(self, button: Button) -> None:
        """Add something that can be done, unless something else is being done."""
        self.buttons.append(button)
        self._head.addWidget(button)

    def add_work(self, packs: Packs) -> None:
        """End the card with its line for work."""
        self.column.addWidget(self.work)
        self.work.cancel_wanted.connect(packs.cancel)
        self.work.show_outcome(packs.outcomes.get(self.name))


class ChoosableCard(Card):
    """A space that can be used; `chosen` when the user wants to."""

    chosen = Signal(str)

    def __init__(self, name: str, title: str, lines: Sequence[str], in_use: bool) -> None:
        self.radio = QRadioButton(title.replace("&", "&&"))
        self.radio.setChecked(in_use)
        super().__init__(name, self.radio, lines)
        self.radio.clicked.connect(lambda _checked: self.chosen.emit(name))


def embedded_card(packs: Packs, name: str) -> ChoosableCard:
    """The card of the space that is always there."""
    return ChoosableCard(name, _(EMBEDDED), [_(ALWAYS_THERE)], packs.chosen == name)


class InstalledCard(ChoosableCard):
    """An installed pack: how it is used, and checking and removing it.

    `compare_wanted` when the user wants to know what int8 loses, by its button `compare`, which is
    there where int8 is.
    """

    compare_wanted = Signal(object)

    def __init__(self, packs: Packs, stored: Stored) -> None:
        pack = stored.pack
        lines = [_(pack.models), about(stored, installed=True)]
        super().__init__(pack.name, _(pack.title), lines, packs.chosen == pack.name)
        self._packs = packs
        self._stored = stored
        self.compare: Button | None = None
        self.add_button(Button(_("Check"), lambda: packs.verify(stored), "plain"))
        self.add_button(Button(_("Remove…"), self._ask_to_remove, "plain"))
        self._add_ways()
        self._question = Question(
            self,
            _("Remove “{name}” from this computer?").format(name=pack.name),
            _("Remove"),
        )
        self._question.agreed.connect(lambda: packs.remove(pack.name))
        self.column.addWidget(self._question)
        self.add_work(packs)

    def _ask_to_remove(self) -> None:
        self._question.show()

    def _add_ways(self) -> None:
        """Let the user choose link and precision, where there is a choice."""
        choice = self._packs.choices.of(self.name)
        ways: list[QWidget] = []
        links = self._packs.links.get(self.name, ())
        if len(links) > 1:
            own = choice.link if choice.link in links else str(links[0])
            shown = {str(link): _("Link: {way}").format(way=_(LINKS[link])) for link in links}
            ways.append(_choice(_("Link"), shown, own, self._set_link))
        if derived(self._stored.pack.image.graph, INT8) in self._stored.pack.files:
            shown = {
                key: _("Precision: {kind}").format(kind=_(text)) for key, text in PRECISIONS.items()
            }
            ways.append(
                _choice(_("Precision"), shown, choice.precision or "fp32", self._set_precision)
            )
            self.compare = Button(
                _("Compare on my photos"), lambda: self.compare_wanted.emit(self._stored), "plain"
            )
            self.buttons.append(self.compare)
            ways.append(self.compare)
        if ways:
            line = row(*ways)
            line.addStretch()
            line.setContentsMargins(0, STEP // 2, 0, 0)
            self.column.addLayout(line)

    def _set_link(self, link: str) -> None:
        self._set(replace(self._packs.choices.of(self.name), link=link))

    def _set_precision(self, precision: str) -> None:
        self._set(replace(self._packs.choices.of(self.name), precision=precision))

    def _set(self, choice: PackChoice) -> None:
        self._packs.set_choice(self.name, choice)


class AvailableCard(Card):
    """A pack of the catalogue that can be installed, which is asked for twice."""

    def __init__(self, packs: Packs, stored: Stored) -> None:
        pack = stored.pack
        title = label(_(pack.title), wraps=False)
        super().__init__(pack.name, title, [_(pack.models), about(stored, installed=False)])
        self._question = Question(self, confirmation(stored), _("Download and install"))
        self._question.agreed.connect(lambda: packs.install(pack.name))
        self.add_button(Button(_("Install…"), self._question.show))
        self.column.addWidget(self._question)
        self.add_work(packs)


class BrokenCard(Card):
    """A folder among the packs that holds none that could be used."""

    def __init__(self, packs: Packs, name: str, error: PackError) -> None:
        super().__init__(name, label(name), [])
        trouble = label(str(error), "warning", wraps=True)
        self.column.addWidget(trouble)
        self.add_button(Button(_("Remove"), lambda: packs.remove(name), "plain"))
        self.add_work(packs)


class Question(Panel):
    """A sentence in place that wants a yes or a no; hidden until it is asked."""

    agreed = Signal()

    def __init__(self, parent: QWidget, sentence: str, yes: str) -> None:
        super().__init__("message")
        self.setParent(parent)
        layout = row(label(sentence, wraps=True), gap=STEP)
        layout.setStretch(0, 1)
        layout.setContentsMargins(2 * STEP, STEP, STEP, STEP)
        agree = Button(yes, self._agree, "primary")
        agree.setAutoDefault(False)
        layout.addWidget(Button(_("Not now"), self.hide, "plain"))
        layout.addWidget(agree)
        self.setLayout(layout)
        as_part(self, "message")
        self.hide()

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()


def _choice(name: str, shown: dict[str, str], own: str, chosen: object) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for key, text in shown.items():
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(own)))
    box.activated.connect(lambda place: chosen(box.itemData(place)))  # type: ignore[operator]
    return box
