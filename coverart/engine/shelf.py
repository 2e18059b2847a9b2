"""The library, asked for photos in one space and certain aspects."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from coverart.crops.composition import Terms, terms_id
from coverart.crops.grid import candidates
from coverart.domain import Aspect, ContentHash, Photo
from coverart.encoders.encoder import Space
from coverart.engine.reading import Known, Refused
from coverart.errors import MediaError
from coverart.library.records import FileMark, PhotoRecord, VectorKey
from coverart.library.rows import known_rows
from coverart.library.store import Library
from coverart.ranking.search import Entry


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the library knows of photos, and what becomes of a photo that was looked at."""

    library: Library
    space: Space
    aspects: tuple[Aspect, ...]

    def recall(self, path: Path, content: ContentHash) -> PhotoRecord | MediaError | None:
        """What is known of a content; None if it has to be read."""
        record = self.library.photo(content, self._keys)
        if record is None or not all(map(partial(_fits, record), self._keys)):
            return self.library.refusal(content, path)
        return record

    def begun(self, record: PhotoRecord) -> PhotoRecord:
        """A photo that was looked at, with what is kept of its vectors here, be it little."""
        kept = dict(record.vectors)
        for aspect in self.aspects:
            rows = self.library.vectors(record.content, (self.space.id, aspect))
            if rows is not None:
                kept.setdefault((self.space.id, aspect), rows)
        begun = replace(record, vectors=kept)
        fitting = {key: rows for key, rows in kept.items() if _fits(begun, key)}
        return replace(begun, vectors=fitting)

    def recall_file(self, path: Path, mark: FileMark) -> PhotoRecord | MediaError | None:
        """What is known of a file that has not changed; None if it has to be read."""
        content = self.library.content_of(mark)
        return None if content is None else self.recall(path, content)

    def known_of_length(self, mark: FileMark) -> tuple[ContentHash, ...]:
        """Contents that a file of this length may prove to have, and need not be read again."""
        return self.library.contents_of_length(mark.length, self._keys)

    def keep(
        self, mark: FileMark, seen: PhotoRecord | Known | Refused
    ) -> PhotoRecord | MediaError | None:
        """Remember what was seen of a file, and give back what is now known of it.

        None where the library, replaced in the meantime, has forgotten what the child relied on.
        """
        if isinstance(seen, PhotoRecord):
            return self.library.put_photo(mark, seen)
        if isinstance(seen, Refused):
            self.library.put_refusal(mark, seen.content, seen.error)
            return seen.error
        self.library.put_file(mark, seen.content)
        return self.recall(mark.path, seen.content)

    def entries(self, path: Path, record: PhotoRecord) -> list[Entry]:
        """What takes part in a search of one photo, an entry for each aspect."""
        photo = Photo(path, record.content, record.size)
        return [
            Entry(
                photo=photo,
                aspect=aspect,
                candidates=candidates(record.size, aspect),
                rows=record.vectors[self.space.id, aspect],
                terms=Terms(record.vectors[terms_id(), aspect].astype(np.float32)),
                signature=record.signature,
            )
            for aspect in self.aspects
        ]

    @property
    def _keys(self) -> tuple[VectorKey, ...]:
        spaces = self.space.id, terms_id()
        return tuple((space, aspect) for aspect in self.aspects for space in spaces)


def _fits(record: PhotoRecord, key: VectorKey) -> bool:
    """Whether there is a row for each crop candidate: anything else is a damaged record.

    A row of vectors may yet be unknown, one of composition may not.
    """
    space, aspect = key
    rows = record.vectors[key]
    whole = space != terms_id() or bool(known_rows(rows).all())
    return whole and len(rows) == len(candidates(record.size, aspect))
