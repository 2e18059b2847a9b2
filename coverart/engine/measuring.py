"""How much may be left out: coarse to fine against the exact ranking, on a user's own photos.

What a space makes of photos decides how far a few crops stand for all of them, so only those who
have its weights can measure it. Every crop is encoded first, which the library remembers; then the
very code of the main job is shown a few crops, asks for others, and is compared to what it would
have found in all of them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from coverart.crops.cover import Places, cover
from coverart.domain import SQUARE, Box, Rows
from coverart.encoders.encoder import Kind, QueryPart
from coverart.engine.asking import Wish
from coverart.engine.designing import design
from coverart.engine.job import Job, Progress
from coverart.engine.session import Tools
from coverart.errors import UsageError
from coverart.ranking.hoping import wanted_crops
from coverart.ranking.query import Query
from coverart.ranking.search import Entry, Search
from coverart.settings import Options

QUERIES = 12
FEWEST_PHOTOS = 3
MEASURING = "Measuring"
ANYTHING = Wish(text="calm")
"""Something that every space knows, to ask for while all crops are encoded."""


@dataclass(frozen=True, slots=True)
class Point:
    """The mean over all queries after a round of looking: a share of crops, and the recall."""

    encoded: float
    recall: float


@dataclass(frozen=True, slots=True)
class Coarse:
    """Coarse to fine, over so many photos, crops and queries, for lists of `top`.

    `cover` is the list after the covers alone, `settled` where the main job stops by itself;
    `worst` is the lowest recall of any query there. Shares are of all crops.
    """

    photos: int
    crops: int
    queries: int
    top: int
    cover: Point
    settled: Point
    worst: float

    @property
    def times_fewer(self) -> float:
        """How many times fewer crops were encoded."""
        return 1 / self.settled.encoded


def measure_coarse(
    places: Sequence[Path], tools: Tools, options: Options, seed: int = 0
) -> Job[Coarse]:
    """Measure recall@top of square crops; queries are crops of the photos themselves.

    A list is of `options.top`, but of half of the photos at most. Raises `UsageError` for fewer
    photos than `FEWEST_PHOTOS`.
    """
    every = replace(options, every_crop=True)
    made = yield from design(ANYTHING, places, tools, (SQUARE,), every)
    entries = [one.entry for one in made.search.rated() if one.entry.whole]
    if len(entries) < FEWEST_PHOTOS:
        raise UsageError("There are too few photos to measure anything", "name a larger folder")
    listed = replace(options, top=min(options.top, max(2, len(entries) // 2)))
    rounds: list[list[Point]] = []
    for place, query in enumerate(_queries(entries, seed)):
        yield Progress(MEASURING, place, QUERIES)
        rounds.append(list(_rounds(entries, query, tools, listed)))
    return Coarse(
        photos=len(entries),
        crops=sum(len(one.rows) for one in entries),
        queries=len(rounds),
        top=listed.top,
        cover=_mean([own[0] for own in rounds]),
        settled=_mean([own[-1] for own in rounds]),
        worst=min(own[-1].recall for own in rounds),
    )


def _queries(entries: Sequence[Entry], seed: int) -> Iterator[Query]:
    """Queries for what is like one of the crops, chosen at random."""
    random = np.random.default_rng(seed)
    for _ in range(QUERIES):
        entry = entries[int(random.integers(len(entries)))]
        row = entry.rows[random.integers(len(entry.rows))].astype(np.float32)
        yield Query((QueryPart(Kind.LIKED, row, 1.0),), "a crop")


def _rounds(
    entries: Sequence[Entry], query: Query, tools: Tools, options: Options
) -> Iterator[Point]:
    """Look at entries as the main job does, and compare each list with the exact one."""
    whole = Search(tools.space, query)
    blind = Search(tools.space, query)
    for entry in entries:
        whole.add(entry)
        blind.add(replace(entry, rows=_only(entry, cover(entry.photo.size, SQUARE).places)))
    right = _listed(whole, options)
    by_key = {entry.key: entry for entry in entries}
    while True:
        ranking = blind.ranking(options)
        found = _listed(blind, options)
        yield Point(ranking.encoded / ranking.crops, len(found & right) / len(right))
        wanted = wanted_crops(blind, options)
        if not wanted:
            return
        for one in wanted:
            known = np.append(np.flatnonzero(one.entry.known), one.places)
            blind.add(replace(one.entry, rows=_only(by_key[one.entry.key], known)))


def _only(entry: Entry, places: Places) -> Rows:
    """The rows of an entry as if only those at `places` were encoded."""
    rows = np.full_like(entry.rows, np.nan)
    rows[places] = entry.rows[places]
    return Rows(rows)


def _listed(search: Search, options: Options) -> set[tuple[Path, Box]]:
    return {(one.crop.photo.path, one.crop.box) for one in search.ranking(options).matches}


def _mean(points: Sequence[Point]) -> Point:
    return Point(
        float(np.mean([one.encoded for one in points])),
        float(np.mean([one.recall for one in points])),
    )
