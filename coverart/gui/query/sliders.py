"""The sliders beside the gallery: what the list is to be like. Every move lists anew at once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QGridLayout, QSlider, QVBoxLayout, QWidget

from coverart.gui.look.parts import Button, label
from coverart.gui.look.theme import STEP
from coverart.gui.studio.glossary import Word, explained
from coverart.gui.studio.wanted import OPTIONS
from coverart.language import _, mark, number, percent
from coverart.settings import Options

PIXELS = (0, 640, 1000, 1400, 2000, 3000, 4000)
"""The sizes that platforms ask for, and none."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One option: its name, what it does, the slider's span, and how values go to and fro."""

    option: str
    title: str
    hint: Callable[[], str]
    span: tuple[int, int]
    value: Callable[[Any], int]
    option_of: Callable[[int], Any]
    told: Callable[[Any], str]


def _in_percent(option: str, word: Word) -> _Line:
    return _Line(
        option,
        word.value,
        lambda: explained(word),
        (0, 100),
        lambda share: round(100 * share),
        lambda value: value / 100,
        percent,
    )


LINES = (
    _in_percent("composition", Word.COMPOSITION),
    _in_percent("variety", Word.VARIETY),
    _Line(
        "least_pixels",
        Word.NATIVE_PIXELS.value,
        lambda: explained(Word.NATIVE_PIXELS),
        (0, len(PIXELS) - 1),
        lambda least: min(range(len(PIXELS)), key=lambda place: abs(PIXELS[place] - least)),
        PIXELS.__getitem__,
        lambda least: _("{number} px").format(number=number(least)) if least else _("any"),
    ),
    _Line(
        "per_photo",
        mark("Of one photo"),
        lambda: _("How many crops of one photo are shown at most"),
        (1, 12),
        int,
        int,
        str,
    ),
)


class Slider(QSlider):
    """A slider that the wheel does not move in passing."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class Sliders(QWidget):
    """Composition, variety, least native pixels, and how many crops of one photo.

    `changed` carries the options as they are now; what has no slider here is left as it was.
    """

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._options = OPTIONS
        self._sliders = {line.option: self._slider(line) for line in LINES}
        self._told = {line.option: label(part="quiet") for line in LINES}
        self._usual = Button(_("As usual"), self._reset, "plain")
        self._usual.setToolTip(_("Put all sliders where they were at first"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(STEP)
        grid.setVerticalSpacing(STEP // 2)
        grid.setColumnStretch(0, 1)
        for line in LINES:
            row = grid.rowCount()
            name = label(_(line.title))
            name.setToolTip(line.hint())
            name.setBuddy(self._sliders[line.option])
            grid.addWidget(name, row, 0)
            grid.addWidget(self._told[line.option], row, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(self._sliders[line.option], row + 1, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        column.setSpacing(STEP)
        column.addLayout(grid)
        column.addWidget(self._usual, 0, Qt.AlignmentFlag.AlignRight)
        self.show_options(OPTIONS)

    def slider(self, option: str) -> QSlider:
        """The slider of an option."""
        return self._sliders[option]

    def show_options(self, options: Options) -> None:
        """Bring the sliders where these options have them."""
        self._options = options
        for line in LINES:
            own, slider = getattr(options, line.option), self._sliders[line.option]
            slider.blockSignals(True)
            slider.setValue(line.value(own))
            slider.blockSignals(False)
            self._told[line.option].setText(line.told(own))
        self._usual.setVisible(options != self._with_usual())

    def _slider(self, line: _Line) -> Slider:
        slider = Slider(Qt.Orientation.Horizontal)
        slider.setRange(*line.span)
        slider.setPageStep(max(1, line.span[1] // 10))
        slider.setAccessibleName(_(line.title))
        slider.setAccessibleDescription(line.hint())
        slider.setToolTip(line.hint())
        slider.valueChanged.connect(
            lambda value: self._take(replace(self._options, **{line.option: line.option_of(value)}))
        )
        return slider

    def _with_usual(self) -> Options:
        usual = {line.option: getattr(OPTIONS, line.option) for line in LINES}
        return replace(self._options, **usual)

    def _reset(self) -> None:
        self._take(self._with_usual())

    def _take(self, options: Options) -> None:
        self.show_options(options)
        self.changed.emit(options)
