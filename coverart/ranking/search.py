"""One ranked list over all crops of all photos.

The crop is what is ranked (Nakatsuka et al. 2024, section 3.3): a crop's score is the weighted mean
of its similarity to the query and its composition. The list is read off greedily, best first; a
crop that overlaps a better one of the same photo and aspect too much is passed over, and so is one
whose photo, or a nearly identical photo, has had its share. Photos may be added at any time, and
the ranking asked for at any time.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from coverart.crops import wording
from coverart.crops.composition import TERMS, Terms, composition_score
from coverart.crops.diversity import first_identical, overlaps
from coverart.crops.grid import Candidates
from coverart.domain import Aspect, Box, Crop, Floats, Match, Photo, Ranking, Rows
from coverart.encoders.encoder import Space
from coverart.ranking.query import Query
from coverart.settings import Options

MOST_OVERLAP = 0.6
"""Intersection over union above which two crops of a photo count as nearly the same."""
PHOTOS_TO_COMPARE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """All crops of one aspect in one photo, as the library knows them.

    `rows` (n, d) and `terms` (n, 10) belong to `candidates` (n); `signature` is the photo's.
    """

    photo: Photo
    aspect: Aspect
    candidates: Candidates
    rows: Rows
    terms: Terms
    signature: bytes


@dataclass(frozen=True, slots=True)
class _Rated:
    """An entry with the similarity and composition (n,) of its crops."""

    entry: Entry
    match: Floats
    composition: Floats

    def scores(self, weight: float) -> Floats:
        return (1 - weight) * self.match + weight * self.composition


class Search:
    """A query put to a growing set of photos."""

    def __init__(self, space: Space, query: Query) -> None:
        self._space = space
        self._query = query
        self._rated: list[_Rated] = []

    def add(self, entry: Entry) -> None:
        """Let the crops of one photo take part."""
        if len(entry.candidates):
            match = self._space.similarity(self._query.vector, entry.rows)
            self._rated.append(_Rated(entry, match, composition_score(entry.terms)))

    def ranking(self, options: Options, only: Aspect | None = None) -> Ranking:
        """The best matches so far, of `only` one aspect or of all.

        Equal scores are ordered by path, aspect and candidate.
        """
        rated = [one for one in self._rated if only in (None, one.entry.aspect)]
        rated.sort(key=lambda one: (one.entry.photo.path, one.entry.aspect))
        chosen = [self._match(*best) for best in _best_first(rated, options)]
        return Ranking(
            matches=tuple(chosen),
            photos=len({one.entry.photo.path for one in rated}),
            crops=sum(len(one.entry.candidates) for one in rated),
            verdict=self._verdict(rated, chosen),
        )

    def _match(self, rated: _Rated, place: int, score: float) -> Match:
        entry, query = rated.entry, self._query
        row = entry.rows[place].astype(np.float32)
        crop = Crop(
            photo=entry.photo,
            aspect=entry.aspect,
            box=Box(*entry.candidates.boxes[place].tolist()),
            fallback=entry.candidates.fallback,
        )
        parts = {
            "match": float(rated.match[place]),
            "composition": float(rated.composition[place]),
            **self._space.parts(query.vector, row),
            **dict(zip(TERMS, entry.terms[place].tolist(), strict=True)),
        }
        fits = self._space.explain(query.vector, row, query.asked)
        stands = wording.explain(entry.terms[place], entry.candidates.fallback)
        return Match(crop, score, parts, f"{fits}; {stands}")

    def _verdict(self, rated: Sequence[_Rated], chosen: Sequence[Match]) -> str:
        """One sentence where even the best match does not fit, measured by the library itself."""
        if not chosen:
            return ""
        best = max(float(one.match.max()) for one in rated)
        step = -(-len(rated) // PHOTOS_TO_COMPARE)
        usual = np.stack([one.entry.rows.mean(axis=0) for one in rated[::step]])
        if best >= self._space.worst_fit(usual):
            return ""
        return f"Nothing here fits {self._query.asked} well; these are the best there are."


def _best_first(rated: Sequence[_Rated], options: Options) -> Iterator[tuple[_Rated, int, float]]:
    """Yield entry, place within it and score of the matches that make the list."""
    scores = [one.scores(options.composition) for one in rated]
    heap = [(-float(own.max()), index, int(own.argmax())) for index, own in enumerate(scores)]
    heapq.heapify(heap)
    kin = _Kin()
    had: Counter[tuple[int, Aspect]] = Counter()
    told = 0
    while heap and told < options.top:
        negative, index, place = heapq.heappop(heap)
        entry = rated[index].entry
        share = kin.of(entry), entry.aspect
        if had[share] >= options.per_photo:
            continue
        yield rated[index], place, -negative
        told += 1
        had[share] += 1
        boxes, own = entry.candidates.boxes, scores[index]
        own[overlaps(boxes, boxes[place]) > MOST_OVERLAP] = -1
        if own.max() >= 0:
            heapq.heappush(heap, (-float(own.max()), index, int(own.argmax())))


class _Kin:
    """Which photos are nearly identical; each gets the number of the first of its kind."""

    def __init__(self) -> None:
        self._signatures: list[bytes] = []
        self._numbers: dict[bytes, int] = {}

    def of(self, entry: Entry) -> int:
        own = entry.signature
        if own not in self._numbers:
            kin = first_identical(self._signatures, own)
            number = len(self._signatures) if kin is None else self._numbers[self._signatures[kin]]
            self._numbers[own] = number
            self._signatures.append(own)
        return self._numbers[own]
