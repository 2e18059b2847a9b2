"""What was decided about a crop, in a line: a flag, and as many stars as were given."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from coverart.gui.compare.judging import DRAWINGS, flag_name, stars_name
from coverart.gui.look import icons
from coverart.gui.look.theme import STEP
from coverart.triage.judgement import UNJUDGED, Flag, Judgement

STAR = 14


class Verdict(QWidget):
    """Paints a judgement: kept in the accent, the rest quietly; nothing takes no room."""

    def __init__(self) -> None:
        super().__init__()
        self._judgement = UNJUDGED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_judgement(self, judgement: Judgement) -> None:
        """Show what was decided."""
        self._judgement = judgement
        said = (flag_name(judgement.flag), stars_name(judgement.stars))
        self.setToolTip("\n".join(filter(None, said)))
        self.setVisible(any(said))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As wide as what there is to show."""
        flag = icons.SIDE + STEP // 2 if self._judgement.flag else 0
        return QSize(flag + STAR * self._judgement.stars, icons.SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the flag and the stars."""
        painter = QPainter(self)
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText)
        flag, left = self._judgement.flag, 0
        if flag in DRAWINGS:
            accent = self.palette().color(QPalette.ColorRole.Highlight)
            drawing = icons.icon(DRAWINGS[flag], accent if flag is Flag.KEPT else quiet)
            drawing.paint(painter, 0, 0, icons.SIDE, icons.SIDE)
            left = icons.SIDE + STEP // 2
        star = icons.icon("star", quiet, STAR)
        for number in range(self._judgement.stars):
            star.paint(painter, left + number * STAR, (icons.SIDE - STAR) // 2, STAR, STAR)
        painter.end()
