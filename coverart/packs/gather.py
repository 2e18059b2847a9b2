"""The files of a pack are brought together: copied from where they lie, or downloaded.

A download grows in `.partial`, under the digest its publisher announced, so that a broken-off one
is gone on with by the next installation that wants the same bytes, of whichever pack. It stays
there, beside the link or copy that the installation works with, until the pack is in its place.
"""

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from coverart.errors import PackError
from coverart.language import _, number
from coverart.packs.apart import Runner, run_apart
from coverart.packs.check import chunks
from coverart.packs.manifest import Offer, Pack, PackFile, Source, made_here
from coverart.packs.record import recorded
from coverart.packs.steps import Step, Steps, waited
from coverart.packs.store import PARTIAL, Stored
from coverart.settings import packs_path


def free_bytes(folder: Path) -> int:
    """How many bytes are free on the disk of a folder."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Ways:
    """How an installation reaches beyond its folder.

    `apart` runs what cannot be interrupted, `free` tells the bytes that are free on a disk, and
    `endpoint` is the address of the hub, or None for the usual one.
    """

    apart: Runner = run_apart
    free: Callable[[Path], int] = free_bytes
    endpoint: str | None = None


Extra = Callable[[Mapping[str, int]], int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A pack whose files lie in its new folder, and the downloads that may go once it is in use."""

    pack: Pack
    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class _Load:
    """What is to be moved in all, in bytes, and what has been."""

    total: int
    done: int = 0


def gather(origin: Stored, folder: Path, extra: Extra, ways: Ways) -> Steps[Gathered]:
    """Bring the files of a pack into `folder`, each with its digest in the manifest.

    Files that are made at install are left out. `extra` says how many bytes will be needed beside
    files of the given sizes.
    Raises `PackError` for a file that is nowhere, or is not the one that the manifest names, and
    where the disk has too little space.
    """
    pack = replace(
        origin.pack,
        files={name: file for name, file in origin.pack.files.items() if not made_here(name)},
    )
    here = [file for file in pack.files.values() if _lies_in(origin, file)]
    there = [file for file in pack.files.values() if file not in here]
    offers = yield from _offers(pack, there, ways)
    sizes = {file.name: (origin.folder / file.name).stat().st_size for file in here}
    sizes |= {name: offer.size for name, offer in offers.items()}
    load = _Load(sum(sizes.values()))
    _check_space(pack, load.total + extra(sizes) - _arrived(offers.values()), ways)
    for file in here:
        load = yield from _copy(origin.folder / file.name, folder / file.name, load)
        pack = yield from _taken(folder, pack, file)
    for file in there:
        offer = offers[file.name]
        load = yield from _download(pack, file, offer, load, ways)
        _link(_part(offer), folder / file.name)
        pack = yield from _taken(folder, pack, _dated(file, offer))
    return Gathered(pack, tuple(_part(offer) for offer in offers.values()))


def _lies_in(origin: Stored, file: PackFile) -> bool:
    """Whether a file is already there. Raises `PackError` where it can come from nowhere."""
    try:
        plain = stat.S_ISREG((origin.folder / file.name).lstat().st_mode)
    except FileNotFoundError as error:
        if file.source is not None:
            return False
        raise PackError(
            origin.pack.name,
            _("its “{name}” is not in {folder}").format(name=file.name, folder=origin.folder),
            _("put it there, and install it again"),
        ) from error
    if not plain:
        raise PackError(
            origin.pack.name, _("its “{name}” is not a plain file").format(name=file.name)
        )
    return True


def _offers(pack: Pack, files: list[PackFile], ways: Ways) -> Steps[dict[str, Offer]]:
    """What their publishers say of files; the network is asked for those alone."""
    sources = tuple(file.source for file in files if file.source is not None)
    if not sources:
        return {}
    # Not at the top: what downloads nothing is spared the library for it.
    from coverart.packs.hub import offers  # noqa: PLC0415

    asking = ways.apart(offers, pack.name, sources, ways.endpoint)
    found = yield from waited(asking, lambda: Step(_("Asking the hub")))
    for file, offer in zip(files, found, strict=True):
        announced = offer.digest if len(offer.digest) == 64 else file.sha256
        if file.sha256 not in {None, announced} or file.size not in {None, offer.size}:
            raise PackError(
                pack.name,
                _("“{name}” at “{repo}” is no longer the file it was made for").format(
                    name=file.name, repo=_repo(file.source)
                ),
                _("update Coverart"),
            )
    return {file.name: offer for file, offer in zip(files, found, strict=True)}


def _check_space(pack: Pack, needed: int, ways: Ways) -> None:
    free = ways.free(packs_path())
    if needed > free:
        raise PackError(
            pack.name,
            _("it needs {needed} of {folder}, where {free} are free").format(
                needed=_size(needed), folder=packs_path(), free=_size(free)
            ),
            _("free some space, or name a folder on another disk in COVERART_PACKS"),
        )


def _copy(source: Path, target: Path, load: _Load) -> Steps[_Load]:
    """Copy a file, piece by piece."""
    with source.open("rb") as reading, target.open("wb") as writing:
        for chunk in chunks(reading):
            writing.write(chunk)
            load = replace(load, done=load.done + len(chunk))
            yield Step(_("Copying {name}").format(name=source.name), load.done, load.total)
    return load


def _download(pack: Pack, file: PackFile, offer: Offer, load: _Load, ways: Ways) -> Steps[_Load]:
    """Download a file to its part, telling how far it has grown."""
    from coverart.packs.hub import fetch  # noqa: PLC0415 (see above)

    part = _part(offer)
    part.parent.mkdir(parents=True, exist_ok=True)

    def step() -> Step:
        grown = part.stat().st_size if part.exists() else 0
        return Step(
            _("Downloading {name}").format(name=file.name),
            load.done + min(grown, offer.size),
            load.total,
        )

    yield from waited(ways.apart(fetch, pack.name, file, offer, part, ways.endpoint), step)
    return replace(load, done=load.done + offer.size)


def _taken(folder: Path, pack: Pack, file: PackFile) -> Steps[Pack]:
    """The pack with what is known of a file that has arrived, which must be the one it names."""
    known = replace(pack, files={**pack.files, file.name: file})
    changed = yield from recorded(folder, known, file.name)
    found = changed.files[file.name]
    if file.sha256 not in {None, found.sha256} or file.size not in {None, found.size}:
        raise PackError(
            pack.name,
            _("its “{name}” is not the file that its manifest names").format(name=file.name),
            _("get that file, and install it again"),
        )
    return changed


def _dated(file: PackFile, offer: Offer) -> PackFile:
    """A file, with the commit it was fetched from."""
    assert file.source is not None  # noqa: S101 (only files with a source are offered)
    return replace(file, source=replace(file.source, revision=offer.commit))


def _arrived(offers: Iterable[Offer]) -> int:
    """The bytes that earlier tries have left."""
    parts = (_part(offer) for offer in offers)
    return sum(part.stat().st_size for part in parts if part.exists())


def _part(offer: Offer) -> Path:
    """Where a download grows."""
    return packs_path() / PARTIAL / f"{offer.digest}.part"


def _link(part: Path, target: Path) -> None:
    """Let a download be found in a pack's folder too; where a disk has no links, there alone."""
    try:
        os.link(part, target)
    except OSError:
        part.replace(target)


def _repo(source: Source | None) -> str:
    return source.repo if source is not None else ""


def _size(count: int) -> str:
    """Bytes in words."""
    return (
        _("{number} GB").format(number=number(count / 1000000000.0, ".1f"))
        if count >= 1e8
        else _("{number} MB").format(number=number(count / 1000000.0, ".1f"))
    )
