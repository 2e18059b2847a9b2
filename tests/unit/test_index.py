"""The row store and its indexes: products by hand, against NumPy, and without hnswlib."""

from importlib.util import find_spec

import numpy as np
import pytest

from coverart.domain import Floats, Rows
from coverart.library import index
from coverart.library.index import BLOCK_ROWS, Approximate, RowStore, open_index

HALF_EDGES = [0.0, -0.0, 6e-8, -6e-8, 3e-5, 6.104e-5, 1.0, -1.0, 0.3333, 65504.0, -65504.0]


def rows(values: object) -> Rows:
    return Rows(np.array(values, dtype=np.float16))


def unit_rows(count: int, dimension: int, seed: int = 0) -> Rows:
    drawn = np.random.default_rng(seed).standard_normal((count, dimension))
    return rows(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def query(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


needs_hnswlib = pytest.mark.skipif(
    find_spec("hnswlib") is None, reason="hnswlib, an extra, is not installed"
)


def test_products_by_hand() -> None:
    store = RowStore.of(rows([[1, 2], [3, -4], [0, 0.5]]))
    assert store.products(query(2, 1)[None])[:, 0].tolist() == [4, 2, 0.5]


def test_several_queries_have_a_column_each() -> None:
    store = RowStore.of(rows([[1, 2], [3, -4]]))
    both = store.products(np.stack([query(1, 0), query(0, 1)]))
    assert both.dtype == np.float32
    assert both.tolist() == [[1, 2], [3, -4]]


def test_every_half_precision_number_is_read_exactly() -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)]
    read = RowStore.of(Rows(finite[:, None])).products(query(1)[None])[:, 0]
    assert (read == finite.astype(np.float32)).all()


def test_subnormal_and_extreme_numbers_take_part_as_they_are() -> None:
    row = rows([HALF_EDGES])
    read = RowStore.of(row).products(np.eye(len(HALF_EDGES), dtype=np.float32))
    assert read[0].tolist() == row[0].astype(np.float32).tolist()


@pytest.mark.parametrize("dimension", [5, 512])
def test_products_agree_with_numpy_over_the_ends_of_blocks(dimension: int) -> None:
    values = unit_rows(BLOCK_ROWS + 300, dimension)
    store = RowStore(dimension)
    for start in range(0, len(values), 7001):
        store.append(Rows(values[start : start + 7001]))
    wanted = np.asarray(unit_rows(3, dimension, seed=1), dtype=np.float32)
    expected = values.astype(np.float32) @ wanted.T
    np.testing.assert_allclose(store.products(wanted), expected, atol=1e-6)


def test_places_follow_each_other() -> None:
    store = RowStore(2)
    assert store.append(rows([[1, 0], [0, 1]])) == range(2)
    assert store.append(rows(np.empty((0, 2)))) == range(2, 2)
    assert store.append(rows([[1, 1]])) == range(2, 3)
    assert len(store) == 3


def test_crops_not_encoded_yet_have_no_product_until_they_are() -> None:
    store = RowStore.of(rows([[1, 0], [np.nan, np.nan], [0, 1]]))
    assert np.isnan(store.products(query(1, 1)[None])[:, 0]).tolist() == [False, True, False]
    assert store.missing().tolist() == [False, True, False]
    store.replace(1, rows([[3, 4]]))
    assert store.products(query(1, 1)[None])[:, 0].tolist() == [1, 7, 1]
    assert not store.missing().any()


def test_rows_are_replaced_across_the_end_of_a_block() -> None:
    store = RowStore.of(Rows(np.full((BLOCK_ROWS + 2, 1), np.nan, dtype=np.float16)))
    store.replace(BLOCK_ROWS - 1, rows([[5], [6]]))
    read = store.products(query(1)[None])[:, 0]
    assert read[BLOCK_ROWS - 1 : BLOCK_ROWS + 1].tolist() == [5, 6]
    assert np.isnan(read).sum() == BLOCK_ROWS


def test_rows_are_read_back_from_any_block_in_the_order_asked_for() -> None:
    values = unit_rows(BLOCK_ROWS + 2, 3)
    places = np.array([BLOCK_ROWS + 1, 0, BLOCK_ROWS - 1, 0])
    assert RowStore.of(values).at(places).tolist() == values[places].tolist()


def test_what_is_not_there_cannot_be_replaced() -> None:
    store = RowStore.of(rows([[1], [2]]))
    for first in (-1, 1):
        with pytest.raises(ValueError, match="2 rows"):
            store.replace(first, rows([[3], [4]]))


def test_infinite_rows_are_refused_and_leave_the_store_as_it_was() -> None:
    store = RowStore.of(rows([[1.0]]))
    for wrong in (np.inf, -np.inf):
        with pytest.raises(ValueError, match="finite"):
            store.append(rows([[wrong]]))
    assert len(store) == 1
    assert store.append(rows([[2.0]])) == range(1, 2)
    assert store.products(query(1)[None])[:, 0].tolist() == [1, 2]


def test_an_empty_store_has_no_products() -> None:
    store = RowStore(4)
    assert store.products(np.ones((2, 4), dtype=np.float32)).shape == (0, 2)
    assert len(store.nearest(query(1, 0, 0, 0), 5).places) == 0


def test_the_nearest_come_best_first_equals_by_place_and_none_of_nan() -> None:
    store = RowStore.of(rows([[1], [3], [np.nan], [3], [2], [3]]))
    found = store.nearest(query(1), 3)
    assert found.places.tolist() == [1, 3, 5]
    assert store.nearest(query(1), 2).places.tolist() == [1, 3]
    assert store.nearest(query(1), 9).places.tolist() == [1, 3, 5, 4, 0]
    assert store.nearest(query(-1), 1).products.tolist() == [-1]


def test_below_the_switch_the_search_is_exact() -> None:
    store = RowStore.of(unit_rows(10, 4))
    assert open_index(store, switch=11) is store


def test_without_hnswlib_the_search_is_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "hnswlib", None)
    store = RowStore.of(unit_rows(10, 4))
    assert open_index(store, switch=0) is store
    with pytest.raises(ValueError, match="hnswlib"):
        Approximate(store)


@needs_hnswlib
def test_the_approximate_index_finds_most_of_the_nearest() -> None:
    store = RowStore.of(unit_rows(3000, 16))
    near = open_index(store, switch=3000)
    assert isinstance(near, Approximate)
    hits = 0
    for wanted in np.asarray(unit_rows(20, 16, seed=2), dtype=np.float32):
        exact, found = store.nearest(wanted, 20), near.nearest(wanted, 20)
        hits += len(np.intersect1d(exact.places, found.places))
        assert (np.diff(found.products) <= 0).all()
        own = store.products(wanted[None])[found.places, 0]
        np.testing.assert_allclose(found.products, own, atol=1e-5)
    assert hits >= 0.95 * 20 * 20


@needs_hnswlib
def test_photos_of_nearly_equal_crops_do_not_hide_each_other() -> None:
    # Added photo by photo, a quarter of the nearest would not be found.
    rng = np.random.default_rng(3)
    photos = np.repeat(np.asarray(unit_rows(40, 64), dtype=np.float32), 100, axis=0)
    ways = np.repeat(np.asarray(unit_rows(40, 64, seed=4), dtype=np.float32), 100, axis=0)
    crops = photos + 0.3 * rng.standard_normal((4000, 1)).astype(np.float32) * ways
    store = RowStore.of(rows(crops / np.linalg.norm(crops, axis=1, keepdims=True)))
    near = Approximate(store)
    for wanted in photos[::400]:
        least = store.nearest(wanted, 20).products[-1]
        assert (near.nearest(wanted, 20).products >= least - 1e-5).mean() >= 0.9


@needs_hnswlib
def test_the_approximate_index_leaves_out_what_is_not_encoded() -> None:
    store = RowStore.of(rows([[np.nan, np.nan], [1, 0], [np.nan, np.nan], [0, 1]]))
    found = Approximate(store).nearest(query(1, 0), 4)
    assert found.places.tolist() == [1, 3]
    assert found.products.tolist() == [1, 0]


@needs_hnswlib
def test_an_approximate_index_of_nothing_finds_nothing() -> None:
    assert len(Approximate(RowStore(3)).nearest(query(1, 0, 0), 2).places) == 0
