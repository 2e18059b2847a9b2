"""The system's dialogs that choose a song and folders."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from coverart.media.audio import SONG_SUFFIXES


class Choosers:
    """Asks for files; begins where the user was last. None where they would rather not."""

    def __init__(self) -> None:
        self._folder = ""

    def song(self, parent: QWidget) -> Path | None:
        """Ask for a song."""
        kinds = " ".join(f"*{suffix}" for suffix in sorted(SONG_SUFFIXES))
        chosen, _ = QFileDialog.getOpenFileName(
            parent, "Choose a song", self._folder, f"Songs ({kinds});;All files (*)"
        )
        return self._remembered(chosen)

    def folder(self, parent: QWidget) -> Path | None:
        """Ask for a folder of photos."""
        title = "Choose a folder of photos"
        return self._remembered(QFileDialog.getExistingDirectory(parent, title, self._folder))

    def _remembered(self, chosen: str) -> Path | None:
        if not chosen:
            return None
        self._folder = str(Path(chosen).parent)
        return Path(chosen)
