"""The cover as it will be written, small."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from coverart.gui.look.theme import STEP
from coverart.language import _

SIDE = 32 * STEP


class CoverPreview(QWidget):
    """Shows an image as large as there is room; a quiet surface until there is one."""

    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self._ratio = 1.0
        self.setAccessibleName(_("The cover as it will be written"))
        self.setFixedSize(QSize(SIDE, SIDE))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def image(self) -> QImage:
        """What is shown."""
        return self._image

    @property
    def longest(self) -> int:
        """The pixels of this screen that the long side of an image should have."""
        return round(SIDE * self.devicePixelRatioF())

    def show_shape(self, ratio: float) -> None:
        """Leave room for a cover of this width over height; an image of another one goes."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._image = QImage()
            self.setFixedHeight(round(SIDE / max(ratio, 1.0)))
            self.update()

    def show_image(self, image: QImage) -> None:
        """Show an image in place of the one before."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self.rect())
        if self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.palette().color(QPalette.ColorRole.AlternateBase))
            painter.drawRoundedRect(place, 6, 6)
            return
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = (place.width() - size.width()) / 2
        painter.drawImage(QRectF(left, 0, size.width(), size.height()), self._image)
