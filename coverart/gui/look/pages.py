"""Pages of which one is seen, with a switch between them above."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from coverart.gui.look.parts import row
from coverart.gui.look.segments import Segments
from coverart.gui.look.theme import STEP
from coverart.language import _


class Pages(QWidget):
    """Shows one of some pages, which scroll where there is too little room."""

    def __init__(self, pages: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._stack = QStackedWidget()
        self._scrolls = {page: _scrolling(page) for page in pages.values()}
        for scroll in self._scrolls.values():
            self._stack.addWidget(scroll)
        self._switch = Segments({page: title for title, page in pages.items()}, _("Page"))
        self._switch.chosen.connect(self.show_page)
        head = row(self._switch)
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
        self._switch.mark(page)

    def offer(self, page: QWidget, offered: bool) -> None:
        """Whether a page can be changed to."""
        self._switch.offer(page, offered)


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
