"""What people said of songs, photos, sentences and crops, as values to fit on and to judge by.

Rows keep the order of their file. `left_out` are the files and rows that cannot be used, each with
its reason. `digest` is the same for the same ratings, wherever their folder lies and whatever of
their files is missing there. `marks` has a short digest for each thing that was rated, by which it
is known again in a larger set, or a smaller one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Boxes, Size
from coverart.errors import MediaError

Array = NDArray[np.float64]

MARK = 6
"""Digits of a mark."""

TEST = "test"
"""The split that nothing is fitted on."""


@dataclass(frozen=True, slots=True)
class SongRatings:
    """Valence and arousal of n songs, each (n,), higher for more; on any scale.

    `tracks` and `genres` have n entries. Excerpts of one track share its name; where the ratings
    name no genre, it is "".
    """

    folder: Path
    paths: tuple[Path, ...]
    tracks: tuple[str, ...]
    genres: tuple[str, ...]
    valence: Array
    arousal: Array
    digest: str
    left_out: tuple[MediaError, ...] = ()
    marks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True, slots=True)
class PhotoRatings:
    """Valence and arousal of n photos, each (n,), higher for more; on any scale.

    `themes` and `categories` have n entries. A theme has no number: "Dog 1" and "Dog 2" are both
    of "Dog", so that photos of one theme can be kept out of each other's folds. A category is
    wider ("Animal"), and "" where the ratings name none.
    """

    folder: Path
    paths: tuple[Path, ...]
    themes: tuple[str, ...]
    categories: tuple[str, ...]
    valence: Array
    arousal: Array
    digest: str
    left_out: tuple[MediaError, ...] = ()
    marks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.paths)


@dataclass(frozen=True, slots=True)
class SentenceRatings:
    """Valence and arousal of n sentences, each (n,), higher for more; on any scale.

    `splits` has n entries, such as "train", "dev" and "test"; "" where the ratings name none.
    """

    folder: Path
    texts: tuple[str, ...]
    splits: tuple[str, ...]
    valence: Array
    arousal: Array
    digest: str
    left_out: tuple[MediaError, ...] = ()
    marks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)

    def of(self, *splits: str) -> NDArray[np.intp]:
        """The places of the sentences of some splits, in order."""
        return np.flatnonzero(np.isin(self.splits, splits))


@dataclass(frozen=True, slots=True)
class RatedPicture:
    """What people said of the crops of one picture.

    `boxes` are (n, 4). With `scores` (n,), higher for better, each was given one; without, every
    box is a crop that a person chose. `path` is None where the picture itself is not there: `size`
    is then the one its boxes were drawn in. `split` is "train", "test" or "".
    """

    name: str
    size: Size
    boxes: Boxes
    scores: Array | None = None
    path: Path | None = None
    split: str = ""


@dataclass(frozen=True, slots=True)
class CropRatings:
    """What people said of the crops of some pictures."""

    folder: Path
    pictures: tuple[RatedPicture, ...]
    digest: str
    left_out: tuple[MediaError, ...] = ()
    marks: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def scored(self) -> tuple[RatedPicture, ...]:
        """The pictures whose boxes have scores, whether the picture is there or not."""
        return tuple(one for one in self.pictures if one.scores is not None)

    @property
    def chosen(self) -> tuple[RatedPicture, ...]:
        """The pictures whose boxes are crops that people chose, whether it is there or not."""
        return tuple(one for one in self.pictures if one.scores is None)


Ratings: TypeAlias = SongRatings | PhotoRatings | SentenceRatings | CropRatings


@dataclass(frozen=True, slots=True)
class RatedData:
    """All sets of ratings that a folder holds, each kind in the order of their folders."""

    songs: tuple[SongRatings, ...] = ()
    photos: tuple[PhotoRatings, ...] = ()
    sentences: tuple[SentenceRatings, ...] = ()
    crops: tuple[CropRatings, ...] = ()

    @property
    def sets(self) -> tuple[Ratings, ...]:
        """All of them."""
        return (*self.songs, *self.photos, *self.sentences, *self.crops)

    @property
    def left_out(self) -> tuple[MediaError, ...]:
        """What could not be used of any of them, with the reasons."""
        return tuple(error for one in self.sets for error in one.left_out)


def mark_of(name: str, *told: object) -> str:
    """`MARK` hexadecimal digits for a thing that was rated, however its name is punctuated."""
    letters = "".join(filter(str.isalnum, name.casefold()))
    said = "\t".join(map(str, (letters, *told)))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=MARK // 2).hexdigest()


def digest_of(lines: Iterable[str]) -> str:
    """16 hexadecimal digits that stand for some lines in any order."""
    hashed = blake2b(digest_size=8)
    for line in sorted(lines):
        hashed.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return hashed.hexdigest()
