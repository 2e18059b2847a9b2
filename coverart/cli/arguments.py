"""What can be typed: the commands and their options.

Nothing here loads the engine, so that help and wrong use are answered at once.
"""

import argparse
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from coverart import __version__
from coverart.crops.grid import Mode
from coverart.domain import SQUARE, Aspect, Box
from coverart.errors import UsageError
from coverart.settings import Options, label, span

Added: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

DESCRIPTION = (
    "Finds the crops of your photos that fit your song, and exports the one you choose. "
    "Without a command the window opens."
)
SPACE_HELP = "what songs and crops are compared in (default: the one that comes with the program)"


def parser() -> argparse.ArgumentParser:
    """Build the parser; every command leaves its name in `command`, and `space` may be None."""
    top = argparse.ArgumentParser(prog="coverart", description=DESCRIPTION)
    top.add_argument("--version", action="version", version=f"coverart {__version__}")
    top.set_defaults(command="gui", paths=[], space=None)
    added = top.add_subparsers(metavar="COMMAND")
    for build in (_rank, _crops, _mood, _export, _presets, _demo, _gui):
        build(added)
    return top


def _rank(added: Added) -> None:
    rank = _command(added, "rank", "rank the crops of your photos for a song")
    rank.add_argument("song", type=Path, metavar="SONG")
    rank.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    rank.add_argument("--text", default="", help="words that describe the cover")
    rank.add_argument("--lyrics", type=Path, metavar="FILE", help="a text file with the lyrics")
    rank.add_argument(
        "--aspect",
        type=_aspect,
        action="append",
        metavar="W:H",
        help=f"shape of the crops; may be given several times (default {SQUARE})",
    )
    defaults = Options()
    rank.add_argument("--top", type=_within("top", int), default=defaults.top, help=_help("top"))
    rank.add_argument("--space", metavar="NAME", help=SPACE_HELP)
    rank.add_argument(
        "--per-photo",
        type=_within("per_photo", int),
        default=defaults.per_photo,
        help=_help("per_photo"),
    )
    rank.add_argument(
        "--composition",
        type=_within("composition", float),
        default=defaults.composition,
        help=_help("composition"),
    )
    rank.add_argument("--json", action="store_true", help="print one JSON object")


def _crops(added: Added) -> None:
    crops = _command(added, "crops", "list the crop candidates of one photo")
    crops.add_argument("photo", type=Path, metavar="PHOTO")
    crops.add_argument("--aspect", type=_aspect, default=SQUARE, metavar="W:H")
    crops.add_argument(
        "--mode",
        type=Mode,
        choices=list(Mode),
        default=Mode.COVERART,
        help="how candidates are enumerated",
    )
    crops.add_argument("--json", action="store_true", help="print one JSON object")


def _mood(added: Added) -> None:
    mood = _command(added, "mood", "show the mood of songs, photos and words")
    mood.add_argument("files", type=Path, nargs="*", metavar="FILE")
    mood.add_argument("--text", default="", help="words to read a mood from")
    mood.add_argument("--json", action="store_true", help="print one JSON list")


def _export(added: Added) -> None:
    export = _command(added, "export", "write a crop as a finished cover")
    export.add_argument("photo", type=Path, metavar="PHOTO")
    export.add_argument(
        "--box", type=_box, required=True, metavar="L,T,R,B", help="pixels of the upright photo"
    )
    export.add_argument("--preset", metavar="NAME", help="a platform's rules; see “presets”")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    export.add_argument("--upscale", action="store_true", help="enlarge a crop that is too small")
    export.add_argument("--overwrite", action="store_true", help="replace FILE if it exists")


def _presets(added: Added) -> None:
    _command(added, "presets", "list the platforms and their rules")


def _demo(added: Added) -> None:
    demo = _command(added, "demo", "make a song and pictures to try, and open them")
    demo.add_argument("folder", type=Path, nargs="?", metavar="FOLDER")
    demo.add_argument("--no-window", action="store_true", help="only write the files")
    demo.set_defaults(space=None)


def _gui(added: Added) -> None:
    gui = _command(added, "gui", "open the window")
    gui.add_argument(
        "paths", type=Path, nargs="*", metavar="SONG or FOLDER", help="a song, folders, photos"
    )
    gui.add_argument("--space", metavar="NAME", help=SPACE_HELP)


def _command(added: Added, name: str, summary: str) -> argparse.ArgumentParser:
    made = added.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    made.set_defaults(command=name)
    return made


def _help(name: str) -> str:
    least, most = span(name)
    default = getattr(Options(), name)
    return f"{label(name).lower()}, {least:g} to {most:g} (default {default})"


def _within(name: str, kind: type[int] | type[float]) -> Callable[[str], float]:
    """Read a number, and hold it against the span of a setting."""

    def read(text: str) -> float:
        least, most = span(name)
        with suppress(ValueError):
            value = kind(text)
            if least <= value <= most:
                return value
        raise argparse.ArgumentTypeError(f"give a number from {least:g} to {most:g}")

    return read


def _aspect(text: str) -> Aspect:
    try:
        return Aspect.parse(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _box(text: str) -> Box:
    parts = text.split(",")
    if len(parts) != 4 or not all(part.strip().isdecimal() for part in parts):
        raise argparse.ArgumentTypeError("give four whole numbers: left,top,right,bottom")
    return Box(*(int(part) for part in parts))
