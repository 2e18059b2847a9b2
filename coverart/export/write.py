"""Where a cover goes: its name, what it may replace, and how it gets there whole or not at all."""

import errno
import hashlib
import os
import re
import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from coverart.errors import ExportError
from coverart.export.presets import Format, Preset
from coverart.language import _, either, mark

Opener = Callable[[str, int], int]

# The dot of "My Song feat. X" or "Vol.2" does not begin a suffix.
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,4}", re.IGNORECASE)

_FULL = (
    mark("The disk is full, so {name} was not written"),
    mark("free some space or choose another folder"),
)
_SHARE = (mark("Your share of the disk is used up, so {name} was not written"), _FULL[1])
_CLOSED = (
    mark("{name} may not be written to the folder {folder}"),
    mark("choose another folder"),
)
_REASONS = {
    errno.EEXIST: (
        mark("{name} exists already"),
        mark("choose another name, or allow replacing it"),
    ),
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _SHARE,
    errno.EFBIG: (mark("{name} is larger than a file may be here"), _CLOSED[1]),
    errno.EROFS: (mark("The folder {folder} is on a read-only disk"), _CLOSED[1]),
    errno.EACCES: _CLOSED,
    errno.EPERM: _CLOSED,
    errno.ENOENT: (mark("There is no folder {folder}"), mark("create it or choose another")),
    errno.ENOTDIR: (mark("{folder} is not a folder"), mark("choose a folder to write to")),
    errno.EISDIR: (mark("{name} is a folder"), mark("add a file name")),
    errno.ENAMETOOLONG: (mark("The name {name} is too long"), mark("choose a shorter one")),
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
    whose = _(preset.title) if preset else _("A cover")
    kinds = either([kind.upper() for kind in allowed])
    endings = either([kind.suffixes[0] for kind in allowed])
    message = _("{whose} is written as {kinds}, not as “{name}”")
    raise ExportError(
        message.format(whose=whose, kinds=kinds, name=target.name),
        _("end the name in {endings}").format(endings=endings),
    )


def refuse_to_replace(target: Path, photo: Path, overwrite: bool) -> None:
    """Raise `ExportError` if writing `target` would replace `photo`, or any file unasked."""
    with _explained(target):
        if _is_same(target, photo):
            sentence = _("{name} is the photo itself, which is never replaced")
            raise ExportError(sentence.format(name=target.name), _("choose another name"))
        if os.path.lexists(target) and not overwrite:
            raise FileExistsError(errno.EEXIST, "")


def write_atomically(
    target: Path, data: bytes, opener: Opener | None = None, overwrite: bool = True
) -> None:
    """Write `data` to `target` so that it is there whole or not at all, even if power fails.

    The bytes reach the disk in a temporary file of the same folder, which then takes the name;
    without `overwrite` only if nothing else has taken it meanwhile. `opener` is that of `open`.
    Raises `ExportError`, and leaves nothing behind, where the target cannot be written.
    """
    temporary = target.parent / f"{_part_of(target)}{secrets.token_hex(8)}.part"
    with _explained(target):
        try:
            # Path.open takes no opener.
            with open(temporary, "xb", opener=opener) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if overwrite:
                temporary.replace(target)
            else:
                _take_name(temporary, target)
        finally:
            with suppress(OSError):
                temporary.unlink()
    _sync_folder(target.parent)


def remove_parts(target: Path) -> None:
    """Remove what is left of a cover whose writer was killed; no other may be writing it."""
    with suppress(OSError):
        for left in target.parent.glob(f"{_part_of(target)}*.part"):
            left.unlink()


def _part_of(target: Path) -> str:
    """How the temporary files of a cover begin; its own name may already be as long as can be."""
    digest = hashlib.blake2b(os.fsencode(target.name), digest_size=8).hexdigest()
    return f".coverart-{digest}-"


def _take_name(temporary: Path, target: Path) -> None:
    """Give a file its name, in one step that fails where there is a file of that name."""
    if sys.platform == "win32":
        temporary.rename(target)  # replaces nothing there
        return
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # some disks know no links: an empty file keeps the name free
        target.touch(exist_ok=False)
        temporary.replace(target)


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
        unknown = (mark("{name} could not be written: {reason}"), "")
        message, hint = _REASONS.get(error.errno or 0, unknown)
        folder = target.absolute().parent
        values = {"name": name or target, "folder": folder, "reason": error.strerror}
        raise ExportError(_(message).format(**values), _(hint)) from error
