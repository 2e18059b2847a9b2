"""What files will be written, and where to."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from coverart.gui.look.parts import Button, label, row
from coverart.gui.look.theme import STEP
from coverart.language import _, plural

MOST_NAMES = 4
ELLIPSIS = Qt.TextElideMode.ElideMiddle  # the end tells one from another


class TargetCard(QWidget):
    """Shows names; a single file is asked for in the system's own dialog, several go together.

    `replace_box` stands there only while some of the names are taken.
    """

    def __init__(self, change_folder: Button, width: int) -> None:
        super().__init__()
        self.setFixedWidth(width)
        self._title = label(wraps=True)
        self._names = label(part="quiet")
        self._change = change_folder
        self.replace_box = QCheckBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        head = row(self._title, change_folder)
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(self._names)
        column.addWidget(self.replace_box)
        self.replace_box.hide()

    def show_targets(self, targets: Sequence[Path], folder: Path) -> None:
        """Show the names of files to be written into a folder."""
        names = [target.name for target in targets]
        several = len(names) > 1
        number = plural("{number} file in {folder}", "{number} files in {folder}", len(names))
        title = number.format(number=len(names), folder=folder.name or folder)
        self._title.setText(title if several else _("One file") if names else _("Nothing ticked"))
        self._title.setToolTip(str(folder) if several else "")
        shown = names if len(names) <= MOST_NAMES else names[: MOST_NAMES - 1]
        left = len(names) - len(shown)
        more = [plural("and {number} more", "and {number} more", left).format(number=left)]
        metrics = self._names.fontMetrics()
        cut = [metrics.elidedText(name, ELLIPSIS, self.width()) for name in shown]
        self._names.setText("\n".join(cut + (more if left else [])))
        self._names.setToolTip("\n".join(names) if left or cut != shown else "")
        self._change.setVisible(several)
        taken = sum(target.exists() for target in targets) if several else 0
        text = plural(
            "Replace the {number} that is there already",
            "Replace the {number} that are there already",
            taken,
        )
        self.replace_box.setText(text.format(number=taken))
        self.replace_box.setVisible(taken > 0)
