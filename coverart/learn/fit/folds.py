"""Sets some of the data apart, so that a model is judged on what it has not seen.

Whatever belongs together, excerpts of one track or photos of one theme, is seen or hidden together.
The same groups and seed give the same folds on any computer and with any version of numpy.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from coverart.learn.fit.ratings import Array

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Fold:
    """The places of what may be `seen` while fitting, and of what is `hidden`, both sorted."""

    seen: Places
    hidden: Places


def folds(groups: Sequence[str], count: int = 10, seed: int = 0) -> tuple[Fold, ...]:
    """Hide every entry of `groups` (n) once, in at most `count` folds of nearly the same size.

    Entries of one group are hidden together. Large groups are dealt first, each to the fold that
    holds least; `seed` decides the order of those of one size. There must be two groups at least.
    """
    sizes = Counter(groups)
    if len(sizes) < 2:
        raise ValueError("Folds need two groups at least")
    held = [0] * min(count, len(sizes))
    fold_of: dict[str, int] = {}
    for group in sorted(sizes, key=lambda name: (-sizes[name], _shuffled(name, seed))):
        fold_of[group] = held.index(min(held))
        held[fold_of[group]] += sizes[group]
    own = np.array([fold_of[group] for group in groups])
    return tuple(
        Fold(np.flatnonzero(own != number), np.flatnonzero(own == number))
        for number in range(len(held))
    )


def judge_hidden(parts: Iterable[Fold], judge: Callable[[Places, Places], Array]) -> Array:
    """What models say of what they have not seen, put back in order: (n,) or (n, d).

    `judge` is given the places that are seen and those that are hidden; it fits on the former and
    returns a row for each of the latter.
    """
    judged = [(fold.hidden, judge(fold.seen, fold.hidden)) for fold in parts]
    places = np.concatenate([hidden for hidden, _ in judged])
    rows = np.concatenate([said for _, said in judged])
    ordered: Array = rows[np.argsort(places)]
    return ordered


def _shuffled(group: str, seed: int) -> str:
    """What puts groups in an order of chance that is always the same."""
    return blake2b(f"{seed}/{group}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
