"""Ctrl-C in the terminal closes the window as its own button does.

Python hears of a signal only while it runs itself, and Qt may idle for hours; so the signal is
written to a socket that Qt watches.
"""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication


class Interrupt(QObject):
    """Ends the application at Ctrl-C; belongs to the main thread."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno())
        # Python may run this handler in the middle of a repaint, so it must not do anything.
        signal.signal(signal.SIGINT, lambda _number, _frame: None)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        application.aboutToQuit.connect(self._close)

    def _hear(self) -> None:
        if signal.SIGINT in self._reader.recv(64):
            self._application.quit()

    def _close(self) -> None:
        """Listen no longer; whoever presses Ctrl-C from now on waits for what is being closed."""
        signal.set_wakeup_fd(-1)
        self._notifier.setEnabled(False)
        for end in (self._reader, self._writer):
            end.close()
