"""Crops and songs become vectors in this process, a portion at a time.

Light spaces have done that already where the file was read; then there is nothing left to do here.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace

import numpy as np

from coverart.crops.cover import Places, cover
from coverart.crops.grid import candidates
from coverart.domain import Boxes, Floats, Pixels, Rows, Size
from coverart.encoders.encoder import Space
from coverart.engine.job import Job, Progress
from coverart.engine.reading import Glimpse, Heard
from coverart.library.records import PhotoRecord
from coverart.library.rows import known_rows


def encode_places(
    space: Space, pixels: Pixels, size: Size, boxes: Boxes, places: Places, told: Progress
) -> Job[Rows]:
    """Encode the crops at `places` (k,) among `boxes` (n, 4) of a photo: their rows (k, d).

    Yields `told` after each portion, so that a job can be cancelled in the middle of a photo. A
    crop of which the space makes something else than numbers gets a row of zeros: it is encoded,
    and like nothing.
    """
    if not len(places):
        return Rows(np.zeros((0, 1), dtype="<f2"))
    vectors = space.crop_vectors(pixels, size, Boxes(boxes[places]))
    rows = Rows((yield from _gathered(vectors, told)).astype("<f2"))
    rows[~known_rows(rows)] = 0
    return rows


def encode_cover(
    space: Space, record: PhotoRecord, pixels: Pixels, told: Progress
) -> Job[PhotoRecord]:
    """Encode the cover of each aspect that the record rates: a few crops that stand for all.

    Crops whose vectors the record holds are not encoded again.
    """
    vectors = dict(record.vectors)
    for aspect in dict.fromkeys(aspect for _, aspect in record.vectors):
        boxes = candidates(record.size, aspect).boxes
        places = cover(record.size, aspect).places
        before = record.vectors.get((space.id, aspect))
        if before is not None:
            places = places[~known_rows(before)[places]]
        rows = yield from encode_places(space, pixels, record.size, boxes, places, told)
        vectors[space.id, aspect] = filled(len(boxes), places, rows, before)
    return replace(record, vectors=vectors)


def encode_heard(space: Space, heard: Heard, told: Progress) -> Job[Floats]:
    """The vector (d,) of a song that was read: the mean of those of its windows."""
    vectors = heard.vectors
    if vectors is None:
        vectors = yield from _gathered(space.song_vectors(heard.windows), told)
    mean: Floats = vectors.mean(axis=0, dtype=np.float32)
    return mean


def encode_glimpse(space: Space, glimpse: Glimpse) -> Floats:
    """The vector (d,) of one crop that was read."""
    if glimpse.vector is not None:
        return glimpse.vector
    if glimpse.pixels is None:  # a glimpse holds one of the two
        raise RuntimeError
    (vectors,) = space.crop_vectors(glimpse.pixels, glimpse.size, glimpse.boxes)
    vector: Floats = vectors[0]
    return vector


def _gathered(vectors: Iterator[Floats], told: Progress) -> Job[Floats]:
    """Take all portions, a generator's being closed where the job is."""
    portions: list[Floats] = []
    try:
        for portion in vectors:
            portions.append(portion)
            yield told
    finally:
        if isinstance(vectors, Generator):
            vectors.close()
    return np.concatenate(portions)


def filled(count: int, places: Places, rows: Rows, before: Rows | None = None) -> Rows:
    """Rows (count, d) of a photo's crops of which those at `places` are known now.

    What was known `before` stays; the rest is NaN.
    """
    every = (
        np.full((count, rows.shape[1]), np.nan, dtype="<f2") if before is None else before.copy()
    )
    every[places] = rows
    return Rows(every)


def unknown_places(rows: Rows) -> Places:
    """Which rows (n, d) were not encoded yet, (k,)."""
    return np.flatnonzero(~known_rows(rows))
