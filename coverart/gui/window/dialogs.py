"""The window's own small dialogs: its keys, and a bug of our own."""

from PySide6.QtWidgets import QGridLayout, QWidget

from coverart.gui.commands import all_keys
from coverart.gui.look.parts import Button, label
from coverart.gui.look.sheet import CopyableText, Sheet
from coverart.gui.look.theme import STEP

OUR_FAULT = "Something went wrong in Coverart itself"
ADVICE = "What was found is kept. The details below help to put it right; copy them into a report."


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
