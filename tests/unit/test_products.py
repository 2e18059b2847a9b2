"""Products with rows of 16 bits: by hand, and against NumPy."""

import numpy as np
import pytest

from coverart.domain import Floats, Rows
from coverart.library.products import PIECE_VALUES, products

HALF_EDGES = [0.0, -0.0, 6e-8, -6e-8, 3e-5, 6.104e-5, 1.0, -1.0, 0.3333, 65504.0, -65504.0]


def rows(values: object) -> Rows:
    return Rows(np.array(values, dtype=np.float16))


def unit_rows(count: int, dimension: int, seed: int = 0) -> Rows:
    drawn = np.random.default_rng(seed).standard_normal((count, dimension))
    return rows(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def query(*values: float) -> Floats:
    return np.array([values], dtype=np.float32)


def test_products_by_hand() -> None:
    assert products(rows([[1, 2], [3, -4], [0, 0.5]]), query(2, 1))[:, 0].tolist() == [4, 2, 0.5]


def test_several_queries_have_a_column_each() -> None:
    both = products(rows([[1, 2], [3, -4]]), np.eye(2, dtype=np.float32))
    assert both.dtype == np.float32
    assert both.tolist() == [[1, 2], [3, -4]]


def test_every_half_precision_number_is_read_exactly() -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)]
    read = products(Rows(finite[:, None]), query(1))[:, 0]
    assert (read == finite.astype(np.float32)).all()


def test_subnormal_and_extreme_numbers_take_part_as_they_are() -> None:
    row = rows([HALF_EDGES])
    read = products(row, np.eye(len(HALF_EDGES), dtype=np.float32))
    assert read[0].tolist() == row[0].astype(np.float32).tolist()


@pytest.mark.parametrize("dimension", [5, 512])
def test_products_agree_with_numpy_over_the_ends_of_pieces(dimension: int) -> None:
    values = unit_rows(PIECE_VALUES // dimension + 300, dimension)
    wanted = np.asarray(unit_rows(3, dimension, seed=1), dtype=np.float32)
    expected = values.astype(np.float32) @ wanted.T
    np.testing.assert_allclose(products(values, wanted), expected, atol=1e-6)


def test_rows_that_lie_apart_in_memory_are_read_as_they_are() -> None:
    values = unit_rows(12, 6)
    apart = Rows(values[::3, ::2])
    expected = apart.astype(np.float32) @ np.ones(3, dtype=np.float32)
    np.testing.assert_allclose(products(apart, query(1, 1, 1))[:, 0], expected, atol=1e-6)


def test_crops_not_encoded_yet_have_no_product() -> None:
    read = products(rows([[1, 0], [np.nan, np.nan], [0, 1]]), query(1, 1))[:, 0]
    assert np.isnan(read).tolist() == [False, True, False]


def test_no_rows_have_no_products() -> None:
    assert products(rows(np.empty((0, 4))), np.ones((2, 4), dtype=np.float32)).shape == (0, 2)
