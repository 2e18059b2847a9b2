"""One sentence for the user, quietly in the window; it goes when it is closed or outdated."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coverart.gui.look.parts import Button, Drawing, Panel, label
from coverart.gui.look.theme import STEP
from coverart.language import _


class MessageBar(QWidget):
    """A line above the gallery, hidden as long as there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = Drawing("info", 18)
        self._text = label(wraps=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = Button("", self.hide, "plain")
        close.set_drawing("close")
        close.setAccessibleName(_("Close this message"))
        surface = Panel("message")
        around = QHBoxLayout(self)
        around.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        around.addWidget(surface)
        layout = QHBoxLayout(surface)
        layout.setContentsMargins(2 * STEP, STEP // 2, STEP // 2, STEP // 2)
        layout.setSpacing(STEP)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(close)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says, or said last."""
        return self._text.text()

    def say(self, sentence: str, serious: bool) -> None:
        """Show a sentence; `serious` for something that did not work."""
        self._icon.set_drawing("warning" if serious else "info", quiet=not serious)
        self._text.setText(sentence)
        self.show()
