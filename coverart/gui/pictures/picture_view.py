"""Widgets that show one picture: a crop by itself, or a photo with the crop outlined in it."""

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from coverart.domain import Box, Size

CORNER = 4.0
SHADE = 150
"""How dark what a crop leaves out becomes, of 255."""


class PictureView(QWidget):
    """Shows a picture of known shape as large as its room allows; a calm surface until it comes."""

    resized = Signal()

    def __init__(self, tallest: int) -> None:
        super().__init__()
        self._tallest = tallest
        self._shape = Size(1, 1)
        self._picture: QPixmap | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, shape: Size, picture: QPixmap | None) -> None:
        """Show a picture of this shape; None for one that is still to come."""
        if shape != self._shape:
            self._shape = shape
            self.updateGeometry()
        self._picture = None if picture is None or picture.isNull() else picture
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell that a picture of another size would be sharper."""
        super().resizeEvent(event)
        self.resized.emit()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        """As tall as the picture is at that width."""
        return min(self._tallest, round(width / self._shape.ratio))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """The size at the narrowest width that the window allows."""
        return QSize(240, self.heightForWidth(240))

    def longest_side(self) -> int:
        """The long side of the picture on this screen, in its pixels."""
        place = self.place()
        return round(max(place.width(), place.height()) * self.devicePixelRatioF())

    def place(self) -> QRectF:
        """Where the picture stands in the widget."""
        size = QSizeF(self._shape.width, self._shape.height)
        size.scale(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the picture with soft corners."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        place = self.place()
        outline = QPainterPath()
        outline.addRoundedRect(place, CORNER, CORNER)
        painter.setClipPath(outline)
        painter.fillPath(outline, self.palette().color(QPalette.ColorRole.AlternateBase))
        if self._picture is not None:
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
            self.paint_over(painter, place)
        painter.end()

    def paint_over(self, painter: QPainter, place: QRectF) -> None:
        """Paint what belongs on top of the picture that stands at `place`."""


class OutlinedPhoto(PictureView):
    """Shows a whole photo, with what a crop leaves out in shade."""

    def __init__(self, tallest: int) -> None:
        super().__init__(tallest)
        self._box: Box | None = None

    def outline(self, box: Box) -> None:
        """Outline this box of the photo."""
        self._box = box
        self.update()

    def paint_over(self, painter: QPainter, place: QRectF) -> None:
        """Shade what is left out, and draw the edge of the crop."""
        if self._box is not None:
            paint_outline(painter, place, self._shape, self._box)


def paint_outline(painter: QPainter, place: QRectF, shape: Size, box: Box) -> None:
    """Shade what a crop leaves out of a photo of `shape` that stands at `place`; draw its edge."""
    scale = place.width() / shape.width
    inner = QRectF(
        place.x() + box.left * scale,
        place.y() + box.top * scale,
        box.width * scale,
        box.height * scale,
    )
    outside = QPainterPath()
    outside.addRect(place)
    outside.addRect(inner)
    painter.fillPath(outside, QColor(0, 0, 0, SHADE))
    painter.setPen(QPen(QColor("white"), 1.5))
    painter.drawRect(inner.adjusted(0.75, 0.75, -0.75, -0.75))
