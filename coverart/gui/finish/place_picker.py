"""Nine places on a cover, and the one that is suggested."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QHBoxLayout, QWidget

from coverart.export.lettering import Place
from coverart.gui.look.theme import STEP
from coverart.gui.look.toggle import Toggle
from coverart.language import _, mark

TITLES = {
    Place.TOP_LEFT: mark("At the top left"),
    Place.TOP: mark("At the top"),
    Place.TOP_RIGHT: mark("At the top right"),
    Place.LEFT: mark("At the left"),
    Place.CENTRE: mark("In the middle"),
    Place.RIGHT: mark("At the right"),
    Place.BOTTOM_LEFT: mark("At the bottom left"),
    Place.BOTTOM: mark("At the bottom"),
    Place.BOTTOM_RIGHT: mark("At the bottom right"),
}
SIZE = QSize(4 * STEP, 3 * STEP)


class PlaceButton(QAbstractButton):
    """One place: a small cover with a line of words where they would stand."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._across, self._down = list(Place).index(place) % 3, list(Place).index(place) // 3
        self.suggested = False
        self.setCheckable(True)
        self.setFixedSize(SIZE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(_(TITLES[place]))
        self.setAccessibleName(_(TITLES[place]))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = palette.color(QPalette.ColorRole.Highlight)
        surface = palette.color(QPalette.ColorRole.AlternateBase)
        words = palette.color(QPalette.ColorRole.PlaceholderText)
        if self.isChecked():
            surface, words = accent, palette.color(QPalette.ColorRole.HighlightedText)
        elif self.suggested:
            words = accent
        place = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(self._frame(accent), 2))
        painter.setBrush(surface)
        painter.drawRoundedRect(place, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(words)
        width, height = 12.0, 3.0
        left = 5 + self._across * (self.width() - 10 - width) / 2
        top = 5 + self._down * (self.height() - 10 - height) / 2
        painter.drawRoundedRect(QRectF(left, top, width, height), 1.5, 1.5)

    def _frame(self, accent: QColor) -> QColor:
        if self.hasFocus():
            return self.palette().color(QPalette.ColorRole.Text) if self.isChecked() else accent
        return QColor(Qt.GlobalColor.transparent)


class PlacePicker(QWidget):
    """Says by `chosen` which place is wanted: one of nine, or None for the suggested one."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._places = {place: PlaceButton(place) for place in Place}
        grid = QGridLayout()
        grid.setSpacing(STEP // 2)
        for number, (place, button) in enumerate(self._places.items()):
            self._group.addButton(button)
            grid.addWidget(button, number // 3, number % 3)
            button.clicked.connect(lambda _checked, place=place: self.chosen.emit(place))
        self._suggested = Toggle(_("Suggested"), lambda: self.chosen.emit(None))
        self._suggested.setAccessibleName(_("Where the picture is calm"))
        self._group.addButton(self._suggested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        layout.addLayout(grid)
        layout.addWidget(self._suggested, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch()
        self.mark(None)

    def mark(self, place: Place | None) -> None:
        """Show that words are wanted there."""
        (self._suggested if place is None else self._places[place]).setChecked(True)

    def show_suggested(self, place: Place) -> None:
        """Show where words stand that are set where it is suggested."""
        for own, button in self._places.items():
            button.suggested = own is place and self._suggested.isChecked()
            button.update()
