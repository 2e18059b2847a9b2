"""Ratings of songs, photos and sentences as tables: CSV files with a heading, in UTF-8.

A table is recognised by its columns, whatever it is called:

* songs: `file`, and either the nine emotions of Emotify (the share of listeners who felt each) or
  `valence` and `arousal`; `track_id` and `genre` where known.
* photos: `file`, and `valence_mean` and `arousal_mean`, as in OASIS, or `valence` and `arousal`;
  `theme` and `category` where known.
* sentences: `text`, and `V` and `A`, as in EmoBank, or `valence` and `arousal`; `split` where
  known.

Songs lie in the folder `audio` beside their table and photos in `images`, or both beside it.

References
----------
Aljanaki, Wiering, Veltkamp (2016). Studying emotion induced by music through a crowdsourcing game
(Emotify). Information Processing and Management 52(1).
Kurdi, Lozano, Banaji (2017). Introducing the Open Affective Standardized Image Set (OASIS).
Behavior Research Methods 49.
Buechel, Hahn (2017). EmoBank: studying the impact of annotation perspective and representation
format on dimensional emotion analysis. EACL.
"""

import csv
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coverart.errors import MediaError
from coverart.language import _
from coverart.learn.fit.ratings import (
    Array,
    PhotoRatings,
    SentenceRatings,
    SongRatings,
    digest_of,
    mark_of,
)
from coverart.media.folder import PHOTO_SUFFIXES

Row = Mapping[str, str]
Sums = Mapping[str, str]
"""How valence and arousal are added up from columns: "joy - grief"."""

PROXIES: Sums = {
    "valence": "joyful_activation + amazement + tenderness + calmness - sadness - tension",
    "arousal": "joyful_activation + power + tension - calmness - sadness - tenderness",
}
"""Valence and arousal from Emotify's shares of listeners who felt each emotion."""

MEANS: Sums = {"valence": "valence_mean", "arousal": "arousal_mean"}
LETTERS: Sums = {"valence": "V", "arousal": "A"}
PLAIN: Sums = {"valence": "valence", "arousal": "arousal"}

SUBJECTS = frozenset({"text", "file"})
"""The columns that say what is rated."""

_NUMBER = re.compile(r"[\s_-]*\d+$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one CSV file."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Rated:
    """A row that can be used, with the valence and the arousal it comes to."""

    row: Row
    valence: float
    arousal: float


def read_table(path: Path) -> Table:
    """Read a CSV file; raises `MediaError` where it is not one.

    Of one about neither files nor texts only the heading is read: it may be large.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            columns = tuple(reader.fieldnames or ())
            return Table(path, columns, tuple(reader) if SUBJECTS & set(columns) else ())
    except OSError as error:
        raise MediaError(path, _("it cannot be read")) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise MediaError(path, _("it is not a CSV file in UTF-8")) from error


def ratings_in(table: Table) -> SongRatings | PhotoRatings | SentenceRatings | None:
    """The ratings that a table holds; None where it is about something else."""
    if "text" in table.columns:
        sums = _sums(table, LETTERS, PLAIN)
        return _sentences(table, sums) if sums else None
    sums = _sums(table, PROXIES, MEANS, PLAIN) if "file" in table.columns else None
    if sums is None:
        return None
    return _photos(table, sums) if sums is MEANS or _of_photos(table) else _songs(table, sums)


def _sums(table: Table, *offered: Sums) -> Sums | None:
    """The first of some sums whose columns a table has."""
    for sums in offered:
        if set(_WORD.findall(" ".join(sums.values()))) <= set(table.columns):
            return sums
    return None


def _of_photos(table: Table) -> bool:
    """Whether most files of a table are photos by their names."""
    suffixes = [Path(row["file"]).suffix.lower() for row in table.rows]
    return 2 * sum(suffix in PHOTO_SUFFIXES for suffix in suffixes) > len(suffixes)


def _songs(table: Table, sums: Sums) -> SongRatings:
    usable, left_out = _usable(table, sums)
    rated, paths, missing = _found(usable, table.path.parent, "audio")
    return SongRatings(
        folder=table.path.parent,
        paths=paths,
        tracks=tuple(one.row.get("track_id") or Path(one.row["file"]).stem for one in rated),
        genres=tuple(one.row.get("genre", "") for one in rated),
        valence=_valence(rated),
        arousal=_arousal(rated),
        digest=_digest(usable, "file"),
        left_out=left_out + missing,
        marks=_marks(rated, "file"),
    )


def _photos(table: Table, sums: Sums) -> PhotoRatings:
    usable, left_out = _usable(table, sums)
    rated, paths, missing = _found(usable, table.path.parent, "images")
    return PhotoRatings(
        folder=table.path.parent,
        paths=paths,
        themes=tuple(_theme(one.row) for one in rated),
        categories=tuple(one.row.get("category", "") for one in rated),
        valence=_valence(rated),
        arousal=_arousal(rated),
        digest=_digest(usable, "file"),
        left_out=left_out + missing,
        marks=_marks(rated, "file"),
    )


def _sentences(table: Table, sums: Sums) -> SentenceRatings:
    usable, left_out = _usable(table, sums)
    return SentenceRatings(
        folder=table.path.parent,
        texts=tuple(one.row["text"] for one in usable),
        splits=tuple(one.row.get("split", "") for one in usable),
        valence=_valence(usable),
        arousal=_arousal(usable),
        digest=_digest(usable, "text"),
        left_out=left_out,
        marks=_marks(usable, "text"),
    )


def _usable(table: Table, sums: Sums) -> tuple[list[_Rated], tuple[MediaError, ...]]:
    """The rows of a table that say enough, and what is wrong with the others."""
    usable: list[_Rated] = []
    left_out: list[MediaError] = []
    subject = "text" if "text" in table.columns else "file"
    for line, row in enumerate(table.rows, start=1):
        valence, arousal = _sum(row, sums["valence"]), _sum(row, sums["arousal"])
        if not row[subject].strip():
            reason = _("row {number} names nothing in the column “{column}”")
            told = reason.format(number=line, column=subject)
            left_out.append(MediaError(table.path, told))
        elif not (math.isfinite(valence) and math.isfinite(arousal)):
            told = _("the ratings in row {number} are not all numbers").format(number=line)
            left_out.append(MediaError(table.path, told))
        else:
            usable.append(_Rated(row, valence, arousal))
    return usable, tuple(left_out)


def _sum(row: Row, formula: str) -> float:
    """The sum of a formula over the columns of a row; NaN where one of them is no number."""
    terms = f"+ {formula}".split()
    try:
        pairs = [
            (sign, float(row[name])) for sign, name in zip(terms[::2], terms[1::2], strict=True)
        ]
    except ValueError:
        return math.nan
    return sum(value if sign == "+" else -value for sign, value in pairs)


def _found(
    rated: Sequence[_Rated], folder: Path, below: str
) -> tuple[list[_Rated], tuple[Path, ...], tuple[MediaError, ...]]:
    """Those rows whose file is there, with its path; what is missing of the others."""
    kept: list[_Rated] = []
    paths: list[Path] = []
    missing: list[MediaError] = []
    for one in rated:
        places = [folder / below / one.row["file"], folder / one.row["file"]]
        path = next((place for place in places if place.is_file()), None)
        if path is None:
            missing.append(MediaError(places[0], _("it is rated, but not there")))
            continue
        kept.append(one)
        paths.append(path)
    return kept, tuple(paths), tuple(missing)


def _theme(row: Row) -> str:
    """The theme of a photo without its number: "Dog" of "Dog 12"."""
    named = row.get("theme") or Path(row["file"]).stem
    return _NUMBER.sub("", named) or named


def _valence(rated: Sequence[_Rated]) -> Array:
    return np.array([one.valence for one in rated], dtype=np.float64)


def _arousal(rated: Sequence[_Rated]) -> Array:
    return np.array([one.arousal for one in rated], dtype=np.float64)


def _digest(rated: Sequence[_Rated], subject: str) -> str:
    """What stands for the ratings, whether their files are there or not."""
    return digest_of(f"{one.row[subject]}\t{one.valence:.4f}\t{one.arousal:.4f}" for one in rated)


def _marks(rated: Sequence[_Rated], subject: str) -> tuple[str, ...]:
    """What each row is known by, wherever its file lies."""
    names = (
        Path(one.row[subject]).stem if subject == "file" else one.row[subject] for one in rated
    )
    told = ((f"{one.valence:.3f}", f"{one.arousal:.3f}") for one in rated)
    return tuple(mark_of(name, *said) for name, said in zip(names, told, strict=True))
