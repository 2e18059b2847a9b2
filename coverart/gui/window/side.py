"""The left column: the song, the map of moods, and below them what the list is to be like."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from coverart.gui.look.parts import Panel
from coverart.gui.look.theme import STEP
from coverart.gui.mood_map.section import MoodSection
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.query.sliders import Sliders
from coverart.gui.song_card.card import SongCard

WIDTH = 30 * STEP
NARROWEST = 24 * STEP


class Side(Panel):
    """Holds the song's `card`, the `moods` and the `sliders`; scrolls where the window is low."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.card = SongCard()
        self.moods = MoodSection(pictures)
        self.sliders = Sliders()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.card)
        column.addWidget(self.moods)
        column.addWidget(self.sliders)
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scroll)
        self.setMinimumWidth(NARROWEST)
