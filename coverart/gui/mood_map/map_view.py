"""The plane of moods with everything on it, painted; what can be done with it is in `canvas`."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from coverart.domain import Crop, Emotion
from coverart.encoders.affect.course import Moment
from coverart.gui.look.theme import STEP
from coverart.gui.mood_map import marks
from coverart.gui.mood_map.backdrop import (
    CORNER,
    Ends,
    ends_of,
    paint_axes,
    paint_ends,
    paint_ground,
)
from coverart.gui.mood_map.dots import Dots, Listed
from coverart.gui.mood_map.plane import Plane
from coverart.gui.pictures.picture import Picture
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.pictures.sizes import class_of, stand_ins

MARGIN = STEP + STEP / 2
SMALLEST = 16 * STEP
REACH = 9.0
"""Pixels from a dot within which it is meant."""
APART = 1.15
"""So many of their sides pictures stand from each other at least."""
CLEAR = 6.0
"""Pixels by which the whole query must lie beside the point to be shown by itself."""


class MoodView(QWidget):
    """Shows a song, the mood asked for, and the crops of the list.

    With a `picture_side` above 0, the best crops that have room are pictures of that size in
    pixels; the others, and without all, are dots. `shown` says that it has come into sight.
    """

    shown = Signal()

    def __init__(self, pictures: Pictures, picture_side: int = 0) -> None:
        super().__init__()
        self.dots = Dots()
        self.plane = Plane(QRectF(0, 0, 1, 1))
        self._pictures = pictures
        self._side = picture_side
        self._own: Emotion | None = None
        self._path: tuple[Emotion, ...] = ()
        self._asked: Emotion | None = None
        self._together: Emotion | None = None
        self._chosen: Crop | None = None
        self._pictured: dict[int, QRectF] = {}
        self._awaited: frozenset[Picture] = frozenset()
        self._kept: QPixmap | None = None
        self._ends: Ends | None = None
        self._over_handle = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(SMALLEST, SMALLEST)
        pictures.arrived.connect(self._take)

    @property
    def handle(self) -> Emotion | None:
        """The point: the mood asked for, or else the song's, or else that of the whole query."""
        return self._asked or self._own or self._together

    @property
    def own(self) -> Emotion | None:
        """The song's own mood, as soon as it is known."""
        return self._own

    @property
    def marked(self) -> Crop | None:
        """The chosen crop, as it was ranked."""
        return self._chosen

    @property
    def pictured(self) -> tuple[int, ...]:
        """The places, among the dots, of the crops that are pictures."""
        return tuple(self._pictured)

    def show_song(
        self, own: Emotion | None, course: Sequence[Moment] = (), seconds: float = 0.0
    ) -> None:
        """Show a song by its own mood, and by its course, which lasts so many seconds."""
        self._own, self._path = own, marks.path_points(course, seconds)
        self.redraw()

    def show_asked(self, asked: Emotion | None) -> None:
        """Show the mood that is asked for; None where it is the song's own."""
        self._asked = asked
        self.update()

    def show_together(self, together: Emotion | None) -> None:
        """Show where all that is asked for lies together, as far as that is known."""
        self._together = together
        self.update()

    def show_crops(self, listed: Sequence[Listed]) -> None:
        """Show these crops, best first, in place of those before."""
        self.dots = Dots(listed)
        self.lay_out()

    def show_chosen(self, crop: Crop | None) -> None:
        """Mark the chosen crop, by how it was ranked."""
        self._chosen = crop
        self.update()

    def dot_at(self, point: QPointF) -> int | None:
        """The crop at a point of the widget, by its place among the dots."""
        for place, room in self._pictured.items():
            if room.contains(point):
                return place
        return self.dots.nearest(point, REACH)

    def picture_of(self, crop: Crop, longest: float) -> QPixmap | None:
        """The picture of a crop in this size, or as long as it is not here, in another."""
        wanted = self.picture(crop, longest)
        for size in (wanted.longest, *stand_ins(wanted.longest)):
            there = self._pictures.get(Picture(crop.photo.path, crop.box, size))
            if there is not None:
                return there
        return None

    def picture(self, crop: Crop, longest: float) -> Picture:
        """The picture of a crop to ask for, to be shown so many pixels long."""
        return Picture(
            crop.photo.path, crop.box, class_of(round(longest * self.devicePixelRatioF()))
        )

    def lay_out(self) -> None:
        """Calculate where everything lies."""
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        self.plane = Plane(room)
        self.dots.lay_out(self.plane)
        places = self.dots.apart(self._side * APART) if self._side else ()
        self._pictured = {place: self._picture_place(place) for place in places}
        self._fetch()
        self.redraw()

    def redraw(self) -> None:
        """Paint everything anew when it is next seen."""
        self._kept = None
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(26 * STEP, 26 * STEP)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self.lay_out()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._fetch()
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        if self._side:
            self._pictures.want(Viewer.MOOD_MAP, ())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.redraw()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.lay_out()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint what seldom changes from memory, and the marks above it."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_chosen(painter)
        self._paint_points(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), CORNER, CORNER)
        painter.end()

    def _still(self) -> QPixmap:
        """Everything that does not follow the pointer, on one picture."""
        density = self.devicePixelRatioF()
        if self._kept is None:
            self._kept = QPixmap(self.size() * density)
            self._kept.setDevicePixelRatio(density)
            self._kept.fill(self.palette().color(QPalette.ColorRole.Base))
            painter = QPainter(self._kept)
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            painter.setFont(self.font())
            self._paint_still(painter)
            painter.end()
        return self._kept

    def _paint_still(self, painter: QPainter) -> None:
        colours = self.palette()
        paint_ground(painter, QRectF(self.rect()), colours)
        paint_axes(painter, self.plane, colours)
        marks.paint_dots(painter, self.dots.points, colours, self.devicePixelRatioF())
        surface = colours.color(QPalette.ColorRole.Base)
        marks.paint_path(painter, self.plane, self._path, surface)
        pictures = [
            (room, self.picture_of(self.dots.listed[place].crop, self._side))
            for place, room in reversed(self._pictured.items())
        ]
        marks.paint_pictures(painter, pictures)
        self._ends = ends_of(self.plane, painter)
        paint_ends(painter, self._ends, colours)

    def _paint_chosen(self, painter: QPainter) -> None:
        place = self.dots.place_of(self._chosen)
        if place is None or place >= len(self.dots.points):
            return
        room = self._pictured.get(place)
        if room is None or self.picture_of(self.dots.listed[place].crop, self._side) is None:
            x, y = self.dots.points[place].tolist()
            around = QRectF(x - marks.GOOD_DOT, y - marks.GOOD_DOT, *(2 * marks.GOOD_DOT,) * 2)
            marks.paint_chosen(painter, around, True, self.palette())
        else:
            marks.paint_chosen(painter, room, False, self.palette())

    def _paint_points(self, painter: QPainter) -> None:
        """Paint the song's own mood, the one asked for, and where the whole query lies."""
        handle, colours = self.handle, self.palette()
        if handle is None:
            return
        point = self.plane.point(handle)
        if self._own is not None and handle != self._own:
            own = self.plane.point(self._own)
            marks.paint_way(painter, own, point, colours)
            marks.paint_song(painter, own, colours)
        if self._together is not None:
            together = self.plane.point(self._together)
            if (together - point).manhattanLength() > CLEAR:
                marks.paint_way(painter, point, together, colours)
                marks.paint_together(painter, together, colours)
        marks.paint_handle(painter, point, colours, self._over_handle)

    def _picture_place(self, place: int) -> QRectF:
        x, y = self.dots.points[place].tolist()
        ratio = self.dots.listed[place].crop.aspect.ratio
        return marks.picture_place(QPointF(x, y), ratio, self._side)

    def _fetch(self) -> None:
        """Ask for the pictures of those crops that are shown as such, the best first."""
        if self._side and self.isVisible():
            crops = [self.dots.listed[place].crop for place in self._pictured]
            wanted = [self.picture(crop, self._side) for crop in crops]
            self._awaited = frozenset(wanted)
            self._pictures.want(Viewer.MOOD_MAP, wanted)

    def _take(self, picture: Picture) -> None:
        if picture in self._awaited:
            self.redraw()
