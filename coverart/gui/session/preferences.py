"""The page of the settings about the window itself: its looks, its language, its habits."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QVBoxLayout, QWidget

from coverart.choices import Looks, change_choices, load_choices
from coverart.gui.look.parts import Button, label, row
from coverart.gui.look.theme import STEP
from coverart.language import LANGUAGES, _, mark

LOOKS: Mapping[str, str] = {
    Looks.SYSTEM: mark("As the system"),
    Looks.LIGHT: mark("Light"),
    Looks.DARK: mark("Dark"),
}
AS_SYSTEM = ""
NEXT_START = mark("The new language is spoken from the next start of Coverart.")


class Preferences(QWidget):
    """Keeps what is chosen here, and says so where it takes effect at once.

    `looks_chosen` carries `Looks`, `auto_advance_chosen` whether to go on to the next crop, and
    `recent_unwanted` comes when songs and folders opened last shall be forgotten.
    """

    looks_chosen = Signal(object)
    auto_advance_chosen = Signal(bool)
    recent_unwanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        choices = load_choices()
        self._spoken = choices.language
        self.looks = _choice(_("Appearance"), {own: _(name) for own, name in LOOKS.items()})
        self.looks.setCurrentIndex(list(Looks).index(choices.appearance))
        self.looks.activated.connect(self._choose_looks)
        languages = {AS_SYSTEM: _("As the system"), **LANGUAGES}
        self.language = _choice(_("Language"), languages)
        self.language.setCurrentIndex(max(0, self.language.findData(choices.language)))
        self.language.activated.connect(self._choose_language)
        self._restart = label(_(NEXT_START), "quiet", wraps=True)
        self._restart.hide()
        self.auto_advance = QCheckBox(_("Go on after keeping, rejecting or rating a crop"))
        self.auto_advance.setChecked(choices.auto_advance)
        self.auto_advance.toggled.connect(self._choose_auto_advance)
        self.forget = Button(_("Clear recent songs and folders"), self._forget)
        self._forgotten = label(_("Cleared."), "quiet")
        self._forgotten.hide()
        self._lay_out()

    def _choose_looks(self, place: int) -> None:
        looks = list(Looks)[place]
        change_choices(lambda now: replace(now, appearance=looks))
        self.looks_chosen.emit(looks)

    def _choose_language(self, place: int) -> None:
        code = str(self.language.itemData(place))
        change_choices(lambda now: replace(now, language=code))
        self._restart.setVisible(code != self._spoken)

    def _choose_auto_advance(self, wanted: bool) -> None:
        change_choices(lambda now: replace(now, auto_advance=wanted))
        self.auto_advance_chosen.emit(wanted)

    def _forget(self) -> None:
        self.forget.setEnabled(False)
        self._forgotten.show()
        self.recent_unwanted.emit()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(3 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnStretch(2, 1)
        for line, box in enumerate((self.looks, self.language)):
            name = label(box.accessibleName())
            name.setBuddy(box)
            grid.addWidget(name, 2 * line, 0)
            grid.addWidget(box, 2 * line, 1)
        grid.addWidget(self._restart, 3, 1, 1, 2)
        grid.setRowMinimumHeight(1, STEP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, STEP, 0, 0)
        column.setSpacing(3 * STEP)
        column.addLayout(grid)
        column.addWidget(self.auto_advance, 0, Qt.AlignmentFlag.AlignLeft)
        forgetting = row(self.forget, self._forgotten, gap=2 * STEP)
        forgetting.addStretch()
        column.addLayout(forgetting)
        column.addStretch()


def _choice(name: str, entries: Mapping[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMinimumWidth(26 * STEP)
    for own, shown in entries.items():
        box.addItem(shown, own)
    return box
