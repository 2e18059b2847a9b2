"""What is known of a file once it lies in a pack: its size and digests, in the manifest."""

from dataclasses import replace
from pathlib import Path

from coverart.errors import PackError
from coverart.language import _
from coverart.packs.check import measured
from coverart.packs.manifest import Pack, PackFile
from coverart.packs.rules import is_plain
from coverart.packs.steps import Steps, finish
from coverart.packs.toml import read_manifest, write_manifest


def add_file(folder: Path, name: str) -> Pack:
    """Record a file that was put into a pack, or made anew; return the pack as it is now.

    The manifest is replaced at once, so that the pack is never found half changed. Raises
    `PackError` where there is no such file, or no pack any more.
    """
    if not is_plain(name):
        raise PackError(folder.name, _("“{name}” is not a plain file name").format(name=name))
    pack = read_manifest(folder)
    try:
        changed = finish(recorded(folder, pack, name))
        write_manifest(folder, changed)
    except FileNotFoundError as error:
        raise PackError(
            folder.name, _("its “{name}” is missing").format(name=name), _("install it again")
        ) from error
    except OSError as error:
        raise PackError(
            folder.name,
            _("it cannot be changed: {reason}").format(reason=error.strerror),
            _("check its permissions"),
        ) from error
    return changed


def forget_file(folder: Path, name: str) -> Pack:
    """Take a file out of the manifest, so that it may be replaced; return the pack as it is now.

    Raises `PackError` where there is no pack any more.
    """
    pack = read_manifest(folder)
    kept = {own: file for own, file in pack.files.items() if own != name}
    changed = replace(pack, files=kept)
    write_manifest(folder, changed)
    return changed


def recorded(folder: Path, pack: Pack, name: str) -> Steps[Pack]:
    """The pack with the size and the digests of a file as it lies in `folder`.

    Raises `OSError` where the file cannot be read.
    """
    size, sha256, sample = yield from measured(folder / name)
    entry = pack.files.get(name, PackFile(name))
    changed = replace(entry, size=size, sha256=sha256, sample=sample)
    return replace(pack, files={**pack.files, name: changed})
