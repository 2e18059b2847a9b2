"""What happens to one untrusted file in a child process.

The functions here are sent to `media.pool` by name. They take a path, read the file, and give back
what the library keeps. What a light space makes of a file is made here; for any other, the decoded
photo or song itself crosses back over the process border, no larger than the space wants it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from coverart.crops.composition import Scene, terms_id
from coverart.crops.diversity import signature
from coverart.crops.grid import candidates
from coverart.domain import (
    Aspect,
    Box,
    Boxes,
    ContentHash,
    Floats,
    Pixels,
    Rows,
    Size,
    SongTags,
    SpaceId,
)
from coverart.encoders.encoder import Space
from coverart.errors import MediaError
from coverart.language import _, mark
from coverart.library.records import PhotoRecord, VectorKey
from coverart.media.audio import read_recording
from coverart.media.photo import Decoded, read_photo, read_photo_twice

COMPOSITION_SIDE = 128
"""The short side at which composition is rated, the same for every space, so that they agree."""
CHANGED = mark("it was changed while it was being read")
ONCE_MORE = mark("try once more")


@dataclass(frozen=True, slots=True)
class Lens:
    """How files are to be read for a space; it can be sent to a child process.

    `light` is the space itself where it encodes there, and None where that is done elsewhere.
    """

    space: SpaceId
    photo_side: int
    sample_rate: int
    light: Space | None

    @classmethod
    def of(cls, space: Space) -> Self:
        """What a space needs."""
        light = space if space.light else None
        return cls(space.id, space.photo_side, space.sample_rate, light)


@dataclass(frozen=True, slots=True)
class Seen:
    """A photo that was read: its record, and its `pixels` where the crops are yet to be encoded."""

    record: PhotoRecord
    pixels: Pixels | None = None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One crop `boxes` (1, 4) of a picture of `size`: its `vector` (d,), or the `pixels` for it."""

    size: Size
    boxes: Boxes
    pixels: Pixels | None
    vector: Floats | None


@dataclass(frozen=True, slots=True)
class Heard:
    """A song that was read: its `vectors` (n, d), or the `windows` they are yet to be made from."""

    content: ContentHash
    seconds: float
    tags: SongTags
    vectors: Floats | None
    windows: tuple[Floats, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A file whose content the library knows already, under another name."""

    content: ContentHash


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be used, and its content, so that it need not be tried again."""

    content: ContentHash
    error: MediaError


def content_hash(path: Path) -> ContentHash:
    """BLAKE2b-160 of a file's bytes. Raises `MediaError` where it cannot be read."""
    if path.is_dir():
        raise MediaError(path, _("it is a folder"), _("choose a file in it"))
    if path.exists() and not path.is_file():
        raise MediaError(path, _("it is not a file"))
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=20))
    except OSError as error:
        raise MediaError(
            path, _("it cannot be opened"), _("check that it is still there")
        ) from error
    return ContentHash(digest.hexdigest())


def look(
    path: Path, lens: Lens, aspects: tuple[Aspect, ...], known: tuple[ContentHash, ...]
) -> Seen | Known | Refused:
    """Read a photo and rate all its crops, unless its content is among the `known`.

    Raises `MediaError` for what may be different the next time.
    """
    before = _state(path)
    content = content_hash(path)
    if content in known:
        return Known(content)
    try:
        small, large = read_photo_twice(path, COMPOSITION_SIDE, lens.photo_side)
    except MediaError as error:
        if not error.lasting:
            raise
        return Refused(content, error)
    if _state(path) != before:
        raise MediaError(path, _(CHANGED), _(ONCE_MORE))
    record = PhotoRecord(
        content=content,
        size=small.size,
        signature=signature(small.pixels),
        vectors=_vectors(small, large, lens, aspects),
    )
    return Seen(record, None if lens.light else large.pixels)


def look_again(path: Path, content: ContentHash, side: int) -> Pixels:
    """Read the pixels of a photo that is known, upright, with a short side of `side` at most.

    Raises `MediaError` for a photo that is no longer what it was.
    """
    pixels = read_photo(path, side).pixels
    if content_hash(path) != content:
        raise MediaError(path, _(CHANGED), _(ONCE_MORE))
    return pixels


def glance(path: Path, lens: Lens, box: Box | None) -> Glimpse:
    """Read one crop of a picture, or all of it.

    Raises `MediaError` for what is no usable picture, or does not hold the box.
    """
    decoded = read_photo(path, lens.photo_side)
    whole = Box(0, 0, decoded.size.width, decoded.size.height)
    chosen = box or whole
    if not chosen.lies_within(decoded.size):
        reason = _("the box {box} is not within its {size} pixels").format(
            box=chosen.as_list(), size=decoded.size
        )
        raise MediaError(path, reason)
    boxes = Boxes(np.array([chosen.as_list()], dtype=np.int32))
    if lens.light is not None:
        (vector,) = lens.light.crop_vectors(decoded.pixels, decoded.size, boxes)
        return Glimpse(decoded.size, boxes, None, vector[0])
    return Glimpse(decoded.size, boxes, decoded.pixels, None)


def _state(path: Path) -> tuple[int, int] | None:
    """What changes whenever a file does; None for one that is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def listen(path: Path, lens: Lens) -> Heard:
    """Read a song. Raises `MediaError` for a file that is no usable song, or changes meanwhile."""
    from coverart.media.tags import read_tags  # noqa: PLC0415 (loads slowly; photos need none)

    before = _state(path)
    content = content_hash(path)
    recording = read_recording(path, lens.sample_rate)
    windows = tuple(window.samples for window in recording.windows)
    tags = read_tags(path)
    if _state(path) != before:
        raise MediaError(path, _(CHANGED), _(ONCE_MORE))
    if lens.light is None:
        return Heard(content, recording.seconds, tags, None, windows)
    vectors = np.concatenate(list(lens.light.song_vectors(windows)))
    return Heard(content, recording.seconds, tags, vectors)


def _vectors(
    small: Decoded, large: Decoded, lens: Lens, aspects: tuple[Aspect, ...]
) -> dict[VectorKey, Rows]:
    """Rate the crops of all aspects together, and encode them if that is done here."""
    size = small.size
    boxes = [candidates(size, aspect).boxes for aspect in aspects]
    every = Boxes(np.concatenate(boxes))
    terms = Scene.of(small.pixels, size).terms(every).astype("<f2")
    vectors = _by_aspect(terms_id(), terms, boxes, aspects)
    if lens.light is not None:
        rows = np.concatenate(list(lens.light.crop_vectors(large.pixels, size, every)))
        vectors |= _by_aspect(lens.space, rows.astype("<f2"), boxes, aspects)
    return vectors


def _by_aspect(
    space: SpaceId, rows: NDArray[np.float16], boxes: Sequence[Boxes], aspects: Sequence[Aspect]
) -> dict[VectorKey, Rows]:
    """Part the rows of all aspects, (n, d), into those of each."""
    parted = np.split(rows, np.cumsum([len(own) for own in boxes])[:-1])
    return {(space, aspect): Rows(own) for aspect, own in zip(aspects, parted, strict=True)}
