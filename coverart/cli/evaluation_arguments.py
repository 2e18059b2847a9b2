"""What can be typed after `evaluate` and `learn`."""

import argparse
from pathlib import Path

from coverart.cli import values
from coverart.cli.values import Added

EVALUATING = "evaluating"
FITTING = "fitting"
RATED = "a folder with ratings, or with folders that hold some: see docs/fitting.md"


def add(added: Added) -> None:
    """Add `evaluate` and `learn`, and the commands below them."""
    evaluate = added.add_parser("evaluate", help="measure how far people agree with the program")
    judged = evaluate.add_subparsers(metavar="WHAT", required=True)
    learn = added.add_parser("learn", help="fit the program to ratings of your own")
    fit = learn.add_subparsers(metavar="COMMAND", required=True).add_parser(
        "fit", help="fit the moods or the composition score"
    )
    fitted = fit.add_subparsers(metavar="WHAT", required=True)
    for what, subject in (
        ("moods", "the moods of songs, photos and sentences"),
        ("composition", "the composition score of crops"),
    ):
        one = values.command(judged, what, f"compare {subject} with ratings", EVALUATING)
        _add_data(one)
        one.add_argument("--json", action="store_true", help="print one JSON object")
        other = values.command(fitted, what, f"fit {subject}, and cross-validate", FITTING)
        _add_data(other)
        other.add_argument(
            "--out",
            type=Path,
            metavar="FOLDER",
            help="where the parameters go (default: into the program itself)",
        )


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help=RATED)
