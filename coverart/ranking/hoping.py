"""A search that knows some crops only from their neighbours: which to encode next.

Joins `ranking.coarse`, which says how good a crop may be, with the list of `ranking.search`: the
list is read off as if every hope came true, and what stands in it by hope alone is wanted.
"""

from dataclasses import dataclass, replace

import numpy as np

from coverart.crops.cover import Cover, Places, cover, standing_for
from coverart.domain import Aspect, Floats
from coverart.ranking.coarse import Steepness, companions, hopes, slopes
from coverart.ranking.search import Entry, EntryKey, Rated, Search, best_first
from coverart.settings import Options


@dataclass(frozen=True, slots=True)
class Wanted:
    """The crops at `places` of an entry, to be encoded while its photo is open."""

    entry: Entry
    places: Places


def wanted_crops(
    search: Search,
    options: Options,
    only: Aspect | None = None,
) -> list[Wanted]:
    """What must be encoded before the ranking can stand, in the order of the ranking.

    None where nothing in it rests on hope.
    """
    rated = search.rated(only)
    if all(one.entry.whole for one in rated):
        return []
    told = [_slopes(one) for one in rated]
    steepness = Steepness.calibrated(told)
    hoped = [_hoping(one, steepness.margin(own)) for one, own in zip(rated, told, strict=True)]
    listed = list(best_first(hoped, options))
    full = len(listed) >= options.top
    least = listed[-1][2] if full else -np.inf
    places: dict[EntryKey, list[int]] = {}
    for one, place, _ in listed:
        places.setdefault(one.entry.key, []).append(place)
    return [
        found
        for one, real in zip(hoped, rated, strict=True)
        if one.entry.key in places
        and (found := _unknown(one, real, places[one.entry.key], (options, least)))
    ]


def _unknown(
    hoped: Rated, real: Rated, listed: list[int], bar: tuple[Options, float]
) -> Wanted | None:
    """What of an entry's crops in the list is not encoded, and what to encode along with it."""
    unknown = np.isnan(real.match)
    own = np.array([place for place in listed if unknown[place]], dtype=np.intp)
    if not len(own):
        return None
    options, least = bar
    scores = hoped.scores(options.composition, options.least_pixels)
    worth = np.where(unknown & (scores > least), scores, -np.inf).astype(np.float32)
    beside = companions(real.entry.candidates.boxes, worth, own, options.most_overlap)
    return Wanted(real.entry, np.append(own, beside))


def _hoping(one: Rated, margin: float) -> Rated:
    """An entry as if every crop matched as well as it may."""
    return replace(one, match=hopes(one.match, _known(one.entry), margin))


def _slopes(one: Rated) -> Floats:
    """How matches differ between crops of the cover; nothing if it is not all encoded."""
    own = slopes(one.match, cover(one.entry.photo.size, one.entry.aspect))
    return own[np.isfinite(own)]


def _known(entry: Entry) -> Cover:
    """The encoded crops of an entry, and which of them stands for each of the others."""
    whole = cover(entry.photo.size, entry.aspect)
    known = entry.known
    if known.sum() == len(whole) and known[whole.places].all():
        return whole
    return standing_for(entry.candidates.boxes, np.flatnonzero(known))
