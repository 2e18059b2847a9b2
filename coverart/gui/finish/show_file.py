"""Showing a file in the system's own file manager, selected where the system can."""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher
from PySide6.QtGui import QDesktopServices

SERVICE = "org.freedesktop.FileManager1"
"""https://www.freedesktop.org/wiki/Specifications/file-manager-interface/"""
PATH = "/org/freedesktop/FileManager1"

Start = Callable[[str, Sequence[str]], object]
OpenFolder = Callable[[Path], object]


def show_file(
    path: Path,
    system: str = sys.platform,
    start: Start = lambda program, words: QProcess.startDetached(program, list(words)),
    open_folder: OpenFolder = lambda folder: QDesktopServices.openUrl(
        QUrl.fromLocalFile(str(folder))
    ),
    connect: Callable[[], QDBusConnection] = QDBusConnection.sessionBus,
) -> None:
    """Show a file in its folder; where no file can be selected, open the folder."""
    if system == "win32":
        # Explorer wants the option and the name as one word, with backslashes.
        start("explorer", [f"/select,{path}"])
    elif system == "darwin":
        start("open", ["-R", str(path)])
    else:
        _ask_file_manager(path, open_folder, connect())


def _ask_file_manager(path: Path, open_folder: OpenFolder, bus: QDBusConnection) -> None:
    if not bus.isConnected():
        open_folder(path.parent)
        return
    message = QDBusMessage.createMethodCall(SERVICE, PATH, SERVICE, "ShowItems")
    encoded = QUrl.ComponentFormattingOption.FullyEncoded
    message.setArguments([[QUrl.fromLocalFile(str(path)).toString(encoded)], ""])
    # Not waited for: a file manager may take seconds to start.
    watcher = QDBusPendingCallWatcher(bus.asyncCall(message))
    _watchers.add(watcher)

    def look(finished: QDBusPendingCallWatcher) -> None:
        _watchers.discard(finished)
        if finished.isError():
            open_folder(path.parent)

    watcher.finished.connect(look)


_watchers: set[QDBusPendingCallWatcher] = set()
"""Calls under way, which nobody else holds."""
