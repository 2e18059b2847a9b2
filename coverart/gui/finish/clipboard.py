"""Copying a cover, so that it can be pasted as a picture or as a file."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication

from coverart.errors import CoverArtError
from coverart.gui.finish.cover_files import CoverFile, CoverFiles, Wish
from coverart.language import _


def put_on_clipboard(mime: QMimeData) -> None:
    """Let other programs paste this."""
    QGuiApplication.clipboard().setMimeData(mime)


class CoverCopier(QObject):
    """Copies covers; `said` carries a sentence, and whether it is about what did not work."""

    said = Signal(str, bool)

    def __init__(
        self, files: CoverFiles, put: Callable[[QMimeData], object] = put_on_clipboard
    ) -> None:
        super().__init__()
        self._files = files
        self._put = put
        self._wish: Wish | None = None
        files.made.connect(self._go_on)
        files.failed.connect(self._fail)

    def copy_cover(self, wish: Wish) -> None:
        """Put a cover on the clipboard as soon as it is made."""
        self._wish = wish
        file = self._files.of(wish)
        if file is None:
            self.said.emit(_("Copying the cover…"), False)
            self._files.prepare(wish)
        else:
            self._go_on(wish, file)

    def _go_on(self, wish: Wish, file: CoverFile) -> None:
        if wish != self._wish:
            return
        self._wish = None
        self._put(file.mime())
        self.said.emit(_("The cover is on the clipboard, as a picture and as a file."), False)

    def _fail(self, error: CoverArtError) -> None:
        if self._wish is not None:
            self._wish = None
            self.said.emit(str(error), True)
