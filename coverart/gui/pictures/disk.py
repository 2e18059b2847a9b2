"""Small pictures kept on disk between runs, so that a folder that was open before is there at once.

One file for each box of a photo and each size, named by a hash of the photo's path, length and time
of change, the box and the size: whatever changes, another name is looked for, and the old file goes
when it has not been used for long. A file begins with a hash of the rest, so that half a file, or
one that rotted, is as good as none. Nothing raises here: without a cache, pictures only come later.

What is read here was decoded by a child process and written by us; it is still checked for its hash
and its size before it is decoded. All of it may take long and belongs into the picture thread.
"""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageReader

from coverart.gui.pictures.picture import Picture
from coverart.gui.pictures.sizes import CLASSES
from coverart.settings import library_path

MOST_BYTES = 512 * 1024 * 1024
ROOM = 0.9
"""Pruning goes on down to this share of the most, so that it need not be done again soon."""
QUALITY = 88
DIGEST = 16
SETTLED = 2.0
"""Seconds. File systems note times no finer than that, so a younger file may change unnoticed."""
USED_AGAIN = 24 * 3600.0
"""Seconds after which it is noted that a file was used: once a day is enough to know the oldest."""
FORMAT = b"coverart thumbnail 1"


def thumbnails_path() -> Path:
    """The folder of small pictures, beside the library."""
    return library_path().parent / "thumbnails"


@dataclass(frozen=True, slots=True)
class Mark:
    """What of a picture's file must be as it was for a kept picture to be used."""

    length: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> "Mark | None":
        """The mark of a file as it is now; None for one that is not there or still changing."""
        try:
            found = path.stat()
        except OSError:
            return None
        if abs(time.time() - found.st_mtime) < SETTLED:
            return None
        return cls(found.st_size, found.st_mtime_ns)


class Thumbnails:
    """Small pictures in a folder of at most so many bytes."""

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder or thumbnails_path()
        self._most = most_bytes

    def mark(self, picture: Picture) -> Mark | None:
        """The mark under which a picture may be looked for and kept; None if it may not."""
        return Mark.of(picture.path) if picture.longest in CLASSES else None

    def get(self, picture: Picture, mark: Mark) -> QImage | None:
        """The picture as it was kept, in the format that is painted fastest; None if it was not."""
        path = self._path(picture, mark)
        try:
            whole = path.read_bytes()
            if time.time() - path.stat().st_mtime > USED_AGAIN:
                os.utime(path)
        except OSError:
            return None
        image = _decoded(whole, picture.longest)
        if image is None:
            with suppress(OSError):
                path.unlink()
        return image

    def put(self, picture: Picture, mark: Mark, image: QImage) -> None:
        """Keep a picture, unless its file has changed since it was marked."""
        if image.isNull() or Mark.of(picture.path) != mark:
            return
        path = self._path(picture, mark)
        new = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            new.write_bytes(_encoded(image))
            new.replace(path)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove what was not used for longest, until there is room again."""
        kept = sorted(_files(self._folder))
        total = sum(length for _, length, _ in kept)
        if total <= self._most:
            return
        for _, length, path in kept:
            if total <= ROOM * self._most:
                return
            with suppress(OSError):
                path.unlink()
            total -= length

    def _path(self, picture: Picture, mark: Mark) -> Path:
        box = "" if picture.box is None else picture.box.as_list()
        told = (str(picture.path.absolute()), mark.length, mark.changed, box, picture.longest)
        name = hashlib.blake2b(repr(told).encode("utf-8", "surrogateescape"), digest_size=20)
        name.update(FORMAT)
        digest = name.hexdigest()
        return self._folder / digest[:2] / digest[2:]


def _encoded(image: QImage) -> bytes:
    """A JPEG with its hash before it."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "JPEG", QUALITY):  # type: ignore[call-overload]
        raise OSError("the picture could not be written")
    body = buffer.data().data()
    return hashlib.blake2b(body, digest_size=DIGEST).digest() + body


def _decoded(whole: bytes, longest: int) -> QImage | None:
    """The picture of a file; None if the file is not what was written, or not of that size."""
    body = whole[DIGEST:]
    if not body or hashlib.blake2b(body, digest_size=DIGEST).digest() != whole[:DIGEST]:
        return None
    buffer = QBuffer()
    buffer.setData(body)  # which takes a copy; a buffer made with bytes would only point at them
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"JPEG")
    size = reader.size()
    if not 0 < max(size.width(), size.height()) <= longest:
        return None
    image = reader.read()
    return None if image.isNull() else image.convertToFormat(QImage.Format.Format_RGB32)


def _files(folder: Path) -> Iterator[tuple[float, int, Path]]:
    """All files: when each was last used, its length and its path."""
    with suppress(OSError):
        for shelf in folder.iterdir():
            with suppress(OSError), os.scandir(shelf) as entries:
                for entry in entries:
                    with suppress(OSError):
                        found = entry.stat(follow_symlinks=False)
                        yield found.st_mtime, found.st_size, Path(entry.path)
