"""The square and the wide crop of one photo beside each other, equally high."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coverart.domain import Match
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.picture_view import CORNER, PictureView
from coverart.gui.pictures.pictures import Pictures
from coverart.language import _

TALLEST = 160


class Shape(PictureView):
    """One of the two crops; `pressed` when it is clicked or Enter is pressed on it."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__(TALLEST)
        self._chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def choose(self, chosen: bool) -> None:
        """Show whether this is the crop that is shown large."""
        self._chosen = chosen
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Paint the picture, and an outline around the one that is chosen."""
        super().paintEvent(event)
        if not (self._chosen or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self.palette()
        colour = colours.text() if self.hasFocus() else colours.highlight()
        painter.setPen(QPen(colour, 2))
        painter.drawRoundedRect(QRectF(self.place()).adjusted(1, 1, -1, -1), CORNER, CORNER)
        painter.end()


class BothShapes(QWidget):
    """Shows the crops of one photo in both shapes; `turned` carries the match that is pressed."""

    turned = Signal(object)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._matches: tuple[Match, ...] = ()
        self._views = (Shape(), Shape())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(STEP)
        for place, view in enumerate(self._views):
            view.pressed.connect(lambda place=place: self._press(place))
            self._row.addWidget(view)

    def show_matches(self, matches: Sequence[Match], chosen: Match) -> None:
        """Show two matches of one photo, of which one is chosen."""
        self._matches = tuple(matches)
        for place, (view, match) in enumerate(zip(self._views, matches, strict=True)):
            aspect = match.crop.aspect
            self._row.setStretch(place, round(100 * aspect.ratio))
            view.choose(match == chosen)
            view.setAccessibleName(_("The crop of {aspect}").format(aspect=aspect))
            view.setToolTip(_("Show the crop of {aspect}").format(aspect=aspect))
        self.show_pictures()

    def wanted(self) -> list[Picture]:
        """The pictures that are shown here."""
        pairs = zip(self._views, self._matches, strict=False)
        return [_picture(view, match) for view, match in pairs]

    def show_pictures(self) -> None:
        """Show the pictures that are here."""
        for view, match in zip(self._views, self._matches, strict=False):
            view.show_picture(match.crop.box.size, self._pictures.get(_picture(view, match)))

    def _press(self, place: int) -> None:
        if place < len(self._matches):
            self.turned.emit(self._matches[place])


def _picture(view: Shape, match: Match) -> Picture:
    return Picture(match.crop.photo.path, match.crop.box, view.longest_side())
