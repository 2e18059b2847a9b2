"""Five stars, set by the pointer or by the arrow keys."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from coverart.gui.look.star import star
from coverart.gui.look.theme import STEP
from coverart.language import _, plural
from coverart.triage.judgement import MOST_STARS

SIDE = 3 * STEP
RADIUS = 8.5


class Stars(QWidget):
    """Shows so many stars; `wanted` carries how many there should be."""

    wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(_("Stars, 1 to 5; once more takes them back"))
        self.setAccessibleName(_("Stars"))
        self.show_number(0)

    def show_number(self, number: int) -> None:
        """Show from 0 to 5 stars."""
        self._number = number
        told = plural("{number} star", "{number} stars", number).format(number=number)
        self.setAccessibleDescription(told)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(MOST_STARS * SIDE + STEP, SIDE + STEP)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Want as many as the star that is pressed; pressed again, none."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            number = min(MOST_STARS, 1 + max(0, int((event.position().x() - STEP / 2) // SIDE)))
            self.wanted.emit(0 if number == self._number else number)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """One star more or less by the arrow keys."""
        way = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        if way is None:
            super().keyPressEvent(event)
        elif 0 <= self._number + way <= MOST_STARS:
            self.wanted.emit(self._number + way)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint those that are set full, and the outlines of the rest."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self.palette()
        accent = colours.color(QPalette.ColorRole.Highlight)
        if self.hasFocus():
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        for place in range(MOST_STARS):
            full = place < self._number
            outline = accent if full else colours.color(QPalette.ColorRole.PlaceholderText)
            painter.setPen(QPen(outline, 1.4, j=Qt.PenJoinStyle.RoundJoin))
            painter.setBrush(accent if full else Qt.BrushStyle.NoBrush)
            middle = QPointF(STEP / 2 + (place + 0.5) * SIDE, self.height() / 2 + 0.5)
            painter.drawPolygon(star(middle, RADIUS))
        painter.end()
