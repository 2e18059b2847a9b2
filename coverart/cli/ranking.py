"""`rank` and `search`: crops for a song, for words, for pictures."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from coverart.cli import report
from coverart.cli.opening import open_as_typed
from coverart.cli.progress import Meter
from coverart.cli.wishes import paths_of_rank, wish_of_rank, wish_of_search
from coverart.domain import SQUARE
from coverart.engine.asking import Wish
from coverart.engine.designing import design
from coverart.engine.job import run
from coverart.errors import UsageError
from coverart.ranking.pairing import BOTH
from coverart.settings import Options

Given = argparse.Namespace


def rank(given: Given) -> int:
    """Rank the crops of folders for a song, or for a mood."""
    song, folders = paths_of_rank(given)
    return _rank(given, wish_of_rank(given, song), folders)


def search(given: Given) -> int:
    """Rank the crops of folders for words, or for a picture."""
    return _rank(given, wish_of_search(given), given.folders)


def _rank(given: Given, wish: Wish, folders: Sequence[Path]) -> int:
    if given.pairs and given.aspect:
        raise UsageError("Pairs are of a square and a wide crop", "leave out --aspect or --pairs")
    aspects = BOTH if given.pairs else tuple(dict.fromkeys(given.aspect or [SQUARE]))
    options = Options(**{name: getattr(given, name) for name in Options.__dataclass_fields__})
    with open_as_typed(given) as tools, Meter() as meter:
        made = run(design(wish, folders, tools, aspects, options), meter.tell)
        if given.json:
            told = report.ranking_as_json(made, wish, tools.space)
        else:
            text = report.ranking_as_text(made, tools.space)
    if given.json:
        report.print_json(told)
    else:
        print(text)
        report.tell_skipped(made.skipped)
    return 0
