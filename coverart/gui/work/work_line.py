"""One line for something that takes a while: how far it is, Stop, and how it ended."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from coverart.engine.job import Progress
from coverart.gui.look.parts import Button, as_part, label
from coverart.gui.look.theme import STEP
from coverart.gui.studio.packs import Outcome
from coverart.language import _


class WorkLine(QWidget):
    """Hidden as long as there is nothing to say."""

    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._label = label(wraps=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(20 * STEP)
        self._cancel = Button(_("Stop"), self.cancel_wanted.emit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._bar)
        layout.addWidget(self._cancel)
        self.hide()

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is; of an unknown total, only that it goes on."""
        as_part(self._label, "quiet")
        self._label.setText(f"{_(progress.label)}…")
        scale = max(1, progress.total >> 30)  # a bar counts to two thousand million
        self._bar.setRange(0, progress.total // scale)
        self._bar.setValue(progress.done // scale)
        self._set_busy(True)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show how it ended, or nothing."""
        self._set_busy(False)
        self._label.setText("" if outcome is None else outcome.sentence)
        as_part(self._label, "warning" if outcome is not None and outcome.serious else "")
        self.setVisible(outcome is not None)

    def _set_busy(self, busy: bool) -> None:
        self._bar.setVisible(busy)
        self._cancel.setVisible(busy)
        self.setVisible(True)
