"""Finds the rated data in a folder, by what lies there and not by what it is called.

A folder is a set of ratings itself, or holds such sets in folders below it. What a set looks like
is told by `tables` (songs, photos, sentences) and `annotations` (crops).
"""

import os
from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path

from coverart.errors import CoverArtError, MediaError
from coverart.language import _, mark
from coverart.learn.fit.annotations import crops_in
from coverart.learn.fit.ratings import (
    CropRatings,
    PhotoRatings,
    RatedData,
    Ratings,
    SentenceRatings,
    SongRatings,
)
from coverart.learn.fit.tables import ratings_in, read_table

DEEPEST = 3
"""Folders below the one that is named."""


class Rated(StrEnum):
    """What people gave ratings of."""

    MOODS = "moods"
    COMPOSITION = "composition"


EXPECTED = {
    Rated.MOODS: mark(
        "it needs a table such as ratings.csv with the columns file, valence and arousal beside a "
        "folder audio or images, or one with the columns text, valence and arousal"
    ),
    Rated.COMPOSITION: mark(
        "it needs a file such as annotations.json with boxes of each picture, human_crops_xyxy or "
        "bbox and score, beside a folder images"
    ),
}


def find_ratings(folder: Path, kinds: Collection[Rated] = tuple(Rated)) -> RatedData:
    """All ratings of some kinds in a folder that is a set of them or holds such sets.

    Raises `MediaError` where the folder is not there or may not be read, and `CoverArtError`
    where nothing in it can be used.
    """
    if not folder.is_dir():
        raise MediaError(folder, _("there is no such folder"), _("choose another one"))
    found: list[Ratings] = []
    for place in _folders(folder, DEEPEST):
        if Rated.MOODS in kinds:
            found += _moods(place)
        if Rated.COMPOSITION in kinds and (crops := crops_in(place)):
            found.append(crops)
    if not any(map(len, found)):
        raise _nothing(folder, found, kinds)
    found = [one for one in found if len(one)]
    return RatedData(
        songs=tuple(one for one in found if isinstance(one, SongRatings)),
        photos=tuple(one for one in found if isinstance(one, PhotoRatings)),
        sentences=tuple(one for one in found if isinstance(one, SentenceRatings)),
        crops=tuple(one for one in found if isinstance(one, CropRatings)),
    )


def _moods(folder: Path) -> Iterator[Ratings]:
    """The ratings of moods in the tables of one folder."""
    for path in sorted(folder.glob("*.csv")):
        try:
            ratings = ratings_in(read_table(path))
        except MediaError:
            continue
        if ratings is not None:
            yield ratings


def _folders(folder: Path, deep: int) -> Iterator[Path]:
    """A folder and those below it that are not hidden, so many steps deep."""
    yield folder
    if deep == 0:
        return
    try:
        with os.scandir(folder) as entries:
            below = sorted(entry.name for entry in entries if entry.is_dir())
    except OSError:
        return
    for name in below:
        if not name.startswith("."):
            yield from _folders(folder / name, deep - 1)


def _nothing(folder: Path, found: Collection[Ratings], kinds: Collection[Rated]) -> CoverArtError:
    """What to say where nothing can be used."""
    reasons = [error for one in found for error in one.left_out]
    if reasons:
        message = _("None of the ratings in {folder} can be used").format(folder=folder)
        return CoverArtError(message, str(reasons[0]).removesuffix("."))
    message = _("There are no ratings in {folder} that Coverart can read").format(folder=folder)
    kind = next(iter(kinds))
    return CoverArtError(message, _(EXPECTED[kind]))
