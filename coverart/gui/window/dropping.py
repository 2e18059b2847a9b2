"""What is dragged over the window and dropped on it, or opened with the program."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from coverart.engine.asking import Example
from coverart.gui.query.drop_veil import DropVeil
from coverart.gui.session.project_file import is_project
from coverart.gui.studio.drops import Dropped, paths_of, urls_in
from coverart.gui.studio.offer import Landed, Situation, offer
from coverart.gui.studio.studio import Studio
from coverart.gui.window.songs_view import SongsView


class Dropping(QObject):
    """Says over the window what would happen, and does it; `veil` is what covers it meanwhile."""

    project_dropped = Signal(object)

    def __init__(self, window: QWidget, studio: Studio, songs: SongsView) -> None:
        super().__init__(window)
        self.veil = DropVeil(window)
        self._studio = studio
        self._songs = songs
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take files from elsewhere; other events pass."""
        if event.type() == QEvent.Type.DragLeave:
            self.veil.end()
        elif isinstance(event, QDropEvent):
            return self._take_drag(event)
        return super().eventFilter(watched, event)

    def _take_drag(self, event: QDropEvent) -> bool:
        """Begin, follow or end a drag; what cannot be used, and our own covers, are refused."""
        point = event.position().toPoint()
        if event.type() == QEvent.Type.DragEnter:
            taken = event.source() is None and self.begin(event.mimeData())
            event.setAccepted(taken)
            if not taken:
                return True
        elif event.type() == QEvent.Type.DragMove:
            self.veil.hover(point)
        # A copy: whoever is told of a move may delete the original.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.drop(event.mimeData(), point)
        return True

    def begin(self, mime: QMimeData) -> bool:
        """Something is dragged over the window; whether it can be dropped."""
        if _project_in(urls_in(mime)) is not None:
            return True
        return self.veil.begin(mime, self._situation)

    def drop(self, mime: QMimeData, point: QPoint) -> None:
        """Use what was dropped; originals are only read."""
        project = _project_in(urls_in(mime))
        if project is not None:
            self.project_dropped.emit(project)
        else:
            self._use(self.veil.drop(mime, point, self._situation))

    def open_files(self, urls: Sequence[QUrl]) -> None:
        """Use what the system has the program open, as if it were dropped without aiming."""
        project = _project_in(urls)
        if project is not None:
            self.project_dropped.emit(project)
        else:
            self._use(offer(paths_of(urls), self._situation).usual)

    def _use(self, landed: Landed) -> None:
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


def _project_in(urls: Sequence[QUrl]) -> Path | None:
    """The first project among some addresses."""
    return next(filter(is_project, paths_of(urls)), None)
