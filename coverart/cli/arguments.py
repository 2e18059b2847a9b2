"""What can be typed: the commands and their options.

Nothing here loads the engine, so that help and wrong use are answered at once.
"""

import argparse
from pathlib import Path

from coverart import __version__
from coverart.cli import (
    evaluation_arguments,
    export_arguments,
    pack_arguments,
    rank_arguments,
    values,
)
from coverart.cli.parsing import CommandParser
from coverart.cli.values import Added
from coverart.crops.grid import Mode
from coverart.domain import SQUARE

DESCRIPTION = (
    "Finds the crops of your photos that fit your song, and exports the one you choose. "
    "Without a command the window opens."
)
MODULE = "commands"


def parser() -> argparse.ArgumentParser:
    """Build the parser; every command leaves its name in `command`, and where it is in `module`.

    `space` may be None.
    """
    top = argparse.ArgumentParser(prog="coverart", description=DESCRIPTION)
    top.add_argument("--version", action="version", version=f"coverart {__version__}")
    top.set_defaults(command="gui", module="window", paths=[], space=None)
    added = top.add_subparsers(metavar="COMMAND", parser_class=CommandParser)
    rank_arguments.add(added)
    pack_arguments.add(added)
    export_arguments.add(added)
    evaluation_arguments.add(added)
    for build in (_bench, _crops, _mood, _tag, _kept, _presets, _demo, _gui):
        build(added)
    return top


def _bench(added: Added) -> None:
    bench = added.add_parser("bench", help="measure a space on your own photos")
    below = bench.add_subparsers(metavar="WHAT", required=True)
    coarse = values.command(
        below, "coarse", "compare looking at a few crops with looking at all", "measuring"
    )
    coarse.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    coarse.add_argument(
        "--top", type=values.within("top", int), default=20, help=values.help_for("top")
    )
    rank_arguments.add_space(coarse)


def _crops(added: Added) -> None:
    crops = values.command(added, "crops", "list the crop candidates of one photo", MODULE)
    crops.add_argument("photo", type=Path, metavar="PHOTO")
    crops.add_argument("--aspect", type=values.aspect, default=SQUARE, metavar="W:H")
    crops.add_argument(
        "--mode",
        type=Mode,
        choices=list(Mode),
        default=Mode.COVERART,
        help="how candidates are enumerated",
    )
    crops.add_argument("--json", action="store_true", help="print one JSON object")


def _mood(added: Added) -> None:
    mood = values.command(added, "mood", "show the mood of songs, photos and words", MODULE)
    mood.add_argument("files", type=Path, nargs="*", metavar="FILE")
    mood.add_argument("--text", default="", help="words to read a mood from")
    mood.add_argument("--course", action="store_true", help="show the mood of songs over time")
    mood.add_argument("--json", action="store_true", help="print one JSON list")


def _tag(added: Added) -> None:
    tag = values.command(added, "tag", "put a cover into a song's own tags", "tagging")
    tag.add_argument("song", type=Path, metavar="SONG")
    tag.add_argument(
        "--cover", type=Path, required=True, metavar="FILE", help="a finished cover, JPEG or PNG"
    )
    tag.add_argument("--yes", action="store_true", help="change the song without asking")


def _kept(added: Added) -> None:
    kept = values.command(
        added, "kept", "list the crops that were kept for a song in the window", "judgements"
    )
    kept.add_argument(
        "song", type=Path, nargs="?", metavar="SONG", help="left out: those kept without a song"
    )
    kept.add_argument("--all", action="store_true", help="rejected and rated crops too")
    kept.add_argument("--json", action="store_true", help="print one JSON object")


def _presets(added: Added) -> None:
    values.command(added, "presets", "list the platforms and their rules", MODULE)


def _demo(added: Added) -> None:
    demo = values.command(added, "demo", "make a song and pictures to try, and open them", MODULE)
    demo.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    demo.add_argument("--no-window", action="store_true", help="only write the files")
    demo.set_defaults(space=None)


def _gui(added: Added) -> None:
    gui = values.command(added, "gui", "open the window", "window")
    gui.add_argument(
        "paths",
        type=Path,
        nargs="*",
        metavar="SONG, FOLDER or PROJECT",
        help="a song, folders, photos, a project",
    )
    gui.add_argument("--space", metavar="NAME", help=values.SPACE_HELP)
