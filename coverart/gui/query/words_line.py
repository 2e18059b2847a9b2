"""The line for words, which tells them while they are typed."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from coverart.gui.look.theme import STEP
from coverart.language import _, mark

PAUSE = 250
"""Milliseconds without a key after which the words are told."""
AROUND = 4 * STEP
WIDEST = 34 * STEP
"""So wide it is at least, if that much is needed to read what it asks for."""
HOW = mark("Words after a minus sign are not wanted: foggy street -people -“red car”")


class WordsLine(QLineEdit):
    """Tells words, with `entered`, when they are typed and when Return is pressed."""

    entered = Signal(str)

    def __init__(self, placeholder: str, name: str, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.setMinimumWidth(
            min(WIDEST, self.fontMetrics().horizontalAdvance(placeholder) + AROUND)
        )
        self.setToolTip(f"{hint}\n{_(HOW)}")
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # a file dropped here is meant for the window
        self._rested = QTimer(self, singleShot=True, interval=PAUSE)
        self._rested.timeout.connect(self._tell)
        self.textEdited.connect(lambda _text: self._rested.start())
        self.returnPressed.connect(self._tell)

    def show_words(self, words: str) -> None:
        """Show words that were changed elsewhere; those being typed are left alone."""
        if not self._rested.isActive() and self.text().strip() != words:
            self.setText(words)

    def _tell(self) -> None:
        self._rested.stop()
        self.entered.emit(self.text())
