"""New tiles come softly, unless the system asks for no motion."""

from collections.abc import Callable, Collection

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QStyle, QWidget

from coverart.gui.gallery.rows import Identity

MILLISECONDS = 150
MOST = 50
"""Of more new tiles, none is faded in: that is another list, and no news within one."""


class Fading(QVariantAnimation):
    """Knows how much of a tile is to be seen; `repaint` is called whenever that changes."""

    def __init__(self, widget: QWidget, repaint: Callable[[Collection[Identity]], object]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._repaint = repaint
        self._fresh: frozenset[Identity] = frozenset()
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.valueChanged.connect(lambda _value: self._repaint(self._fresh))
        self.finished.connect(self._end)

    def begin(self, fresh: Collection[Identity]) -> None:
        """Fade these tiles in, where that is wanted."""
        self.stop()
        self._end()
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        wanted = self._widget.style().styleHint(hint, None, self._widget)
        if wanted and 0 < len(fresh) <= MOST and self._widget.isVisible():
            self._fresh = frozenset(fresh)
            self.setDuration(min(MILLISECONDS, wanted))
            self.start()

    def opacity(self, key: Identity) -> float:
        """How much of a tile is to be seen, in [0, 1]."""
        return float(self.currentValue()) if key in self._fresh else 1.0

    def _end(self) -> None:
        self._fresh = frozenset()
