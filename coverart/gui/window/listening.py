"""The song that is wanted, as it is shown: its card, and its length on wide covers."""

from pathlib import Path

from PySide6.QtCore import QObject

from coverart.engine.portraying import Portrait
from coverart.gui.song_card.portraits import Portraits
from coverart.gui.studio.studio import Studio
from coverart.gui.window.crops_page import CropsPage


class Listening(QObject):
    """Has the song's portrait made, and shows it wherever the song is told of."""

    def __init__(self, studio: Studio, page: CropsPage) -> None:
        super().__init__(page)
        self._card = page.browse.side.card
        self._timed = (page.preview, page.editor)
        self._portraits = Portraits(studio.prepare_aside)
        self._portraits.begun.connect(self._begin)
        self._portraits.made.connect(self._show)
        self._portraits.failed.connect(self._card.show_failure)

    def want(self, song: Path | None) -> None:
        """Show this song, or none."""
        self._portraits.want(song)

    def _begin(self, song: Path | None) -> None:
        self._card.show_song(song)
        for own in self._timed:
            own.show_length(None)

    def _show(self, portrait: Portrait) -> None:
        self._card.show_portrait(portrait)
        for own in self._timed:
            own.show_length(portrait.seconds)
