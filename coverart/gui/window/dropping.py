"""What is dragged over the window and dropped on it."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, Signal

from coverart.engine.asking import Example
from coverart.gui.query.drop_veil import DropVeil
from coverart.gui.session.project_file import is_project
from coverart.gui.studio.drops import Dropped, paths_of, urls_in
from coverart.gui.studio.offer import Landed, Situation
from coverart.gui.studio.studio import Studio
from coverart.gui.window.songs_view import SongsView


class Dropping(QObject):
    """Says over the window what would happen, and does it; `veil` is what covers it meanwhile."""

    project_dropped = Signal(object)

    def __init__(self, veil: DropVeil, studio: Studio, songs: SongsView) -> None:
        super().__init__(veil)
        self.veil = veil
        self._studio = studio
        self._songs = songs

    def begin(self, mime: QMimeData) -> bool:
        """Something is dragged over the window; whether it can be dropped."""
        if _project_in(mime) is not None:
            return True
        return self.veil.begin(mime, self._situation)

    def drop(self, mime: QMimeData, point: QPoint) -> None:
        """Use what was dropped; originals are only read."""
        project = _project_in(mime)
        if project is not None:
            self.project_dropped.emit(project)
            return
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
            self._studio.change(wanted.changed(landed.song, landed.places))
            landed = replace(landed, song=None, places=())
        self._studio.take(Dropped(landed.song, landed.places, landed.complaint))

    @property
    def _situation(self) -> Situation:
        if self._songs.shown:
            return Situation.SONGS
        return Situation.SEARCHING if self._studio.wanted.places else Situation.EMPTY


def _project_in(mime: QMimeData) -> Path | None:
    """The first project among what is dragged."""
    return next(filter(is_project, paths_of(urls_in(mime))), None)
