"""The waveform of a song, coloured by its mood: one looks at it, plays along it, and seeks in it.

It is a slider whose value is the position in milliseconds, so that assistive technology finds a
slider with a value, and the usual keys move it.
"""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip

from coverart.domain import Floats
from coverart.encoders.affect.course import Moment, mood_at, moods_at
from coverart.engine.portraying import Portrait
from coverart.gui.look.mood_colours import mood_colour
from coverart.gui.look.theme import STEP
from coverart.gui.song_card.wording import moment_words
from coverart.language import _
from coverart.media.waveform import condensed

WIDTH, GAP = 2, 1
HEIGHT = 7 * STEP
FAINT = 0.45
"""How much of its colour a bar keeps that is still to be played."""
GAMMA = 0.75
"""Below 1, so that quiet stretches are seen beside loud ones."""
SILENCE = 1e-9
"""A mean square below which there is nothing to see."""
SECOND = 1000
JUMP = 5 * SECOND
KEYS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_Space,
)
"""Keys that are its own while it has the focus, whatever they do in the window."""
CHORDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its height as a share of the room, and its colour when it was played."""

    height: float
    colour: QColor


class Waveform(QAbstractSlider):
    """Shows a song as bars; `sought` tells the second that was asked for, `toggled` Space."""

    sought = Signal(float)
    toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._outline: Floats = np.empty((0, 2), dtype=np.float32)
        self._course: tuple[Moment, ...] = ()
        self._bars: tuple[Bar, ...] = ()
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSingleStep(JUMP)
        self.setPageStep(6 * JUMP)
        self.setAccessibleName(_("Waveform of the song"))
        self.actionTriggered.connect(self._tell_sought)
        self.valueChanged.connect(self._describe)
        self.show_song(None)

    def show_song(self, portrait: Portrait | None) -> None:
        """Show a song from its start; a quiet line where there is none yet."""
        if portrait is None:
            self._outline, self._course = np.empty((0, 2), dtype=np.float32), ()
        else:
            self._outline, self._course = portrait.waveform, portrait.course
        self.setSliderDown(False)
        self.setRange(0, 0 if portrait is None else int(portrait.seconds * SECOND))
        self.setValue(0)
        known = portrait is not None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if known else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if known else Qt.CursorShape.ArrowCursor)
        self._describe()
        self._make_bars()

    def show_position(self, seconds: float) -> None:
        """Show how far the song was played; not while somebody seeks in it."""
        if not self.isSliderDown():
            self.setValue(round(seconds * SECOND))

    def words_at(self, seconds: float) -> str:
        """A second of the song with its mood."""
        return moment_words(seconds, mood_at(self._course, seconds))

    @property
    def bars(self) -> tuple[Bar, ...]:
        """What is painted, from left to right."""
        return self._bars

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as a narrow card."""
        return QSize(20 * STEP, HEIGHT)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(10 * STEP, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the bars about the middle, those that were played in their full colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle, room = self.height() / 2, self.height() - STEP
        reached = self._place(self.sliderPosition()) if self.sliderPosition() else self.width()
        for number, bar in enumerate(self._bars):
            left = number * (WIDTH + GAP)
            painter.setOpacity(1.0 if left < reached else FAINT)
            painter.setBrush(bar.colour)
            tall = max(WIDTH, bar.height * room)
            own = QRectF(left, middle - tall / 2, WIDTH, tall)
            painter.drawRoundedRect(own, WIDTH / 2, WIDTH / 2)
        painter.setOpacity(1.0)
        self._paint_marks(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Seek to where the pointer is."""
        if event.button() is Qt.MouseButton.LeftButton and self.maximum():
            self.setSliderDown(True)
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Go with the pointer as long as it is pressed."""
        if self.isSliderDown():
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Stay there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the wheel to what scrolls around it."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Play and pause with Space; say where the other keys lead."""
        if event.key() == Qt.Key.Key_Space:
            self.toggled.emit()
            return
        super().keyPressEvent(event)
        if event.isAccepted():
            seconds = self.value() / SECOND
            foot = QPoint(round(self._place(self.value())), self.height() - 2 * STEP)
            QToolTip.showText(self.mapToGlobal(foot), self.words_at(seconds), self)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._make_bars()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._make_bars()

    def event(self, event: QEvent) -> bool:
        """Keep its own keys from the window, and tell the mood under the pointer."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in KEYS and not event.modifiers() & CHORDS:
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event)
            return True
        return super().event(event)

    def _make_bars(self) -> None:
        """Fit the bars to the width there is, so that painting them is quick."""
        count = max(1, (self.width() + GAP) // (WIDTH + GAP))
        length = self.maximum() / SECOND
        moments = moods_at(self._course, [(bar + 0.5) * length / count for bar in range(count)])
        heights = bar_heights(self._outline, count).tolist()
        self._bars = tuple(
            Bar(height, self._colour(moment))
            for height, moment in zip(heights, moments, strict=True)
        )
        self.update()

    def _colour(self, moment: Moment | None) -> QColor:
        colours = self.palette()
        if moment is None:
            return colours.color(QPalette.ColorRole.PlaceholderText)
        surface = colours.color(QPalette.ColorRole.Base)
        return mood_colour(moment.valence, moment.arousal, surface)

    def _paint_marks(self, painter: QPainter) -> None:
        """Paint where one is in the song, and around it all the focus."""
        colours = self.palette()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.sliderPosition():
            left = self._place(self.sliderPosition())
            painter.setPen(QPen(colours.color(QPalette.ColorRole.WindowText), 1))
            painter.drawLine(round(left), 0, round(left), self.height())
        if self.hasFocus():
            painter.setPen(QPen(colours.color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _place(self, value: int) -> float:
        """Where in the widget a value stands."""
        return self.width() * value / max(1, self.maximum())

    def _seconds_at(self, x: float) -> float:
        share = min(1.0, max(0.0, x / max(1, self.width())))
        return share * self.maximum() / SECOND

    def _seek(self, x: float) -> None:
        self.setSliderPosition(round(self._seconds_at(x) * SECOND))

    def _tell_sought(self) -> None:
        self.sought.emit(self.sliderPosition() / SECOND)

    def _describe(self) -> None:
        self.setAccessibleDescription(
            self.words_at(self.value() / SECOND) if self.maximum() else ""
        )
        self.update()

    def _show_tip(self, event: QHelpEvent) -> None:
        if not self.maximum():
            return
        told = self.words_at(self._seconds_at(event.pos().x()))
        meaning = _("Height is loudness, and colour is the mood at that time.")
        QToolTip.showText(event.globalPos(), f"{told}\n{meaning}", self)


def bar_heights(outline: Floats, count: int) -> Floats:
    """The height of each bar, (count,) in [0, 1]: the loudness of its stretch beside the loudest.

    A song with fewer stretches than bars repeats them; of an empty outline all are 0.
    """
    if not len(outline):
        return np.zeros(count, dtype=np.float32)
    power = condensed(outline, count)[:, 1]
    loudness: Floats = np.sqrt(power / max(float(power.max()), SILENCE))
    places = np.linspace(0, len(power), count, endpoint=False).astype(int)
    heights: Floats = (loudness**GAMMA)[places]
    return heights
