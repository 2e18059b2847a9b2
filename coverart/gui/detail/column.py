"""A column that scrolls, whose content is as wide with a scroll bar as without."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from coverart.gui.look.theme import SCROLL_BAR, STEP

MARGIN = 2 * STEP


class Column(QScrollArea):
    """Widgets one below the other, in `body`."""

    def __init__(self) -> None:
        super().__init__()
        page = QWidget()
        self.body = QVBoxLayout(page)
        self.body.setSpacing(2 * STEP)
        self._keep_width(0, 0)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)

    def _keep_width(self, _least: int, most: int) -> None:
        """Let the scroll bar, where there is one, stand in the margin."""
        bar = SCROLL_BAR if most else 0
        self.body.setContentsMargins(MARGIN, MARGIN, MARGIN - bar, STEP)
