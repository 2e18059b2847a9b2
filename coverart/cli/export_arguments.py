"""What can be typed after the commands that write covers: `export`, `release` and `fonts`.

Nothing here loads the engine, so that help and wrong use are answered at once.
"""

import argparse
from pathlib import Path

from coverart.cli import values
from coverart.cli.values import Added

MODULE = "releasing"
BOX_HELP = "pixels of the upright photo"
# These stand in `export.words` too, which would load the engine: a test holds them together.
PLACES = (
    *("top-left", "top", "top-right", "left", "centre", "right"),
    *("bottom-left", "bottom", "bottom-right"),
)
LEAST, MOST, USUAL = 0.03, 0.25, 0.09


def add(added: Added) -> None:
    """Add the commands."""
    for build in (_export, _release, _fonts):
        build(added)


def _export(added: Added) -> None:
    export = values.command(added, "export", "write a crop as a finished cover", "commands")
    export.add_argument("photo", type=Path, metavar="PHOTO")
    _add_box(export, "--box", required=True)
    export.add_argument("--preset", metavar="NAME", help="a platform's rules; see “presets”")
    export.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    export.add_argument("--upscale", action="store_true", help="enlarge a crop that is too small")
    export.add_argument("--overwrite", action="store_true", help="replace FILE if it exists")
    _add_lettering(export)


def _release(added: Added) -> None:
    release = values.command(added, "release", "write all the covers of a release", MODULE)
    release.add_argument("photo", type=Path, metavar="PHOTO")
    _add_box(release, "--box", "the square crop, in ")
    _add_box(release, "--wide-box", "the crop of 16:9, in ")
    release.add_argument(
        "--wide-photo", type=Path, metavar="PHOTO", help="the photo of the wide crop, if another"
    )
    release.add_argument("--folder", type=Path, required=True, metavar="DIR")
    release.add_argument(
        "--name", default="", metavar="STEM", help="how file names begin (default: the title)"
    )
    release.add_argument(
        "--preset",
        action="append",
        default=[],
        metavar="NAME",
        help="a platform to write for beside the standard set; may be given several times",
    )
    release.add_argument("--overwrite", action="store_true", help="replace files that exist")
    _add_lettering(release)


def _fonts(added: Added) -> None:
    values.command(added, "fonts", "list the fonts that a title can be set in", MODULE)


def _add_box(
    command: argparse.ArgumentParser, name: str, whose: str = "", required: bool = False
) -> None:
    command.add_argument(
        name, type=values.box, required=required, metavar="L,T,R,B", help=f"{whose}{BOX_HELP}"
    )


def _add_lettering(command: argparse.ArgumentParser) -> None:
    words = command.add_argument_group("words on the cover")
    words.add_argument("--title", default="", metavar="TEXT")
    words.add_argument("--artist", default="", metavar="TEXT")
    words.add_argument(
        "--font", default="", metavar="FAMILY", help="see “fonts” (default: one of our own)"
    )
    words.add_argument(
        "--text-size",
        type=_size,
        default=USUAL,
        metavar="SHARE",
        help=f"the title's line as a share of the height, {LEAST} to {MOST} (default {USUAL})",
    )
    words.add_argument(
        "--text-place", choices=PLACES, metavar="PLACE", help=f"{', '.join(PLACES)} (default: calm)"
    )
    words.add_argument(
        "--text-colour", default="", metavar="#RRGGBB", help="default: one that can be read"
    )
    words.add_argument(
        "--no-scrim",
        action="store_true",
        help="never shade the picture behind words that are hard to read",
    )


def _size(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not LEAST <= value <= MOST:
        raise argparse.ArgumentTypeError(f"give a number from {LEAST} to {MOST}")
    return value
