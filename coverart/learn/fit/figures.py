"""How well judgements agree with what people said: correlations, overlaps, and tables of them.

Conventions: arrays are (n,), an entry for each thing judged; higher means more in both. A
correlation is 0 where one side never changes, for then it says nothing, and NaN of fewer than two.

References
----------
Zeng, Li, Cao, Zhang (2019). Reliable and efficient image cropping: a grid anchor based approach.
CVPR. (SRCC of each picture, averaged)
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from coverart.domain import Boxes
from coverart.learn.fit.ratings import Array

DIGITS = 3
FEWEST = 3
"""Things in a group below which a correlation within it means nothing."""

EMOTIONS = ("valence", "arousal")

CROSS_VALIDATED = "cross-validated"
"""In the title of those figures in a provenance that others may expect to find."""


def ranks(values: Array) -> Array:
    """The rank of each value from 1 up; ties share their mean rank."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    shared = (np.cumsum(counts) - (counts - 1) / 2).astype(np.float64)
    return shared[places]


def pearson(judged: ArrayLike, wanted: ArrayLike) -> float:
    """Pearson's correlation, in [-1, 1]."""
    left, right = (np.asarray(side, dtype=np.float64) for side in (judged, wanted))
    if len(left) < 2:
        return math.nan
    left, right = left - left.mean(), right - right.mean()
    scale = math.sqrt(float(left @ left) * float(right @ right))
    return float(left @ right) / scale if scale > 0 else 0.0


def spearman(judged: ArrayLike, wanted: ArrayLike) -> float:
    """Spearman's rank correlation, in [-1, 1]; ties share their mean rank."""
    left, right = (np.asarray(side, dtype=np.float64) for side in (judged, wanted))
    return pearson(ranks(left), ranks(right))


def spearman_within(judged: ArrayLike, wanted: ArrayLike, groups: Sequence[str]) -> float:
    """The mean over groups of Spearman's correlation within each; NaN without any group.

    Groups of fewer than `FEWEST` are left out. Each of the others counts the same.
    """
    left, right = (np.asarray(side, dtype=np.float64) for side in (judged, wanted))
    named = np.array(groups)
    inside = [
        spearman(left[named == group], right[named == group])
        for group in np.unique(named)
        if (named == group).sum() >= FEWEST
    ]
    return float(np.mean(inside)) if inside else math.nan


def mean_srcc(judged: Sequence[ArrayLike], wanted: Sequence[ArrayLike]) -> float:
    """Spearman's correlation over the crops of each picture, averaged over pictures."""
    each = [spearman(left, right) for left, right in zip(judged, wanted, strict=True)]
    return float(np.mean(each)) if each else math.nan


def overlap(boxes: Boxes, others: Boxes) -> Array:
    """Intersection over union of every box (n, 4) with every other (m, 4), in [0, 1]: (n, m)."""
    left, right = boxes[:, None].astype(np.float64), others[None].astype(np.float64)
    corners = np.maximum(left[..., :2], right[..., :2]), np.minimum(left[..., 2:], right[..., 2:])
    shared = np.clip(corners[1] - corners[0], 0, None).prod(axis=2)
    areas = [np.prod(side[..., 2:] - side[..., :2], axis=2) for side in (left, right)]
    covered: Array = shared / (areas[0] + areas[1] - shared)
    return covered


def mean_overlap(boxes: Boxes, wanted: Boxes) -> float:
    """Mean intersection over union of box i with the box wanted in its place, both (n, 4)."""
    return float(np.diagonal(overlap(boxes, wanted)).mean())


@dataclass(frozen=True, slots=True)
class Figures:
    """A table: what was measured (columns) of each thing that is judged (rows).

    `count` things were measured, `title` says which. Numbers that could not be measured are NaN,
    or left out. `str` gives an aligned table, and `as_json` what JSON can hold.
    """

    title: str
    rows: Mapping[str, Mapping[str, float]]
    count: int

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in the order in which rows bring them up."""
        return tuple(dict.fromkeys(name for row in self.rows.values() for name in row))

    def __str__(self) -> str:
        first = max(map(len, self.rows), default=0) + 2
        widths = {name: max(len(name), DIGITS + 3) + 2 for name in self.columns}
        lines = [f"{self.title} ({self.count:,})"]
        lines.append(" " * first + "".join(f"{name:>{widths[name]}}" for name in self.columns))
        for title, row in self.rows.items():
            cells = (f"{_cell(row.get(name)):>{widths[name]}}" for name in self.columns)
            lines.append(f"{title:<{first}}" + "".join(cells))
        return "\n".join(line.rstrip() for line in lines)

    def as_json(self) -> dict[str, dict[str, float | None]]:
        """Rows of columns, rounded; None for what could not be measured."""
        return {
            title: {name: _rounded(value) for name, value in row.items()}
            for title, row in self.rows.items()
        }


def mood_figures(
    title: str,
    judged: ArrayLike,
    wanted: Mapping[str, Array],
    groups: Sequence[str] = (),
    grouped_by: str = "group",
) -> Figures:
    """The agreement of moods (n, 2), valence and arousal, with what is `wanted` of both.

    With `groups` (n), Spearman's correlation within them too, under the name "within GROUP".
    """
    columns = np.asarray(judged, dtype=np.float64)
    rows: dict[str, dict[str, float]] = {}
    for place, name in enumerate(EMOTIONS):
        own = columns[:, place]
        rows[name] = {"spearman": spearman(own, wanted[name])}
        if any(groups):
            rows[name][f"within {grouped_by}"] = spearman_within(own, wanted[name], groups)
        rows[name]["pearson"] = pearson(own, wanted[name])
    return Figures(title, rows, len(columns))


def mean_figures(tables: Sequence[Figures]) -> Figures:
    """The mean of tables with the same rows and columns, over several seeds say."""
    first = tables[0]
    rows = {
        title: {name: float(np.mean([one.rows[title][name] for one in tables])) for name in row}
        for title, row in first.rows.items()
    }
    return Figures(first.title, rows, first.count)


def _cell(value: float | None) -> str:
    if value is None or math.isnan(value):
        return "–"
    return f"{value:.{DIGITS}f}"


def _rounded(value: float) -> float | None:
    return None if math.isnan(value) else round(value, DIGITS)
