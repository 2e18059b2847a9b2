"""Pages of which one is seen, with a button for each above them."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coverart.gui.finish.toggle import Toggle
from coverart.gui.look.parts import Button, Panel
from coverart.gui.look.theme import STEP


class Pages(QWidget):
    """Shows one of some pages, which scroll where there is too little room."""

    def __init__(self, pages: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._stack = QStackedWidget()
        self._buttons: dict[QWidget, Button] = {}
        self._scrolls: dict[QWidget, QScrollArea] = {}
        segments = Panel("segments")
        across = QHBoxLayout(segments)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        group = QButtonGroup(self)
        for title, page in pages.items():
            self._buttons[page] = self._button(title, page)
            group.addButton(self._buttons[page])
            across.addWidget(self._buttons[page])
            self._scrolls[page] = _scrolling(page)
            self._stack.addWidget(self._scrolls[page])
        head = QHBoxLayout()
        head.addWidget(segments)
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self.show_page(next(iter(pages.values())))

    @property
    def shown(self) -> QWidget:
        """The page that is seen."""
        scrolls = self._scrolls.items()
        return next(page for page, own in scrolls if own is self._stack.currentWidget())

    def show_page(self, page: QWidget) -> None:
        """Change to a page."""
        self._stack.setCurrentWidget(self._scrolls[page])
        self._buttons[page].setChecked(True)

    def offer(self, page: QWidget, offered: bool) -> None:
        """Whether a page has a button."""
        self._buttons[page].setVisible(offered)

    def _button(self, title: str, page: QWidget) -> Button:
        return Toggle(title, lambda: self.show_page(page), "segment")


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
