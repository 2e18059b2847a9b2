"""A few choices beside each other, of which one holds."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from coverart.gui.look.parts import Button, Panel


class Segments(Panel):
    """Shows which of some values holds, and says by `chosen` which one is pressed."""

    chosen = Signal(object)

    def __init__(self, titles: Mapping[Any, str], name: str) -> None:
        super().__init__("segments")
        self.setAccessibleName(name)
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._buttons: dict[Any, Button] = {}
        for value, title in titles.items():
            button = Button(title, partial(self.chosen.emit, value), "segment")
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {title}")
            group.addButton(button)
            layout.addWidget(button)
            self._buttons[value] = button

    def mark(self, value: Any) -> None:
        """Show that this value holds."""
        self._buttons[value].setChecked(True)
