"""What a platform minds, as sentences with a sign before each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coverart.export.check import Finding
from coverart.gui.look.parts import Drawing, label
from coverart.gui.look.theme import STEP
from coverart.gui.studio.wording import sentence
from coverart.language import _, mark

NOTHING = mark("Nothing to mind: the platform takes this.")


class Findings(QWidget):
    """Shows findings, and below them the rules that no program can check."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(STEP)

    def show_findings(self, findings: Sequence[Finding], rules: Sequence[str]) -> None:
        """Show these in place of the ones before."""
        while (item := self._lines.takeAt(0)) is not None:
            if (line := item.widget()) is not None:
                line.hide()
                line.deleteLater()
        for finding in findings:
            self._add("warning", f"{finding.sentence} {sentence(finding.hint)}".strip())
        if not findings:
            self._add("done", _(NOTHING))
        for rule in rules:
            self._add("info", _(rule))

    def _add(self, drawing: str, text: str) -> None:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        sign = Drawing(drawing, 18, quiet=drawing != "warning")
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label(text, "quiet" if drawing == "info" else "", wraps=True), 1)
        self._lines.addWidget(line)
