"""What an evaluation comes to, beside what was to be expected when the parameters were fitted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from coverart.learn.fit.figures import CROSS_VALIDATED, Figures
from coverart.learn.fit.parameters import read_provenance
from coverart.learn.fit.ratings import MARK, Ratings
from coverart.resources import resource

SUFFIXES = (".json", ".npz")


class Subject(StrEnum):
    """What was judged."""

    SONGS = "songs"
    PHOTOS = "photos"
    SENTENCES = "sentences"
    CROPS = "crops"


PARAMETERS = {
    Subject.SONGS: "affect/song",
    Subject.PHOTOS: "affect/photo",
    Subject.SENTENCES: "affect/words",
    Subject.CROPS: "composition",
}
"""The files of `resources/` whose provenance says what was fitted, without their suffix."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the parameters in use come from: what they were fitted on, and what to expect.

    `digests` are those of whole sets of ratings, `marks` those of single things that were rated.
    `expected` are their cross-validated figures, by row and column; empty where they have none.
    """

    digests: frozenset[str]
    marks: frozenset[str]
    expected: Mapping[str, Mapping[str, float]]

    @classmethod
    def told_by(cls, provenance: Mapping[str, Any]) -> "Origin":
        """What a provenance says, as `learn.fit.parameters` writes it; nothing where it is old."""
        told, figures = provenance.get("data", []), provenance.get("figures", {})
        data = [one for one in told if isinstance(one, dict)]
        tables = figures.items() if isinstance(figures, dict) else ()
        rows: Mapping[str, Any] = next(
            (table for title, table in tables if CROSS_VALIDATED in title), {}
        )
        return cls(
            frozenset(str(one.get("digest")) for one in data),
            frozenset(mark for one in data for mark in _apart(str(one.get("marks", "")))),
            {name: row for name, row in rows.items() if isinstance(row, dict)},
        )

    def knows(self, ratings: Ratings) -> int:
        """How many of the things in a set of ratings were fitted on."""
        if ratings.digest in self.digests:
            return len(ratings)
        return sum(mark in self.marks for mark in ratings.marks)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """How well what the program says agrees with one set of ratings.

    `left_out` of its things could not be judged. `expected` holds the cross-validated figures of
    the parameters, by row and column. So many as are `known` were fitted on: with others, less
    agreement is to be expected.
    """

    subject: Subject
    folder: Path
    figures: Figures
    left_out: int
    expected: Mapping[str, Mapping[str, float]]
    known: int

    @classmethod
    def of(
        cls,
        subject: Subject,
        ratings: Ratings,
        figures: Figures,
        asked: int,
        unseen: bool = False,
    ) -> "Evaluated":
        """The figures of so many things in a set of ratings; `unseen` if none was fitted on."""
        origin = Origin.told_by(_provenance(PARAMETERS[subject]))
        return cls(
            subject=subject,
            folder=ratings.folder,
            figures=figures,
            left_out=asked - figures.count + len(ratings.left_out),
            expected=origin.expected,
            known=0 if unseen else min(figures.count, origin.knows(ratings)),
        )


def _apart(marks: str) -> Iterator[str]:
    """The single ones of marks that stand one after another."""
    return (marks[place : place + MARK] for place in range(0, len(marks), MARK))


def _provenance(name: str) -> dict[str, Any]:
    """The provenance of a file of parameters, whichever of the two forms it has."""
    paths = [resource(name + suffix) for suffix in SUFFIXES]
    found = [read_provenance(path) for path in paths if path.is_file()]
    return next(filter(None, found), {})
