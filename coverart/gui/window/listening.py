"""The song that is wanted, as it is shown: its card, and its length on wide covers."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coverart.engine.portraying import Portrait
from coverart.gui.song_card.portraits import Portraits
from coverart.gui.studio.studio import Studio
from coverart.gui.window.crops_page import CropsPage


class Listening(QObject):
    """Has the song's portrait made, and shows it wherever the song is told of.

    What is wrong with a song is said once: by its card, or by the studio where the card is not seen
    or has nothing to complain of. `portrayed` carries the portrait; None as long as there is none.
    """

    portrayed = Signal(object)

    def __init__(self, studio: Studio, page: CropsPage) -> None:
        super().__init__(page)
        self._studio = studio
        self._card = page.browse.side.card
        self._timed = (page.preview, page.editor)
        self._heard = False
        self._complaint = ""
        self._portraits = Portraits(studio.prepare_aside)
        self._portraits.begun.connect(self._begin)
        self._portraits.made.connect(self._show)
        self._portraits.failed.connect(self._card.show_failure)
        studio.crops.song_failed.connect(self._complain)

    def want(self, song: Path | None) -> None:
        """Show this song, or none."""
        self._portraits.want(song)

    def _begin(self, song: Path | None) -> None:
        self._heard, self._complaint = False, ""
        self._card.show_song(song)
        self.portrayed.emit(None)
        for own in self._timed:
            own.show_length(None)

    def _show(self, portrait: Portrait) -> None:
        self._heard = True
        self._card.show_portrait(portrait)
        self.portrayed.emit(portrait)
        for own in self._timed:
            own.show_length(portrait.seconds)
        if self._complaint:
            self._complain(self._complaint)

    def _complain(self, sentence: str) -> None:
        """Say why the search can do nothing with the song, unless the card does so."""
        if self._heard or not self._card.isVisible():
            self._complaint = ""
            self._studio.said.emit(sentence, True)
        else:
            self._complaint = sentence
