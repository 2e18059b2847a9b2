"""CIELAB against the reference values of colours, and the warm–cool scale against its formula."""

import math

import numpy as np
import pytest

from coverart.domain import Pixels
from coverart.encoders.affect.colour import chroma, cielab, warmth


def lab(red: int, green: int, blue: int) -> tuple[float, float, float]:
    light, a, b = cielab(np.array([[[red, green, blue]]], dtype=np.uint8))
    return float(light[0, 0]), float(a[0, 0]), float(b[0, 0])


def warm(red: int, green: int, blue: int) -> float:
    _, a, b = cielab(np.array([[[red, green, blue]]], dtype=np.uint8))
    return float(warmth(a, b)[0, 0])


@pytest.mark.parametrize(
    ("colour", "reference"),
    [
        ((255, 255, 255), (100, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 255, 0), (87.74, -86.18, 83.18)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
        ((255, 255, 0), (97.14, -21.55, 94.48)),
        ((119, 119, 119), (50.03, 0, 0)),
        ((128, 128, 128), (53.59, 0, 0)),
    ],
)
def test_cielab_agrees_with_the_reference_values(
    colour: tuple[int, int, int], reference: tuple[float, float, float]
) -> None:
    assert lab(*colour) == pytest.approx(reference, abs=0.02)


def test_greys_have_no_colour_and_grow_lighter_with_their_level() -> None:
    ramp: Pixels = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    light, a, b = cielab(ramp)
    assert light.dtype == a.dtype == b.dtype == np.float32
    assert light.shape == (1, 256)
    assert np.abs(a).max() < 1e-2
    assert np.abs(b).max() < 1e-2
    assert (np.diff(light[0]) >= 0).all()
    assert light.min() == 0


def test_chroma_is_the_distance_from_grey() -> None:
    assert chroma(np.array([3.0], np.float32), np.array([-4.0], np.float32)).tolist() == [5]


def test_grey_is_half_a_unit_cool() -> None:
    assert warm(119, 119, 119) == pytest.approx(-0.5, abs=1e-3)
    zero = np.zeros(1, dtype=np.float32)
    assert warmth(zero, zero).tolist() == [-0.5]


@pytest.mark.parametrize("hue", [0, 50, 140, 230, 320])
def test_warmth_is_the_formula_of_ou(hue: float) -> None:
    a, b = 40 * math.cos(math.radians(hue)), 40 * math.sin(math.radians(hue))
    found = warmth(np.array([a], np.float32), np.array([b], np.float32))[0]
    expected = -0.5 + 0.02 * 40**1.07 * math.cos(math.radians(hue - 50))
    assert float(found) == pytest.approx(expected, abs=1e-4)


def test_the_warmth_of_red_is_that_worked_out_by_hand() -> None:
    # C* = 104.55, h = 40.0°: −0.5 + 0.02 · 144.8 · cos(−10°) = 2.35.
    assert warm(255, 0, 0) == pytest.approx(2.35, abs=0.01)


def test_orange_is_warm_and_blue_is_cool() -> None:
    assert warm(255, 140, 0) > 1
    assert warm(0, 90, 255) < -1
    assert warm(255, 140, 0) > warm(200, 160, 120) > warm(128, 128, 128) > warm(100, 140, 200)
