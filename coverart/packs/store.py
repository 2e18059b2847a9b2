"""Which packs there are: those that can be installed, and those that are.

The *catalogue* is every folder of `models/` with a manifest. Installed packs are folders of
`settings.packs_path()`, each called like its pack. Beside them lie, in folders whose names begin
with a dot, what an installation works on (`.new`) and downloads to be gone on with (`.partial`).
Listing reads manifests only, a few milliseconds for each; whether the files are still what was
installed is for `packs.check` to say.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from coverart.errors import PackError
from coverart.language import _
from coverart.packs.manifest import MANIFEST, Pack
from coverart.packs.rules import is_plain
from coverart.packs.toml import read_manifest
from coverart.resources import models_folder
from coverart.settings import packs_path

NEW, PARTIAL = ".new", ".partial"


@dataclass(frozen=True, slots=True)
class Stored:
    """A pack and the folder it lies in."""

    folder: Path
    pack: Pack


@dataclass(frozen=True, slots=True)
class Broken:
    """A folder that should hold a pack, and why it does not."""

    folder: Path
    error: PackError


def catalogue() -> tuple[Stored | Broken, ...]:
    """The packs that can be installed by name, in the order of their names."""
    folders = [one for one in _folders(models_folder()) if (one / MANIFEST).is_file()]
    return tuple(_look(folder) for folder in folders)


def installed() -> tuple[Stored | Broken, ...]:
    """The packs that are installed, in the order of their names."""
    return tuple(_look_at_installed(folder) for folder in _folders(packs_path()))


def find_installed(name: str) -> Stored:
    """The installed pack of a name. Raises `PackError` where there is none, or a broken one."""
    if not is_plain(name) or not (packs_path() / name).is_dir():
        raise PackError(name, _("it is not installed"), _("see `coverart packs list`"))
    found = _look_at_installed(packs_path() / name)
    if isinstance(found, Broken):
        raise found.error
    return found


def find_in_catalogue(name: str) -> Stored:
    """The pack of the catalogue of a name. Raises `PackError` where there is none."""
    folder = models_folder() / name
    if not is_plain(name) or not (folder / MANIFEST).is_file():
        raise PackError(name, _("there is no pack of this name"), _("see `coverart packs list`"))
    return Stored(folder, read_manifest(folder))


def remove(name: str) -> None:
    """Remove an installed pack, a broken one too. Raises `PackError` where there is none."""
    folder = packs_path() / name
    if not is_plain(name) or not os.path.lexists(folder):
        raise PackError(name, _("it is not installed"), _("see `coverart packs list`"))
    try:
        with workplace() as aside:  # gone at once, however long the deleting takes
            folder.rename(aside / name)
    except OSError as error:
        raise PackError(
            name, _("it cannot be removed"), _("close the programs that use it, and try again")
        ) from error


def put_in_place(folder: Path, target: Path, before: Path) -> None:
    """Move `folder` to `target`; what was there goes to `before`, and comes back on failure.

    Raises `OSError` where it cannot be moved.
    """
    replaced = os.path.lexists(target)
    if replaced:
        target.rename(before)
    try:
        folder.rename(target)
    except OSError:
        if replaced:
            before.rename(target)
        raise


def leftover_bytes() -> int:
    """The bytes of downloads that were not finished."""
    return sum(path.stat().st_size for path in (packs_path() / PARTIAL).glob("*"))


def discard_leftovers() -> None:
    """Delete downloads that were not finished, and what broken-off installations left."""
    for name in (PARTIAL, NEW):
        shutil.rmtree(packs_path() / name, ignore_errors=True)


@contextmanager
def workplace() -> Iterator[Path]:
    """A new folder on the disk of the packs, which is deleted in the end with all that is in it."""
    (packs_path() / NEW).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=packs_path() / NEW))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):  # another one works beside it
            folder.parent.rmdir()


def _folders(place: Path) -> list[Path]:
    """The folders in `place` that are not hidden, sorted."""
    try:
        found = sorted(place.iterdir())
    except OSError:
        return []
    return [one for one in found if one.is_dir() and not one.name.startswith(".")]


def _look(folder: Path) -> Stored | Broken:
    try:
        return Stored(folder, read_manifest(folder))
    except PackError as error:
        return Broken(folder, error)


def _look_at_installed(folder: Path) -> Stored | Broken:
    """An installed pack must have the name of its folder, by which it is found."""
    found = _look(folder)
    if isinstance(found, Stored) and found.pack.name != folder.name:
        reason = _("its {manifest} calls it “{name}”").format(
            manifest=MANIFEST, name=found.pack.name
        )
        return Broken(folder, PackError(folder.name, reason, _("rename its folder")))
    return found
