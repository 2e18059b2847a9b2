"""What is dragged over the window and dropped on it."""

from PySide6.QtCore import QMimeData, QObject, QPoint

from coverart.engine.asking import Example
from coverart.gui.query.drop_veil import DropVeil
from coverart.gui.studio.drops import Dropped
from coverart.gui.studio.offer import Landed, Situation
from coverart.gui.studio.studio import Studio
from coverart.gui.window.songs_view import SongsView


class Dropping(QObject):
    """Says over the window what would happen, and does it; `veil` is what covers it meanwhile."""

    def __init__(self, veil: DropVeil, studio: Studio, songs: SongsView) -> None:
        super().__init__(veil)
        self.veil = veil
        self._studio = studio
        self._songs = songs

    def begin(self, mime: QMimeData) -> bool:
        """Something is dragged over the window; whether it can be dropped."""
        return self.veil.begin(mime, self._situation)

    def drop(self, mime: QMimeData, point: QPoint) -> None:
        """Use what was dropped; originals are only read."""
        landed = self.veil.drop(mime, point, self._situation)
        if self._songs.shown:
            picture = Example(landed.references[0]) if landed.references else None
            self._songs.search.want(picture=picture, places=landed.places)
            if landed.complaint:
                self._songs.search.said.emit(landed.complaint, True)
        else:
            self._take(landed)

    def _take(self, landed: Landed) -> None:
        wanted = self._studio.wanted
        for path in landed.references:
            wanted = wanted.referring(Example(path))
        if landed.references:
            self._studio.change(wanted)
        self._studio.take(Dropped(landed.song, landed.places, landed.complaint))

    @property
    def _situation(self) -> Situation:
        if self._songs.shown:
            return Situation.SONGS
        return Situation.SEARCHING if self._studio.wanted.places else Situation.EMPTY
