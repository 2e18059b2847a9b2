"""The small dialogs: keys, files that were left out, and a bug of our own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from coverart.errors import MediaError
from coverart.gui.commands import all_keys
from coverart.gui.parts import Button, as_heading, label, row
from coverart.gui.theme import STEP
from coverart.gui.wording import counted

OUR_FAULT = "Something went wrong in Coverart itself"
ADVICE = "What was found is kept. The details below help to put it right; copy them into a report."


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
        self.add_foot(Button("Copy", self.copy), Button("Close", self.accept, "primary"))

    def copy(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())


def skipped_list(parent: QWidget, skipped: Sequence[MediaError]) -> CopyableText:
    """The files that were left out, each with the reason."""
    title = f"{counted(len(skipped), 'file')} skipped"
    lines = "\n".join(f"{error.path}: {_reason(error)}" for error in skipped)
    return CopyableText(parent, title, "Everything else was looked at.", lines)


def crash_report(parent: QWidget | None, details: str) -> CopyableText:
    """A bug of ours, with what a programmer needs to find it."""
    return CopyableText(parent, OUR_FAULT, ADVICE, details)


def help_on_keys(parent: QWidget) -> Sheet:
    """The keys that do things."""
    sheet = Sheet(parent, "Keys")
    grid = QGridLayout()
    grid.setHorizontalSpacing(4 * STEP)
    grid.setVerticalSpacing(STEP)
    for line, (keys, title) in enumerate(all_keys()):
        grid.addWidget(label(keys), line, 0)
        grid.addWidget(label(title, "quiet"), line, 1)
    sheet.body.addLayout(grid)
    sheet.add_foot(Button("Close", sheet.accept, "primary"))
    return sheet


def _reason(error: MediaError) -> str:
    return f"{error.reason}; {error.hint}." if error.hint else f"{error.reason}."
