"""Crops in cells: the quick way and the way of slivers give the same means."""

import numpy as np
import pytest

from coverart.crops.cells import CELLS, cell_means, openness, symmetry
from coverart.crops.integral import SummedAreas
from coverart.domain import Boxes, Floats


def picture() -> Floats:
    return np.random.default_rng(4).uniform(0, 255, (2, 40, 60)).astype(np.float32)


@pytest.mark.parametrize("slivers", [[], [[0, 0, 3, 40], [57, 38, 60, 40]]])
def test_cells_hold_the_means_of_their_pixels(slivers: list[list[int]]) -> None:
    channels = picture()
    boxes = Boxes(np.array([[4, 0, 28, 40], [0, 8, 60, 24], *slivers], dtype=np.int32))
    found = cell_means(SummedAreas.over(channels), boxes)
    assert found.shape == (len(boxes), CELLS, CELLS, 2)
    # 24 × 40 is 3 × 5 a cell; 16 pixels down are 2 each, and the third of 60 across ends at 22.
    assert found[0, 1, 2].tolist() == pytest.approx(channels[:, 5:10, 10:13].mean(axis=(1, 2)))
    assert found[1, 7, 2].tolist() == pytest.approx(channels[:, 22:24, 15:22].mean(axis=(1, 2)))
    if slivers:  # three pixels across: some cells are the same pixel
        assert found[2, 0, 0].tolist() == pytest.approx(channels[:, :5, 0].mean(axis=1), rel=1e-4)
    assert np.isfinite(found).all()


def test_no_boxes_have_no_cells() -> None:
    none = Boxes(np.empty((0, 4), dtype=np.int32))
    assert cell_means(SummedAreas.over(picture()), none).shape == (0, CELLS, CELLS, 2)


def test_openness_counts_calm_cells_and_symmetry_compares_halves() -> None:
    gradients = np.full((1, 8, 8), 9, dtype=np.float32)
    gradients[0, :, :2] = 1
    assert openness(gradients).tolist() == [0.25]
    ramp = np.tile(np.arange(8, dtype=np.float32), (1, 8, 1))
    mirrored = np.concatenate([ramp[..., :4], ramp[..., 3::-1]], axis=2)
    assert symmetry(ramp).tolist() == [0]
    assert symmetry(mirrored).tolist() == pytest.approx([1])
