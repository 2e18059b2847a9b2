"""What people drop on the window, told apart by what it can be: a song, photos, or neither.

File managers send addresses: GNOME's, KDE's, Windows' and macOS' all arrive as `text/uri-list`,
KDE's with a list of its own beside it that names the same files less plainly. Some older ones and
terminals send plain text with an address or a path on each line; a clipboard of GNOME's has the
addresses below the word "copy" or "cut".
"""

import re
import socket
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl

from coverart.language import _, plural
from coverart.media.audio import SONG_SUFFIXES
from coverart.media.folder import OTHER_PICTURE_SUFFIXES, PHOTO_SUFFIXES

PICTURE_SUFFIXES = PHOTO_SUFFIXES | OTHER_PICTURE_SUFFIXES
"""Pictures that are not read are taken too: the search says why it leaves them out."""
COPIED = ("x-special/gnome-copied-files", "x-special/mate-copied-files")

_PATH = re.compile(r"/(?!/)|[A-Za-z]:[\\/]|\\\\")


@dataclass(frozen=True, slots=True)
class Kinds:
    """Paths by what they can be, in the order they came in.

    `unread` are pictures of kinds that are not read, `strangers` all that is of no use.
    """

    songs: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    pictures: tuple[Path, ...] = ()
    unread: tuple[Path, ...] = ()
    strangers: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a drop brought, and one sentence about what of it cannot be used, or nothing."""

    song: Path | None = None
    places: tuple[Path, ...] = ()
    complaint: str = ""


def urls_in(mime: QMimeData) -> tuple[QUrl, ...]:
    """The addresses of files that were dragged or copied; none of a text that is just a text."""
    if mime.hasUrls():
        # Qt takes the comments that such a list may have for addresses.
        return tuple(url for url in mime.urls() if not url.toString().startswith("#"))
    for kind in COPIED:
        if mime.hasFormat(kind):
            lines = bytes(mime.data(kind).data()).decode("utf-8", "replace").splitlines()
            return tuple(QUrl(line) for line in lines[1:] if line)
    lines = [line.strip() for line in mime.text().splitlines() if line.strip()]
    urls = [_url_of(line) for line in lines]
    return tuple(url for url in urls if url is not None) if None not in urls else ()


def paths_of(urls: Sequence[QUrl]) -> tuple[Path, ...]:
    """The files and folders of this computer among some addresses, each once."""
    paths = (_path_of(url) for url in urls)
    return tuple(dict.fromkeys(path for path in paths if path is not None))


def not_here() -> str:
    """What is said of addresses that lead elsewhere."""
    return _("Only files and folders of this computer can be dropped here.")


def sort_drop(urls: Sequence[QUrl]) -> Dropped:
    """Tell apart what was dropped; see `sort_paths`."""
    paths = paths_of(urls)
    return sort_paths(paths) if paths else Dropped(complaint=not_here())


def sort_paths(paths: Sequence[Path]) -> Dropped:
    """Tell apart songs and photos. Of several songs the first is taken."""
    songs: list[Path] = []
    places: list[Path] = []
    strangers: list[Path] = []
    for path in paths:
        folder = path.is_dir()
        if folder or _is(path, PICTURE_SUFFIXES):
            places.append(path)
        else:
            (songs if _is(path, SONG_SUFFIXES) else strangers).append(path)
    return Dropped(songs[0] if songs else None, tuple(places), complaint(songs, strangers))


def kinds_of(paths: Sequence[Path]) -> Kinds:
    """Tell paths apart; a folder is one, whatever it is called."""
    kinds: dict[str, list[Path]] = {name: [] for name in Kinds.__dataclass_fields__}
    for path in paths:
        kinds[_kind(path)].append(path)
    return Kinds(**{name: tuple(own) for name, own in kinds.items()})


def pictures_among(urls: Sequence[QUrl]) -> tuple[Path, ...]:
    """The single pictures of a drop, which can be looked for."""
    return kinds_of(paths_of(urls)).pictures


def songs_among(urls: Sequence[QUrl]) -> tuple[Path, ...]:
    """The songs and folders of a drop, among which songs can be looked for."""
    paths = paths_of(urls)
    return tuple(path for path in paths if _kind(path) in ("folders", "songs"))


def complaint(songs: Sequence[Path], strangers: Sequence[Path]) -> str:
    """One sentence about what of a drop is not used, or nothing."""
    more = len(strangers) - 1
    if more > 0:
        sentence = plural(
            "{name} and {number} more are neither songs nor photos.",
            "{name} and {number} more are neither songs nor photos.",
            more,
        )
        return sentence.format(name=strangers[0].name, number=more)
    if strangers:
        return _("{name} is neither a song nor a photo.").format(name=strangers[0].name)
    if songs[1:]:
        return _("One song at a time: {name} was taken.").format(name=songs[0].name)
    return ""


def _kind(path: Path) -> str:
    if path.is_dir():
        return "folders"
    if _is(path, SONG_SUFFIXES):
        return "songs"
    if _is(path, PHOTO_SUFFIXES):
        return "pictures"
    return "unread" if _is(path, OTHER_PICTURE_SUFFIXES) else "strangers"


def _is(path: Path, suffixes: frozenset[str]) -> bool:
    return path.suffix.lower() in suffixes


def _url_of(line: str) -> QUrl | None:
    if line.startswith("file:"):
        return QUrl(line)
    return QUrl.fromLocalFile(line) if _PATH.match(line) else None


def _path_of(url: QUrl) -> Path | None:
    """The file that an address leads to, unless it is on another computer."""
    if not url.isLocalFile():
        return None
    bare = QUrl(url)
    if url.host() and sys.platform != "win32":  # there, a share of another computer is a file
        if not _names_this_computer(url.host()):
            return None
        bare.setHost("")
    # Names with ? or #, from senders that did not encode these.
    decoded = QUrl.ComponentFormattingOption.FullyDecoded
    query = f"?{url.query(decoded)}" if url.hasQuery() else ""
    fragment = f"#{url.fragment(decoded)}" if url.hasFragment() else ""
    return Path(bare.toLocalFile() + query + fragment)


def _names_this_computer(host: str) -> bool:
    own = socket.gethostname().casefold()
    return host.casefold() in ("localhost", own, own.partition(".")[0])
