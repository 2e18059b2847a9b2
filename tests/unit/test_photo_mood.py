"""Moods of photos: what is measured is worked out by hand, what is predicted stays sane."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.crops.grid import candidates
from coverart.domain import SQUARE, WIDE, Aspect, Boxes, Floats, Pixels, Size
from coverart.encoders.affect.eye import shipped_eye
from coverart.encoders.affect.mood import DIMENSIONS, Mood, squash, with_colours
from coverart.encoders.affect.photo import photo_moods
from coverart.encoders.affect.seen import Seen

SIZE = Size(96, 64)


def boxes_of(*rows: tuple[int, int, int, int]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32).reshape(-1, 4))


WHOLE = boxes_of((0, 0, 96, 64))


def flat(red: int, green: int, blue: int) -> Pixels:
    return np.full((64, 96, 3), [red, green, blue], dtype=np.uint8)


def noise(low: int, high: int) -> Pixels:
    return np.random.default_rng(3).integers(low, high, (64, 96, 3), dtype=np.uint8)


def patches(seed: int, size: Size) -> Pixels:
    """Soft patches of random colours, as large as those of a photo."""
    coarse = np.random.default_rng(seed).integers(0, 256, (4, 6, 3)).astype(np.float64)
    for axis, side in ((0, size.height), (1, size.width)):
        at = np.linspace(0, coarse.shape[axis] - 1, side)
        weights = np.maximum(1 - np.abs(at[:, None] - np.arange(coarse.shape[axis])), 0)
        coarse = np.moveaxis(np.tensordot(weights, coarse, axes=(1, axis)), 0, axis)
    return coarse.astype(np.uint8)


def measured(pixels: Pixels, size: Size, boxes: Boxes) -> Floats:
    return Seen.of(pixels, size, boxes).measured


def mood_of(pixels: Pixels) -> dict[str, float]:
    row = photo_moods(pixels, SIZE, WHOLE)[0]
    return dict(zip(DIMENSIONS, row.tolist(), strict=True))


# What is measured


def test_red_has_the_lightness_chroma_and_warmth_of_red() -> None:
    found = measured(flat(255, 0, 0), SIZE, WHOLE)[0]
    assert found.tolist() == pytest.approx([53.24, math.hypot(80.09, 67.20), 2.351], abs=0.01)


def test_means_are_those_of_the_crop_alone() -> None:
    upper, lower = (np.full((64, 128, 3), one, np.uint8) for one in ((20, 60, 220), (250, 140, 10)))
    pixels, size = np.concatenate([upper, lower]), Size(128, 128)
    boxes = boxes_of((0, 0, 128, 128), (0, 0, 128, 64), (10, 64, 80, 127))
    whole, above, below = measured(pixels, size, boxes)
    half = boxes_of((0, 0, 128, 64))
    np.testing.assert_allclose(above, measured(upper, Size(128, 64), half)[0], rtol=1e-4)
    np.testing.assert_allclose(below, measured(lower, Size(128, 64), half)[0], rtol=1e-4)
    np.testing.assert_allclose(whole, (above + below) / 2, rtol=1e-4)
    assert below[2] > above[2] + 2


def test_what_is_measured_is_squashed_by_what_photos_usually_have() -> None:
    eye = shipped_eye()
    pixels = patches(1, SIZE)
    found = measured(pixels, SIZE, WHOLE)[0]
    pairs = zip(found.tolist(), eye.usual_means, eye.usual_deviations, strict=True)
    expected = [math.tanh((value - mean) / deviation / 2) for value, mean, deviation in pairs]
    assert list(mood_of(pixels).values())[2:] == pytest.approx(expected, abs=1e-5)


def test_colours_are_as_light_vivid_and_warm_as_they_look() -> None:
    orange, blue = mood_of(flat(255, 150, 40)), mood_of(flat(40, 90, 200))
    black, white, grey = (mood_of(flat(level, level, level)) for level in (0, 255, 120))
    assert orange["warmth"] > 0.5
    assert blue["warmth"] < -0.5
    assert white["lightness"] > 0.9
    assert black["lightness"] < -0.9
    assert orange["saturation"] > 0.5
    assert grey["saturation"] < -0.5


# What is predicted


def test_bright_green_and_blue_is_pleasanter_than_a_dark_grey() -> None:
    meadow = np.concatenate([flat(130, 190, 250)[:32], flat(110, 170, 60)[:32]])
    wall = np.concatenate([flat(70, 70, 72)[:32], flat(40, 38, 40)[:32]])
    assert mood_of(meadow)["valence"] > mood_of(wall)["valence"] + 0.3


def test_a_plain_picture_is_calmer_than_one_with_structure() -> None:
    plain = mood_of(flat(150, 150, 150))["arousal"]
    assert plain < -0.3
    busy = [mood_of(patches(seed, SIZE))["arousal"] for seed in range(8)]
    assert np.mean(busy) > plain + 0.3


@pytest.mark.parametrize(
    "pixels",
    [flat(0, 0, 0), flat(255, 255, 255), flat(128, 128, 128), noise(0, 256), noise(100, 156)],
    ids=["black", "white", "grey", "noise", "faint noise"],
)
def test_pictures_that_are_no_photos_have_sensible_moods(pixels: Pixels) -> None:
    rows = photo_moods(pixels, SIZE, boxes_of((0, 0, 96, 64), (0, 0, 1, 1)))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    # People's strongest feelings are about things in photos; a mere surface has none of them.
    assert np.abs(rows[0, :2]).max() < 0.9


@pytest.mark.parametrize("shape", [SQUARE, WIDE])
def test_neighbouring_crops_have_nearly_the_same_mood(shape: Aspect) -> None:
    size = Size(1500, 1000)
    boxes = candidates(size, shape).boxes
    reach = np.abs(boxes[:, None] - boxes[None]).max(axis=2)
    # A bin of the grid has 47 to 63 pixels here, the smallest crop 730.
    near, far = (reach > 0) & (reach <= 64), reach > 400
    for seed in range(4):
        moods = photo_moods(patches(seed, Size(192, 128)), size, boxes)
        apart = np.abs(moods[:, None] - moods[None]).max(axis=2)
        assert np.percentile(apart[near], 90) < 0.3
        assert np.median(apart[near]) < 0.4 * np.median(apart[far])


def test_a_crop_that_is_moved_by_a_hair_keeps_its_mood() -> None:
    size = Size(1500, 1000)
    pixels = patches(0, Size(192, 128))
    rows = boxes_of(*((300 + step, 200, 1000 + step, 900) for step in range(0, 80, 2)))
    moods = photo_moods(pixels, size, rows)
    assert np.abs(np.diff(moods, axis=0)).max() < 0.1
    assert np.abs(moods[-1] - moods[0]).max() > 0.02


def test_boxes_refer_to_the_original_and_pixels_may_be_reduced() -> None:
    pixels = patches(2, Size(48, 32))
    large = np.repeat(np.repeat(pixels, 4, axis=0), 4, axis=1)
    boxes = boxes_of((0, 0, 96, 64), (16, 8, 48, 40))
    np.testing.assert_allclose(
        photo_moods(pixels, SIZE, boxes), photo_moods(large, SIZE, boxes), atol=1e-3
    )


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
