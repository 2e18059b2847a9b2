"""The dialogs that all others are made of: a heading, a body, and buttons at the foot."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from coverart.gui.look.parts import Button, as_heading, label, row
from coverart.gui.look.theme import STEP
from coverart.language import _


class Sheet(QDialog):
    """A dialog with a heading, a body, and buttons at its foot."""

    def __init__(self, parent: QWidget | None, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        heading = label(title, wraps=True)
        as_heading(heading)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 2 * STEP)
        self.body.setSpacing(2 * STEP)
        self.body.addWidget(heading)

    def add_foot(self, *buttons: Button) -> None:
        """End the dialog with buttons, at the right; the last is the one that Enter presses."""
        foot = row(*buttons)
        foot.insertStretch(0)
        self.body.addLayout(foot)
        buttons[-1].setDefault(True)


class CopyableText(Sheet):
    """A text to read and to copy."""

    def __init__(self, parent: QWidget | None, title: str, advice: str, text: str) -> None:
        super().__init__(parent, title)
        self.resize(80 * STEP, 50 * STEP)
        self._text = QPlainTextEdit(text)
        self._text.setReadOnly(True)
        self.body.addWidget(label(advice, "quiet", wraps=True))
        self.body.addWidget(self._text, 1)
        self.add_foot(Button(_("Copy"), self.copy), Button(_("Close"), self.accept, "primary"))

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())
