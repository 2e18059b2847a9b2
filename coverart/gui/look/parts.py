"""The small pieces that every part of the window is put together from."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from coverart.gui.look import icons
from coverart.gui.look.theme import STEP

HEADING = 1.3
"""Text comes at two sizes: that of the system, and this much above it for headings."""


def as_part(widget: QWidget, part: str) -> None:
    """Give a widget its part in the style sheet, now or later."""
    widget.setProperty("part", part)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def as_heading(widget: QWidget) -> None:
    """Give a widget the larger of the two text sizes."""
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * HEADING)
    font.setWeight(QFont.Weight.DemiBold)
    widget.setFont(font)


def label(text: str = "", part: str = "", wraps: bool = False) -> QLabel:
    """A plain text; marks in it are never taken for markup."""
    own = QLabel(text)
    own.setTextFormat(Qt.TextFormat.PlainText)
    own.setWordWrap(wraps)
    if part:
        as_part(own, part)
    return own


def row(*widgets: QWidget, gap: int = STEP) -> QHBoxLayout:
    """Widgets beside each other."""
    layout = QHBoxLayout()
    layout.setSpacing(gap)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


class Button(QPushButton):
    """A button whose icon, if it has one, keeps to the colour of its text.

    Tab stops at it; a click leaves the keyboard where it is, so that the arrow keys go on through
    the gallery after a crop was kept by the mouse.
    """

    def __init__(self, text: str, pressed: Callable[[], object], part: str = "") -> None:
        super().__init__(text)
        self._drawing = ""
        self._side = icons.SIDE
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked: pressed())
        if part:
            as_part(self, part)

    def set_drawing(self, name: str, side: int = icons.SIDE) -> None:
        """Show `resources/icons/name.svg` beside the text, `side` pixels wide and high."""
        self._drawing = name
        self._side = side
        self.setIconSize(icons.size(side))
        self._redraw()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Enter presses it, as the space bar does; Qt does so in dialogs only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._redraw()

    def _redraw(self) -> None:
        if self._drawing:
            self.setIcon(icons.icon(self._drawing, self.palette().buttonText().color(), self._side))


class Drawing(QLabel):
    """An icon by itself, in a colour of the palette."""

    def __init__(self, name: str, side: int, quiet: bool = True) -> None:
        super().__init__()
        self._name = name
        self._side = side
        self._quiet = quiet
        self.setFixedSize(QSize(side, side))
        self._redraw()

    def set_drawing(self, name: str, quiet: bool = True) -> None:
        """Show another icon."""
        self._name = name
        self._quiet = quiet
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()

    def _redraw(self) -> None:
        colours = self.palette()
        colour = colours.placeholderText() if self._quiet else colours.brightText()
        drawn = icons.icon(self._name, colour.color(), self._side)
        self.setPixmap(drawn.pixmap(icons.size(self._side), self.devicePixelRatioF()))


class Panel(QFrame):
    """A surface of its own shade."""

    def __init__(self, part: str = "panel") -> None:
        super().__init__()
        as_part(self, part)
