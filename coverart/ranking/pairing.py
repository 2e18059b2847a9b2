"""Two covers from one photo: its best square crops beside its best wide ones.

A release wants both shapes, and a listener shall know the one by the other. So the photo is what is
ranked here: the k-th best crop of one shape stands with the k-th best of the other, both lists read
off as in `search`, and a pair's score is the mean of its two. Photos that are nearly identical have
their share together, and of one file under two names only the first takes part.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from coverart.crops.diversity import overlaps
from coverart.domain import SQUARE, WIDE, Aspect, ContentHash, Floats, Ranking
from coverart.ranking.search import NOWHERE, EntryKey, Kin, Rated, Search
from coverart.settings import Options

Shapes = tuple[Aspect, Aspect]
BOTH: Shapes = (SQUARE, WIDE)

Place = tuple[Rated, int, float]
"""An entry, the place of a crop within it, and the score of that crop."""


@dataclass(slots=True)
class _Half:
    """What is left of one shape of a photo; crops that overlap one given away are taken out."""

    rated: Rated
    scores: Floats
    most_overlap: float

    @property
    def best(self) -> float:
        """The score of the best crop that is left, or `NOWHERE`."""
        return float(self.scores.max())

    def take(self) -> Place:
        """Give the best crop away."""
        place, score = int(self.scores.argmax()), self.best
        boxes = self.rated.entry.candidates.boxes
        self.scores[overlaps(boxes, boxes[place]) > self.most_overlap] = NOWHERE
        return self.rated, place, score


@dataclass(slots=True)
class _Pair:
    """Both shapes of one photo."""

    first: _Half
    second: _Half

    @property
    def score(self) -> float:
        """The mean of the best that is left of each shape, or `NOWHERE` where one has none."""
        scores = self.first.best, self.second.best
        return NOWHERE if NOWHERE in scores else sum(scores) / 2


def ranking_of(search: Search, options: Options, only: Aspect | None = None) -> Ranking:
    """The ranking as it is wanted: of `only` one aspect, of all, or of pairs."""
    return pair_ranking(search, options) if options.pairs else search.ranking(options, only)


def pair_ranking(search: Search, options: Options, shapes: Shapes = BOTH) -> Ranking:
    """The best pairs so far, as matches that stand first, second, first, second, ….

    At most `options.top` pairs, so up to twice as many matches, and at most `options.per_photo` of
    one photo. Each match keeps its own score; the mean of two never rises from pair to pair. Equal
    pairs are ordered by path. Photos that lack one of the two shapes take no part.
    """
    counted = search.ranking(replace(options, top=1))
    pairs = best_pairs(search.rated(), options, shapes)
    matches = tuple(search.match(*one) for pair in pairs for one in pair)
    return replace(counted, matches=matches, verdict=counted.verdict if matches else "")


def best_pairs(
    rated: Sequence[Rated], options: Options, shapes: Shapes = BOTH
) -> Iterator[tuple[Place, Place]]:
    """Yield the pairs that make the list, best first."""
    pairs = _pairs_of(rated, options, shapes)
    heap = [(-pair.score, place) for place, pair in enumerate(pairs) if pair.score > NOWHERE]
    heapq.heapify(heap)
    kin = Kin()
    had: Counter[int] = Counter()
    told = 0
    while heap and told < options.top:
        _, place = heapq.heappop(heap)
        pair = pairs[place]
        share = kin.of(pair.first.rated.entry)
        if had[share] >= options.per_photo:
            continue
        yield pair.first.take(), pair.second.take()
        told += 1
        had[share] += 1
        if pair.score > NOWHERE:
            heapq.heappush(heap, (-pair.score, place))


def _pairs_of(rated: Sequence[Rated], options: Options, shapes: Shapes) -> list[_Pair]:
    """The photos that have both shapes, by path; the first name of each."""
    by_key: dict[EntryKey, Rated] = {one.entry.key: one for one in rated}
    seen: set[ContentHash] = set()
    pairs = []
    for one in rated:
        photo = one.entry.photo
        other = by_key.get((photo.path, shapes[1]))
        if one.entry.aspect != shapes[0] or other is None or photo.content in seen:
            continue
        if len(one.match) and len(other.match):
            seen.add(photo.content)
            pairs.append(_Pair(_half(one, options), _half(other, options)))
    return pairs


def _half(rated: Rated, options: Options) -> _Half:
    scores = rated.scores(options.composition, options.least_pixels)
    return _Half(rated, np.array(scores, dtype=np.float32), options.most_overlap)
