"""A button that names a file or folder that was chosen, or asks for one."""

from PySide6.QtCore import QSize, Qt, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from coverart.gui.look.parts import Button
from coverart.gui.look.theme import STEP

AROUND_NAME = 6 * STEP
NARROWEST = 15 * STEP


class SourceButton(Button):
    """Says `wanted` when it is pressed; asks with `missing` as long as there is nothing to name.

    It is `width` pixels wide, or less where there is little room, whatever it says.
    """

    def __init__(
        self, drawing: str, wanted: SignalInstance, missing: str, hint: str, width: int
    ) -> None:
        super().__init__("", wanted.emit, "source")
        self._missing = missing
        self._hint = hint
        self.set_drawing(drawing)
        self._width = width
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_name("")

    def show_name(self, name: str) -> None:
        """Write a name, cut if it is too long; an empty one asks for something."""
        self._name = name
        self.setToolTip(f"{name}\n{self._hint}" if name else self._hint)
        self._write()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(self._width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        """Write as much of the name as there is room for."""
        shown = self._name or self._missing
        room = self.width() - AROUND_NAME
        cut = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))
        self.setAccessibleName(shown)
