"""The covers being written: what became of each, and where they are."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from coverart.engine.exporting import Failed
from coverart.export.render import Exported, ExportOrder
from coverart.gui.finish.export_plan import written
from coverart.gui.look.parts import Drawing, as_part, label
from coverart.gui.look.theme import STEP
from coverart.gui.studio.wording import sentence
from coverart.language import _


class FileRow(QWidget):
    """One file: a sign, its name, and what is said of it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._sign = Drawing("picture", 18)
        self._name = label(name, wraps=True)
        self._told = label(_("Waiting"), "quiet", wraps=True)
        texts = QVBoxLayout()
        texts.setSpacing(STEP // 4)
        texts.addWidget(self._name)
        texts.addWidget(self._told)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)

    @property
    def told(self) -> str:
        """What is said of it."""
        return self._told.text()

    def say(self, drawing: str, text: str, serious: bool = False) -> None:
        """Say what became of it."""
        self._sign.set_drawing(drawing, quiet=not serious)
        self._told.setText(text)
        as_part(self._told, "warning" if serious else "quiet")


class ResultsPage(QWidget):
    """Shows how far the writing is, a row for each file."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[Path, FileRow] = {}
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Files written"))
        self._where = label(wraps=True)
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3 * STEP // 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self._bar)
        column.addWidget(self._where)
        column.addLayout(self._lines)
        column.addStretch()

    @property
    def told(self) -> Mapping[str, str]:
        """What is said of each file, by its name."""
        return {path.name: row.told for path, row in self._rows.items()}

    def begin(self, orders: Sequence[ExportOrder]) -> None:
        """Show files that are about to be written."""
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows = {order.target: FileRow(order.target.name) for order in orders}
        for row in self._rows.values():
            self._lines.addWidget(row)
        folders = dict.fromkeys(str(order.target.parent) for order in orders)
        self._where.setText(_("In {folder}").format(folder=", ".join(folders)))
        self._bar.setRange(0, len(orders))
        self._bar.setValue(0)
        self._bar.show()

    def show_progress(self, done: int) -> None:
        """So many are done, and the next is being written."""
        self._bar.setValue(done)
        for number, row in enumerate(self._rows.values()):
            if number < done and row.told in (_("Waiting"), _("Writing…")):
                row.say("picture", _("Done"))  # well or not: that is told at the end
            elif number == done:
                row.say("export", _("Writing…"))

    def finish(self, exported: Sequence[Exported], failed: Sequence[Failed]) -> None:
        """Say what became of each, in the order of the files."""
        self._bar.hide()
        for own in exported:
            minded = " ".join(finding.sentence for finding in own.findings)
            told = written(own.size, own.bytes)
            self._row(own.path).say("done", f"{told}\n{minded}" if minded else told)
        for one in failed:
            told = f"{sentence(one.error.message)} {sentence(one.error.hint)}".strip()
            self._row(one.order.target).say("warning", told, serious=True)

    def stop(self) -> None:
        """Say that the rest was not written, because that was wanted."""
        self._bar.hide()
        for row in self._rows.values():
            if row.told in (_("Waiting"), _("Writing…")):
                row.say("close", _("Not written"))

    def _row(self, path: Path) -> FileRow:
        # A name without a suffix was given one when it was written.
        near = (row for own, row in self._rows.items() if own.stem == path.stem)
        return self._rows.get(path) or next(near)
