"""How fast a query is answered over all crops: exact, and by an approximate index.

    python bench/query.py [--rows 10000 100000 200000 1000000] [--widths] [--exact-only]

Rows are synthetic, 512 × float16, and clustered like crops: photos lie about a few themes, and the
220 crops of a photo differ from it along a few directions of its own and by a little noise, with
cosines of about .9 among them. Independent noise would make an approximate index look hopeless.
Queries lie near crops, as songs and words placed in their space do. Everything is timed one after
another in one run; quote the ratios. Recall is that of the best 20 against the exact ones, counted
by product, so that one of two equals is as good as the other.

`--widths` compares ways of the exact product instead, on 200,000 rows.
"""

import argparse
import statistics
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from itertools import pairwise

import numpy as np

from coverart.domain import Floats, Rows
from coverart.library.products import products

DIMENSION, CROPS, TOP, SHORTLIST, QUERIES = 512, 220, 20, 2000, 20
SPREAD = 0.33  # of a crop about its photo's centre: cosines of about 1 / (1 + .33²) = .9
WAYS, NOISE = 6, 0.05  # directions in which a photo's crops differ, and what is not along them


def clustered(count: int, rng: np.random.Generator) -> Rows:
    """Unit rows (count, 512): themes, photos about them, crops about photos."""
    themes = unit(rng.standard_normal((50, DIMENSION), dtype=np.float32))
    rows = np.empty((count, DIMENSION), dtype=np.float16)
    for start in range(0, count, CROPS):
        many = min(CROPS, count - start)
        photo = unit(themes[rng.integers(50)] + unit_noise(1, rng))
        ways = unit(rng.standard_normal((WAYS, DIMENSION), dtype=np.float32))
        along = rng.standard_normal((many, WAYS), dtype=np.float32) / np.float32(WAYS**0.5)
        rows[start : start + many] = unit(
            photo + SPREAD * along @ ways + NOISE * unit_noise(many, rng)
        )
    return Rows(rows)


def unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float32)


def unit_noise(count: int, rng: np.random.Generator) -> Floats:
    return rng.standard_normal((count, DIMENSION), dtype=np.float32) / np.float32(DIMENSION**0.5)


def near_crops(rows: Rows, rng: np.random.Generator) -> Floats:
    """Queries (20, 512), each at a cosine of about .7 to some crop."""
    chosen = rows[rng.integers(len(rows), size=QUERIES)].astype(np.float32)
    return unit(chosen + unit_noise(QUERIES, rng))


def milliseconds(work: Callable[[], object], rounds: int = 7) -> float:
    """The median of several rounds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return 1000 * statistics.median(times)


def naive(rows: Rows, query: Floats) -> Floats:
    return np.asarray(rows.astype(np.float32) @ query)


class Approximate:
    """Rows (n, d) indexed by hnswlib: all of them once more in 32 bits, and links between them.

    Malkov, Yashunin (2018), Efficient and robust approximate nearest neighbor search using
    hierarchical navigable small world graphs. IEEE TPAMI 42(4).
    """

    def __init__(self, rows: Rows) -> None:
        import hnswlib  # noqa: PLC0415 (has to be compiled, and is not everywhere)

        # In no order: the crops of a photo, one after another, would be linked to each other alone.
        places = np.random.default_rng(0).permutation(len(rows))
        self._graph = hnswlib.Index(space="ip", dim=rows.shape[1])
        self._graph.init_index(len(rows), M=16, ef_construction=100)
        for first in range(0, len(places), 1 << 14):
            chosen = places[first : first + (1 << 14)]
            self._graph.add_items(rows[chosen].astype(np.float32), chosen)

    def nearest(self, query: Floats, count: int) -> Floats:
        """The largest `count` products, about, best first."""
        self._graph.set_ef(max(400, 2 * count))
        _, away = self._graph.knn_query(query[None], k=count, num_threads=1)
        return np.asarray(1 - away[0], dtype=np.float32)


def nearest(rows: Rows, query: Floats, count: int) -> Floats:
    """The largest `count` products, best first."""
    found = products(rows, query[None])[:, 0]
    return -np.sort(-np.partition(found, len(found) - count)[-count:])


def line(count: int, exact_only: bool, rng: np.random.Generator) -> str:
    rows = clustered(count, rng)
    queries = near_crops(rows, rng)
    plain = milliseconds(partial(naive, rows, queries[0]), 3)
    one = milliseconds(partial(products, rows, queries[:1]))
    eight = milliseconds(partial(products, rows, queries[:8]))
    best = milliseconds(partial(nearest, rows, queries[0], TOP))
    told = f"{count:>10,}{plain:>9.1f}{one:>9.1f}{eight:>9.1f}{best:>9.1f}{plain / one:>7.1f}"
    if exact_only:
        return told
    if find_spec("hnswlib") is None:
        return f"{told}  hnswlib is not installed"
    begun = time.perf_counter()
    index = Approximate(rows)
    built = time.perf_counter() - begun
    few = milliseconds(lambda: [index.nearest(query, TOP) for query in queries]) / QUERIES
    many = milliseconds(lambda: [index.nearest(query, SHORTLIST) for query in queries], 3) / QUERIES
    found = np.mean([recall(rows, index, query) for query in queries])
    kept = np.mean([recall(rows, index, query, SHORTLIST) for query in queries[:5]])
    even = built / max((best - many) / 1000, 1e-9)
    even_told = f"{even:>12,.0f}" if best > many else f"{'never':>12}"
    return (
        f"{told}{built:>9.1f}{few:>8.2f}{found:>7.3f}{many:>9.2f}{kept:>7.3f}"
        f"{best / many:>7.1f}{even_told}"
    )


def recall(rows: Rows, index: Approximate, query: Floats, count: int = TOP) -> float:
    least = nearest(rows, query, count)[-1]
    return float((index.nearest(query, count) >= least - 1e-5).mean())


def widths(rng: np.random.Generator) -> None:
    """Ways to multiply 200,000 rows of 16 bits with one query, and with eight."""
    rows = clustered(200_000, rng)
    queries = near_crops(rows, rng)[:8]
    wide = rows.astype(np.float32)
    ways: dict[str, Callable[[Floats], object]] = {
        "all converted by NumPy": lambda own: rows.astype(np.float32) @ own.T,
        "kept in 32 bits (twice the memory)": lambda own: wide @ own.T,
        **{
            f"NumPy, {size:>4} rows a piece, {threads} thread{'s' * (threads > 1)}": partial(
                in_pieces, rows, size=size, threads=threads
            )
            for size in (64, 256, 4096)
            for threads in (1, 2)
        },
        "shifted bits, 128 rows": partial(products, rows),
        "shifted bits, 2 threads": partial(
            in_threads, [Rows(half) for half in np.array_split(rows, 2)]
        ),
    }
    print(f"{'200,000 × 512':<38}{'1 query':>10}{'8 queries':>11}  ms")
    for name, way in ways.items():
        one, eight = (milliseconds(partial(way, queries[:count])) for count in (1, 8))
        print(f"{name:<38}{one:>10.1f}{eight:>11.1f}")


def in_pieces(rows: Rows, queries: Floats, size: int, threads: int) -> Floats:
    found = np.empty((len(rows), len(queries)), dtype=np.float32)

    def part(first: int, last: int) -> None:
        wide = np.empty((size, rows.shape[1]), dtype=np.float32)
        for start in range(first, last, size):
            piece = rows[start : min(start + size, last)]
            np.copyto(wide[: len(piece)], piece)
            np.matmul(wide[: len(piece)], queries.T, out=found[start : start + len(piece)])

    edges = np.linspace(0, len(rows), threads + 1).astype(int).tolist()
    together([partial(part, first, last) for first, last in pairwise(edges)])
    return found


def in_threads(parts: list[Rows], queries: Floats) -> None:
    together([partial(products, part, queries) for part in parts])


def together(works: list[Callable[[], object]]) -> None:
    others = [threading.Thread(target=work) for work in works[1:]]
    for other in others:
        other.start()
    works[0]()
    for other in others:
        other.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[10_000, 100_000, 200_000, 1_000_000]
    )
    parser.add_argument("--widths", action="store_true")
    parser.add_argument("--exact-only", action="store_true")
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    if options.widths:
        widths(rng)
        return
    print(f"{'':>10}{'exact, ms':>18}{'':>27}   hnswlib")
    print(
        f"{'rows':>10}{'naive':>9}{'1 query':>9}{'8':>9}{'best 20':>9}{'ratio':>7}"
        f"{'build, s':>9}{'20, ms':>8}{'recall':>7}{'2000, ms':>9}{'recall':>7}{'ratio':>7}"
        f"{'break-even':>12}"
    )
    for count in options.rows:
        print(line(count, options.exact_only, rng), flush=True)


if __name__ == "__main__":
    main()
