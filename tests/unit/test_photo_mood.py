"""Moods of photos: the weights of Valdez and Mehrabian on colours worked out by hand."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.domain import Boxes, Floats, Pixels, Size
from coverart.encoders.affect.mood import DIMENSIONS, Mood, squash, with_colours
from coverart.encoders.affect.photo import photo_moods, raw_coordinates
from coverart.resources import resource

SIZE = Size(96, 64)


def boxes_of(*rows: tuple[int, int, int, int]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32).reshape(-1, 4))


WHOLE = boxes_of((0, 0, 96, 64))


def flat(red: int, green: int, blue: int) -> Pixels:
    return np.full((64, 96, 3), [red, green, blue], dtype=np.uint8)


def mood_of(red: int, green: int, blue: int) -> dict[str, float]:
    row = photo_moods(flat(red, green, blue), SIZE, WHOLE)[0]
    return dict(zip(DIMENSIONS, row.tolist(), strict=True))


def test_a_flat_colour_has_the_coordinates_worked_out_by_hand() -> None:
    # Brightness 204/255 = 0.8, saturation (204 − 51)/204 = 0.75:
    # pleasure = 0.69 · 0.8 + 0.22 · 0.75 = 0.717, arousal = −0.31 · 0.8 + 0.60 · 0.75 = 0.202.
    raw = raw_coordinates(flat(204, 102, 51), SIZE, WHOLE)[0]
    assert raw[:2].tolist() == pytest.approx([0.717, 0.202], abs=1e-5)


def test_red_has_the_lightness_chroma_and_warmth_of_red() -> None:
    raw = raw_coordinates(flat(255, 0, 0), SIZE, WHOLE)[0]
    expected = [0.91, 0.29, 53.24, math.hypot(80.09, 67.20), 2.351]
    assert raw.tolist() == pytest.approx(expected, abs=0.01)


def test_the_saturation_of_what_is_nearly_black_is_damped() -> None:
    # Brightness 10/255 = 0.0392 is below a tenth, by which it is divided in its stead.
    raw = raw_coordinates(flat(10, 0, 0), SIZE, WHOLE)[0]
    brightness = 10 / 255
    saturation = brightness / 0.1
    expected = [0.69 * brightness + 0.22 * saturation, -0.31 * brightness + 0.6 * saturation]
    assert raw[:2].tolist() == pytest.approx(expected, abs=1e-6)


def test_coordinates_are_means_over_the_crop_alone() -> None:
    pixels = np.concatenate([flat(20, 60, 220), flat(250, 140, 10)], axis=0)
    size = Size(96, 128)
    whole, upper, lower = raw_coordinates(
        pixels, size, boxes_of((0, 0, 96, 128), (0, 0, 96, 64), (10, 64, 80, 128))
    )
    np.testing.assert_allclose(upper, raw_coordinates(pixels[:64], SIZE, WHOLE)[0], rtol=1e-4)
    np.testing.assert_allclose(lower, raw_coordinates(pixels[64:], SIZE, WHOLE)[0], rtol=1e-4)
    np.testing.assert_allclose(whole, (upper + lower) / 2, rtol=1e-4)
    assert lower[4] > 1 > -1 > upper[4]


def test_boxes_refer_to_the_original_and_pixels_may_be_reduced() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (8, 12, 3), dtype=np.uint8)
    large = np.repeat(np.repeat(pixels, 8, axis=0), 8, axis=1)
    boxes = boxes_of((0, 0, 96, 64), (16, 8, 48, 40))
    np.testing.assert_allclose(
        photo_moods(pixels, SIZE, boxes), photo_moods(large, SIZE, boxes), atol=1e-4
    )


def test_moods_are_squashed_deviations_from_what_photos_usually_have() -> None:
    usual = json.loads(resource("affect/photo.json").read_text(encoding="utf-8"))
    raw = raw_coordinates(flat(255, 0, 0), SIZE, WHOLE)[0]
    pairs = zip(raw.tolist(), usual["mean"], usual["deviation"], strict=True)
    expected = [math.tanh((value - mean) / deviation / 2) for value, mean, deviation in pairs]
    assert list(mood_of(255, 0, 0).values()) == pytest.approx(expected, abs=1e-5)


def test_colours_have_the_moods_people_would_give_them() -> None:
    orange, blue = mood_of(255, 150, 40), mood_of(40, 90, 200)
    black, white, grey = mood_of(0, 0, 0), mood_of(255, 255, 255), mood_of(120, 120, 120)
    assert orange["warmth"] > 0.5 > -0.5 > blue["warmth"]
    assert white["lightness"] > 0.9 > -0.9 > black["lightness"]
    assert white["valence"] > grey["valence"] > black["valence"]
    assert orange["saturation"] > 0.5 > -0.5 > grey["saturation"]
    assert orange["arousal"] > 0.5 > -0.5 > white["arousal"]


@pytest.mark.parametrize("level", [0, 1, 128, 255])
def test_pictures_without_colour_have_finite_moods(level: int) -> None:
    row = photo_moods(flat(level, level, level), SIZE, boxes_of((0, 0, 96, 64), (0, 0, 1, 1)))
    assert row.dtype == np.float32
    assert np.isfinite(row).all()
    np.testing.assert_allclose(row[0], row[1], atol=1e-5)


def test_a_photo_without_boxes_has_no_moods() -> None:
    assert photo_moods(flat(1, 2, 3), SIZE, boxes_of()).shape == (0, 5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 20), st.integers(1, 20))
def test_moods_of_any_picture_lie_between_minus_1_and_1(seed: int, height: int, width: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    rows = photo_moods(pixels, Size(width, height), boxes_of((0, 0, width, height)))
    assert rows.shape == (1, 5)
    assert np.abs(rows).max() <= 1


# Mood


def test_colours_follow_the_correlations_that_were_published() -> None:
    # Valence 0.5, arousal −0.4: lightness 0.48 · 0.5, saturation 0.72 · −0.4,
    # warmth (0.75 · −0.4 + 0.47 · 0.5) / √2.
    found = with_colours(0.5, -0.4)
    assert found.valence == 0.5
    assert found.arousal == -0.4
    assert found.lightness == pytest.approx(0.24)
    assert found.saturation == pytest.approx(-0.288)
    assert found.warmth == pytest.approx(-0.065 / math.sqrt(2))


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_colours_of_any_emotion_lie_between_minus_1_and_1(
    valence: float, arousal: float
) -> None:
    row = with_colours(valence, arousal).as_row()
    assert np.abs(row).max() <= 1
    opposite = with_colours(-valence, -arousal).as_row()
    np.testing.assert_allclose(row, -opposite, atol=1e-6)


def test_a_mood_as_a_row_keeps_the_order_of_the_dimensions() -> None:
    row = Mood(valence=0.1, arousal=0.2, lightness=0.3, saturation=0.4, warmth=0.5).as_row()
    assert row.dtype == np.float32
    assert row.tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])
    assert DIMENSIONS == ("valence", "arousal", "lightness", "saturation", "warmth")


def test_two_deviations_are_squashed_to_three_quarters() -> None:
    deviations: Floats = np.array([0, 2, -2, 1, 1000, -1000], dtype=np.float32)
    expected = [0, math.tanh(1), -math.tanh(1), math.tanh(0.5), 1, -1]
    assert squash(deviations).tolist() == pytest.approx(expected)
    assert squash(deviations)[1] == pytest.approx(0.76, abs=0.005)
