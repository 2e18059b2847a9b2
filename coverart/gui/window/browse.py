"""The three columns in which covers are looked for: the song, the gallery, one crop large."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from coverart.gui.detail.preview import Preview
from coverart.gui.gallery.dragging import Dragging
from coverart.gui.gallery.gallery import Gallery
from coverart.gui.gallery.results import Results
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.window.side import WIDTH, Side

PREVIEW_WIDTH = 44 * STEP
NARROWEST_PREVIEW = 34 * STEP


class Browse(QWidget):
    """Holds the `side`, the `gallery` within its `results`, and the `preview`.

    Their widths are those of the `columns`, once they were `laid_out`.
    """

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.side = Side()
        self.gallery = Gallery(pictures)
        self.dragging = Dragging(self.gallery)
        self.results = Results(self.gallery)
        self.preview = Preview(pictures)
        self.preview.setMinimumWidth(NARROWEST_PREVIEW)
        self.laid_out = False
        self.columns = QSplitter()
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(STEP)
        for column in (self.side, self.results, self.preview):
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

    def keep(self) -> Mapping[str, Any]:
        """What is seen of it, and how large, for the next time."""
        return {"side": self.side.isVisibleTo(self), "tiles": self.gallery.tile_size}

    def restore(self, kept: Mapping[str, Any]) -> None:
        """Show what was seen; what cannot be understood is left as it is."""
        tiles, side = kept.get("tiles"), kept.get("side")
        if isinstance(tiles, int):
            self.gallery.set_tile_size(tiles)
        if isinstance(side, bool):
            self.side.setVisible(side)
