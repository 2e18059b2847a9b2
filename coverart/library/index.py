"""The rows of many crops in one place, and the nearest of them to a query.

Rows are kept as they are in the library, in 16 bits. What makes an exact search slow is not the
product but the conversion to 32 bits, so that is done here by three integer operations on pieces
that stay in the processor's cache; NumPy's own takes four times as long. A row of NaN belongs to
a crop that is not encoded yet.

Above `SWITCH` rows an approximate index may pay (docs/decisions/006-index.md). It needs hnswlib, an
extra; without it, the search is exact.

References
----------
Malkov, Yashunin (2018), Efficient and robust approximate nearest neighbor search using hierarchical
    navigable small world graphs. IEEE TPAMI 42(4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats, Rows

try:
    import hnswlib
except ImportError:  # an extra, which has to be compiled
    hnswlib = None

SWITCH = 2_000_000
"""Rows from which `open_index` prefers the approximate index; see the decision for the figures."""

BLOCK_ROWS = 1 << 14
PIECE_VALUES = 1 << 16
"""Values converted at a time: 256 KiB, well within a core's cache and below OpenBLAS's threads."""

# A half-precision number's exponent and fraction, moved to where single precision has them, are
# those of the number times 2^-112, for subnormal numbers too. The sign was spread by the widening.
MOVED = 13
SIGN_AND_MOVED = np.uint32(0x8FFFFFFF).view(np.int32)
RESTORING = np.float32(2.0**112)
MAGNITUDE = np.uint16(0x7FFF)
INFINITE = np.uint16(0x7C00)  # whatever is above it is NaN

LINKS = 16
BUILDING_EFFORT = 100
SEARCHING_EFFORT = 2
"""Candidates hnswlib keeps in sight while searching, for each row asked for."""
LEAST_EFFORT = 400

Places = NDArray[np.intp]
"""(n,) numbers of rows, from 0 in the order of their coming."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """Rows found for a query, the largest product first, equal ones in the order of their places.

    `places` and `products` are both (count,), or shorter where there are not as many rows.
    """

    places: Places
    products: Floats


class Index(Protocol):
    """Something that finds the rows nearest to a query."""

    def nearest(self, query: Floats, count: int) -> Nearest:
        """The `count` rows whose products with the query (d,) are largest; none of NaN."""
        ...


def products(rows: Rows, queries: Floats) -> Floats:
    """Scalar products of rows (n, d) with queries (q, d): (n, q), NaN for rows of NaN.

    Raises `ValueError` for rows with infinite numbers.
    """
    found = np.empty((len(rows), len(queries)), dtype=np.float32)
    # Contiguous, or BLAS would copy it for every piece.
    raised = np.ascontiguousarray(queries.T.astype(np.float32) * RESTORING)
    step = max(1, PIECE_VALUES // max(rows.shape[1], 1))
    wide = np.empty((min(step, len(rows)), rows.shape[1]), np.int32)
    for first in range(0, len(rows), step):
        piece = Rows(rows[first : first + step])
        np.matmul(_raised(piece, wide[: len(piece)]), raised, out=found[first : first + step])
    found[_missing(rows)] = np.nan
    return found


class RowStore:
    """Rows (n, d) of 16 bits in one growing store: itself the exact index of them.

    Rows are finite or all NaN. It grows by blocks, so nothing is ever copied or kept twice.
    """

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension
        self._length = 0
        self._blocks: list[Rows] = []
        self._missing: list[NDArray[np.bool_]] = []

    def __len__(self) -> int:
        return self._length

    @classmethod
    def of(cls, rows: Rows) -> Self:
        """A store that holds rows (n, d)."""
        store = cls(rows.shape[1])
        store.append(rows)
        return store

    def append(self, rows: Rows) -> range:
        """Add rows (m, d) and tell their places. Raises `ValueError` for infinite numbers."""
        places = range(self._length, self._length + len(rows))
        for _ in range(len(self._blocks) * BLOCK_ROWS, places.stop, BLOCK_ROWS):
            self._blocks.append(Rows(np.empty((BLOCK_ROWS, self.dimension), dtype=np.float16)))
            self._missing.append(np.ones(BLOCK_ROWS, dtype=bool))
        self._write(places.start, rows)
        self._length = places.stop
        return places

    def replace(self, first: int, rows: Rows) -> None:
        """Overwrite the rows (m, d) from place `first` on, as crops come to be encoded."""
        if first < 0 or first + len(rows) > self._length:
            raise ValueError(f"there are {self._length} rows, not {first + len(rows)}")
        self._write(first, rows)

    def products(self, queries: Floats) -> Floats:
        """Scalar products of every row with queries (q, d): (n, q), NaN for rows of NaN."""
        found = np.empty((self._length, len(queries)), dtype=np.float32)
        # Contiguous, or BLAS would copy it for every piece.
        raised = np.ascontiguousarray(queries.T.astype(np.float32) * RESTORING)
        wide = np.empty((max(1, PIECE_VALUES // max(self.dimension, 1)), self.dimension), np.int32)
        for start, block in self.blocks():
            for first in range(0, len(block), len(wide)):
                piece = block[first : first + len(wide)]
                into = found[start + first : start + first + len(piece)]
                np.matmul(_raised(Rows(piece), wide[: len(piece)]), raised, out=into)
        found[self.missing()] = np.nan
        return found

    def nearest(self, query: Floats, count: int) -> Nearest:
        """The exact `count` nearest rows to the query (d,); see `Index`."""
        return _largest(self.products(query[None])[:, 0], count)

    def missing(self) -> NDArray[np.bool_]:
        """Which rows are NaN, (n,)."""
        if not self._missing:
            return np.zeros(0, dtype=bool)
        return np.concatenate(self._missing)[: self._length]

    def at(self, places: Places) -> Rows:
        """The rows at some places (m,), in their order."""
        numbers, within = np.divmod(places, BLOCK_ROWS)
        found = np.empty((len(places), self.dimension), dtype=np.float16)
        for number in np.unique(numbers):
            here = numbers == number
            found[here] = self._blocks[number][within[here]]
        return Rows(found)

    def blocks(self) -> Iterator[tuple[int, Rows]]:
        """The rows in order, a block at a time, with the place of its first. Not to be written."""
        for number, block in enumerate(self._blocks):
            start = number * BLOCK_ROWS
            yield start, Rows(block[: self._length - start])

    def _write(self, first: int, rows: Rows) -> None:
        missing = _missing(rows)
        done = 0
        while done < len(rows):
            number, within = divmod(first + done, BLOCK_ROWS)
            many = min(BLOCK_ROWS - within, len(rows) - done)
            self._blocks[number][within : within + many] = rows[done : done + many]
            self._missing[number][within : within + many] = missing[done : done + many]
            done += many


def open_index(rows: RowStore, switch: int = SWITCH) -> Index:
    """The index to search `rows` with: exact, or from `switch` rows on approximate, if it can be.

    An approximate index is built here, which takes minutes, and does not follow later changes.
    """
    if hnswlib is not None and len(rows) >= switch:
        return Approximate(rows)
    return rows


class Approximate:
    """An index of a store's rows, as they are now, by hnswlib: fast, and not always right.

    It holds all rows once more, in 32 bits, and the links between them. Rows of NaN are left out.
    """

    def __init__(self, rows: RowStore, threads: int = -1) -> None:
        if hnswlib is None:
            raise ValueError("the approximate index needs hnswlib")
        # In no order: the crops of a photo, one after another, would be linked to each other alone.
        places = np.random.default_rng(0).permutation(np.flatnonzero(~rows.missing()))
        self._count = len(places)
        self._graph: Any = hnswlib.Index(space="ip", dim=rows.dimension)
        self._graph.init_index(max(1, self._count), M=LINKS, ef_construction=BUILDING_EFFORT)
        for first in range(0, len(places), BLOCK_ROWS):
            chosen = places[first : first + BLOCK_ROWS]
            self._graph.add_items(rows.at(chosen).astype(np.float32), chosen, num_threads=threads)

    def nearest(self, query: Floats, count: int) -> Nearest:
        """About the `count` nearest rows to the query (d,); see `Index`."""
        count = min(count, self._count)
        if not count:
            return Nearest(np.empty(0, dtype=np.intp), np.empty(0, dtype=np.float32))
        self._graph.set_ef(max(LEAST_EFFORT, SEARCHING_EFFORT * count))
        places, away = self._graph.knn_query(query[None], k=count, num_threads=1)
        # hnswlib's distance is one less the product.
        found, products = places[0].astype(np.intp), 1 - away[0]
        order = np.lexsort((found, -products))
        return Nearest(found[order], products[order])


def _missing(rows: Rows) -> NDArray[np.bool_]:
    """Which of rows (m, d) hold NaN, (m,); NumPy's own tests of 16-bit floats are slow."""
    largest = (rows.view(np.uint16) & MAGNITUDE).max(axis=1, initial=0)
    if (largest == INFINITE).any():
        raise ValueError("rows must be finite or NaN")
    return np.asarray(largest > INFINITE)


def _raised(rows: Rows, wide: NDArray[np.int32]) -> Floats:
    """Rows (m, d) in 32 bits, times 2^-112, in the room of `wide` (m, d)."""
    np.left_shift(rows.view(np.int16), MOVED, out=wide, dtype=np.int32)
    np.bitwise_and(wide, SIGN_AND_MOVED, out=wide)
    return wide.view(np.float32)


def _largest(products: Floats, count: int) -> Nearest:
    """The `count` largest of products (n,), without NaN."""
    known = np.flatnonzero(~np.isnan(products))
    if count < len(known):
        least = np.partition(products[known], len(known) - count)[len(known) - count]
        known = known[products[known] >= least]
    order = np.lexsort((known, -products[known]))[:count]
    return Nearest(known[order], products[known[order]])
