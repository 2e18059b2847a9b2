"""`packs list`, `show`, `verify`, `compare`, `remove`: what is installed, and how sound it is."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from coverart.choices import load_choices
from coverart.cli import cards
from coverart.cli.progress import Meter
from coverart.cli.report import tell_skipped
from coverart.cli.terminal import plain, warn
from coverart.engine.installing import compare_precisions, verify_pack
from coverart.engine.job import run
from coverart.engine.session import DEFAULT_SPACE, open_tools
from coverart.errors import CoverArtError, PackError
from coverart.packs import store
from coverart.packs.lock import one_at_a_time
from coverart.packs.manifest import INT8, derived
from coverart.packs.rules import is_plain
from coverart.packs.store import Broken, Stored
from coverart.settings import packs_path

Given = argparse.Namespace


def catalogue(given: Given) -> int:  # noqa: ARG001 (every command takes what was typed)
    """List the packs that are installed, and those that can be."""
    print(cards.list_as_text(store.catalogue(), store.installed(), load_choices()))
    print(f"Installed packs lie in {plain(packs_path())}")
    if store.leftover_bytes():
        unfinished = cards.size(store.leftover_bytes())
        print(f"Unfinished downloads: {unfinished}; “packs remove --unfinished” deletes them.")
    return 0


def show(given: Given) -> int:
    """Show the card of a pack, as it is installed or else as it stands in the catalogue."""
    if is_plain(given.name) and (packs_path() / given.name).is_dir():
        print(cards.card(store.find_installed(given.name), installed=True))
    else:
        print(cards.card(store.find_in_catalogue(given.name), installed=False))
    return 0


def verify(given: Given) -> int:
    """Read every byte of one pack, or of all; a damaged one makes the exit code 1."""
    damaged = False
    for one in _named(given.name):
        try:
            if isinstance(one, Broken):
                raise one.error
            with Meter(unit="B") as meter:
                run(verify_pack(one), meter.tell)
            print(f"{one.pack.name}: every byte is as it was installed.")
        except PackError as error:
            damaged = True
            warn(error)
    return 1 if damaged else 0


def compare(given: Given) -> int:
    """Measure how far int8 is from fp32 on photos of the user's own."""
    compare_on(store.find_installed(given.name), given.folders)
    return 0


def compare_on(stored: Stored, folders: Sequence[Path]) -> None:
    """Print how far int8 is from fp32. Raises `CoverArtError` where that cannot be measured."""
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        found = run(compare_precisions(stored, folders, tools.pool), meter.tell)
    tell_skipped(meter.skipped)
    if found is not None:
        print(
            f"{stored.pack.name}: int8 against fp32, on {found.crops} crops of {found.photos}"
            f" photo{'' if found.photos == 1 else 's'}: cosine {found.mean:.4f} on average,"
            f" {found.least:.4f} at least."
        )
        return
    if derived(stored.pack.image.graph, INT8) not in stored.pack.files:
        raise PackError(stored.pack.name, "it has no twin in int8 to compare")
    raise CoverArtError("There is no photo to compare on", "name a folder with photos")


def remove(given: Given) -> int:
    """Delete a pack, or what broken-off downloads have left."""
    if given.unfinished:
        with one_at_a_time(packs_path(), "unfinished downloads"):
            freed = store.leftover_bytes()
            store.discard_leftovers()
        print(f"{cards.size(freed)} of unfinished downloads were deleted.")
        return 0
    store.remove(given.name)
    print(f"{given.name} was removed.")
    return 0


def _named(name: str | None) -> Sequence[Stored | Broken]:
    """The installed pack of a name, or all. Raises `PackError` where there is none."""
    if name is not None:
        return (store.find_installed(name),)
    found = store.installed()
    if not found:
        raise CoverArtError("No pack is installed", "see `coverart packs list`")
    return found
