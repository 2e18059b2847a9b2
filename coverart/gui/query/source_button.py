"""A button that names a file or folder that was chosen, or asks for one."""

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QFontMetrics

from coverart.gui.look.parts import Button
from coverart.gui.look.theme import STEP

AROUND_NAME = 6 * STEP


class SourceButton(Button):
    """Says `wanted` when it is pressed; asks with `missing` as long as there is nothing to name."""

    def __init__(
        self, drawing: str, wanted: SignalInstance, missing: str, hint: str, width: int
    ) -> None:
        super().__init__("", wanted.emit, "source")
        self._missing = missing
        self._hint = hint
        self.set_drawing(drawing)
        self.setFixedWidth(width)
        self.show_name("")

    def show_name(self, name: str) -> None:
        """Write a name, cut in its middle if it is too long; an empty one asks for something."""
        cut = QFontMetrics(self.font()).elidedText(
            name or self._missing, Qt.TextElideMode.ElideMiddle, self.width() - AROUND_NAME
        )
        self.setText(cut.replace("&", "&&"))
        self.setToolTip(f"{name}\n{self._hint}" if name else self._hint)
