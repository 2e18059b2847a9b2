"""What people drop on the window, told apart by what it can be: a song, photos, or neither."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl

from coverart.media.audio import SONG_SUFFIXES
from coverart.media.folder import OTHER_PICTURE_SUFFIXES, PHOTO_SUFFIXES

PICTURE_SUFFIXES = PHOTO_SUFFIXES | OTHER_PICTURE_SUFFIXES
"""Pictures that are not read are taken too: the search says why it leaves them out."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a drop brought, and one sentence about what of it cannot be used, or nothing."""

    song: Path | None = None
    places: tuple[Path, ...] = ()
    complaint: str = ""


def sort_drop(urls: Sequence[QUrl]) -> Dropped:
    """Tell apart what was dropped; see `sort_paths`."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    if not paths:
        return Dropped(complaint="Only files and folders of this computer can be dropped here.")
    return sort_paths(paths)


def sort_paths(paths: Sequence[Path]) -> Dropped:
    """Tell apart songs and photos. Of several songs the first is taken."""
    songs = [path for path in paths if _is(path, SONG_SUFFIXES) and not path.is_dir()]
    places = [path for path in paths if path.is_dir() or _is(path, PICTURE_SUFFIXES)]
    strangers = [path for path in paths if path not in songs and path not in places]
    return Dropped(songs[0] if songs else None, tuple(places), _complaint(songs, strangers))


def pictures_among(urls: Sequence[QUrl]) -> tuple[Path, ...]:
    """The single pictures of a drop, which can be looked for."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return tuple(path for path in paths if _is(path, PHOTO_SUFFIXES) and not path.is_dir())


def songs_among(urls: Sequence[QUrl]) -> tuple[Path, ...]:
    """The songs and folders of a drop, among which songs can be looked for."""
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return tuple(path for path in paths if path.is_dir() or _is(path, SONG_SUFFIXES))


def _is(path: Path, suffixes: frozenset[str]) -> bool:
    return path.suffix.lower() in suffixes


def _complaint(songs: Sequence[Path], strangers: Sequence[Path]) -> str:
    if strangers:
        more = f" and {len(strangers) - 1} more are" if strangers[1:] else " is"
        nor = "songs nor photos" if strangers[1:] else "a song nor a photo"
        return f"{strangers[0].name}{more} neither {nor}."
    if songs[1:]:
        return f"One song at a time: {songs[0].name} was taken."
    return ""
