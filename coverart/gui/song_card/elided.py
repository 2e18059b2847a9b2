"""A text that takes a few lines at most, with an ellipsis where there is no room for the rest."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

ELLIPSIS = Qt.TextElideMode.ElideRight


class ElidedLabel(QLabel):
    """A plain text on `most` lines at most; where it is cut, its tooltip has all of it."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._full = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def full_text(self) -> str:
        """All of the text."""
        return self._full

    def show_text(self, text: str) -> None:
        """Show a text of one paragraph."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """As narrow as there is room."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = "\n".join(in_lines(self._full, self.font(), self.width(), self._most))
        if shown != self.text():
            self.setText(shown)
        cut = shown.replace("\n", " ") != self._full
        self.setToolTip(self._full if cut else "")


def in_lines(text: str, font: QFont, width: int, most: int) -> list[str]:
    """Break a text between words into at most `most` lines; the last is cut where it must be."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        if len(lines) == most - 1:
            lines.append(QFontMetrics(font).elidedText(text[start:], ELLIPSIS, width))
            break
        lines.append(text[start : start + line.textLength()].strip())
    layout.endLayout()
    return lines
