"""A few words that lie on a picture for a while and then fade."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QWidget

from coverart.gui.look import icons
from coverart.gui.look.theme import DARK, STEP

FADING = 300
"""Milliseconds."""
OPACITY = 0.88
"""That of the surface behind the words, which are to be read on any picture."""


class Note(QWidget):
    """Shows lines of text, with drawings before the first; `faded` when it is gone.

    The mouse goes through it. It fades at once where the system wants no animation.
    """

    faded = Signal()

    def __init__(self, parent: QWidget, lasting: int) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()
        self._drawings: tuple[str, ...] = ()
        self._opacity = 0.0
        self._stays = False
        self._rest = QTimer(self, singleShot=True, interval=lasting)
        self._rest.timeout.connect(self._begin_to_fade)
        self._fading = QVariantAnimation(self, startValue=1.0, endValue=0.0, duration=FADING)
        self._fading.valueChanged.connect(self._set_opacity)
        self._fading.finished.connect(self._end)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says, or said last."""
        return self._lines

    def tell(self, lines: Sequence[str], drawings: Sequence[str] = ()) -> None:
        """Change what it says."""
        self._lines = tuple(line for line in lines if line)
        self._drawings = tuple(drawings)
        self.setAccessibleName(", ".join(self._lines))
        self.resize(self.sizeHint())
        self.update()

    def appear(self, stays: bool = False) -> None:
        """Show it for its time, or until it is told to appear again or to go."""
        self._stays = stays
        self._fading.stop()
        self._set_opacity(1.0)
        self.show()
        self.raise_()
        if stays:
            self._rest.stop()
        else:
            self._rest.start()

    def go(self) -> None:
        """Hide it at once."""
        self._rest.stop()
        self._fading.stop()
        self.hide()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As much as the words need."""
        metrics = self.fontMetrics()
        widths = [metrics.horizontalAdvance(line) for line in self._lines]
        before = len(self._drawings) * icons.SIDE + (STEP if self._drawings and widths else 0)
        if widths:
            widths[0] += before
        width = max(widths, default=before) + 4 * STEP
        return QSize(width, max(1, len(self._lines)) * self._line_height() + 2 * STEP)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the words on a dark surface, whatever the theme: they lie on a picture."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setOpacity(self._opacity)
        surface = QColor(DARK.panel)
        surface.setAlphaF(OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(surface)
        painter.drawRoundedRect(QRectF(self.rect()), STEP, STEP)
        left = float(2 * STEP)
        height = self._line_height()
        top = (height - icons.SIDE) // 2 + STEP
        for name in self._drawings:
            drawing = icons.icon(name, QColor(DARK.text))
            drawing.paint(painter, round(left), top, icons.SIDE, icons.SIDE)
            left += icons.SIDE
        left += STEP if self._drawings else 0
        for number, line in enumerate(self._lines):
            painter.setPen(QColor(DARK.quiet if number else DARK.text))
            place = QRectF(2 * STEP if number else left, STEP + number * height, 1e4, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, line)
        painter.end()

    def _line_height(self) -> int:
        return max(self.fontMetrics().height(), icons.SIDE) + STEP // 2

    def _set_opacity(self, opacity: float) -> None:
        self._opacity = opacity
        self.update()

    def _begin_to_fade(self) -> None:
        duration = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        if duration > 0:
            self._fading.start()
        else:
            self._end()

    def _end(self) -> None:
        self.hide()
        self.faded.emit()
