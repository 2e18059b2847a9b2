"""What lies over the window while something is dragged over it, and says what a drop will do."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen, QTextOption
from PySide6.QtWidgets import QWidget

from coverart.gui.look import icons
from coverart.gui.look.parts import HEADING
from coverart.gui.look.theme import STEP
from coverart.gui.studio.drops import paths_of, urls_in
from coverart.gui.studio.offer import Landed, Offer, Situation, Zone, offer

DRAWING = 6 * STEP
SMALL = 18
TINT = 0.10
"""How much of the accent lies over a zone that would be used."""


class DropVeil(QWidget):
    """Covers its parent from `begin` to `end` or `drop`, with a zone for each thing to do.

    The parent takes the drag and passes on what happens; points are in its coordinates.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self._offer: Offer | None = None
        self._under: Zone | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        parent.installEventFilter(self)

    @property
    def lit(self) -> tuple[Zone, ...]:
        """What would happen if one let go now."""
        return self._offer.lit(self._under) if self._offer else ()

    def begin(self, mime: QMimeData, situation: Situation) -> bool:
        """Cover the window and say what can be done with it, or why nothing can.

        False, and nothing is covered, for what has nothing to do with files, such as a text.
        """
        urls = urls_in(mime)
        if not urls:
            return False
        self._offer = offer(paths_of(urls), situation)
        self._under = None
        self.setGeometry(self._covered.rect())
        self._tell()
        self.show()
        self.raise_()
        return True

    def hover(self, point: QPoint) -> None:
        """Light the zone at a point."""
        under = self.zone_at(point)
        if under is not self._under:
            self._under = under
            self._tell()
            self.update()

    def drop(self, mime: QMimeData, point: QPoint, situation: Situation) -> Landed:
        """What a drop at a point brings; uncovers the window."""
        if not self.isVisible() and not self.begin(mime, situation):
            return Landed()
        landed = self._offer.landed(self.zone_at(point)) if self._offer else Landed()
        self.end()
        return landed

    def end(self) -> None:
        """Uncover the window."""
        self._offer = None
        self.hide()

    def zone_at(self, point: QPoint) -> Zone | None:
        """The zone at a point, or the nearest; None where there is none."""
        if self._offer is None or not self._offer.zones:
            return None
        places = zip(self._offer.zones, self._places(), strict=True)
        return min(places, key=lambda own: abs(own[1].center().x() - point.x()))[0]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the zones, those that would be used in the accent."""
        if self._offer is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._colour(QPalette.ColorRole.Window))
        lit = self.lit
        for zone, place in zip(self._offer.zones, self._places(), strict=True):
            self._paint_zone(painter, place, zone, zone in lit)
        if not self._offer.zones:
            self._paint_refusal(painter, QRectF(self.rect()), self._offer.complaint)
        elif self._offer.complaint:
            self._paint_complaint(painter, self._offer.complaint)
        painter.end()

    def _places(self) -> Sequence[QRectF]:
        """Where the zones stand: beside each other, in equal parts."""
        number = len(self._offer.zones) if self._offer else 0
        around = 4 * STEP
        below = 7 * STEP if self._offer and self._offer.complaint else around
        inner = QRectF(self.rect()).adjusted(around, around, -around, -below)
        gap = 2 * STEP
        width = (inner.width() - gap * (number - 1)) / max(1, number)
        return [
            QRectF(inner.x() + own * (width + gap), inner.y(), width, inner.height())
            for own in range(number)
        ]

    def _tell(self) -> None:
        """Say it to those who do not see it."""
        complaint = self._offer.complaint if self._offer else ""
        said = [*(zone.title for zone in self.lit), complaint]
        self.setAccessibleName(" – ".join(text for text in said if text))

    def _paint_zone(self, painter: QPainter, place: QRectF, zone: Zone, lit: bool) -> None:
        accent = self._colour(QPalette.ColorRole.Highlight)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(QPalette.ColorRole.Base))
        painter.drawRoundedRect(place, STEP, STEP)
        if lit:
            tint = QColor(accent)
            tint.setAlphaF(TINT)
            painter.setBrush(tint)
            painter.setPen(QPen(accent, 2))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), STEP, STEP)
        ink = accent if lit else self._colour(QPalette.ColorRole.PlaceholderText)
        self._paint_words(painter, place, (zone.use.value, ink), (zone.title, zone.detail))

    def _paint_refusal(self, painter: QPainter, place: QRectF, sentence: str) -> None:
        ink = self._colour(QPalette.ColorRole.BrightText)
        self._paint_words(painter, place, ("warning", ink), (sentence, ""))

    def _paint_words(
        self,
        painter: QPainter,
        place: QRectF,
        drawing: tuple[str, QColor],
        words: tuple[str, str],
    ) -> None:
        """A drawing in a colour, a heading below it, and quiet words below that, in the middle."""
        room = place.adjusted(3 * STEP, 0, -3 * STEP, 0)
        top = room.center().y() - DRAWING
        name, ink = drawing
        left = room.center().x() - DRAWING / 2
        icons.icon(name, ink, DRAWING).paint(painter, round(left), round(top), DRAWING, DRAWING)
        middle = QTextOption(Qt.AlignmentFlag.AlignHCenter)
        painter.setFont(self._heading_font())
        painter.setPen(self._colour(QPalette.ColorRole.WindowText))
        room.setTop(top + DRAWING + 2 * STEP)
        used = painter.boundingRect(room, words[0], middle)
        painter.drawText(room, words[0], middle)
        painter.setFont(self.font())
        painter.setPen(self._colour(QPalette.ColorRole.PlaceholderText))
        room.setTop(used.bottom() + STEP)
        painter.drawText(room, words[1], middle)

    def _paint_complaint(self, painter: QPainter, sentence: str) -> None:
        """What cannot be used of the whole, below the zones."""
        line = QRectF(4 * STEP, self.height() - 7 * STEP, self.width() - 8 * STEP, 7 * STEP)
        top = line.center().y() - SMALL / 2
        ink = self._colour(QPalette.ColorRole.BrightText)
        icons.icon("warning", ink, SMALL).paint(painter, round(line.x()), round(top), SMALL, SMALL)
        painter.setPen(self._colour(QPalette.ColorRole.WindowText))
        beside = line.adjusted(SMALL + STEP, 0, 0, 0)
        painter.drawText(beside, sentence, QTextOption(Qt.AlignmentFlag.AlignVCenter))

    def _heading_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * HEADING)
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        return self.palette().color(role)
