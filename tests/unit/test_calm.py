"""How calm a part of a picture is: each term by itself, and what a picture is measured as."""

import numpy as np
import pytest

from coverart.domain import Box, Floats
from coverart.export.calm import (
    BUSY,
    LONG_SIDE,
    PEAK,
    SHORT_SIDE,
    UNEVEN,
    WEIGHTS,
    Terrain,
    reduced,
    survey,
    unrest,
)

BOX = Box(0, 0, 10, 4)


def flat(value: float = 0.0) -> Floats:
    return np.full((8, 10), value, np.float32)


def terrain(
    lightness: Floats | None = None, steps: Floats | None = None, saliency: Floats | None = None
) -> Terrain:
    maps = (flat() if own is None else own for own in (lightness, steps, saliency))
    return Terrain(np.zeros((8, 10, 3), np.uint8), *maps)


def test_nothing_to_see_is_no_unrest() -> None:
    assert unrest(terrain(lightness=flat(70)), BOX) == 0


def test_steps_from_pixel_to_pixel_count() -> None:
    assert unrest(terrain(steps=flat(BUSY)), BOX) == pytest.approx(WEIGHTS[0])


def test_uneven_lightness_counts() -> None:
    halves = flat()
    halves[:, 5:] = 2 * UNEVEN
    assert unrest(terrain(lightness=halves), BOX) == pytest.approx(WEIGHTS[1])


def test_saliency_counts_and_its_peak_most() -> None:
    saliency = flat(0.5)
    assert unrest(terrain(saliency=saliency), BOX) == pytest.approx(0.5 * WEIGHTS[2])
    saliency[1, 1] = PEAK + 0.05
    mean = (39 * 0.5 + PEAK + 0.05) / 40
    wanted = mean * WEIGHTS[2] + WEIGHTS[3]
    assert unrest(terrain(saliency=saliency), BOX) == pytest.approx(wanted)


def test_only_what_is_in_the_box_counts() -> None:
    below = flat()
    below[4:] = 1
    assert unrest(terrain(below * 50, below * 50, below), BOX) == 0


def test_a_picture_is_measured_on_a_small_copy() -> None:
    picture = np.zeros((600, 900, 3), np.uint8)
    picture[:, 450:] = 255
    seen = survey(picture)
    assert seen.pixels.shape == (SHORT_SIDE, 1.5 * SHORT_SIDE, 3)
    assert seen.lightness[0, 0] == pytest.approx(0, abs=0.1)
    assert seen.lightness[0, -1] == pytest.approx(100, abs=0.1)
    assert seen.steps.argmax() % 360 in (179, 180)
    assert seen.saliency.max() == pytest.approx(1)


@pytest.mark.parametrize(
    ("size", "small"),
    [
        ((100, 100), (SHORT_SIDE, SHORT_SIDE)),
        ((2, 1000), (2, LONG_SIDE)),
        ((4000, 4000), (SHORT_SIDE, SHORT_SIDE)),
    ],
)
def test_the_small_copy_has_the_shape_of_the_picture(
    size: tuple[int, int], small: tuple[int, int]
) -> None:
    assert reduced(np.zeros((*size, 3), np.uint8)).shape == (*small, 3)
