"""A short quiet list of files or folders that were opened last."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coverart.gui.look.parts import Button, label
from coverart.gui.look.theme import STEP

MOST = 4
LONGEST = 28 * STEP


class RecentPaths(QWidget):
    """Shows the names of paths below a title; `wanted` carries the one that was pressed."""

    wanted = Signal(object)

    def __init__(self, title: str, drawing: str) -> None:
        super().__init__()
        self._title = title
        self._drawing = drawing
        self._rows: list[Button] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        heading = label(title, "quiet")
        heading.setContentsMargins(STEP, 0, 0, STEP // 2)
        self._layout.addWidget(heading)
        self._layout.addStretch()

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not self._rows

    def show_paths(self, paths: Sequence[Path]) -> None:
        """Show the first four of these."""
        for own in self._rows:
            self._layout.removeWidget(own)
            own.hide()
            own.deleteLater()
        self._rows = [self._row(path) for path in paths[:MOST]]
        for number, own in enumerate(self._rows):
            self._layout.insertWidget(1 + number, own, 0, Qt.AlignmentFlag.AlignLeft)

    def _row(self, path: Path) -> Button:
        name = path.name or str(path)
        own = Button("", partial(self.wanted.emit, path), "plain")
        own.setText(
            own.fontMetrics()
            .elidedText(name, Qt.TextElideMode.ElideMiddle, LONGEST)
            .replace("&", "&&")
        )
        own.set_drawing(self._drawing)
        own.setToolTip(str(path))
        own.setAccessibleName(f"{self._title}: {name}")
        return own
