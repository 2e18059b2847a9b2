"""What the library remembers, a record for each thing."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from coverart.domain import Aspect, ContentHash, Floats, Rows, Size, SpaceId

VectorKey = tuple[SpaceId, Aspect]
"""Vectors are kept for each space and aspect."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file as its folder shows it: enough to tell that it is unchanged, without reading it.

    `length` is in bytes; `changed_ns` is the time of its last change and `seen_ns` that of this
    look, both in nanoseconds since 1970.
    """

    path: Path
    length: int
    changed_ns: int
    seen_ns: int

    @classmethod
    def of(cls, path: Path, now_ns: int) -> Self:
        """Look at a file. Raises `OSError` if it is not there."""
        status = path.stat()
        return cls(path.absolute(), status.st_size, status.st_mtime_ns, now_ns)


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """A photo and its vectors.

    `size` is that of the upright original, `signature` tells near-identical photos (see
    `crops.diversity`), `vectors` holds a row for each crop candidate.
    """

    content: ContentHash
    size: Size
    signature: bytes
    vectors: Mapping[VectorKey, Rows]


@dataclass(frozen=True, slots=True)
class SongRecord:
    """A song, its vector (d,) in one space, and what its tags say."""

    content: ContentHash
    seconds: float
    vector: Floats
    title: str
    artist: str
    lyrics: str
