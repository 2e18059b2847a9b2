"""The strip below: how far the work is, what was left out, whether the list may still change."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from coverart.engine.job import Progress
from coverart.gui.parts import Button, Panel, label
from coverart.gui.stage import Stage
from coverart.gui.theme import STEP
from coverart.gui.wording import counted

STATES = {
    Stage.WAITING: "",
    Stage.PREPARING: "",
    Stage.WORKING: "Still improving",
    Stage.FINAL: "Final",
    Stage.STOPPED: "Stopped; the list stays as it is",
    Stage.FAILED: "",
}


class StatusStrip(Panel):
    """Shows progress; asks to cancel, to go on, and for the list of what was left out."""

    cancel_wanted = Signal()
    resume_wanted = Signal()
    skipped_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._label = label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(20 * STEP)
        self._count = label(part="quiet")
        self._cancel = Button("Cancel", self.cancel_wanted.emit)
        self._resume = Button("Go on", self.resume_wanted.emit)
        self._skipped = Button("", self.skipped_wanted.emit, "plain")
        self._state = label(part="quiet")
        self.setFixedHeight(6 * STEP)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        layout.setSpacing(2 * STEP)
        for widget in (self._label, self._bar, self._count, self._cancel, self._resume):
            layout.addWidget(widget)
        layout.addStretch()
        layout.addWidget(self._skipped)
        layout.addWidget(self._state)
        self.set_skipped(0)
        self.set_stage(Stage.WAITING)

    def set_stage(self, stage: Stage) -> None:
        """Show what can be done at this stage."""
        self._noun = "photo" if stage is Stage.WORKING else "file"
        for widget in (self._label, self._bar, self._cancel):
            widget.setVisible(stage.busy)
        self._resume.setVisible(stage is Stage.STOPPED)
        self._state.setText(STATES[stage])
        if stage.busy:
            self.set_progress(Progress("Starting", 0, 0))
        elif stage is not Stage.STOPPED:
            self._count.clear()

    def set_progress(self, progress: Progress) -> None:
        """Show how far the work is; of an unknown total, only that it goes on."""
        self._label.setText(progress.label)
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        counts = f"{progress.done:,} of {counted(progress.total, self._noun)}"
        self._count.setText(counts if progress.total else "")

    def set_result(self, sentence: str) -> None:
        """Say what came of the work."""
        self._count.setText(sentence)

    def set_skipped(self, files: int) -> None:
        """Show how many files were left out."""
        self._skipped.setText(f"{counted(files, 'file')} skipped…")
        self._skipped.setVisible(files > 0)
