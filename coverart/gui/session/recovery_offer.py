"""After a crash: one quiet line that offers to go on."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coverart.gui.look.parts import Button, Drawing, Panel, label
from coverart.gui.look.theme import STEP
from coverart.gui.session.project import Project
from coverart.gui.session.wording import offer_after_crash
from coverart.language import _


class RecoveryOffer(QWidget):
    """Offers to go on where the program did not end; says `accepted` or `declined`, and goes."""

    accepted = Signal(object)
    declined = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._project: Project | None = None
        self._text = label(wraps=True)
        self._go_on = Button(_("Go on"), self._accept, "primary")
        anew = Button(_("Start anew"), self._decline, "plain")
        surface = Panel("message")
        around = QHBoxLayout(self)
        around.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        around.addWidget(surface)
        layout = QHBoxLayout(surface)
        layout.setContentsMargins(2 * STEP, STEP, STEP, STEP)
        layout.setSpacing(STEP)
        layout.addWidget(Drawing("info", 18))
        layout.addWidget(self._text, 1)
        layout.addWidget(anew)
        layout.addWidget(self._go_on)
        self.hide()

    def offer(self, project: Project) -> None:
        """Offer to go on with what was being done."""
        self._project = project
        self._text.setText(offer_after_crash(project))
        self.show()
        self._go_on.setFocus()

    def _accept(self) -> None:
        self.hide()
        self.accepted.emit(self._project)

    def _decline(self) -> None:
        self.hide()
        self.declined.emit()
