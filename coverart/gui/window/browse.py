"""The three columns in which covers are looked for: the song, the gallery, one crop large.

In place of the gallery, the map of moods may be seen.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from coverart.gui.detail.preview import Preview
from coverart.gui.gallery.dragging import Dragging
from coverart.gui.gallery.gallery import Gallery
from coverart.gui.gallery.results import Results
from coverart.gui.look.theme import STEP
from coverart.gui.mood_map.large_map import LargeMap
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.window.side import WIDTH, Side

PREVIEW_WIDTH = 44 * STEP
NARROWEST_PREVIEW = 34 * STEP


class Browse(QWidget):
    """Holds the `side`, the `gallery` within its `results` or the `large_map`, and the `preview`.

    Their widths are those of the `columns`, once they were `laid_out`.
    """

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.side = Side(pictures)
        self.gallery = Gallery(pictures)
        self.dragging = Dragging(self.gallery)
        self.results = Results(self.gallery)
        self.large_map = LargeMap(pictures)
        self.middle = QStackedWidget()
        for page in (self.results, self.large_map):
            self.middle.addWidget(page)
        self.preview = Preview(pictures)
        self.preview.setMinimumWidth(NARROWEST_PREVIEW)
        self.laid_out = False
        self.columns = QSplitter()
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(STEP)
        for column in (self.side, self.middle, self.preview):
            self.columns.addWidget(column)
        self.columns.setStretchFactor(1, 1)
        self.columns.setSizes([WIDTH, 10 * WIDTH, PREVIEW_WIDTH])
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.columns)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """From now on the columns have the widths that are seen."""
        super().showEvent(event)
        self.laid_out = True

    def turn_side(self) -> None:
        """Hide the song's panel, or show it again."""
        self.side.setVisible(not self.side.isVisibleTo(self))

    @property
    def map_enlarged(self) -> bool:
        """Whether the map of moods is seen in place of the gallery."""
        return self.middle.currentWidget() is self.large_map

    @property
    def foremost(self) -> QWidget:
        """What the keyboard belongs to: the gallery, or what is seen in its place."""
        return self.large_map.canvas if self.map_enlarged else self.gallery

    def enlarge_map(self, large: bool) -> None:
        """Show the map of moods in place of the gallery, or the gallery again."""
        self.middle.setCurrentWidget(self.large_map if large else self.results)
        self.side.moods.show_enlarged(large)

    def turn_map(self) -> None:
        """Show the map of moods, or hide it, wherever it is."""
        if self.map_enlarged:
            self.enlarge_map(False)
        elif self.side.isVisibleTo(self):
            self.side.moods.turn()
        else:
            self.side.show()
            self.side.moods.set_open(True)

    def keep(self) -> Mapping[str, Any]:
        """What is seen of it, and how large, for the next time."""
        seen = {"side": self.side.isVisibleTo(self), "mood_map": self.side.moods.open}
        return {**seen, "tiles": self.gallery.tile_size}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what was seen; what cannot be understood is left as it is."""
        tiles, side, moods = (kept.get(name) for name in ("tiles", "side", "mood_map"))
        if isinstance(tiles, int):
            self.gallery.set_tile_size(tiles)
        if isinstance(side, bool):
            self.side.setVisible(side)
        if isinstance(moods, bool):
            self.side.moods.set_open(moods)
