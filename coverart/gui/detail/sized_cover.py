"""A cover in just so many pixels, on the light or dark surroundings it will be seen in."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPixmap
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from coverart.domain import SQUARE, Aspect, Box, Crop, Size
from coverart.gui.detail.badge import paint_badge
from coverart.gui.look.parts import label
from coverart.gui.look.theme import DARK, LIGHT, STEP, Theme
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.picture_view import CORNER
from coverart.gui.pictures.pictures import Pictures

SMALL_SQUARE, LARGE_SQUARE, HUGE_SQUARE = Size(64, 64), Size(300, 300), Size(640, 640)
SMALL_WIDE, LARGE_WIDE = Size(120, 68), Size(320, 180)
SKETCH = 1000
"""The long side of the picture that covers are cut from while a crop is dragged, in pixels."""


def small(aspect: Aspect) -> Size:
    """The size in a list: 64 × 64, or for wide covers YouTube's 120 × 68."""
    return SMALL_WIDE if aspect.ratio > 1 else SMALL_SQUARE


def large(aspect: Aspect) -> Size:
    """The size on a page of its own: 300 × 300, or for wide covers YouTube's 320 × 180."""
    return LARGE_WIDE if aspect.ratio > 1 else LARGE_SQUARE


@dataclass(frozen=True, slots=True)
class Shown:
    """A crop that is shown: of which photo, in which shape, and what of it."""

    path: Path
    aspect: Aspect
    box: Box

    @classmethod
    def of(cls, crop: Crop, box: Box | None = None) -> "Shown":
        """A crop, or another box of its photo."""
        return cls(crop.photo.path, crop.aspect, box or crop.box)


@dataclass(frozen=True, slots=True)
class StandIn:
    """A picture of a whole photo of `size`, to cut covers from until sharper ones are here."""

    picture: QPixmap
    size: Size

    @classmethod
    def of(cls, picture: QPixmap, size: Size) -> "StandIn":
        """Reduce a picture of a photo so far that cutting covers from it takes no time."""
        if max(picture.width(), picture.height()) <= SKETCH:
            return cls(picture, size)
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        return cls(picture.scaled(SKETCH, SKETCH, keep, smooth), size)

    def cut(self, box: Box, pixels: QSize) -> QPixmap:
        """The box of the photo in so many pixels."""
        across = self.picture.width() / self.size.width
        down = self.picture.height() / self.size.height
        part = QRectF(box.left * across, box.top * down, box.width * across, box.height * down)
        return self.picture.copy(part.toRect()).scaled(
            pixels, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )


class SizedCover(QWidget):
    """Shows a cover in `size` logical pixels, if it is wide with the song's length."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self._wanted = size
        self._picture: QPixmap | None = None
        self._length = ""
        self.setFixedSize(size.width, size.height)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show a picture of the cover; None for one that is still to come."""
        self._picture = None if picture is None or picture.isNull() else picture
        self.update()

    def show_length(self, length: str) -> None:
        """Write a length over it; none where it is empty."""
        self._length = length
        self.update()

    def sharp(self, shown: Shown) -> Picture:
        """The picture of a crop that is sharp here."""
        pixels = self.pixels()
        return Picture(shown.path, shown.box, max(pixels.width(), pixels.height()))

    def show_crop(self, shown: Shown, pictures: Pictures, stand_in: StandIn | None) -> None:
        """Show a crop sharp, or else cut from the whole photo, or else not yet."""
        picture = pictures.get(self.sharp(shown))
        if picture is None and stand_in is not None and not stand_in.picture.isNull():
            picture = stand_in.cut(shown.box, self.pixels())
        self.show_picture(picture)

    def pixels(self) -> QSize:
        """The pixels of the screen that it covers."""
        density = self.devicePixelRatioF()
        return QSize(round(self.width() * density), round(self.height() * density))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the cover, and the length of the song over it."""
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        place = QRectF(self.rect())
        outline = QPainterPath()
        outline.addRoundedRect(place, CORNER, CORNER)
        painter.setClipPath(outline)
        painter.fillRect(place, QColor(128, 128, 128, 60))
        if self._picture is not None:
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
        if self._length and self._wanted.ratio > SQUARE.ratio:
            paint_badge(painter, place, self._length)
        painter.end()


class Surroundings(QWidget):
    """A light or dark surface, whatever the window's own, with covers one below the other."""

    def __init__(self, theme: Theme = LIGHT) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(STEP, STEP + STEP // 2, STEP, STEP + STEP // 2)
        self._column.setSpacing(STEP)
        self._caption = label()
        self._caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._caption.hide()
        self._column.addStretch()
        self._column.addWidget(self._caption)
        self._column.addStretch()
        self.become(theme)

    def add(self, cover: QWidget) -> None:
        """Put a cover on it, below the others."""
        place = self._column.count() - 2
        self._column.insertWidget(place, cover, 0, Qt.AlignmentFlag.AlignHCenter)

    def caption(self, text: str) -> None:
        """Write a line below the covers."""
        self._caption.setText(text)
        self._caption.setVisible(bool(text))

    def become(self, theme: Theme) -> None:
        """Take the colours of a light or a dark page."""
        self._theme = theme
        colours = QPalette(self._caption.palette())
        colours.setColor(QPalette.ColorRole.WindowText, QColor(theme.quiet))
        self._caption.setPalette(colours)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the surface."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        # Light pages are white as a panel is, dark ones nearly black as the window.
        ground = self._theme.window if self._theme is DARK else self._theme.panel
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(self.rect(), CORNER, CORNER)
        painter.end()
