"""A cover goes into the song's own tags, and nothing else of the song changes.

The song is copied within its folder, the copy gets the cover, and is read back: the picture must be
there byte for byte, all other tags must say what they said, and the sound must be the same bytes.
Only then does the copy take the song's name, in one step. Whatever goes wrong before leaves the
song as it was, and one sentence.

The copy keeps the song's mode, owner and extended attributes. It does not keep the time of change:
the file did change, and backups and libraries go by that time.
"""

import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from coverart.domain import ContentHash
from coverart.errors import ExportError, MediaError
from coverart.export.render import inspect
from coverart.export.song_pictures import CoverPicture, Inside, look_inside, put_front
from coverart.export.untouched import payload
from coverart.language import _, mark, number
from coverart.media.decoders import packets

MOST_BYTES = 16_000_000
"""No picture may be larger: a block of FLAC holds 2²⁴ bytes (RFC 9639, 8.1)."""
LEFT_BEHIND = 3600.0
"""Seconds after which a copy that nobody swapped in was left by a program that was killed."""
_COPY = re.compile(r"\.coverart-[0-9a-f]{16}\.song")
_REASONS = {
    errno.ENOENT: (mark("it is no longer there"), mark("choose it again")),
    errno.ENOTDIR: (mark("it is no longer there"), mark("choose it again")),
    errno.EISDIR: (mark("it is a folder"), mark("choose a file in it")),
    errno.EACCES: (
        mark("it may not be changed, or another program uses it"),
        mark("close that program, or allow changes to the file and its folder"),
    ),
    errno.EPERM: (
        mark("it may not be changed, or another program uses it"),
        mark("close that program, or allow changes to the file and its folder"),
    ),
    errno.EBUSY: (mark("another program uses it"), mark("close that program")),
    errno.ETXTBSY: (mark("another program uses it"), mark("close that program")),
    errno.EROFS: (mark("it lies on a disk that can only be read"), mark("copy it elsewhere first")),
    errno.ENOSPC: (
        mark("there is not enough room beside it for a copy, which is made first"),
        mark("make room on that disk"),
    ),
    errno.EDQUOT: (
        mark("there is not enough room beside it for a copy, which is made first"),
        mark("make room on that disk"),
    ),
    errno.EFBIG: (mark("it would become too large for its disk"), ""),
}


@dataclass(frozen=True, slots=True)
class State:
    """What changes whenever a file does, or is replaced by another."""

    device: int
    file: int
    bytes: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> "State":
        """The state of a file as it is now. Raises `OSError` where there is none."""
        status = path.stat()
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Ready:
    """A copy with the new cover, found right, and the song whose place it is to take.

    `before` and `after` are the contents of both; `state` is what the song was when it was copied.
    `replaces` says that the song has a front cover already.
    """

    song: Path
    copy: Path
    state: State
    before: ContentHash
    after: ContentHash
    replaces: bool
    cover_bytes: int


def copy_beside(song: Path) -> Path:
    """A name for the copy of a song: in its folder, so that it can take its name in one step."""
    return song.resolve().parent / f".coverart-{secrets.token_hex(8)}.song"


def picture_of(data: bytes) -> CoverPicture:
    """A JPEG or PNG for tags. Raises `ExportError` for anything else, and for one too large."""
    seen = inspect(data)
    if len(data) > MOST_BYTES:
        message = _("A picture in a song has at most {most} MB; this one has {length} MB")
        raise ExportError(
            message.format(most=MOST_BYTES // 1_000_000, length=number(len(data) / 1e6, ".0f")),
            _("export it as JPEG"),
        )
    return CoverPicture(data, seen.format, seen.size)


def make_ready(song: Path, cover: bytes, copy: Path) -> Ready:
    """Copy a song to `copy`, put the cover into the copy, and prove that nothing else changed.

    The song itself is only read. Raises `MediaError` for a song whose tags cannot be written, or
    where anything at all differs that should not, and `ExportError` for what is no picture.
    """
    picture = picture_of(cover)
    with explained(song):
        song = song.resolve()
        _refuse_protected(song)
        _clear_away(copy.parent)
        state = State.of(song)
        kind, inside = look_inside(song)
        before = _copied(song, copy)
        put_front(copy, kind, picture)
        _prove(song, copy, kind, inside, picture)
        after = _made_durable(song, copy)
        if State.of(song) != state:
            raise _changed(song)
    replaces = bool(inside.fronts)
    return Ready(song, copy, state, before, after, replaces, len(picture.data))


def swap(ready: Ready) -> None:
    """Let the copy take the song's name, in one step.

    Raises `MediaError` for a song that was changed since it was copied, and where the system
    refuses, as Windows does while a player has the song open.
    """
    with explained(ready.song):
        if State.of(ready.song) != ready.state:
            raise _changed(ready.song)
        ready.copy.replace(ready.song)
    with suppress(OSError):  # Windows and some network disks cannot
        descriptor = os.open(ready.song.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def explained(song: Path) -> Iterator[None]:
    """Turn what the system says about a song into one sentence."""
    try:
        yield
    except OSError as error:
        unknown = (error.strerror or str(error), "")
        reason, hint = _REASONS.get(error.errno or 0, unknown)
        raise MediaError(song, _(reason), _(hint)) from error


def _refuse_protected(song: Path) -> None:
    """A file that is not to be changed must not be replaced either, though the system would."""
    if song.is_dir():
        raise IsADirectoryError(errno.EISDIR, "")
    mode = song.stat().st_mode
    if not stat.S_ISREG(mode):
        raise MediaError(song, _("it is not a file"))
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise MediaError(song, _("it is protected from changes"), _("allow changes to it first"))
    with song.open("r+b"):
        pass


def _clear_away(folder: Path) -> None:
    """Delete copies that were left behind when the program, or the computer, was stopped."""
    with suppress(OSError):
        for path in folder.iterdir():
            if _COPY.fullmatch(path.name) and time.time() - path.stat().st_mtime > LEFT_BEHIND:
                path.unlink()


def _copied(song: Path, copy: Path) -> ContentHash:
    """Copy a song's bytes to a name that nobody has; what they are."""
    digest = hashlib.blake2b(digest_size=20)
    with song.open("rb") as source, copy.open("xb") as target:
        while data := source.read(1 << 20):
            digest.update(data)
            target.write(data)
    return ContentHash(digest.hexdigest())


def _prove(song: Path, copy: Path, kind: type, inside: Inside, picture: CoverPicture) -> None:
    """Read the copy back. Raises `MediaError` for the first thing that is not as it must be."""
    _same_kind, written = look_inside(copy, kind)
    if written.fronts != (picture.data,):
        raise _doubtful(song, _("the cover could not be read back from a copy of it"))
    if written.rest != inside.rest:
        raise _doubtful(song, _("its other tags would not stay as they are"))
    if payload(copy) != payload(song) or packets(copy) != packets(song):
        raise _doubtful(song, _("its sound would not stay as it is"))


def _made_durable(song: Path, copy: Path) -> ContentHash:
    """Give the copy what else belongs to the song, and bring it to the disk; what it is."""
    with suppress(OSError):
        status = song.stat()
        if hasattr(os, "chown"):
            os.chown(copy, status.st_uid, status.st_gid)
    shutil.copystat(song, copy)
    os.utime(copy)
    with copy.open("r+b") as file:
        digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=20))
        os.fsync(file.fileno())
    return ContentHash(digest.hexdigest())


def _changed(song: Path) -> MediaError:
    return MediaError(song, _("it was changed in the meantime"), _("try once more"))


def _doubtful(song: Path, reason: str) -> MediaError:
    return MediaError(song, reason, _("it was left untouched"))
