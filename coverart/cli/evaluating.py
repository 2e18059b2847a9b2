"""`evaluate`: how far people agree with the moods and the composition score, on any ratings."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from coverart.cli import report
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain, warn
from coverart.engine.evaluated import Evaluated
from coverart.engine.evaluating import evaluate_moods
from coverart.engine.evaluating_crops import evaluate_composition
from coverart.engine.job import Job, run
from coverart.engine.session import DEFAULT_SPACE, Tools, open_tools
from coverart.errors import MediaError
from coverart.learn.fit.figures import Figures

Given = argparse.Namespace
Tables: TypeAlias = tuple[Evaluated, ...]

OPTIMISTIC = (
    "The program was fitted on {known:,} of these {count:,};"
    " expect the cross-validated figures of others."
)
MOST_TOLD = 20
"""Files left out that are named one by one; data sets miss hundreds."""


def moods(given: Given) -> int:
    """Compare the moods of songs, photos and sentences with ratings."""
    return _evaluate(evaluate_moods, given)


def composition(given: Given) -> int:
    """Compare the composition score of crops with ratings."""
    return _evaluate(evaluate_composition, given)


def _evaluate(job: Callable[[Path, Tools], Job[Tables]], given: Given) -> int:
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        tables = run(job(given.data, tools), meter.tell)
        space = tools.space.id
    if given.json:
        rows = [as_json(one) for one in tables]
        skipped = report.skipped_as_json(meter.skipped)
        report.print_json({"space": space, "tables": rows, "skipped": skipped})
        return 0
    print("\n\n".join(map(as_text, tables)))
    tell_left_out(meter.skipped)
    return 0


def tell_left_out(errors: Sequence[MediaError]) -> None:
    """Name what was left out on standard error, the first of many."""
    report.tell_skipped(errors[:MOST_TOLD])
    if len(errors) > MOST_TOLD:
        warn(f"{len(errors) - MOST_TOLD:,} more were left out.")


def as_text(one: Evaluated) -> str:
    """A table, each row above what was to be expected of it, and what is to be said of it all."""
    rows: dict[str, Mapping[str, float]] = {}
    for name, row in one.figures.rows.items():
        rows[name] = row
        if expected := _expected(one, name):
            rows[f"{name}, cross-validated"] = expected
    title = f"{plain(one.folder)}: {one.figures.title or one.subject}"
    lines = [str(replace(one.figures, title=title, rows=rows))]
    if one.known:
        lines.append(OPTIMISTIC.format(known=one.known, count=one.figures.count))
    if one.left_out:
        lines.append(f"Left out: {one.left_out:,}.")
    return "\n".join(lines)


def as_json(one: Evaluated) -> dict[str, Any]:
    """One of the `tables` of `evaluate --json`."""
    expected = {name: _expected(one, name) for name in one.figures.rows}
    return {
        "subject": str(one.subject),
        "data": str(one.folder),
        "title": one.figures.title,
        "count": one.figures.count,
        "left_out": one.left_out,
        "known": one.known,
        "figures": _keyed(one.figures),
        "cross_validated": _keyed(replace(one.figures, rows=expected))
        if any(expected.values())
        else None,
    }


def _expected(one: Evaluated, name: str) -> dict[str, float]:
    """The cross-validated figures of a row, in the columns that it has itself."""
    known = one.expected.get(name, {})
    return {column: known[column] for column in one.figures.rows[name] if column in known}


def _keyed(figures: Figures) -> dict[str, dict[str, float | None]]:
    """Rows and columns under names that are easily typed: "within_genre", "mean_iou"."""
    return {
        _key(name): {_key(column): value for column, value in row.items()}
        for name, row in figures.as_json().items()
    }


def _key(name: str) -> str:
    return name.casefold().replace(" ", "_")
