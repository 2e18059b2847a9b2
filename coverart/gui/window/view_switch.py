"""The switch between the two views: crops for a song, and songs for a picture."""

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout

from coverart.gui.commands import hint
from coverart.gui.look.parts import Button, Panel


class View(Enum):
    """What is looked for; the values are what the switch says."""

    CROPS = "Crops"
    SONGS = "Songs"


EXPLAINED = {View.CROPS: "Crops that fit a song", View.SONGS: "Songs that fit a picture"}


class ViewSwitch(Panel):
    """Shows the view, and says which one the user wants."""

    view_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("segments")
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._segments = {view: self._segment(view) for view in View}
        for segment in self._segments.values():
            group.addButton(segment)
            layout.addWidget(segment)
        self.show_view(View.CROPS)

    def show_view(self, view: View) -> None:
        """Mark a view."""
        self._segments[view].setChecked(True)

    def _segment(self, view: View) -> Button:
        segment = Button(view.value, lambda: self.view_wanted.emit(view), "segment")
        segment.setCheckable(True)
        segment.setToolTip(f"{EXPLAINED[view]}\n{hint('turn')}")
        return segment
