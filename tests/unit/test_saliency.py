"""Spectral residual saliency: what is odd stands out, and no picture gives anything but a map."""

import numpy as np
import pytest
from numpy.typing import NDArray

from coverart.crops.saliency import SIDE, _gaussian, spectral_residual
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
    np.testing.assert_allclose(_gaussian(np.full((20, 30), 3.0), 2.5), 3)


def test_the_blur_is_a_gaussian_in_both_directions() -> None:
    point = np.zeros((41, 41))
    point[20, 20] = 1
    blurred = _gaussian(point, 2.5)
    for row, column in ((20, 23), (23, 20), (24, 17)):
        expected = np.exp(-((row - 20) ** 2 + (column - 20) ** 2) / (2 * 2.5**2))
        assert blurred[row, column] / blurred[20, 20] == pytest.approx(expected)
