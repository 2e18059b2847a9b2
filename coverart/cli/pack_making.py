"""`packs build` and `packs link`: packs of one's own, and linking heads. They need `learn`."""

import argparse

from coverart.cli import cards
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain
from coverart.engine.job import run
from coverart.engine.making import build_options, build_pack, link_pack
from coverart.packs.store import find_installed

Given = argparse.Namespace

CHOSEN = (
    "clip",
    "clap",
    "clip_checkpoint",
    "pretrained",
    "clip_tokenizer",
    "clap_tokenizer",
    "random",
    "title",
    "licence",
)
"""What is typed under the name that `BuildOptions` gives it."""


def build(given: Given) -> int:
    """Make a pack in a folder, from which it can be installed."""
    chosen = {name: getattr(given, name) for name in CHOSEN}
    options = build_options({**chosen, "name": given.name or given.folder.resolve().name})
    with Meter(unit="") as meter:
        made = run(build_pack(options, given.folder), meter.tell)
    for name, proof in made.proofs.items():
        print(f"{name}: {proof.difference:.1e} from torch at most, cosine {proof.cosine:.9f}")
    folder = plain(given.folder)
    print(f"{made.name} is built; install it with: coverart packs install {folder}")
    return 0


def link(given: Given) -> int:
    """Train the linking head of an installed pack."""
    stored = find_installed(given.name)
    with Meter(unit="") as meter:
        figures = run(link_pack(stored, given.captions), meter.tell)
    print(f"{given.name}: {cards.head_as_text(figures)}.")
    print("Use the head with --link head, or choose it in the window's settings.")
    return 0
