"""The order in which Tab goes through widgets that were not made in the order they are read in."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_tab_order(*parts: QWidget) -> None:
    """Let Tab go through these parts one after the other; within each, as it did before.

    Parts of one window, none of them within another. Without this, what is made later is reached
    last of all in its window.
    """
    for before, after in pairwise([stop for part in parts for stop in _stops(part)]):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> Iterator[QWidget]:
    """Where Tab stops in a part, in its order."""
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield part
    own = part.nextInFocusChain()
    while own is not None and own is not part:
        if part.isAncestorOf(own) and own.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield own
        own = own.nextInFocusChain()
