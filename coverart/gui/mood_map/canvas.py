"""The mood map in one's hands: the point is dragged or moved by keys, crops are looked at, chosen.

While the point is dragged, every mood on its way is tried, and only where it is let go is one asked
for; Esc gives up.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from coverart.domain import Emotion
from coverart.encoders.affect.course import Moment
from coverart.gui.mood_map.hover_card import HoverCard
from coverart.gui.mood_map.map_view import MoodView
from coverart.gui.mood_map.plane import held
from coverart.gui.mood_map.pointing import Pointing
from coverart.gui.mood_map.wording import (
    described,
    lesson,
    told_of_own,
    told_of_point,
    told_of_together,
    told_of_word,
)
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.glossary import Word
from coverart.language import _

GRIP = 14.0
"""Pixels from the point within which it is taken hold of."""
NEAR = 10.0
"""Pixels from another mark within which the pointer is on it."""
LEAST = 3.0
"""Pixels that the point must be dragged before that means anything."""
PUSH, NUDGE = 0.05, 0.01
"""How far an arrow key moves the mood, and how far together with Shift."""
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}
LEFT = Qt.MouseButton.LeftButton


class MoodCanvas(MoodView):
    """Says what a person wants of the map.

    `tried` carries the mood that the point is dragged over, `given_up` comes where it is not let go
    there. `asked` carries the mood asked for, None for the song's own, and whether that is a step
    by itself, as a drag is, or may be one of many, as by keys. `chosen` carries a match.
    """

    tried = Signal(object)
    given_up = Signal()
    asked = Signal(object, bool)
    chosen = Signal(object)

    def __init__(self, pictures: Pictures, picture_side: int = 0) -> None:
        super().__init__(pictures, picture_side)
        self._grip: QPointF | None = None
        self._pressed = QPointF()
        self._dragged: Emotion | None = None
        self._pointing = Pointing(self, pictures, self.picture, self.picture_of)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Mood map"))
        self._describe()

    @property
    def handle(self) -> Emotion | None:
        """Where the point is: under the hand, or else where it belongs."""
        return self._dragged or super().handle

    @property
    def card(self) -> HoverCard | None:
        """What shows the crop under the pointer, while one is."""
        return self._pointing.card

    def show_song(
        self, own: Emotion | None, course: Sequence[Moment] = (), seconds: float = 0.0
    ) -> None:
        super().show_song(own, course, seconds)
        self._describe()

    def show_asked(self, asked: Emotion | None) -> None:
        super().show_asked(asked)
        self._describe()

    def lay_out(self) -> None:
        super().lay_out()
        self._pointing.hide()

    def told_at(self, point: QPointF) -> str:
        """What is said of a point of the map; empty where a crop speaks for itself."""
        marked: tuple[tuple[bool, Callable[[], str]], ...] = (
            (self._on(point, self.handle, GRIP), lambda: told_of_point(self._asked, self._own)),
            (self._on(point, self._own, NEAR), lambda: told_of_own(self._own)),
            (self._on(point, self._together, NEAR), lambda: told_of_together(self._together)),
            (self.dot_at(point) is not None, lambda: ""),
            (self._named(point, Word.VALENCE), lambda: told_of_word(Word.VALENCE)),
            (self._named(point, Word.AROUSAL), lambda: told_of_word(Word.AROUSAL)),
        )
        return next((tell for there, tell in marked if there), lesson)()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window while the point is dragged; say what the pointer rests on."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self._grip is not None:
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.told_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Take hold of the point, or choose a crop."""
        point = event.position()
        if event.button() is not LEFT:
            super().mousePressEvent(event)
            return
        place = self.dot_at(point)
        if self._on(point, self.handle, GRIP) and self.handle is not None:
            self._grip, self._pressed = self.plane.point(self.handle) - point, point
            self._pointing.hide()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif place is not None:
            self.chosen.emit(self.dots.listed[place].match)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Bring the point along, or show the crop that the pointer is on."""
        point = event.position()
        if self._grip is None:
            self._hover(point)
        elif self._dragged or (point - self._pressed).manhattanLength() >= LEAST:
            dragged = self.plane.emotion(point + self._grip)
            if dragged != self._dragged:
                self._dragged = dragged
                self.update()
                self.tried.emit(dragged)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Ask for the mood on which the point was let go."""
        if event.button() is LEFT and self._grip is not None:
            dragged, self._grip, self._dragged = self._dragged, None, None
            self._hover(event.position())
            if dragged is not None:
                self._ask(dragged, alone=True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go back to the song's own mood, unless a crop is meant."""
        point = event.position()
        if self._on(point, self.handle, GRIP) or self.dot_at(point) is None:
            self._grip = None
            self._ask(None, alone=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Move the mood a little; Home goes back, and Esc lets go of what is dragged."""
        key, modifiers = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Escape and self._grip is not None:
            self._give_up()
        elif key in ARROWS and (shift or not modifiers):
            across, up = ARROWS[Qt.Key(key)]
            step, (valence, arousal) = NUDGE if shift else PUSH, self.handle or (0.0, 0.0)
            self._ask(held(valence + step * across, arousal + step * up), alone=False)
        elif key == Qt.Key.Key_Home and not modifiers:
            self._ask(None, alone=True)
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().leaveEvent(event)
        self._over_handle = False
        self._pointing.hide()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        self._pointing.hide()
        if self._grip is not None:
            self._give_up()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        super().focusOutEvent(event)
        self.update()

    def _ask(self, mood: Emotion | None, alone: bool) -> None:
        if mood != self._asked:
            self.show_asked(mood)
            self.asked.emit(mood, alone)
        else:
            self.update()
            self.given_up.emit()

    def _give_up(self) -> None:
        self._grip = self._dragged = None
        self.unsetCursor()
        self.update()
        self.given_up.emit()

    def _named(self, point: QPointF, word: Word) -> bool:
        """Whether a point is on one of the words at the ends of an axis."""
        if self._ends is None:
            return False
        return (self._ends.across if word is Word.VALENCE else self._ends.upright)(point)

    def _on(self, point: QPointF, mark: Emotion | None, reach: float) -> bool:
        if mark is None:
            return False
        away = self.plane.point(mark) - point
        return away.x() ** 2 + away.y() ** 2 <= reach**2

    def _hover(self, point: QPointF) -> None:
        """Follow the pointer that drags nothing."""
        over = self._on(point, self.handle, GRIP)
        place = None if over else self.dot_at(point)
        if over != self._over_handle:
            self._over_handle = over
            self.update()
        shapes = Qt.CursorShape
        if over:
            self.setCursor(shapes.OpenHandCursor)
        else:
            self.setCursor(shapes.ArrowCursor if place is None else shapes.PointingHandCursor)
        if place is None:
            self._pointing.hide()
        else:
            x, y = self.dots.points[place].tolist()
            self._pointing.show(self.dots.listed[place], QPoint(round(x), round(y)))

    def _describe(self) -> None:
        self.setAccessibleDescription(described(self._asked, self._own))
