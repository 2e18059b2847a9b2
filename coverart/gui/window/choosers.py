"""The system's dialogs that choose a song, a picture and folders."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from coverart.language import _
from coverart.media.audio import SONG_SUFFIXES
from coverart.media.folder import PHOTO_SUFFIXES
from coverart.media.lyrics import SUFFIXES


class Choosers:
    """Asks for files; begins where the user was last. None where they would rather not."""

    def __init__(self) -> None:
        self._folder = ""

    def song(self, parent: QWidget) -> Path | None:
        """Ask for a song."""
        return self._file(parent, _("Choose a song"), _("Songs"), SONG_SUFFIXES)

    def picture(self, parent: QWidget) -> Path | None:
        """Ask for a picture."""
        return self._file(parent, _("Choose a picture"), _("Pictures"), PHOTO_SUFFIXES)

    def lyrics(self, parent: QWidget) -> Path | None:
        """Ask for a file of lyrics."""
        return self._file(parent, _("Choose the lyrics"), _("Lyrics"), frozenset(SUFFIXES))

    def folder(self, parent: QWidget, what: str) -> Path | None:
        """Ask for a folder of `what`."""
        title = _("Choose a folder of {what}").format(what=what)
        return self._remembered(QFileDialog.getExistingDirectory(parent, title, self._folder))

    def _file(
        self, parent: QWidget, title: str, kind: str, suffixes: frozenset[str]
    ) -> Path | None:
        pattern = " ".join(f"*{suffix}" for suffix in sorted(suffixes))
        chosen, _kind = QFileDialog.getOpenFileName(
            parent, title, self._folder, f"{kind} ({pattern});;{_('All files')} (*)"
        )
        return self._remembered(chosen)

    def _remembered(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        self._folder = str(Path(chosen).parent)
        return Path(chosen)
