"""What the program notes of itself while it runs: warnings of Qt, bugs, when it began and ended.

The notes stay on this computer. They may name the user's files, because that is often what matters.
"""

import logging
import platform
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from coverart import __version__
from coverart.settings import data_path

NAME = "coverart"
"""The logger of the program; a module's own is below it."""
LARGEST = 2**20
"""Bytes of one file; two older ones are kept beside it."""
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def logs_path() -> Path:
    """The folder of what is noted."""
    return data_path() / "logs"


class Log:
    """Notes into a file from `begin` to `end`; where that cannot be written, nowhere."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handler: RotatingFileHandler | None = None
        self._excepthook = threading.excepthook

    def begin(self) -> None:
        """Note what Qt and Python complain of from now on."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(
                self._path, maxBytes=LARGEST, backupCount=2, encoding="utf-8"
            )
        except OSError:
            return
        handler.setFormatter(logging.Formatter(FORMAT))
        self._handler = handler
        log = logging.getLogger(NAME)
        log.setLevel(logging.INFO)
        log.addHandler(handler)
        log.info(
            "Coverart %s on %s, Python %s, Qt %s",
            __version__,
            platform.platform(),
            platform.python_version(),
            qVersion(),
        )
        qInstallMessageHandler(_hear_qt)
        self._excepthook, threading.excepthook = threading.excepthook, _hear_thread

    def end(self) -> None:
        """Note that the program ends, and let go of the file."""
        if self._handler is None:
            return
        threading.excepthook = self._excepthook
        qInstallMessageHandler(None)
        log = logging.getLogger(NAME)
        log.info("Ended")
        log.removeHandler(self._handler)
        self._handler.close()
        self._handler = None


def note_bug(error: BaseException) -> None:
    """Note a bug with its traceback, where anything is being noted."""
    log = logging.getLogger(NAME)
    if log.hasHandlers():
        log.critical("Something went wrong in Coverart itself", exc_info=error)


def _hear_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Note what Qt says, and say it in the terminal as Qt would have done."""
    logging.getLogger(f"{NAME}.qt").log(LEVELS.get(kind, logging.WARNING), "%s", message)
    if sys.stderr is not None:  # there is none where a program has no terminal on Windows
        sys.stderr.write(f"{message}\n")


def _hear_thread(failed: threading.ExceptHookArgs) -> None:
    """A bug in a thread is as much a bug as any other."""
    if failed.exc_value is not None:
        sys.excepthook(failed.exc_type, failed.exc_value, failed.exc_traceback)
