"""The songs and folders that were opened last, as far as they are still there."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coverart.gui.studio.drops import PICTURE_SUFFIXES
from coverart.gui.studio.presence import Presence
from coverart.gui.studio.recent import Recent, load_recent, save_recent
from coverart.gui.studio.wanted import Wanted
from coverart.settings import demo_folder


class RecentList(QObject):
    """Remembers what is opened; `changed` says that `songs` or `folders` are others now."""

    changed = Signal()

    def __init__(self, presence: Presence | None = None) -> None:
        super().__init__()
        self.recent = load_recent()
        self.songs: tuple[Path, ...] = ()
        self.folders: tuple[Path, ...] = ()
        self._there: frozenset[Path] = frozenset()
        self._presence = presence or Presence()
        self._presence.known.connect(lambda there: self._show(self._there | there))

    def look(self) -> None:
        """Find out what is still there; what is, is told as it becomes known."""
        self._presence.look_for((*self.recent.songs, *self.recent.folders))

    def note(self, wanted: Wanted) -> None:
        """Remember the song and the places that are wanted; not those of the demo."""
        songs = [wanted.song] if wanted.song is not None and not _of_demo(wanted.song) else []
        folders = [place for place in wanted.places if _is_folder(place) and not _of_demo(place)]
        if _with(self.recent, songs, folders) != self.recent:
            # Others write to the file too: whoever opens projects, and other windows.
            self._keep(_with(load_recent(), songs, folders))
        self._show(self._there.union(path.absolute() for path in (*songs, *folders)))

    def clear(self) -> None:
        """Forget all songs and folders, and leave the projects."""
        self._presence.stop()
        self._keep(Recent(projects=load_recent().projects))
        self._show(frozenset())

    def _keep(self, recent: Recent) -> None:
        self.recent = recent
        save_recent(recent)

    def _show(self, there: frozenset[Path]) -> None:
        self._there = there
        songs = _among(self.recent.songs, there)
        folders = _among(self.recent.folders, there)
        if (songs, folders) != (self.songs, self.folders):
            self.songs, self.folders = songs, folders
            self.changed.emit()


def _with(recent: Recent, songs: Sequence[Path], folders: Sequence[Path]) -> Recent:
    for song in songs:
        recent = recent.with_song(song)
    for folder in reversed(folders):
        recent = recent.with_folder(folder)
    return recent


def _among(paths: Sequence[Path], there: frozenset[Path]) -> tuple[Path, ...]:
    return tuple(path for path in paths if path in there)


def _is_folder(place: Path) -> bool:
    """Whether a place is a folder, by its name: nothing here may wait for a disk."""
    return place.suffix.lower() not in PICTURE_SUFFIXES


def _of_demo(path: Path) -> bool:
    return path.is_relative_to(demo_folder())
