"""Bugs: what nobody expected still reaches the user as one sentence, with details to copy.

They are noted in the log as well.
"""

import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from coverart.gui.session.logs import note_bug


class CrashReporter(QObject):
    """Says `crashed`, with the traceback as text, in the window's thread."""

    crashed = Signal(str)

    def install(self) -> None:
        """Hear of every exception that nothing catches, in whatever thread."""
        self._before = sys.excepthook
        sys.excepthook = self._hear

    def _hear(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        self._before(kind, error, trace)
        note_bug(error)
        if issubclass(kind, Exception):
            self.crashed.emit("".join(traceback.format_exception(kind, error, trace)))
