"""What can be typed after `packs`."""

from pathlib import Path

from coverart.cli import values
from coverart.cli.values import Added

MODULE = "packs"
MAKING = "pack_making"


def add(added: Added) -> None:
    """Add `packs` and the commands below it."""
    packs = values.command(added, "packs", "install and look after model packs", MODULE)
    below = packs.add_subparsers(metavar="COMMAND", required=True)
    listing = values.command(below, "list", "list the packs there are", MODULE)
    listing.set_defaults(command="catalogue")
    show = values.command(below, "show", "show what is in a pack", MODULE)
    show.add_argument("name", metavar="NAME")
    _install(below)
    verify = values.command(below, "verify", "read every byte of one pack, or of all", MODULE)
    verify.add_argument("name", nargs="?", metavar="NAME")
    compare = values.command(below, "compare", "measure on your photos what int8 changes", MODULE)
    compare.add_argument("name", metavar="NAME")
    compare.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    _remove(below)
    _link(below)
    _build(below)


def _install(below: Added) -> None:
    install = values.command(
        below, "install", "install a pack of the catalogue, or from a folder", "pack_installing"
    )
    install.add_argument(
        "origin", metavar="NAME_OR_FOLDER", help="a folder called like a pack is written ./NAME"
    )
    install.add_argument("--yes", action="store_true", help="download without asking first")
    install.add_argument(
        "--photos", type=Path, metavar="FOLDER", help="photos to compare the precisions on, after"
    )


def _remove(below: Added) -> None:
    remove = values.command(below, "remove", "delete an installed pack", MODULE)
    what = remove.add_mutually_exclusive_group(required=True)
    what.add_argument("name", nargs="?", metavar="NAME")
    what.add_argument("--unfinished", action="store_true", help="delete broken-off downloads")


def _link(below: Added) -> None:
    link = values.command(below, "link", "train a pack's linking head, from texts alone", MAKING)
    link.add_argument("name", metavar="NAME")
    link.add_argument("--captions", type=values.count, metavar="NUMBER", help="texts to train with")


def _build(below: Added) -> None:
    build = values.command(
        below, "build", "make a pack of an open_clip architecture and a CLAP checkpoint", MAKING
    )
    build.add_argument("folder", type=Path, metavar="FOLDER", help="a new one, for the pack")
    build.add_argument(
        "--clip", required=True, metavar="ARCHITECTURE", help="as open_clip calls it"
    )
    build.add_argument(
        "--clap",
        type=Path,
        required=True,
        metavar="FILE_OR_FOLDER",
        help="a checkpoint of LAION, or a folder of transformers",
    )
    for option, summary in (
        ("--clip-checkpoint", "its weights"),
        ("--clip-tokenizer", "its tokenizer.json, if it has one of its own"),
        ("--clap-tokenizer", "its tokenizer.json, if it does not lie beside it"),
    ):
        build.add_argument(option, type=Path, metavar="FILE", help=summary)
    build.add_argument("--pretrained", default="", metavar="TAG", help="open_clip's of the weights")
    build.add_argument("--random", action="store_true", help="draw weights; for tests alone")
    build.add_argument("--name", metavar="NAME", help="of the pack (default: the folder's)")
    build.add_argument("--title", default="", metavar="TEXT", help="one line about it")
    build.add_argument("--licence", default="not stated", metavar="TEXT", help="of the weights")
