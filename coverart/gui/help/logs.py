"""Shows the folder of logs in the system's file manager."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from coverart.language import _


def open_logs(folder: Path, show: Callable[[QUrl], bool] = QDesktopServices.openUrl) -> str:
    """Open a folder, which is made if need be; a sentence where that is impossible, or nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shown = show(QUrl.fromLocalFile(str(folder)))
    except OSError:
        shown = False
    return "" if shown else _("The logs are in {folder}.").format(folder=folder)
