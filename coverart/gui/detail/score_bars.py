"""A score and its parts, each as a word, a thin bar, a number, and what has changed of it."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from coverart.domain import Match
from coverart.gui.look.parts import label
from coverart.gui.look.theme import STEP
from coverart.language import _, mark, percent

THICKNESS = 4
SCORES = {"score": mark("Score"), "match": mark("Match"), "composition": mark("Composition")}
EXPLAINED = {
    "score": mark("What crops are ranked by: match and composition, weighed as you set it."),
    "match": mark("How well the picture fits what you asked for: the song, words and examples."),
    "composition": mark(
        "How well the crop is cut, whatever the song: what it keeps of the photo, "
        "what its edges cut through, and how it is balanced."
    ),
}


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
    """The score of a match and its two parts, one below the other.

    With `compares` there is always room for differences, so that nothing moves when there are some.
    """

    def __init__(self, compares: bool = False) -> None:
        super().__init__()
        self._compares = compares
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(STEP)
        self._grid.setVerticalSpacing(STEP // 2)
        self._grid.setColumnStretch(1, 1)
        self._bars: dict[str, Bar] = {}
        self._numbers: dict[str, QLabel] = {}
        self._changes: dict[str, QLabel] = {}
        for line, name in enumerate(SCORES):
            self._add(line, name)
        if compares:
            self._grid.setColumnMinimumWidth(3, self.fontMetrics().horizontalAdvance("−100%"))

    def show_match(self, match: Match, before: Match | None = None) -> None:
        """Show the score of a match and, beside it, the difference to the one `before`."""
        shares, earlier = _shares(match), _shares(before) if before else {}
        for name, share in shares.items():
            self._bars[name].set_share(share)
            self._bars[name].setAccessibleDescription(percent(share))
            self._numbers[name].setText(percent(share))
            if self._compares:
                self._changes[name].setText(difference(share, earlier[name]) if earlier else "")

    def _add(self, line: int, name: str) -> None:
        title = label(_(SCORES[name]), "quiet")
        self._bars[name] = Bar()
        self._bars[name].setAccessibleName(_(SCORES[name]))
        self._numbers[name] = label()
        cells: list[QWidget] = [title, self._bars[name], self._numbers[name]]
        if self._compares:
            self._changes[name] = label(part="quiet")
            cells.append(self._changes[name])
        for column, widget in enumerate(cells):
            widget.setToolTip(_(EXPLAINED[name]))
            right = Qt.AlignmentFlag.AlignRight if column > 1 else Qt.AlignmentFlag(0)
            self._grid.addWidget(widget, line, column, right)


def difference(share: float, before: float) -> str:
    """By how much a number in [0, 1] has changed, as it is shown; empty where that is nothing."""
    points = round(100 * share) - round(100 * before)
    if not points:
        return ""
    sign = "+" if points > 0 else "−"
    return _("{sign}{points}%").format(sign=sign, points=abs(points))


def _shares(match: Match) -> Mapping[str, float]:
    return {**{name: match.parts[name] for name in SCORES if name != "score"}, "score": match.score}
