"""A score and its parts, each as a word, a thin bar and a number."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from coverart.gui.look.parts import label
from coverart.gui.look.theme import STEP
from coverart.gui.studio.wording import percent

THICKNESS = 4


class Bar(QWidget):
    """A share of one, as a thin bar."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """Show a number in [0, 1]."""
        self._share = share
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """A line of text high."""
        return QSize(80, 2 * STEP)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the part that is reached over the whole."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(0, (self.height() - THICKNESS) / 2, self.width(), THICKNESS)
        reached = QRectF(whole.x(), whole.y(), whole.width() * self._share, THICKNESS)
        for place, role in (
            (whole, QPalette.ColorRole.AlternateBase),
            (reached, QPalette.ColorRole.PlaceholderText),
        ):
            painter.setBrush(self.palette().color(role))
            painter.drawRoundedRect(place, THICKNESS / 2, THICKNESS / 2)
        painter.end()


class ScoreBars(QWidget):
    """Some named shares, one below the other."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(STEP)
        grid.setVerticalSpacing(STEP // 2)
        grid.setColumnStretch(1, 1)
        self._bars: dict[str, Bar] = {}
        self._numbers = {}
        for line, (name, title) in enumerate(names.items()):
            self._bars[name] = Bar()
            self._numbers[name] = label()
            grid.addWidget(label(title, "quiet"), line, 0)
            grid.addWidget(self._bars[name], line, 1)
            grid.addWidget(self._numbers[name], line, 2, Qt.AlignmentFlag.AlignRight)

    def show_shares(self, shares: Mapping[str, float]) -> None:
        """Show numbers in [0, 1] by name."""
        for name, bar in self._bars.items():
            bar.set_share(shares[name])
            self._numbers[name].setText(percent(shares[name]))
