"""What can be typed after `rank`, `search` and `songs`."""

import argparse
from pathlib import Path

from coverart.cli import values
from coverart.cli.values import Added
from coverart.domain import SQUARE
from coverart.settings import Options

PICTURE = "FILE[:L,T,R,B]"
LINKS = ("bank", "head", "shared")
PRECISIONS = ("fp32", "int8")
DEVICES = ("auto", "cpu")


def add(added: Added) -> None:
    """Add the commands that rank."""
    rank = values.command(
        added, "rank", "rank the crops of your photos for a song, or for a mood", "ranking"
    )
    rank.mixed, rank.signed = True, frozenset(("--mood",))
    rank.add_argument(
        "song", type=Path, nargs="?", metavar="SONG", help="may be left out with --mood"
    )
    rank.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    rank.add_argument(
        "--mood",
        type=values.mood,
        metavar="VALENCE,AROUSAL",
        help="a mood to rank for instead of the song's own and that of its lyrics, both numbers "
        "from -1 (dark, calm) to 1 (happy, energetic); in the space “affect” only",
    )
    rank.add_argument("--text", default="", help="words that describe the cover")
    rank.add_argument("--lyrics", type=Path, metavar="FILE", help="a text file with the lyrics")
    _asked(rank)
    _ranked(rank)

    search = values.command(
        added, "search", "rank the crops of your photos for words, or for a picture", "ranking"
    )
    _words_or_picture(search)
    search.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    _asked(search)
    _ranked(search)

    songs = values.command(
        added, "songs", "rank your songs for a picture, or for words", "song_ranking"
    )
    _words_or_picture(songs)
    songs.add_argument("folders", type=Path, nargs="+", metavar="FOLDER_OF_SONGS")
    add_space(songs)
    songs.add_argument("--json", action="store_true", help="print one JSON object")


def _words_or_picture(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "wanted", metavar="PICTURE_OR_WORDS", help="a file that is there is a picture"
    )
    parser.add_argument("--box", type=values.box, metavar="L,T,R,B", help="a part of the picture")


def _asked(parser: argparse.ArgumentParser) -> None:
    """Options that say what is asked for."""
    parser.add_argument("--without", default="", metavar="WORDS", help="words for what is unwanted")
    for option, summary in (
        ("--like", "a photo, or a part of it, that the crops shall be like"),
        ("--dislike", "one that they shall not be like"),
        ("--picture", "a picture from elsewhere that they shall be like"),
    ):
        parser.add_argument(
            option,
            type=values.example,
            action="append",
            default=[],
            metavar=PICTURE,
            help=f"{summary}; may be given several times",
        )
    parser.add_argument(
        "--weight",
        type=values.weight,
        action="append",
        default=[],
        metavar="KIND=NUMBER",
        help=f"how much counts what is asked: {', '.join(values.KINDS)}; 0 to {values.MOST_WEIGHT}",
    )


def _ranked(parser: argparse.ArgumentParser) -> None:
    """Options that say how crops are ranked, and what is printed of them."""
    parser.add_argument(
        "--aspect",
        type=values.aspect,
        action="append",
        metavar="W:H",
        help=f"shape of the crops; may be given several times (default {SQUARE})",
    )
    defaults = Options()
    numbers: tuple[tuple[str, type[int] | type[float]], ...] = (
        ("top", int),
        ("per_photo", int),
        ("composition", float),
        ("variety", float),
        ("least_pixels", int),
    )
    for name, kind in numbers:
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=values.within(name, kind),
            default=getattr(defaults, name),
            help=values.help_for(name),
        )
    parser.add_argument(
        "--pairs", action="store_true", help="a square and a wide crop of each photo, together"
    )
    parser.add_argument(
        "--every-crop",
        action="store_true",
        help="look at every crop, not only where it seems to matter",
    )
    add_space(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_space(parser: argparse.ArgumentParser) -> None:
    """Options that say what is compared in, and how; without one, it is as in the settings."""
    parser.add_argument("--space", metavar="NAME", help=values.SPACE_HELP)
    parser.add_argument(
        "--link", choices=LINKS, help="how a pack's songs and pictures are brought together"
    )
    parser.add_argument("--precision", choices=PRECISIONS, help="of a pack, on a processor")
    parser.add_argument(
        "--device", choices=DEVICES, help="cpu: use no graphics card; auto: use one if it works"
    )
