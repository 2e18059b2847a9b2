"""The export dialog: choose a preset, read what its platform minds, write the cover."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from coverart.domain import Crop
from coverart.errors import CoverArtError
from coverart.export.presets import Preset
from coverart.export.render import Exported, ExportOrder
from coverart.gui.finish.export_plan import (
    Plan,
    file_filter,
    presets_for,
    suggested_name,
    summary,
    written,
)
from coverart.gui.finish.findings import Findings
from coverart.gui.finish.preset_list import PresetList
from coverart.gui.look.parts import Button, label
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import STEP
from coverart.gui.studio.worker import JobThread

AskTarget = Callable[[QWidget, Path, str], Path | None]
Prepare = Callable[[ExportOrder], JobThread]


def ask_target(parent: QWidget, suggested: Path, kinds: str) -> Path | None:
    """Let the user choose a file to write; None if they would rather not."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Export the cover", str(suggested), kinds)
    return Path(chosen) if chosen else None


def pictures_folder() -> Path:
    """Where the system keeps pictures."""
    kind = QStandardPaths.StandardLocation.PicturesLocation
    return Path(QStandardPaths.writableLocation(kind) or Path.home())


class ExportDialog(Sheet):
    """Exports one crop; `prepare` gives the thread that writes it."""

    def __init__(
        self,
        parent: QWidget | None,
        crop: Crop,
        song: str,
        prepare: Prepare,
        ask: AskTarget = ask_target,
    ) -> None:
        super().__init__(parent, "Export the cover")
        self._song = song
        self._prepare = prepare
        self._ask = ask
        self._folder = pictures_folder()
        self._thread: JobThread | None = None
        self.exported: Exported | None = None
        presets = presets_for(crop)
        self._plan = Plan(crop, presets[0])
        self._summary = label(wraps=True)
        self._findings = Findings()
        self._enlarge = QCheckBox("Enlarge it to the pixels asked for")
        self._enlarge.toggled.connect(self._allow_enlarging)
        self._outcome = label(wraps=True)
        self._show = Button("Show in folder", self._show_in_folder)
        self._close = Button("Close", self.reject)
        self._export = Button("Export…", self.export, "primary")
        self.presets = PresetList(presets)
        self.presets.preset_chosen.connect(self._choose)
        self._lay_out()
        self._show.hide()
        self.presets.choose(0)

    def export(self) -> None:
        """Ask where to, and write the cover."""
        suggested = self._folder / suggested_name(self._song, self._plan)
        target = self._ask(self, suggested, file_filter(self._plan.preset.formats))
        if target is None:
            return
        self._folder = target.parent
        plan = self._plan
        # The file dialog has asked whether a file of that name may be replaced.
        order = ExportOrder(
            plan.crop.photo.path, plan.crop.box, target, plan.preset, plan.enlarge, overwrite=True
        )
        self._thread = self._prepare(order)
        self._thread.succeeded.connect(self._finish)
        self._thread.failed.connect(self._fail)
        self._thread.finished.connect(self._end)
        self._export.setEnabled(False)
        self._outcome.setText(f"Writing {target.name}…")
        self._thread.start()

    def done(self, result: int) -> None:
        """Close; a cover that is being written is not."""
        if self._thread is not None:
            self._thread.cancel()
        super().done(result)

    def _choose(self, preset: Preset) -> None:
        self._plan = replace(self._plan, preset=preset)
        self._describe()

    def _allow_enlarging(self, allowed: bool) -> None:
        self._plan = replace(self._plan, enlarge=allowed)
        self._describe()

    def _describe(self) -> None:
        """Say what will be written, and what the platform minds about it."""
        self._summary.setText(summary(self._plan))
        self._findings.show_findings(self._plan.findings, self._plan.preset.rules)
        self._enlarge.setVisible(self._plan.too_small)

    def _finish(self, exported: Exported) -> None:
        self.exported = exported
        self._outcome.setText(written(exported.path, exported.size, exported.bytes))
        self._findings.show_findings(exported.findings, self._plan.preset.rules)
        self._show.show()

    def _fail(self, error: CoverArtError) -> None:
        self._outcome.setText(str(error))

    def _end(self) -> None:
        self._thread = None
        self._export.setEnabled(True)

    def _show_in_folder(self) -> None:
        if self.exported is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.exported.path.parent)))

    def _lay_out(self) -> None:
        self.resize(96 * STEP, 62 * STEP)
        told = QVBoxLayout()
        told.setSpacing(2 * STEP)
        for widget in (self._summary, self._findings, self._enlarge):
            told.addWidget(widget)
        told.addStretch()
        told.addWidget(self._outcome)
        columns = QHBoxLayout()
        columns.setSpacing(3 * STEP)
        columns.addWidget(self.presets, 1)
        columns.addLayout(told, 1)
        self.body.addLayout(columns, 1)
        self.add_foot(self._show, self._close, self._export)
