"""The whole photo with the crop in it, which is moved and stretched by hand or by keys."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from coverart.crops.snapping import Grip, Room
from coverart.domain import SQUARE, Aspect, Box, Size
from coverart.gui.detail.handles import grip_at, paint_handles, pointer
from coverart.gui.detail.nudges import free, nudge
from coverart.gui.detail.overlays import Overlay, paint_overlay
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_view import SHADE
from coverart.language import _

AROUND = 12
"""How far the edge of a crop and its handles reach beyond it, in pixels of the screen."""
ATTRACTION = 7.0
"""From how far the grid attracts the crop, in pixels of the screen."""


class CropCanvas(QWidget):
    """Shows a photo with a crop, and lets it be changed.

    `changing` carries every box on the way while the crop is dragged, `changed` the box that comes
    of a drag or of a key. `resized` says that a picture of another size would be sharper.
    """

    changing = Signal(object)
    changed = Signal(object)
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.overlay = Overlay.OFF
        self._room = Room(Size(1, 1), SQUARE)
        self._box = self._proposed = Box(0, 0, 1, 1)
        self._picture: QPixmap | None = None
        self._bright: QPixmap | None = None
        self._dark: QPixmap | None = None
        self._held: tuple[Grip, QPointF, Box] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(QSize(30 * STEP, 24 * STEP))

    @property
    def box(self) -> Box:
        """The crop as it is now."""
        return self._box

    @property
    def dragging(self) -> bool:
        """Whether the crop is being held."""
        return self._held is not None

    def show_photo(self, size: Size, aspect: Aspect, proposed: Box) -> None:
        """Show another photo, whose picture is still to come, with the crop that was proposed."""
        self._room = Room(size, aspect)
        self._box = self._proposed = proposed
        self._held = None
        self.show_picture(None)

    def show_picture(self, picture: QPixmap | None) -> None:
        """Show the picture of the whole photo; None for one that is still to come.

        One without pixels cannot be read, and that is said.
        """
        if picture is self._picture and self._bright is not None:
            return
        self._picture = picture
        self._bright = self._dark = None
        self.update()

    def show_box(self, box: Box) -> None:
        """Show another crop of the photo; only what changes is painted anew."""
        for one in (self._box, box, self._proposed):
            self.update(self._on_screen(one).adjusted(-AROUND, -AROUND, AROUND, AROUND).toRect())
        self._box = box

    def set_overlay(self, overlay: Overlay) -> None:
        """Draw other lines over the crop."""
        self.overlay = overlay
        self.update()

    def let_go(self) -> bool:
        """Give a drag up, and the crop its place from before; False if there is no drag."""
        if self._held is None:
            return False
        _, _, start = self._held
        self._held = None
        self._become(start)
        return True

    def place(self) -> QRectF:
        """Where the photo stands in the widget."""
        margin = 2 * STEP
        within = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        size = QSizeF(self._room.size.width, self._room.size.height)
        size.scale(within.size(), Qt.AspectRatioMode.KeepAspectRatio)
        whole = QRectF(QPointF(0, 0), size)
        whole.moveCenter(within.center())
        return QRectF(whole.toRect())  # whole pixels, so that nothing shimmers at its edges

    def longest_side(self) -> int:
        """The long side of the photo on this screen, in its pixels."""
        place = self.place()
        return max(1, round(max(place.width(), place.height()) * self.devicePixelRatioF()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._bright = self._dark = None
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take hold of the crop."""
        grip = grip_at(self._inner(), event.position())
        if event.button() == Qt.MouseButton.LeftButton and grip is not None:
            self._held = grip, event.position(), self._box

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Move or stretch the crop, or show what would be taken hold of."""
        if self._held is None:
            self.setCursor(pointer(grip_at(self._inner(), event.position())))
            return
        grip, begun, start = self._held
        scale = self._scale()
        way = (event.position() - begun) / scale
        box = self._room.dragged(start, grip, way.x(), way.y())
        if not free(event.modifiers()):
            box = self._room.snapped(box, grip, ATTRACTION / scale)
        self._become(box)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Let go of the crop, and tell what came of it."""
        if self._held is None or event.button() != Qt.MouseButton.LeftButton:
            return
        _, _, start = self._held
        self._held = None
        if self._box != start:
            self.changed.emit(self._box)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Move or resize the crop by one step."""
        box = nudge(self._room, self._box, event)
        if box is None:
            super().keyPressEvent(event)
        elif box != self._box and self._held is None:
            self.show_box(box)
            self.changed.emit(box)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the photo, what is left out in shade, the lines, the edge and the handles."""
        painter = QPainter(self)
        place, inner = self.place(), self._inner()
        if self._picture is None or self._picture.isNull():
            self._paint_nothing(painter, place)
        else:
            self._paint_photo(painter, self._picture, event.rect())
        paint_overlay(painter, self.overlay, inner)
        if self._box != self._proposed:
            painter.setPen(QPen(QColor(255, 255, 255, 150), 1, Qt.PenStyle.DashLine))
            painter.drawRect(self._on_screen(self._proposed).toRect())
        role = QPalette.ColorRole.Highlight
        edge = self.palette().color(role) if self.hasFocus() else QColor("white")
        _paint_edge(painter, inner.toRect(), edge)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_handles(painter, inner, edge)
        painter.end()

    def _become(self, box: Box) -> None:
        if box != self._box:
            self.show_box(box)
            self.changing.emit(box)

    def _paint_nothing(self, painter: QPainter, place: QRectF) -> None:
        """Paint a calm surface, and say so where no picture will come."""
        colours = self.palette()
        painter.fillRect(place, colours.color(QPalette.ColorRole.AlternateBase))
        if self._picture is not None:
            painter.setPen(colours.color(QPalette.ColorRole.Text))
            centre = Qt.AlignmentFlag.AlignCenter
            painter.drawText(place, centre, _("This photo cannot be read any longer."))

    def _paint_photo(self, painter: QPainter, picture: QPixmap, needed: QRect) -> None:
        """Copy the dark photo where the crop leaves it out, and the bright one inside."""
        place = self.place().toRect()
        if self._bright is None or self._dark is None:
            self._bright = _fitted(picture, place.size(), self.devicePixelRatioF())
            self._dark = _darkened(self._bright)
        seen, inside = QRegion(place & needed), QRegion(self._inner().toRect())
        for part, whole in (
            (seen.subtracted(inside), self._dark),
            (seen.intersected(inside), self._bright),
        ):
            painter.setClipRegion(part)
            painter.drawPixmap(place.topLeft(), whole)
        painter.setClipping(False)

    def _scale(self) -> float:
        """Pixels of the screen for each of the photo."""
        return self.place().width() / self._room.size.width

    def _inner(self) -> QRectF:
        return self._on_screen(self._box)

    def _on_screen(self, box: Box) -> QRectF:
        place, scale = self.place(), self._scale()
        left, top = place.left() + box.left * scale, place.top() + box.top * scale
        return QRectF(left, top, box.width * scale, box.height * scale)


def _paint_edge(painter: QPainter, edge: QRect, colour: QColor) -> None:
    """Draw the edge of the crop, on a dark line for light pictures."""
    for pen in (QPen(QColor(0, 0, 0, 110), 4), QPen(colour, 2)):
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(edge)


def _fitted(picture: QPixmap, size: QSize, density: float) -> QPixmap:
    """A picture in the pixels of the screen it will cover, so that painting it is a mere copy."""
    stretched, smooth = (
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    fitted = picture.scaled(size * density, stretched, smooth)
    fitted.setDevicePixelRatio(density)
    return fitted


def _darkened(picture: QPixmap) -> QPixmap:
    """A picture as it looks where a crop leaves it out."""
    dark = QPixmap(picture)
    painter = QPainter(dark)
    painter.fillRect(dark.rect(), QColor(0, 0, 0, SHADE))
    painter.end()
    return dark
