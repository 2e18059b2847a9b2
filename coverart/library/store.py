"""The library: what was learnt about photos and songs, remembered between runs.

Everything is keyed by the content of files, so that a renamed photo is known and a changed one is
not; a file's path, length and time of change only spare the reading of its bytes. Each photo is one
transaction: whatever ends the process, at most the photo in hand is lost.
"""

import os
from pathlib import Path
from typing import Self

import numpy as np

from coverart import __version__
from coverart.domain import ContentHash, Rows, Size, SpaceId
from coverart.errors import MediaError
from coverart.library.file import LibraryFile, Statement
from coverart.library.records import FileMark, PhotoRecord, SongRecord, VectorKey

# File systems keep time in steps; a file changed this shortly before it was seen may change again
# within the same step, so its time proves nothing.
UNSURE_NS = 2_000_000_000


class Library:
    """What is remembered. It belongs to the thread that opened it, and is a context manager."""

    def __init__(self, path: Path) -> None:
        self._file = LibraryFile(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def take_notices(self) -> list[str]:
        """Sentences that the user should read, each given once."""
        self._file.open()
        notices, self._file.notices = self._file.notices, []
        return notices

    def content_of(self, mark: FileMark) -> ContentHash | None:
        """The content that a file had when it was last seen; None if it may have changed since."""
        rows = self._file.read(
            "SELECT content FROM file WHERE path = ? AND bytes = ? AND changed_ns = ?"
            " AND seen_ns > changed_ns + ?",
            (os.fsencode(mark.path), mark.length, mark.changed_ns, UNSURE_NS),
        )
        return ContentHash(rows[0][0]) if rows else None

    def contents_of_length(self, length: int) -> tuple[ContentHash, ...]:
        """Known contents of `length` bytes: what an unknown file may turn out to be."""
        rows = self._file.read(
            "SELECT content FROM photo WHERE bytes = ?1"
            " UNION SELECT content FROM refused WHERE bytes = ?1",
            (length,),
        )
        return tuple(ContentHash(content) for (content,) in rows)

    def put_file(self, mark: FileMark, content: ContentHash) -> None:
        """Remember that a file has this content."""
        self._file.write([_file_statement(mark, content)])

    def photo(self, content: ContentHash, wanted: tuple[VectorKey, ...]) -> PhotoRecord | None:
        """What is known of a photo; None unless all `wanted` vectors are."""
        rows = self._file.read(
            "SELECT width, height, signature FROM photo WHERE content = ?", (content,)
        )
        vectors = {key: self._vectors(content, key) for key in wanted} if rows else {}
        found = {key: value for key, value in vectors.items() if value is not None}
        if not rows or len(found) < len(wanted):
            return None
        width, height, signature = rows[0]
        return PhotoRecord(content, Size(width, height), signature, found)

    def put_photo(self, mark: FileMark, record: PhotoRecord) -> None:
        """Remember a photo and all its vectors, at once or not at all."""
        size = record.size
        photo = (record.content, mark.length, size.width, size.height, record.signature)
        statements: list[Statement] = [
            _file_statement(mark, record.content),
            ("INSERT OR REPLACE INTO photo VALUES (?, ?, ?, ?, ?)", photo),
        ]
        for (space, aspect), rows in record.vectors.items():
            statements.append(_vectors_statement(record.content, (space, aspect), rows))
        self._file.write(statements)

    def put_vectors(self, content: ContentHash, key: VectorKey, rows: Rows) -> None:
        """Remember the vectors of a photo that is known, in place of those known before."""
        self._file.write([_vectors_statement(content, key, rows)])

    def refusal(self, content: ContentHash, path: Path) -> MediaError | None:
        """Why this version of the program could not read a file of this content, if that was so."""
        rows = self._file.read(
            "SELECT reason, hint FROM refused WHERE content = ? AND version = ?",
            (content, __version__),
        )
        if not rows:
            return None
        reason, hint = rows[0]
        return MediaError(path, reason, hint, lasting=True)

    def put_refusal(self, mark: FileMark, content: ContentHash, error: MediaError) -> None:
        """Remember that a file of this content cannot be read."""
        refused = (content, mark.length, error.reason, error.hint, __version__)
        self._file.write(
            [
                _file_statement(mark, content),
                ("INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?, ?)", refused),
            ]
        )

    def song(self, content: ContentHash, space: SpaceId) -> SongRecord | None:
        """What is known of a song in a space."""
        rows = self._file.read(
            "SELECT seconds, vector, title, artist, lyrics FROM song"
            " WHERE content = ? AND space = ?",
            (content, space),
        )
        if not rows:
            return None
        seconds, vector, *tags = rows[0]
        return SongRecord(content, seconds, np.frombuffer(vector, dtype="<f4"), *tags)

    def put_song(self, mark: FileMark, space: SpaceId, record: SongRecord) -> None:
        """Remember a song and its vector in a space."""
        vector = record.vector.astype("<f4").tobytes()
        tags = (record.title, record.artist, record.lyrics)
        song = (record.content, space, record.seconds, vector, *tags)
        self._file.write(
            [
                _file_statement(mark, record.content),
                ("INSERT OR REPLACE INTO song VALUES (?, ?, ?, ?, ?, ?, ?)", song),
            ]
        )

    def _vectors(self, content: ContentHash, key: VectorKey) -> Rows | None:
        space, aspect = key
        found = self._file.read(
            "SELECT width, crops, known, rows FROM vectors"
            " WHERE content = ? AND space = ? AND aspect = ?",
            (content, space, str(aspect)),
        )
        return _unpacked(*found[0]) if found else None


def _vectors_statement(content: ContentHash, key: VectorKey, rows: Rows) -> Statement:
    """Of rows (n, d), only those that are not NaN are kept, and a bit for each that says so."""
    known = ~np.isnan(rows).any(axis=1)
    packed = np.packbits(known).tobytes(), rows[known].astype("<f2").tobytes()
    values = (content, key[0], str(key[1]), rows.shape[1], len(rows), *packed)
    return "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?, ?, ?)", values


def _unpacked(width: int, crops: int, packed: bytes, blob: bytes) -> Rows:
    kept = np.frombuffer(blob, dtype="<f2").reshape(-1, width)
    if len(kept) == crops:
        return Rows(kept)
    known = np.unpackbits(np.frombuffer(packed, dtype=np.uint8), count=crops).astype(bool)
    if known.sum() != len(kept):
        return Rows(kept)  # damaged; its length will tell
    rows = np.full((crops, width), np.nan, dtype="<f2")
    rows[known] = kept
    return Rows(rows)


def _file_statement(mark: FileMark, content: ContentHash) -> Statement:
    # A name need not be text: on Linux it is any bytes.
    values = (os.fsencode(mark.path), mark.length, mark.changed_ns, mark.seen_ns, content)
    return "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", values
