"""Saliency and its cues: what is odd stands out, and no picture gives anything but a map."""

import numpy as np
import pytest
from numpy.typing import NDArray

from coverart.crops.barrier import barrier_distance
from coverart.crops.reducing import blurred, reduced
from coverart.crops.saliency import SIDE, saliency, spectral_residual
from coverart.crops.surround import unlike_border
from coverart.domain import Floats


def texture(side: int) -> Floats:
    """A regular weave of 16 waves across the picture, with the least bit of noise."""
    y, x = np.mgrid[:side, :side] * (64 / side)
    noise = np.random.default_rng(3).normal(0, 2, (side, side))
    return np.asarray(128 + 50 * np.sin(x * np.pi / 2) * np.sin(y * np.pi / 2) + noise, np.float32)


@pytest.mark.parametrize(("row", "column"), [(12, 40), (44, 8), (30, 30)])
def test_an_odd_patch_in_a_regular_texture_is_the_most_salient_place(row: int, column: int) -> None:
    picture = texture(64)
    picture[row : row + 6, column : column + 6] = 235
    saliency = spectral_residual(picture)
    found = np.unravel_index(int(saliency.argmax()), saliency.shape)
    assert abs(found[0] - (row + 2.5)) <= 4
    assert abs(found[1] - (column + 2.5)) <= 4
    assert saliency.max() > 2 * np.median(saliency)


def test_the_map_of_a_larger_picture_shows_the_same_place() -> None:
    picture = texture(512)
    picture[96:144, 320:368] = 235
    saliency = spectral_residual(picture)
    row, column = np.unravel_index(int(saliency.argmax()), saliency.shape)
    assert abs(row - 14.5) <= 4
    assert abs(column - 42.5) <= 4


@pytest.mark.parametrize(
    "picture",
    [
        np.random.default_rng(0).uniform(0, 255, (100, 150)),
        np.random.default_rng(0).uniform(0, 255, (5, 7)),
        np.random.default_rng(0).uniform(0, 255, (2, 300)),
        np.tile(np.linspace(0, 255, 200), (100, 1)),
        np.tile([0.0, 255.0], (64, 32)),
    ],
    ids=["noise", "tiny", "strip", "gradient", "stripes"],
)
def test_the_map_is_64_by_64_never_negative_and_sums_to_one(picture: NDArray[np.float64]) -> None:
    saliency = spectral_residual(picture.astype(np.float32))
    assert saliency.shape == (SIDE, SIDE) == (64, 64)
    assert saliency.dtype == np.float32
    assert np.isfinite(saliency).all()
    assert saliency.min() >= 0
    assert float(saliency.sum()) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_flat_picture_is_equally_salient_everywhere(level: int) -> None:
    saliency = spectral_residual(np.full((90, 120), level, dtype=np.float32))
    assert (saliency == np.float32(1 / 4096)).all()


def test_brighter_copies_have_the_same_map() -> None:
    picture = texture(128)
    picture[20:30, 20:30] = 20
    np.testing.assert_allclose(
        spectral_residual(picture), spectral_residual(picture * 2), rtol=2e-2, atol=1e-6
    )


def test_a_mirrored_picture_has_a_mirrored_map() -> None:
    picture = texture(64)
    picture[10:18, 44:52] = 240
    mirrored = spectral_residual(np.ascontiguousarray(picture[:, ::-1]))
    np.testing.assert_allclose(mirrored[:, ::-1], spectral_residual(picture), atol=1e-6)


def test_the_blur_keeps_what_is_even_up_to_the_border() -> None:
    np.testing.assert_allclose(blurred(np.full((20, 30), 3.0), 2.5), 3)


def test_the_blur_is_a_gaussian_in_both_directions() -> None:
    point = np.zeros((41, 41))
    point[20, 20] = 1
    spread = blurred(point, 2.5)
    for row, column in ((20, 23), (23, 20), (24, 17)):
        expected = np.exp(-((row - 20) ** 2 + (column - 20) ** 2) / (2 * 2.5**2))
        assert spread[row, column] / spread[20, 20] == pytest.approx(expected)


def test_a_small_copy_holds_means_and_repeats_pixels_where_there_are_too_few() -> None:
    channels = np.arange(2 * 4 * 6, dtype=np.float32).reshape(2, 4, 6)
    halves = reduced(channels, 2)
    assert halves.shape == (2, 2, 2)
    assert halves[0, 0, 0] == channels[0, :2, :3].mean()
    assert halves[1, 1, 1] == channels[1, 2:, 3:].mean()
    assert reduced(np.array([[1.0, 2.0]], dtype=np.float32), 4)[3].tolist() == [1, 1, 2, 2]


def test_the_barrier_of_a_plateau_is_its_height_and_that_of_a_slope_is_none() -> None:
    plateau = np.zeros((1, 16, 16))
    plateau[0, 5:11, 5:11] = 7
    found = barrier_distance(plateau)
    assert (found[5:11, 5:11] == 7).all()
    assert found.sum() == 7 * 36
    slope = np.tile(np.linspace(0, 90, 16), (1, 16, 1))
    assert barrier_distance(slope).max() == 0  # up and down it reaches the border on one level


def test_a_way_round_a_wall_spares_its_height() -> None:
    # A yard with walls of 9 on all sides but for a gap of 2 in the middle of the lower one.
    walls = np.zeros((1, 15, 15))
    walls[0, 4:11, 4:11] = 9
    walls[0, 5:10, 5:10] = 0
    walls[0, 10, 7] = 2
    found = barrier_distance(walls)
    assert found[7, 7] == found[5, 9] == 2
    assert found[4, 4] == 9


def test_barriers_of_channels_add_up_and_turn_with_the_picture() -> None:
    noise = np.random.default_rng(5).uniform(0, 99, (3, 16, 16))
    alone = sum(barrier_distance(noise[[place]]) for place in range(3))
    np.testing.assert_allclose(barrier_distance(noise), alone, rtol=1e-5)
    turned = barrier_distance(np.ascontiguousarray(np.rot90(noise, axes=(1, 2))))
    np.testing.assert_allclose(turned, np.rot90(barrier_distance(noise)), rtol=1e-5)


def test_what_differs_from_the_border_is_unlike_it_even_where_it_touches_one_side() -> None:
    maps = np.random.default_rng(2).normal(60, 3, (3, 32, 32))
    maps[1, 12:20, 20:] += 90
    found = unlike_border(maps)
    inside, outside = found[12:20, 22:].mean(), found[:, :18].mean()
    assert inside > 4 * outside


def test_what_fills_one_side_of_the_border_is_unlike_the_other_three() -> None:
    maps = np.random.default_rng(2).normal(60, 3, (3, 32, 32))
    maps[1, 3:29, 22:] += 90
    found = unlike_border(maps)
    assert found[3:29, 22:].mean() > 8 * found[3:29, :22].mean()


def on_water(row: int, column: int) -> Floats:
    """Ripples in blue, and on them a red square of a sixth of the height."""
    y, x = np.mgrid[:120, :180]
    ripples = 90 + 12 * np.sin(x / 3 + np.sin(y / 5))
    picture = np.stack([ripples, ripples * 0 - 10, ripples * 0 - 60]).astype(np.float32)
    picture[:, row : row + 20, column : column + 20] = np.array([80, 90, 20])[:, None, None]
    return picture


@pytest.mark.parametrize(("row", "column"), [(20, 30), (50, 80), (90, 150)])
def test_most_of_the_saliency_lies_on_and_about_the_one_thing_there_is(
    row: int, column: int
) -> None:
    found = saliency(on_water(row, column))
    top, left = row * SIDE // 120, column * SIDE // 180
    about = found[max(0, top - 4) : top + 15, max(0, left - 4) : left + 12]
    assert about.sum() > 0.6
    assert about.size < 0.08 * found.size


def test_a_third_of_the_saliency_is_the_spectral_residual() -> None:
    picture = on_water(50, 80)
    others = 3 * saliency(picture) - spectral_residual(picture[0])
    assert others.min() > -1e-6
    assert float(others.sum()) == pytest.approx(2, abs=1e-4)


@pytest.mark.parametrize("shape", [(100, 150), (5, 7), (2, 300), (1, 1)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_saliency_is_a_map_of_any_picture_and_even_where_it_is_flat(
    shape: tuple[int, int], level: int
) -> None:
    flat = np.full((3, *shape), level, dtype=np.float32)
    np.testing.assert_allclose(saliency(flat), 1 / 4096, rtol=1e-5)
    noise = np.random.default_rng(0).uniform(-255, 255, (3, *shape)).astype(np.float32)
    found = saliency(noise)
    assert found.shape == (SIDE, SIDE)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert float(found.sum()) == pytest.approx(1, abs=1e-4)
