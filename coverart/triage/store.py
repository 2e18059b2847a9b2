"""What was decided about crops, song by song, on the disk as soon as it is decided.

A song is named by the hash of its content, by nothing at all where crops are looked for without
one, and by `stand_in` for as long as its content is not known.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NewType, Self

from coverart.domain import Aspect, Box, ContentHash
from coverart.errors import UsageError
from coverart.triage.file import STEPS, JudgementsFile, Statement
from coverart.triage.judgement import UNJUDGED, CropKey, Flag, Judgement

FILE_NAME = "judgements.sqlite3"
SongKey = NewType("SongKey", str)
"""Names a song: the hash of its content, or what stands for it."""
NO_SONG = SongKey("")
NOWHERE: Mapping[ContentHash, Path] = MappingProxyType({})

OF_SONG = "SELECT photo, aspect, box, flag, stars, recut FROM judgement WHERE song = ?"
PLACES = (
    "SELECT content, path FROM place WHERE content = ?"
    " OR content IN (SELECT photo FROM judgement WHERE song = ?)"
)
PUT = "INSERT OR REPLACE INTO judgement VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
FORGET = "DELETE FROM judgement WHERE song = ?"
PLACE = "INSERT OR REPLACE INTO place VALUES (?, ?, ?)"
DELETE = "DELETE FROM judgement WHERE song = ? AND photo = ? AND aspect = ? AND box = ?"


def stand_in(song: Path | None) -> SongKey:
    """What stands for a song before its content is known; with None, for being without one."""
    # A name need not be text: on Linux it is any bytes.
    return SongKey(f"file {os.fsencode(song.absolute()).hex()}" if song else "none")


class Judgements:
    """What was decided. It belongs to the thread that uses it first, and is a context manager.

    What cannot be written is kept in memory, takes part in every answer, and is tried again
    whenever something is put, and at last in `close`.
    """

    def __init__(self, path: Path, steps: Sequence[str] = STEPS) -> None:
        self._file = JudgementsFile(path, steps)
        self._unwritten: dict[SongKey, dict[CropKey, Judgement]] = {}
        self._left: set[SongKey] = set()
        self._places: dict[ContentHash, Path] = {}
        self._unread: set[SongKey] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Write what is still to be written, and close the file."""
        self._write()
        self._file.close()

    def take_notices(self) -> list[str]:
        """Sentences that the user should read, each given once."""
        notices, self._file.notices = self._file.notices, []
        return notices

    def of_song(self, song: SongKey) -> dict[CropKey, Judgement]:
        """All that was decided for a song."""
        found = self._stored(song)
        if found is None:
            self._unread.add(song)
        else:
            self._unread.discard(song)
        found = (found or {}) | self._unwritten.get(song, {})
        return {key: own for key, own in found.items() if not own.blank}

    def places_of(self, song: SongKey) -> dict[ContentHash, Path]:
        """Where a song, and the photos of its judged crops, were seen last."""
        rows = self._file.read(PLACES, (song, song)) or ()
        found = {ContentHash(content): Path(os.fsdecode(path)) for content, path in rows}
        return found | self._places

    def put(
        self,
        song: SongKey,
        changes: Mapping[CropKey, Judgement],
        places: Mapping[ContentHash, Path] = NOWHERE,
    ) -> None:
        """Remember judgements for a song, together; a blank one says that there is none.

        `places` tell where songs and photos are now. All of it is on the disk when this returns,
        or else there is a notice.
        """
        self._unwritten.setdefault(song, {}).update(changes)
        self._places.update(places)
        self._write()

    def adopt(
        self,
        stand_in: SongKey,
        song: SongKey,
        changes: Mapping[CropKey, Judgement],
        places: Mapping[ContentHash, Path] = NOWHERE,
    ) -> None:
        """Remember judgements for a song, and none any more for what has stood for it."""
        self._unwritten.pop(stand_in, None)
        self._left.add(stand_in)
        self.put(song, changes, places)

    def _write(self) -> None:
        statements = self._statements()
        if statements and self._file.write(statements):
            self._unwritten.clear()
            self._left.clear()
            self._places.clear()

    def _statements(self) -> list[Statement]:
        """What writes all that was not written yet; nothing where that cannot be known now."""
        now = time.time_ns()
        found: list[Statement] = [(FORGET, (song,)) for song in self._left]
        for song, changes in self._unwritten.items():
            earlier = self._unseen(song)
            if earlier is None:
                return []
            found += [
                _statement(song, key, own.over(earlier.get(key, UNJUDGED)), now)
                for key, own in changes.items()
            ]
        for content, path in self._places.items():
            found.append((PLACE, (content, os.fsencode(path.absolute()), now)))
        return found

    def _unseen(self, song: SongKey) -> dict[CropKey, Judgement] | None:
        """What is stored for a song, and was never told: it must not be written over."""
        return self._stored(song) if song in self._unread else {}

    def _stored(self, song: SongKey) -> dict[CropKey, Judgement] | None:
        """What the file holds for a song, or None where it cannot be read now."""
        rows = [] if song in self._left else self._file.read(OF_SONG, (song,))
        return None if rows is None else dict(_read_rows(rows))


def _statement(song: SongKey, key: CropKey, judgement: Judgement, now: int) -> Statement:
    crop = (song, key.content, str(key.aspect), _written(key.box))
    if judgement.blank:
        return DELETE, crop
    decided = (str(judgement.flag), judgement.stars, _written(judgement.box))
    return PUT, (*crop, *decided, now)


def _read_rows(rows: Sequence[tuple[Any, ...]]) -> Iterator[tuple[CropKey, Judgement]]:
    """Judgements from their rows; one that makes no sense is passed over, and stays."""
    for photo, aspect, box, flag, stars, recut in rows:
        try:
            key = CropKey(ContentHash(photo), Aspect.parse(aspect), _box(box))
            judgement = Judgement(Flag(flag), int(stars), _box(recut) if recut else None)
        except (ValueError, TypeError, UsageError):
            continue
        yield key, judgement


def _written(box: Box | None) -> str:
    return ",".join(map(str, box.as_list())) if box else ""


def _box(text: str) -> Box:
    return Box(*map(int, text.split(",")))
