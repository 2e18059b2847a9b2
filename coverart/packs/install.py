"""A pack is installed: its files gathered, its graphs tied to their weights, smaller twins made.

All of it happens in a folder beside the installed packs, which takes its place at the very end in
one move; until then an older pack of that name stays as it is. Giving up, at any yield, leaves
nothing but downloads to be gone on with, in `.partial` (see `packs.gather`). What a pack is
installed from is never changed.

What needs a running model, the bank of prompts say, is made by `finish`, which is given the folder
before it takes its place; what is made later is recorded with `packs.record.add_file`.
"""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverart.errors import PackError
from coverart.language import _
from coverart.packs.apart import EndedError
from coverart.packs.gather import Ways, gather
from coverart.packs.lock import one_at_a_time
from coverart.packs.manifest import HALF, INT8, Pack, derived, runnable
from coverart.packs.record import recorded
from coverart.packs.steps import Step, Steps, waited
from coverart.packs.store import NEW, Stored, find_in_catalogue, put_in_place, workplace
from coverart.packs.toml import read_manifest, write_manifest
from coverart.settings import packs_path


@dataclass(frozen=True, slots=True)
class Twins:
    """Which towers get a smaller twin: in 8-bit integers for CPUs, in half precision for GPUs.

    For songs and texts int8 gains little: a song is a few windows, a query one text, and the bank
    is encoded once.
    """

    int8: tuple[str, ...] = ("image",)
    half: tuple[str, ...] = ()


Finish = Callable[[Path, Pack], Steps[Pack]]
DEFAULT_TWINS = Twins()
DEFAULT_WAYS = Ways()


def install(
    origin: Path | str,
    twins: Twins = DEFAULT_TWINS,
    ways: Ways = DEFAULT_WAYS,
    finish: Finish | None = None,
) -> Steps[Pack]:
    """Install a pack from a folder, or one of the catalogue by its name; return it as installed.

    `finish(folder, pack)` may add files to a pack that can be run by now, and returns it with what
    it added recorded (see `packs.record.recorded`); it must leave no file open.

    Yields steps several times a second. A pack of that name that is installed already is replaced.
    Raises `PackError` with one sentence where anything is wrong with the pack, the network or the
    disk; nothing has changed then.
    """
    stored = _origin(origin)
    name = stored.pack.name
    with _disk_errors(name), one_at_a_time(packs_path(), name):
        shutil.rmtree(packs_path() / NEW, ignore_errors=True)  # of a program that was ended
        with workplace() as place:
            folder = place / name
            folder.mkdir()
            gathered = yield from gather(stored, folder, _extra(stored.pack, twins), ways)
            pack = yield from _made(folder, gathered.pack, twins, ways)
            if finish is not None:
                pack = yield from finish(folder, pack)
            write_manifest(folder, pack)
            put_in_place(folder, packs_path() / name, place / "before")
        for part in gathered.parts:
            part.unlink(missing_ok=True)
    return pack


def make_twin(folder: Path, pack: Pack, tower: str, suffix: str, ways: Ways) -> Steps[Pack]:
    """Make the twin of a tower, `suffix` INT8 or HALF, in a pack's folder; return it recorded.

    The manifest on disk is left as it is: `record.add_file` or `toml.write_manifest` change it.
    """
    # Not at the top: ONNX's libraries are for those who install.
    from coverart.packs.quantise import make_half, make_int8  # noqa: PLC0415

    made_of = pack.towers[tower]
    name = derived(made_of.graph, suffix)
    make = make_int8 if suffix == INT8 else make_half
    work = ways.apart(make, folder / runnable(made_of), folder / name)
    yield from waited(work, _label(_("Making a smaller twin of {name}").format(name=made_of.graph)))
    return (yield from recorded(folder, pack, name))


def _origin(origin: Path | str) -> Stored:
    """The pack to be installed."""
    if isinstance(origin, str):
        return find_in_catalogue(origin)
    return Stored(origin, read_manifest(origin))


def _made(folder: Path, pack: Pack, twins: Twins, ways: Ways) -> Steps[Pack]:
    """The pack with all that is made of its files."""
    from coverart.packs.bind import bind_towers  # noqa: PLC0415 (see above)

    binding = ways.apart(bind_towers, folder, pack)
    for name in (
        yield from waited(binding, _label(_("Tying to its weights {name}").format(name=pack.name)))
    ):
        pack = yield from recorded(folder, pack, name)
    for suffix, towers in ((INT8, twins.int8), (HALF, twins.half)):
        for tower in towers:
            if tower in pack.towers:
                pack = yield from make_twin(folder, pack, tower, suffix, ways)
    return pack


def _label(doing: str) -> Callable[[], Step]:
    """A step of work whose length is not known."""
    return lambda: Step(doing)


def _extra(pack: Pack, twins: Twins) -> Callable[[Mapping[str, int]], int]:
    """An upper estimate of the bytes needed beside a pack's files, given their sizes.

    They are for bound graphs, for twins, and for what a twin is made from on the way.
    """

    def estimate(sizes: Mapping[str, int]) -> int:
        weights = {name: sizes[one.weights or one.graph] for name, one in pack.towers.items()}
        int8 = [weights[name] for name in twins.int8 if name in weights]
        half = [weights[name] for name in twins.half if name in weights]
        kept = sum(int8) * 3 // 10 + sum(half) // 2
        return kept + max((*int8, *half), default=0) + (len(weights) << 20)

    return estimate


@contextmanager
def _disk_errors(name: str) -> Iterator[None]:
    """Translate what a disk or the system refuses, wherever that is."""
    try:
        yield
    except EndedError as error:
        raise PackError(
            name,
            _("its preparation was ended from outside"),
            _("close other programs, and try again"),
        ) from error
    except OSError as error:
        reason: Any = error.strerror or error
        raise PackError(
            name,
            _("it cannot be installed in {folder}: {reason}").format(
                folder=packs_path(), reason=reason
            ),
            _("check the disk's space and permissions"),
        ) from error
