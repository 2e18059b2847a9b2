"""The window's own small dialog: a bug of ours."""

from PySide6.QtWidgets import QWidget

from coverart.gui.look.sheet import CopyableText
from coverart.language import _, mark

OUR_FAULT = mark("Something went wrong in Coverart itself")
ADVICE = mark(
    "What was found is kept. The details below help to put it right; copy them into a report."
)


def crash_report(parent: QWidget | None, details: str) -> CopyableText:
    """A bug of ours, with what a programmer needs to find it."""
    return CopyableText(parent, _(OUR_FAULT), _(ADVICE), details)
