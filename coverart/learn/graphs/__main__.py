"""`python -m coverart.learn.graphs` makes the catalogue: see `catalogue`."""

import argparse
import sys
import time
from pathlib import Path

from coverart.learn.graphs.catalogue import make_pack
from coverart.learn.graphs.recipes import RECIPES

CATALOGUE = Path(__file__).parents[3] / "models"


def run(arguments: list[str]) -> None:
    """Make the packs that are named, or all."""
    known = {recipe.name: recipe for recipe in RECIPES}
    parser = argparse.ArgumentParser(prog="python -m coverart.learn.graphs", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; or all")
    parser.add_argument("--into", type=Path, default=CATALOGUE, help="the catalogue's folder")
    asked = parser.parse_args(arguments)
    unknown = sorted(set(asked.names) - known.keys())
    if unknown:
        parser.error(f"there is no recipe for {', '.join(unknown)}")
    for name in asked.names or known:
        begun = time.monotonic()
        for step in make_pack(known[name], asked.into / name):
            _say(f"{name}: {step}")
        _say(f"{name}: {time.monotonic() - begun:.0f} s")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    run(sys.argv[1:])
