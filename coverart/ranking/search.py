"""One ranked list over all crops of all photos.

The crop is what is ranked (Nakatsuka et al. 2024, section 3.3): a crop's score is the weighted mean
of its similarity to the query and its composition. The list is read off greedily, best first; a
crop that overlaps a better one of the same photo and aspect too much is passed over, and so is one
whose photo, or a nearly identical photo, has had its share. Photos may be added at any time, and
the ranking asked for at any time.
"""

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from coverart.crops import wording
from coverart.crops.composition import TERMS, Terms, composition_score
from coverart.crops.cover import cover
from coverart.crops.diversity import first_identical, overlaps
from coverart.crops.grid import Candidates
from coverart.domain import (
    Aspect,
    Box,
    Boxes,
    ContentHash,
    Crop,
    Emotion,
    Floats,
    Match,
    Photo,
    Ranking,
    Rows,
)
from coverart.encoders.encoder import Aim, Space
from coverart.language import _, language
from coverart.ranking.query import Query
from coverart.settings import Options

NOWHERE = -1.0
"""The score of a crop that takes no part; real ones lie in [0, 1]."""
PHOTOS_TO_MEASURE = 200
"""So many entries suffice to know how a query's similarity varies over a library."""

EntryKey = tuple[Path, Aspect]


@dataclass(frozen=True, slots=True)
class Entry:
    """All crops of one aspect in one photo, as the library knows them.

    `rows` (n, d) and `terms` (n, 10) belong to `candidates` (n); a row of NaN is a crop that was
    not encoded yet, and takes no part. `signature` is the photo's.
    """

    photo: Photo
    aspect: Aspect
    candidates: Candidates
    rows: Rows
    terms: Terms
    signature: bytes

    @property
    def key(self) -> EntryKey:
        """What an entry is of."""
        return self.photo.path, self.aspect

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which crops were encoded, (n,)."""
        return np.isfinite(self.rows[:, 0]) if len(self.rows) else np.zeros(0, dtype=bool)

    @property
    def whole(self) -> bool:
        """Whether all crops were encoded."""
        return bool(self.known.all())


@dataclass(frozen=True, slots=True)
class Rated:
    """An entry with the similarity and composition (n,) of its crops.

    The similarity of a crop that was not encoded yet is NaN.
    """

    entry: Entry
    match: Floats
    composition: Floats

    def scores(self, weight: float, least_pixels: int = 0) -> Floats:
        """Scores (n,) in [0, 1], where composition has this weight against similarity.

        `NOWHERE` for crops that were not encoded yet, or have a short side of fewer pixels.
        """
        out = np.isnan(self.match)
        if least_pixels:
            out |= _short_sides(self.entry.candidates.boxes) < least_pixels
        scores = (1 - weight) * self.match + weight * self.composition
        return np.where(out, np.float32(NOWHERE), scores)


@dataclass(frozen=True, slots=True)
class _Held:
    """What of an entry does not change from query to query.

    Its composition (n,), the mean (d,) of the rows of its cover, and how many crops are encoded.
    The mean is of the cover alone, so that a query is measured in the same way however closely
    photos were looked at by now.
    """

    entry: Entry
    composition: Floats
    mean: Floats
    encoded: int

    @classmethod
    def of(cls, entry: Entry, before: Self | None) -> Self:
        """Look at an entry once; its composition is known where it was held before."""
        encoded = int(entry.known.sum())
        if before is not None:
            return cls(entry, before.composition, before.mean, encoded)
        whole = cover(entry.photo.size, entry.aspect)
        chosen = whole.places if len(whole.nearest) == len(entry.rows) else slice(None)
        rows = entry.rows[chosen].astype(np.float32)
        known = rows[np.isfinite(rows[:, 0])]
        mean = known.mean(axis=0) if len(known) else known.sum(axis=0)
        return cls(entry, composition_score(entry.terms), mean, encoded)


class Search:
    """A query put to a growing set of photos; `changes` counts how often it has grown."""

    def __init__(self, space: Space, query: Query) -> None:
        self.query = query
        self._space = space
        self._held: dict[EntryKey, _Held] = {}
        self._aim: Aim | None = None
        self._rated: list[Rated] = []
        self._told: dict[tuple[EntryKey, int, str], Match] = {}
        self.changes = 0

    @property
    def space(self) -> Space:
        """The space in which it compares."""
        return self._space

    @property
    def emotion(self) -> Emotion | None:
        """Where the query lies, all its parts together; None in a space that knows no emotions."""
        return self._space.emotion(self._space.place(self.query.parts))

    def add(self, entry: Entry) -> None:
        """Let the crops of one photo take part, instead of what was known of them before."""
        if len(entry.candidates):
            self._held[entry.key] = _Held.of(entry, self._held.get(entry.key))
            self._aim = None
            self.changes += 1

    def remove(self, path: Path) -> None:
        """Let nothing of one photo take part any longer."""
        for key in [key for key in self._held if key[0] == path]:
            del self._held[key]
            self._aim = None
            self.changes += 1

    def asking(self, query: Query) -> "Search":
        """The same photos, asked for something else; this search stays as it is."""
        other = Search(self._space, query)
        other._held = dict(self._held)
        return other

    def row(self, path: Path, box: Box) -> Floats | None:
        """The vector (d,) of a crop, if it was encoded."""
        for held in self._held.values():
            if held.entry.photo.path == path:
                boxes = held.entry.candidates.boxes
                for place in np.flatnonzero((boxes == np.array(box.as_list())).all(axis=1)):
                    row: Floats = held.entry.rows[place].astype(np.float32)
                    return None if np.isnan(row).any() else row
        return None

    def ranking(self, options: Options, only: Aspect | None = None) -> Ranking:
        """The best matches so far, of `only` one aspect or of all.

        Equal scores are ordered by path, aspect and candidate.
        """
        rated = self.rated(only)
        chosen = [self.match(*best) for best in best_first(rated, options)]
        return Ranking(
            matches=tuple(chosen),
            photos=len({one.entry.photo.path for one in rated}),
            crops=sum(len(one.entry.candidates) for one in rated),
            encoded=sum(self._held[one.entry.key].encoded for one in rated),
            verdict=self._verdict(rated, chosen),
        )

    def best_of(self, path: Path, options: Options) -> tuple[Match, ...]:
        """The best match of one photo in each aspect, whether it is in the list or not."""
        own = [one for one in self.rated() if one.entry.photo.path == path]
        alone = replace(options, top=1, per_photo=1)
        best = [next(best_first([one], alone), None) for one in own]
        return tuple(self.match(*found) for found in best if found is not None)

    def rated(self, only: Aspect | None = None) -> list[Rated]:
        """All entries, of `only` one aspect or of all, by path and aspect.

        The query is measured on the photos, so that each that is added may change all scores.
        """
        self.aim()
        return [one for one in self._rated if only in (None, one.entry.aspect)]

    def aim(self) -> Aim:
        """The query, measured on all photos; every crop is compared to it."""
        if self._aim is None:
            held = [self._held[key] for key in sorted(self._held)]
            self._aim = self._space.aim(self.query.parts, _sample(held))
            self._told = {}
            self._rated = [
                Rated(one.entry, self._aim.similarity(one.entry.rows), one.composition)
                for one in held
            ]
        return self._aim

    def match(self, rated: Rated, place: int, score: float) -> Match:
        """A crop by its place in an entry that was rated, as a match of this score.

        Whatever the options are, only its score changes; the rest is remembered.
        """
        key = rated.entry.key, place, language()
        told = self._told.get(key)
        if told is None:
            told = self._told[key] = self._tell(rated, place, score)
        return told if told.score == score else replace(told, score=score)

    def _tell(self, rated: Rated, place: int, score: float) -> Match:
        """Say all there is to say of a crop."""
        entry, aim = rated.entry, self.aim()
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
            **aim.parts(row),
            **dict(zip(TERMS, entry.terms[place].tolist(), strict=True)),
        }
        fits = aim.explain(row, self.query.asked)
        stands = wording.explain(entry.terms[place], entry.candidates.fallback)
        why = _("{fits}; {stands}").format(fits=fits, stands=stands)
        return Match(crop, score, parts, why, self._space.emotion(row))

    def _verdict(self, rated: Sequence[Rated], chosen: Sequence[Match]) -> str:
        """One sentence where even the best match does not fit, measured by the library itself."""
        if not chosen:
            return ""
        best = max(rated, key=lambda one: float(one.scores(0).max()))
        place = int(best.scores(0).argmax())
        row = best.entry.rows[place].astype(np.float32)
        if self.aim().fits(row, float(best.match[place])):
            return ""
        asked = self.query.asked
        return _("Nothing here fits {asked} well; these are the best there are.").format(
            asked=asked
        )


def _sample(held: Sequence[_Held]) -> Floats:
    """The mean row of each of some photos, (p, d), spread evenly over all of them."""
    step = -(-len(held) // PHOTOS_TO_MEASURE) or 1
    means = [one.mean for one in held[::step] if one.encoded]
    return np.stack(means) if means else np.zeros((0, 0), dtype=np.float32)


def best_first(rated: Sequence[Rated], options: Options) -> Iterator[tuple[Rated, int, float]]:
    """Yield entry, place within it and score of the matches that make the list."""
    scores = [one.scores(options.composition, options.least_pixels) for one in rated]
    heap = [
        (-float(own.max()), index, int(own.argmax()))
        for index, own in enumerate(scores)
        if own.max() > NOWHERE
    ]
    heapq.heapify(heap)
    kin = Kin()
    had: Counter[tuple[int, Aspect]] = Counter()
    shown: defaultdict[tuple[ContentHash, Aspect], list[NDArray[np.int32]]] = defaultdict(list)
    told = 0
    while heap and told < options.top:
        negative, index, place = heapq.heappop(heap)
        entry = rated[index].entry
        share = kin.of(entry), entry.aspect
        if had[share] >= options.per_photo:
            continue
        boxes, own = entry.candidates.boxes, scores[index]
        twins = shown[entry.photo.content, entry.aspect]
        if twins and (overlaps(Boxes(np.stack(twins)), boxes[place]) > options.most_overlap).any():
            own[place] = NOWHERE  # of the same photo under another name
        else:
            yield rated[index], place, -negative
            told += 1
            had[share] += 1
            twins.append(boxes[place])
            own[overlaps(boxes, boxes[place]) > options.most_overlap] = NOWHERE
        if own.max() > NOWHERE:
            heapq.heappush(heap, (-float(own.max()), index, int(own.argmax())))


def _short_sides(boxes: Boxes) -> NDArray[np.int32]:
    """The native pixels of the short sides of boxes (n, 4): (n,)."""
    sides: NDArray[np.int32] = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    return sides


class Kin:
    """Which photos are nearly identical; each gets the number of the first of its kind."""

    def __init__(self) -> None:
        self._signatures: list[bytes] = []
        self._numbers: dict[bytes, int] = {}

    def of(self, entry: Entry) -> int:
        """The number of an entry's kind."""
        own = entry.signature
        if own not in self._numbers:
            kin = first_identical(self._signatures, own)
            number = len(self._signatures) if kin is None else self._numbers[self._signatures[kin]]
            self._numbers[own] = number
            self._signatures.append(own)
        return self._numbers[own]
