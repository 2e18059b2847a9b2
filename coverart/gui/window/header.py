"""The head of the window: the switch between the views, and beside it the bar of the one shown."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from coverart.gui.look.parts import Panel
from coverart.gui.look.theme import STEP
from coverart.gui.query.top_bar import TopBar
from coverart.gui.songs.songs_bar import SongsBar
from coverart.gui.window.menus import MenuButton
from coverart.gui.window.view_switch import View, ViewSwitch


class Header(Panel):
    """Holds the bars of both views, `crops` and `songs`."""

    view_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.switch = ViewSwitch()
        self.switch.chosen.connect(self.view_wanted)
        self.menu = MenuButton()
        self.crops = TopBar()
        self.songs = SongsBar()
        self._bars = QStackedWidget()
        self._bars.addWidget(self.crops)
        self._bars.addWidget(self.songs)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        layout.setSpacing(STEP)
        layout.addWidget(self.switch)
        layout.addWidget(self._bars, 1)
        layout.addWidget(self.menu)

    def show_view(self, view: View) -> None:
        """Show the bar of a view."""
        self._bars.setCurrentIndex(list(View).index(view))
        self.switch.mark(view)
