"""A small slider that says how much one kind of part counts in the query."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QSlider, QVBoxLayout, QWidget

from coverart.encoders.encoder import Kind
from coverart.gui.look.parts import Button, Panel, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.studio.chip_list import TITLES
from coverart.language import _, number
from coverart.ranking.query import WEIGHTS

MOST = 2.0
PERCENT = 100
REST = 150
"""Milliseconds that the slider must rest before its weight is told."""


def shown_weight(size: float) -> str:
    """A weight for people: "×0.75"."""
    return f"×{number(round(size, 2), 'g')}"


class WeightPopup(QFrame):
    """Lies over the window until something else is pressed; `weighed` tells kind and weight."""

    weighed = Signal(object, float)

    def __init__(self, parent: QWidget, kind: Kind, size: float) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kind = kind
        self._number = label()
        self._number.setMinimumWidth(
            self._number.fontMetrics().horizontalAdvance(shown_weight(0.88))
        )
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, round(MOST * PERCENT))
        self.slider.setSingleStep(5)
        self.slider.setPageStep(25)
        self.slider.setFixedWidth(22 * STEP)
        self.slider.setAccessibleName(_("Weight of: {kind}").format(kind=_(TITLES[kind])))
        self._rested = QTimer(self, singleShot=True, interval=REST)
        self._rested.timeout.connect(self._tell)
        self.slider.setValue(round(size * PERCENT))
        self._show_number()
        self.slider.valueChanged.connect(self._change)
        usual = round(abs(WEIGHTS[kind]) * PERCENT)
        reset = Button(_("As usual"), lambda: self.slider.setValue(usual), "plain")
        surface = Panel("popup")
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(surface)
        layout = QVBoxLayout(surface)
        layout.setContentsMargins(2 * STEP, STEP, STEP, STEP)
        layout.setSpacing(STEP // 2)
        layout.addWidget(
            label(_("{kind}: how much to count").format(kind=_(TITLES[kind])), "quiet")
        )
        layout.addLayout(row(self.slider, self._number, reset))

    def open_below(self, widget: QWidget) -> None:
        """Show it below a widget, with the keyboard on the slider."""
        self.adjustSize()
        self.move(widget.mapToGlobal(QPoint(0, widget.height() + STEP // 2)))
        self.show()
        self.slider.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell what was not told yet."""
        if self._rested.isActive():
            self._tell()
        super().hideEvent(event)

    def _change(self) -> None:
        self._show_number()
        self._rested.start()

    def _show_number(self) -> None:
        self._number.setText(shown_weight(self.slider.value() / PERCENT))

    def _tell(self) -> None:
        self._rested.stop()
        self.weighed.emit(self._kind, self.slider.value() / PERCENT)
