"""`bench coarse`: how much may be left out, in a space and on photos of one's own."""

import argparse

from coverart.cli.opening import open_as_typed
from coverart.cli.progress import Meter
from coverart.cli.report import tell_skipped
from coverart.engine.job import run
from coverart.engine.measuring import Coarse, Point, measure_coarse
from coverart.settings import Options

Given = argparse.Namespace


def coarse(given: Given) -> int:
    """Measure coarse to fine against the exact ranking."""
    with open_as_typed(given) as tools, Meter() as meter:
        found = run(measure_coarse(given.folders, tools, Options(top=given.top)), meter.tell)
        space = tools.space.id
    print(_as_text(found, space))
    tell_skipped(meter.skipped)
    return 0


def _as_text(found: Coarse, space: str) -> str:
    """A table, and what it is of."""
    lines = [
        f"{found.crops:,} crops of {found.photos:,} photos, {found.queries} queries, {space}",
        f"{'':<28}{'crops encoded':>14}{'times fewer':>12}{f'recall@{found.top}':>11}",
        _line("the covers alone", found.cover),
        _line("where rank stops by itself", found.settled),
        f"The lowest recall of any query is {found.worst:.2f}.",
    ]
    return "\n".join(lines)


def _line(name: str, point: Point) -> str:
    return f"{name:<28}{point.encoded:>14.1%}{1 / point.encoded:>12.1f}{point.recall:>11.3f}"
