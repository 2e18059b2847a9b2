"""What will be written for the preset that is looked at, and what its platform minds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from coverart.gui.finish.export_plan import Plan, summary
from coverart.gui.finish.findings import Findings
from coverart.gui.look.parts import label
from coverart.gui.look.theme import STEP
from coverart.language import _


class ChecksPage(QWidget):
    """Shows a plan; `enlarging_allowed` says whether crops that are too small may be enlarged."""

    enlarging_allowed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._summary = label(wraps=True)
        self._findings = Findings()
        self.enlarge = QCheckBox(_("Enlarge crops that have fewer pixels"))
        self.enlarge.toggled.connect(self.enlarging_allowed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        for widget in (self._summary, self._findings, self.enlarge):
            column.addWidget(widget)
        column.addStretch()

    def show_plan(self, plan: Plan) -> None:
        """Show this in place of the plan before."""
        self._summary.setText(summary(plan))
        self._findings.show_findings(plan.findings, plan.preset.rules)
        self.enlarge.setVisible(plan.too_small)
