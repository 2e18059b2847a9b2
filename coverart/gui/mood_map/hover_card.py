"""The crop under the pointer, shown beside it."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from coverart.gui.look.parts import Panel, label
from coverart.gui.look.theme import STEP

SIDE = 20 * STEP
AWAY = STEP


class HoverCard(Panel):
    """Lies over the window beside a point; the pointer goes through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__("popup")
        self.setParent(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = label(part="quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP, STEP, STEP, STEP)
        column.setSpacing(STEP // 2)
        column.addWidget(self._picture)
        column.addWidget(self._words)
        self.hide()

    @property
    def words(self) -> str:
        """What is written below the picture."""
        return self._words.text()

    @property
    def pictured(self) -> bool:
        """Whether the picture has come."""
        return not self._picture.pixmap().isNull()

    def show_crop(self, words: str, ratio: float, picture: QPixmap | None, density: float) -> None:
        """Show a crop of this shape; room is kept for a picture that is still to come."""
        size = QSize(SIDE, round(SIDE / ratio)) if ratio > 1 else QSize(round(SIDE * ratio), SIDE)
        self._picture.setFixedSize(size)
        if picture is None or picture.isNull():
            self._picture.clear()
        else:
            own = picture.scaled(
                size * density,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            own.setDevicePixelRatio(density)
            self._picture.setPixmap(own)
        self._words.setText(words)
        self.adjustSize()

    def open_beside(self, place: QRect) -> None:
        """Come up to the right of a rectangle of the window, or to its left, within the window."""
        window = self.parentWidget()
        if window is None:
            return
        beside = QPoint(place.right() + AWAY, place.center().y() - self.height() // 2)
        left = place.left() - AWAY
        place = QRect(beside, self.size())
        if place.right() > window.width():
            place.moveRight(left)
        place.moveTop(max(STEP, min(place.top(), window.height() - self.height() - STEP)))
        place.moveLeft(max(STEP, place.left()))
        self.setGeometry(place)
        self.show()
        self.raise_()
