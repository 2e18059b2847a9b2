"""The middle: what the engine compares, the verdict, the weight of composition, the gallery."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStackedLayout, QVBoxLayout, QWidget

from coverart.domain import Ranking
from coverart.gui.gallery import Gallery
from coverart.gui.parts import Drawing, label
from coverart.gui.theme import STEP
from coverart.gui.wording import percent
from coverart.settings import Options, span
from coverart.settings import label as label_of


class Results(QWidget):
    """Shows a ranking, and says how much composition shall count."""

    composition_weighed = Signal(float)

    def __init__(self, gallery: Gallery, title: str) -> None:
        super().__init__()
        self._gallery = gallery
        self._title = label(title, "quiet", wraps=True)
        self._verdict = label(wraps=True)
        self._warning = Drawing("warning", 18, quiet=False)
        self._waiting = label(part="quiet", wraps=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._share = label()
        self._slider = self._weight()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(STEP, 2 * STEP, 0, 0)
        layout.setSpacing(STEP)
        layout.addLayout(self._head())
        layout.addLayout(self._second_line())
        self._pages = QStackedLayout()
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(gallery)
        layout.addLayout(self._pages, 1)
        self._judge("")

    def show_ranking(self, ranking: Ranking) -> None:
        """Show the matches, best first, and the verdict on them."""
        self._gallery.show_matches(ranking.matches)
        self._judge(ranking.verdict)
        self._pages.setCurrentIndex(1 if ranking.matches else 0)

    def show_waiting(self, sentence: str) -> None:
        """Say why the gallery is empty, should it be empty."""
        self._waiting.setText(sentence)

    def allow_weighing(self, allowed: bool) -> None:
        """Say whether the weight of composition can be changed."""
        self._slider.setEnabled(allowed)

    def _judge(self, verdict: str) -> None:
        self._verdict.setText(verdict)
        self._verdict.setVisible(bool(verdict))
        self._warning.setVisible(bool(verdict))

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(STEP, 0, 2 * STEP, 0)
        head.setSpacing(STEP)
        head.addWidget(self._title, 1)
        head.addWidget(label("Composition", "quiet"))
        head.addWidget(self._slider)
        head.addWidget(self._share)
        return head

    def _second_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(STEP, 0, 2 * STEP, 0)
        line.setSpacing(STEP)
        line.addWidget(self._warning)
        line.addWidget(self._verdict, 1)
        return line

    def _weight(self) -> QSlider:
        """A slider in percent."""
        slider = QSlider(Qt.Orientation.Horizontal)
        least, most = span("composition")
        slider.setRange(round(100 * least), round(100 * most))
        slider.setFixedWidth(18 * STEP)
        slider.setPageStep(10)
        slider.setAccessibleName(label_of("composition"))
        slider.setToolTip(f"{label_of('composition')} against the match")
        slider.valueChanged.connect(self._weigh)
        self._share.setMinimumWidth(self._share.fontMetrics().horizontalAdvance(percent(1.0)))
        slider.setValue(round(100 * Options().composition))
        return slider

    def _weigh(self, value: int) -> None:
        self._share.setText(percent(value / 100))
        self.composition_weighed.emit(value / 100)
