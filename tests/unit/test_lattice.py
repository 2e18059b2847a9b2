"""A lattice keeps means, and means over its boxes are those worked out by hand."""

import numpy as np
import pytest

from coverart.domain import Boxes, Floats, Size
from coverart.encoders.affect.lattice import STEPS, means, on_lattice, steps_of


def boxes_of(*rows: tuple[int, int, int, int]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32).reshape(-1, 4))


def drawn(*shape: int) -> Floats:
    return np.random.default_rng(7).normal(0, 1, shape).astype(np.float32)


def test_a_cell_is_the_mean_of_its_pixels() -> None:
    channels = drawn(3, 128, 160)
    cells = on_lattice(channels)
    assert cells.shape == (3, 32, 40)
    by_hand = channels.reshape(3, 32, 4, 40, 4).mean(axis=(2, 4))
    np.testing.assert_allclose(cells, by_hand, atol=1e-5)


def test_pixels_are_shared_between_the_cells_they_lie_in() -> None:
    # Of 48 pixels, each of 32 cells has one and a half: the first all of 0 and half of 1.
    channels = np.tile(np.arange(48, dtype=np.float32), (1, 48, 1))
    cells = on_lattice(channels)
    assert cells.shape == (1, 32, 32)
    np.testing.assert_allclose(cells[0, 5, :3], [(0 + 0.5) / 1.5, (0.5 + 2) / 1.5, 10 / 3], 1e-5)


@pytest.mark.parametrize(
    ("height", "width"), [(1, 1), (2, 5), (31, 33), (100, 41), (128, 700), (9, 4000)]
)
def test_a_photo_of_any_size_keeps_its_mean(height: int, width: int) -> None:
    channels = drawn(2, height, width)
    cells = on_lattice(channels)
    assert min(cells.shape[1:]) == 32
    assert max(cells.shape[1:]) <= 256
    np.testing.assert_allclose(cells.mean(axis=(1, 2)), channels.mean(axis=(1, 2)), atol=1e-5)


def test_the_mean_over_a_box_counts_cells_by_how_much_of_them_it_holds() -> None:
    cells = drawn(2, 32, 33)
    found = means(cells, boxes_of((0, 0, 132, 128), (8, 4, 12, 8), (9, 4, 14, 10)))
    np.testing.assert_allclose(found[0], cells.mean(axis=(1, 2)), atol=1e-5)
    np.testing.assert_allclose(found[1], cells[:, 1, 2], atol=1e-5)
    across, down = np.array([0.75, 0.5]), np.array([1, 0.5])
    third = np.einsum("y,cyx,x->c", down, cells[:, 1:3, 2:4], across) / (1.25 * 1.5)
    np.testing.assert_allclose(found[2], third, atol=1e-5)


def test_a_box_moved_by_a_step_changes_by_a_share_of_a_cell() -> None:
    cells = drawn(1, 32, 48)
    here, moved = means(cells, boxes_of((20, 20, 100, 100), (21, 20, 101, 100)))[:, 0]
    assert 0 < abs(here - moved) < 2 * np.abs(cells).max() / (100 - 20)


def test_without_boxes_there_are_no_means() -> None:
    cells = drawn(4, 32, 40)
    assert steps_of(cells) == Size(40 * STEPS, 32 * STEPS)
    assert means(cells, boxes_of()).shape == (0, 4)
