"""A few choices beside each other, of which one holds."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from coverart.gui.look.parts import Panel
from coverart.gui.look.toggle import Toggle


class Segments(Panel):
    """Shows which of some values holds, and says by `chosen` which one is pressed.

    The keyboard reaches them as one; the arrow keys go from one to the next. `name` says to those
    who do not see them what is chosen here.
    """

    chosen = Signal(object)

    def __init__(self, titles: Mapping[Any, str], name: str) -> None:
        super().__init__("segments")
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons = {value: self._button(value, title) for value, title in titles.items()}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for button in self._buttons.values():
            layout.addWidget(button)

    @property
    def marked(self) -> Any:
        """The value that is shown to hold; None as long as none was."""
        buttons = self._buttons.items()
        return next((value for value, button in buttons if button.isChecked()), None)

    def mark(self, value: Any) -> None:
        """Show that this value holds, which is where Tab stops."""
        for own, button in self._buttons.items():
            stop = Qt.FocusPolicy.TabFocus if own == value else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(stop)
        self._buttons[value].setChecked(True)

    def explain(self, value: Any, tip: str) -> None:
        """Say more of a value where the pointer rests on it."""
        self._buttons[value].setToolTip(tip)

    def offer(self, value: Any, offered: bool) -> None:
        """Whether a value can be chosen at all; if not, it is not seen."""
        self._buttons[value].setVisible(offered)

    def _button(self, value: Any, title: str) -> Toggle:
        button = Toggle(title, partial(self.chosen.emit, value), "segment")
        button.setAccessibleName(f"{self.accessibleName()}: {title}")
        self._group.addButton(button)
        return button
