"""What the system has the program open: dropped on its icon in a dock, or by "open with".

macOS brings such files as events, one by one, at the start and as long as the program runs; other
systems start the program with them as arguments.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

TOGETHER = 100
"""Milliseconds within which files that follow each other were dropped together."""


class Application(QApplication):
    """The application; `opened` carries the addresses of files that were opened together."""

    opened = Signal(object)

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        self._coming: list[QUrl] = []
        self._soon = QTimer(self, singleShot=True, interval=TOGETHER)
        self._soon.timeout.connect(self._tell)

    def event(self, event: QEvent) -> bool:
        """Take files; only what is meant for the application itself comes here."""
        if isinstance(event, QFileOpenEvent):
            self._coming.append(event.url())
            self._soon.start()
            return True
        return super().event(event)

    def _tell(self) -> None:
        together, self._coming = tuple(self._coming), []
        self.opened.emit(together)
