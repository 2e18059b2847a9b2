"""The library: what was learnt about photos and songs, remembered between runs.

Everything is keyed by the content of files, so that a renamed photo is known and a changed one is
not; a file's path, length and time of change only spare the reading of its bytes. Each photo is one
transaction: whatever ends the process, at most the photo in hand is lost.
"""

import os
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np

from coverart import __version__
from coverart.domain import ContentHash, Rows, Size, SpaceId
from coverart.errors import MediaError
from coverart.language import ENGLISH, language
from coverart.library.file import Carry, LibraryFile, Statement
from coverart.library.records import FileMark, PhotoRecord, SongRecord, VectorKey
from coverart.library.rows import merged, packed, unpacked

# File systems keep time in steps; a file changed this shortly before it was seen may change again
# within the same step, so its time proves nothing.
UNSURE_NS = 2_000_000_000
BYTES_OF_A_NUMBER = 4  # of a song's vector

OF_LENGTH = "SELECT content FROM photo WHERE bytes = ?"
WITH_VECTORS = (
    " AND EXISTS (SELECT 1 FROM vectors"
    " WHERE vectors.content = photo.content AND space = ? AND aspect = ?)"
)
OR_REFUSED = " UNION SELECT content FROM refused WHERE bytes = ? AND version = ?"
VECTORS = (
    "SELECT width, crops, known, rows FROM vectors WHERE content = ? AND space = ? AND aspect = ?"
)


def _speaker() -> str:
    """This version of the program, and the language in which it says why it refuses a file."""
    return __version__ if language() == ENGLISH else f"{__version__} {language()}"


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

    def contents_of_length(
        self, length: int, wanted: tuple[VectorKey, ...] = ()
    ) -> tuple[ContentHash, ...]:
        """Contents of `length` bytes of which all `wanted` vectors are kept, or a refusal.

        That is what an unknown file may turn out to be. The vectors themselves are not read.
        """
        kept = [value for space, aspect in wanted for value in (space, str(aspect))]
        rows = self._file.read(
            OF_LENGTH + WITH_VECTORS * len(wanted) + OR_REFUSED,
            (length, *kept, length, _speaker()),
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
        vectors = {key: self.vectors(content, key) for key in wanted} if rows else {}
        found = {key: value for key, value in vectors.items() if value is not None}
        if not rows or len(found) < len(wanted):
            return None
        width, height, signature = rows[0]
        return PhotoRecord(content, Size(width, height), signature, found)

    def vectors(self, content: ContentHash, key: VectorKey) -> Rows | None:
        """What is known of a photo's crops, (n, d), rows of NaN being those that are not."""
        found = self._file.read(VECTORS, _of_key(content, key))
        return unpacked(*found[0]) if found else None

    def put_photo(self, mark: FileMark, record: PhotoRecord) -> PhotoRecord:
        """Remember a photo and all its vectors, at once or not at all; rows of NaN change nothing.

        Returns the record with all that is known now of its vectors.
        """
        size = record.size
        photo = (record.content, mark.length, size.width, size.height, record.signature)

        def action(carry: Carry) -> PhotoRecord:
            carry(*_file_statement(mark, record.content))
            carry("INSERT OR REPLACE INTO photo VALUES (?, ?, ?, ?, ?)", photo)
            vectors = {
                key: _add_vectors(carry, record.content, key, rows)
                for key, rows in record.vectors.items()
            }
            return replace(record, vectors=vectors)

        return self._file.change(action)

    def put_vectors(self, content: ContentHash, key: VectorKey, rows: Rows) -> Rows:
        """Remember vectors of a photo that is known; rows of NaN change nothing.

        Returns all that is known now, (n, d).
        """
        return self._file.change(lambda carry: _add_vectors(carry, content, key, rows))

    def refusal(self, content: ContentHash, path: Path) -> MediaError | None:
        """Why this version of the program could not read a file of this content, if that was so.

        What was said in another language is not told again: the file is tried once more instead.
        """
        rows = self._file.read(
            "SELECT reason, hint FROM refused WHERE content = ? AND version = ?",
            (content, _speaker()),
        )
        if not rows:
            return None
        reason, hint = rows[0]
        return MediaError(path, reason, hint, lasting=True)

    def put_refusal(self, mark: FileMark, content: ContentHash, error: MediaError) -> None:
        """Remember that a file of this content cannot be read."""
        refused = (content, mark.length, error.reason, error.hint, _speaker())
        self._file.write(
            [
                _file_statement(mark, content),
                ("INSERT OR REPLACE INTO refused VALUES (?, ?, ?, ?, ?)", refused),
            ]
        )

    def song(self, content: ContentHash, space: SpaceId) -> SongRecord | None:
        """What is known of a song in a space; None also where that is damaged."""
        rows = self._file.read(
            "SELECT seconds, vector, title, artist, lyrics FROM song"
            " WHERE content = ? AND space = ?",
            (content, space),
        )
        if not rows or len(rows[0][1]) % BYTES_OF_A_NUMBER:
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


def _add_vectors(carry: Carry, content: ContentHash, key: VectorKey, rows: Rows) -> Rows:
    """Keep rows (n, d) beside those that are kept already; return all of them."""
    found = carry(VECTORS, _of_key(content, key))
    known = merged(unpacked(*found[0]) if found else None, rows)
    values = (*_of_key(content, key), rows.shape[1], len(rows), *packed(known))
    carry("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?, ?, ?, ?)", values)
    return known


def _of_key(content: ContentHash, key: VectorKey) -> tuple[str, str, str]:
    return content, key[0], str(key[1])


def _file_statement(mark: FileMark, content: ContentHash) -> Statement:
    # A name need not be text: on Linux it is any bytes.
    values = (os.fsencode(mark.path), mark.length, mark.changed_ns, mark.seen_ns, content)
    return "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", values
