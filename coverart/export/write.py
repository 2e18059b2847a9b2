"""Where a cover goes: its name, what it may replace, and how it gets there whole or not at all."""

import errno
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coverart.errors import ExportError
from coverart.export.presets import Format, Preset

Opener = Callable[[str, int], int]

# The dot of "My Song feat. X" or "Vol.2" does not begin a suffix.
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,4}", re.IGNORECASE)

_FULL = ("The disk is full, so {name} was not written", "free some space or choose another folder")
_CLOSED = ("{name} may not be written to the folder {folder}", "choose another folder")
_REASONS = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: ("Your share of the disk is used up, so {name} was not written", _FULL[1]),
    errno.EFBIG: ("{name} is larger than a file may be here", "choose another folder"),
    errno.EROFS: ("The folder {folder} is on a read-only disk", "choose another folder"),
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.ENOENT: ("There is no folder {folder}", "create it or choose another"),
    errno.ENOTDIR: ("{folder} is not a folder", "choose a folder to write to"),
    errno.EISDIR: ("{name} is a folder", "add a file name"),
    errno.ENAMETOOLONG: ("The name {name} is too long", "choose a shorter one"),
}


def named(target: Path, preset: Preset | None) -> tuple[Path, Format]:
    """The whole name of a cover, and the format that its suffix stands for.

    A name without a suffix gets that of the preset's first format. Raises `ExportError` for a
    suffix that stands for no format the preset allows, and for a folder. Without a preset, JPEG
    and PNG are allowed.
    """
    with _explained(target):
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, "")
    allowed = preset.formats if preset else tuple(Format)
    suffix = target.suffix if _SUFFIX.fullmatch(target.suffix) else ""
    for kind in allowed:
        if suffix.lower() in kind.suffixes:
            return target, kind
    if preset and not suffix and target.name:
        return target.with_name(target.name + allowed[0].suffixes[0]), allowed[0]
    whose = preset.title if preset else "A cover"
    kinds = " or ".join(kind.upper() for kind in allowed)
    endings = " or ".join(kind.suffixes[0] for kind in allowed)
    raise ExportError(
        f"{whose} is written as {kinds}, not as “{target.name}”", f"end the name in {endings}"
    )


def refuse_to_replace(target: Path, photo: Path, overwrite: bool) -> None:
    """Raise `ExportError` if writing `target` would replace `photo`, or any file unasked."""
    with _explained(target):
        if _is_same(target, photo):
            raise ExportError(
                f"{target.name} is the photo itself, which is never replaced", "choose another name"
            )
        if os.path.lexists(target) and not overwrite:
            raise ExportError(
                f"{target.name} exists already", "choose another name, or allow replacing it"
            )


def write_atomically(target: Path, data: bytes, opener: Opener | None = None) -> None:
    """Write `data` to `target` so that it is there whole or not at all, even if power fails.

    The bytes reach the disk in a temporary file of the same folder, which then takes the name.
    `opener` is that of `open`. Raises `ExportError`, and leaves nothing behind, where the target
    cannot be written.
    """
    temporary = target.parent / f".coverart-{secrets.token_hex(8)}.part"
    with _explained(target):
        try:
            # Path.open takes no opener.
            with open(temporary, "xb", opener=opener) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            with suppress(OSError):
                temporary.unlink()
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where the system can: Windows and some network disks cannot."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _is_same(target: Path, photo: Path) -> bool:
    """Whether both are one file, or would be one where capitals do not matter."""
    with suppress(FileNotFoundError):
        if target.samefile(photo):
            return True
    return os.path.realpath(target).casefold() == os.path.realpath(photo).casefold()


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    """Turn what the system says about `target` into one sentence."""
    try:
        yield
    except OSError as error:
        name = target.name if len(target.name) <= 60 else f"{target.name[:60]}…"
        unknown = (f"{{name}} could not be written: {error.strerror}", "")
        message, hint = _REASONS.get(error.errno or 0, unknown)
        raise ExportError(
            message.format(name=name or target, folder=target.absolute().parent), hint
        ) from error
