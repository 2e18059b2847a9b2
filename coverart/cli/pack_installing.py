"""`packs install`: says what would be downloaded, asks, and installs."""

import argparse
import os
import sys
from pathlib import Path

from coverart.cli import cards
from coverart.cli.packs import compare_on
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain
from coverart.engine.installing import install_pack
from coverart.engine.job import run
from coverart.errors import PackError, UsageError
from coverart.packs.store import Stored, find_in_catalogue
from coverart.packs.toml import read_manifest
from coverart.resources import models_folder
from coverart.settings import packs_path

Given = argparse.Namespace


def install(given: Given) -> int:
    """Install a pack; one that a user did not want downloaded makes the exit code 1."""
    origin = _origin(given.origin)
    stored = find_in_catalogue(origin) if isinstance(origin, str) else _in(origin)
    if not _agreed(stored, given.yes):
        print("Nothing was downloaded.")
        return 1
    with Meter(unit="") as meter:
        made = run(install_pack(origin), meter.tell)
    print(f"{made.pack.name} is installed in {plain(made.folder)}")
    if given.photos is not None:
        compare_on(made, [given.photos])
    print(f"Use it with --space {made.pack.name}, or choose it in the window's settings.")
    return 0


def _origin(typed: str) -> Path | str:
    """A pack of the catalogue by its name, or a folder."""
    folder = os.sep in typed or (os.altsep or os.sep) in typed or typed.startswith(".")
    if not folder and (models_folder() / typed).is_dir():
        return typed
    return Path(typed) if folder or Path(typed).is_dir() else typed


def _in(folder: Path) -> Stored:
    """The pack of a folder. Raises `PackError` where there is none."""
    if not folder.is_dir():
        raise PackError(folder.name, f"there is no folder {folder}", "choose another one")
    return Stored(folder, read_manifest(folder))


def _agreed(stored: Stored, beforehand: bool) -> bool:
    """Whether what has to be downloaded may be. Raises `UsageError` where nobody can be asked."""
    wanted = cards.downloads(stored)
    if not wanted:
        return True
    print(f"To install “{plain(stored.pack.name)}”, this is downloaded from huggingface.co:")
    for one in wanted:
        print(f"  {one}")
    print(f"Licence: {plain(stored.pack.licence)}. It goes to {plain(packs_path())}.", flush=True)
    if beforehand:
        return True
    if not sys.stdin.isatty():
        raise UsageError("Nothing is downloaded without being asked for", "add --yes")
    try:
        return input("Download it? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False
