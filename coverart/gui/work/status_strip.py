"""The strip below: how far the work is, what was left out, whether the list may still change."""

import time
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from coverart.domain import Ranking
from coverart.engine.deepening import EVERY, PROMISING
from coverart.engine.job import Progress
from coverart.gui.look.parts import Button, Panel, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.wording import Noun, compared, done_of
from coverart.gui.work.pace import Pace, time_left
from coverart.gui.work.skipped import files_skipped
from coverart.language import _, mark

STOPPED = mark("Stopped; the list stays as it is")
PAUSED = mark("Paused; the list stays as it is")
IMPROVING = mark("Still improving")
KEPT = mark("{number} kept")
REJECTED = mark("{number} rejected")
ENDLESS = PROMISING
"""Work of which nobody knows beforehand how much there will be."""
UNCOUNTED = frozenset((ENDLESS, EVERY))
"""Work whose steps are nothing that users count."""


class StatusStrip(Panel):
    """Shows progress; asks to stop, to go on, and for the list of what was left out.

    `noun` is what the work counts, `improving` what is said of the list meanwhile, and `now` tells
    the time in seconds. With `pausing` it asks for a pause, too; `resume_wanted` ends it.
    """

    cancel_wanted = Signal()
    pause_wanted = Signal()
    resume_wanted = Signal()
    skipped_wanted = Signal()

    def __init__(
        self,
        noun: Noun = Noun.PHOTO,
        improving: str = IMPROVING,
        now: Callable[[], float] = time.monotonic,
        pausing: bool = False,
    ) -> None:
        super().__init__()
        self._improving = improving
        self._work_noun = self._noun = noun
        self._now = now
        self._pace = Pace()
        self._stage = Stage.WAITING
        self._ranking = Ranking()
        self._label = label()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(20 * STEP)
        self._count = label(part="quiet")
        self._left = label(part="quiet")
        self._cancel = Button(_("Stop"), self.cancel_wanted.emit)
        self._pause = Button(_("Pause"), self.pause_wanted.emit)
        self._pause.setVisible(pausing)
        self._pausing = pausing
        self._resume = Button(_("Go on"), self.resume_wanted.emit)
        self._skipped = Button("", self.skipped_wanted.emit, "plain")
        self._judged = label(part="quiet")
        self._state = label(part="quiet")
        self.setFixedHeight(6 * STEP)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        layout.setSpacing(2 * STEP)
        # First what keeps its width, so that nothing moves when other words come.
        layout.addWidget(self._bar)
        layout.addLayout(row(self._pause, self._resume, self._cancel))
        for told in (self._label, self._count, self._left):
            layout.addWidget(told)
        layout.addStretch()
        layout.addWidget(self._judged)
        layout.addWidget(self._skipped)
        layout.addWidget(self._state)
        self.set_skipped(0)
        self.set_stage(Stage.WAITING)

    def set_stage(self, stage: Stage) -> None:
        """Show what can be done at this stage."""
        before, self._stage = self._stage, stage
        self._noun = Noun.FILE if stage is Stage.PREPARING else self._work_noun
        for widget in (self._label, self._bar, self._cancel, self._left):
            widget.setVisible(stage.busy)
        self._pause.setVisible(self._pausing and stage is Stage.WORKING)
        self._resume.setVisible(stage in (Stage.STOPPED, Stage.PAUSED))
        if stage.busy:
            self._pace = Pace()
            self._left.clear()
        if stage.busy and Stage.PAUSED not in (before, stage):
            self.set_progress(Progress(mark("Starting"), 0, 0))
        if not stage.busy and stage is not Stage.STOPPED:
            self._count.clear()
        self._tell_state()

    def set_progress(self, progress: Progress) -> None:
        """Show how far the work is; of an unknown total, only that it goes on."""
        if progress.label == ENDLESS:
            progress = Progress(ENDLESS, 0, 0)
        self._label.setText(_(progress.label))
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        counts = done_of(progress.done, progress.total, self._noun)
        shown = progress.total and progress.label not in UNCOUNTED
        self._count.setText(counts if shown else "")
        seconds = self._pace.left(progress, self._now())
        self._left.setText("" if seconds is None else time_left(seconds))

    def set_ranking(self, ranking: Ranking) -> None:
        """Say how much of what there is the list rests on."""
        self._ranking = ranking
        self._tell_state()

    def set_result(self, sentence: str) -> None:
        """Say what came of the work."""
        self._count.setText(sentence)

    def set_judged(self, kept: int, rejected: int) -> None:
        """Say how many crops are kept and rejected."""
        counts = ((KEPT, kept), (REJECTED, rejected))
        told = [_(sentence).format(number=number) for sentence, number in counts if number]
        self._judged.setText(" · ".join(told))

    def set_skipped(self, files: int) -> None:
        """Show how many files were left out."""
        self._skipped.setText(f"{files_skipped(files)}…")
        self._skipped.setVisible(files > 0)

    def _tell_state(self) -> None:
        told = compared(self._ranking, self._stage) if self._ranking.crops else ""
        states = {Stage.WORKING: self._improving, Stage.PAUSED: PAUSED, Stage.STOPPED: STOPPED}
        self._state.setText(told or _(states.get(self._stage, "")))
