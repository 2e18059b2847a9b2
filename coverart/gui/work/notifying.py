"""A word from the system when long work has ended while somebody looked elsewhere.

On a desktop of freedesktop.org `notify-send` passes it on, which comes with all of them; elsewhere
the tray says it. Where there is neither, the entry of the window in the task bar asks for
attention, and that is all.
"""

import sys
import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QProcess, QStandardPaths
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from coverart.gui.look.icons import application_icon
from coverart.gui.studio.stage import Stage

LONG = 120.0
"""Seconds of work after which its end is told to somebody who looks elsewhere."""


class Notify(Protocol):
    """Says something outside of the window."""

    def __call__(self, title: str, text: str) -> object: ...


class Notifier(QObject):
    """Follows the stages of a search; `told` tells what came of it.

    `now` gives seconds, and `notify` says what is to be said.
    """

    def __init__(
        self,
        window: QWidget,
        told: Callable[[], tuple[str, str]],
        notify: Notify | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._told = told
        self._notify = notify or self._by_system
        self._now = now
        self._since: float | None = None
        self._tray: QSystemTrayIcon | None = None

    def follow(self, stage: Stage) -> None:
        """Take notice of a stage."""
        if stage is Stage.WORKING:
            self._since = self._now() if self._since is None else self._since
        elif stage is not Stage.PAUSED:
            begun, self._since = self._since, None
            ended = stage in (Stage.FINAL, Stage.FAILED)
            if ended and begun is not None and self._now() - begun >= LONG:
                self._tell()

    def _tell(self) -> None:
        if not self._window.isActiveWindow():
            QApplication.alert(self._window)
            self._notify(*self._told())

    def _by_system(self, title: str, text: str) -> None:
        if sys.platform.startswith("linux") and _by_command(title, text):
            return
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            if self._tray is None:
                self._tray = QSystemTrayIcon(application_icon(), self)
                self._tray.messageClicked.connect(self._window.activateWindow)
            self._tray.show()
            self._tray.showMessage(title, text, application_icon())


def _by_command(title: str, text: str) -> bool:
    """Ask the notification service of the desktop; whether there is a command for it."""
    command = QStandardPaths.findExecutable("notify-send")
    icon = QApplication.desktopFileName()
    given = ["--app-name", QApplication.applicationName(), "--icon", icon, "--", title, text]
    return bool(command) and QProcess.startDetached(command, given)[0]
