"""What happens to one untrusted file in a child process.

The functions here are sent to `media.pool` by name. They take a path, read the file, and give back
what the library keeps: nothing of a photo but its vectors crosses back over the process border.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coverart.crops.composition import VERSION, Scene
from coverart.crops.diversity import signature
from coverart.crops.grid import candidates
from coverart.domain import Aspect, Boxes, ContentHash, Pixels, Rows, Size, SpaceId
from coverart.encoders.encoder import Space
from coverart.errors import MediaError
from coverart.library.records import PhotoRecord, SongRecord, VectorKey
from coverart.media.audio import read_recording
from coverart.media.photo import read_photo
from coverart.media.tags import read_tags

COMPOSITION = SpaceId(f"composition-{VERSION}")
"""Terms of composition are remembered beside the vectors of the spaces."""


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
        raise MediaError(path, "it is a folder", "choose a file in it")
    if path.exists() and not path.is_file():
        raise MediaError(path, "it is not a file")
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=20))
    except OSError as error:
        raise MediaError(path, "it cannot be opened", "check that it is still there") from error
    return ContentHash(digest.hexdigest())


def look(
    path: Path, space: Space, aspects: tuple[Aspect, ...], known: tuple[ContentHash, ...]
) -> PhotoRecord | Known | Refused:
    """Read a photo and encode all its crops, unless its content is among the `known`.

    Raises `MediaError` for what may be different the next time.
    """
    before = _state(path)
    content = content_hash(path)
    if content in known:
        return Known(content)
    try:
        decoded = read_photo(path, space.photo_side)
    except MediaError as error:
        if not error.lasting:
            raise
        return Refused(content, error)
    if _state(path) != before:
        raise MediaError(path, "it was changed while it was being read", "try once more")
    return PhotoRecord(
        content=content,
        size=decoded.size,
        signature=signature(decoded.pixels),
        vectors=_vectors(decoded.pixels, decoded.size, space, aspects),
    )


def _state(path: Path) -> tuple[int, int] | None:
    """What changes whenever a file does; None for one that is not there."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def listen(path: Path, space: Space) -> SongRecord:
    """Read a song and encode it. Raises `MediaError` for a file that is no usable song."""
    content = content_hash(path)
    recording = read_recording(path, space.sample_rate)
    tags = read_tags(path)
    return SongRecord(
        content=content,
        seconds=recording.seconds,
        vector=space.encode_song([window.samples for window in recording.windows]),
        title=tags.title,
        artist=tags.artist,
        lyrics=tags.lyrics,
    )


def _vectors(
    pixels: Pixels, size: Size, space: Space, aspects: tuple[Aspect, ...]
) -> dict[VectorKey, Rows]:
    """Encode and rate the crops of all aspects together: the photo is summed over once."""
    boxes = [candidates(size, aspect).boxes for aspect in aspects]
    every = Boxes(np.concatenate(boxes))
    ends = np.cumsum([len(own) for own in boxes])[:-1]
    rows = space.encode_crops(pixels, size, every).astype("<f2")
    terms = Scene.of(pixels, size).terms(every).astype("<f2")
    vectors = {}
    for aspect, own, rated in zip(
        aspects, np.split(rows, ends), np.split(terms, ends), strict=True
    ):
        vectors[space.id, aspect] = Rows(own)
        vectors[COMPOSITION, aspect] = Rows(rated)
    return vectors
