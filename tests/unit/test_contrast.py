"""Contrast: the values that WCAG and its tools publish."""

import numpy as np
import pytest

from coverart.errors import UsageError
from coverart.export.contrast import (
    contrast_with,
    hexadecimal,
    relative_luminance,
    rgb,
    wcag_contrast,
    worst_contrast,
)


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # The lightest grey that passes AA on white, and the one after it (WebAIM, "Contrast").
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#008000", "#ffffff", 5.14),
        ("#ffff00", "#000000", 19.56),
    ],
)
def test_contrast_is_that_of_wcag(first: str, second: str, ratio: float) -> None:
    assert wcag_contrast(first, second) == pytest.approx(ratio, abs=0.006)
    assert wcag_contrast(second, first) == wcag_contrast(first, second)


def test_relative_luminance_is_that_of_wcag() -> None:
    pixels = np.array([[[0, 0, 0], [255, 255, 255]], [[255, 0, 0], [128, 128, 128]]], np.uint8)
    expected = np.array([[0, 1], [0.2126, 0.2159]])
    np.testing.assert_allclose(relative_luminance(pixels).astype(float), expected, atol=5e-5)


def test_the_worst_tenth_is_what_counts() -> None:
    pixels = np.zeros((100, 3), np.uint8)
    pixels[:5] = 255
    # Five of the ten worst pixels are as white as the letters, and five are black.
    assert worst_contrast(pixels, "#ffffff") == pytest.approx((1 + 21) / 2)
    assert worst_contrast(pixels[:1], "#ffffff") == pytest.approx(1)
    assert contrast_with(pixels, "#ffffff").mean() > 19


@pytest.mark.parametrize("typed", ["#FC0", "fc0", " #ffcc00 ", "FFCC00"])
def test_colours_are_read_however_they_are_typed(typed: str) -> None:
    assert rgb(typed).tolist() == [255, 204, 0]
    assert hexadecimal(rgb(typed)) == "#ffcc00"


@pytest.mark.parametrize("typed", ["", "#", "#ffcc0", "#ggcc00", "gold", "#ffcc0000"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="is not a colour; write it as #ffcc00"):
        rgb(typed)
