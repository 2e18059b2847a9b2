"""The terms of composition on pictures whose answers are plain to see."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.crops.composition import (
    TERMS,
    Scene,
    Terms,
    Weighing,
    composition_score,
    shipped_weighing,
)
from coverart.crops.placing import Placing
from coverart.domain import Boxes, Floats, Pixels, Size

PHOTO = Size(192, 128)


def boxes_of(*rows: tuple[int, int, int, int]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32).reshape(-1, 4))


def disc(x: float, y: float, radius: float, size: Size = PHOTO) -> Pixels:
    """A bright disc on a dark ground with a little noise."""
    down, across = np.mgrid[: size.height, : size.width]
    inside = (across - x) ** 2 + (down - y) ** 2 < radius**2
    noise = np.random.default_rng(1).normal(0, 3, inside.shape)
    grey = np.clip(np.where(inside, 240, 40) + noise, 0, 255).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=2)


def noise(height: int, width: int, seed: int = 0) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def term(name: str, pixels: Pixels, *rows: tuple[int, int, int, int]) -> list[float]:
    size = Size(pixels.shape[1], pixels.shape[0])
    found = Scene.of(pixels, size).terms(boxes_of(*rows))
    return [float(value) for value in found[:, TERMS.index(name)]]


PICTURES: dict[str, Pixels] = {
    "black": np.zeros((128, 192, 3), dtype=np.uint8),
    "white": np.full((128, 192, 3), 255, dtype=np.uint8),
    "red": np.full((128, 192, 3), [255, 0, 0], dtype=np.uint8),
    "noise": noise(128, 192),
    "gradient": np.tile(np.linspace(0, 255, 192).astype(np.uint8)[:, None], (128, 1, 3)),
    "tiny": noise(5, 7),
    "least": noise(2, 2),
    "strip": noise(64, 1500),
}


@pytest.mark.parametrize("name", PICTURES)
def test_terms_are_finite_and_between_0_and_1_on_any_picture(name: str) -> None:
    pixels = PICTURES[name]
    height, width = pixels.shape[:2]
    size = Size(width, height)
    boxes = boxes_of(
        (0, 0, width, height),
        (0, 0, 1, 1),
        (width - 1, height - 1, width, height),
        (0, 0, min(3, width), height),
        (0, 0, width, 2),
        (width // 2, 0, width, height),
    )
    terms = Scene.of(pixels, size).terms(boxes)
    assert terms.shape == (6, len(TERMS))
    assert terms.dtype == np.float32
    assert np.isfinite(terms).all()
    assert terms.min() >= 0
    assert terms.max() <= 1
    score = composition_score(terms)
    assert score.dtype == np.float32
    assert ((score >= 0) & (score <= 1)).all()


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_terms_are_finite_and_between_0_and_1_for_any_box(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(2, 40)), data.draw(st.integers(2, 40))
    size = Size(width * data.draw(st.integers(1, 9)), height * data.draw(st.integers(1, 9)))
    left = data.draw(st.integers(0, size.width - 1))
    top = data.draw(st.integers(0, size.height - 1))
    box = (
        left,
        top,
        data.draw(st.integers(left + 1, size.width)),
        data.draw(st.integers(top + 1, size.height)),
    )
    terms = Scene.of(noise(height, width), size).terms(boxes_of(box))
    assert ((terms >= 0) & (terms <= 1)).all()


def test_a_photo_without_boxes_has_no_terms() -> None:
    terms = Scene.of(noise(64, 64), Size(64, 64)).terms(boxes_of())
    assert terms.shape == (0, len(TERMS))
    assert composition_score(terms).shape == (0,)


def test_the_terms_of_a_photo_of_3600_megapixels_do_not_overflow() -> None:
    size = Size(60_000, 60_000)
    terms = Scene.of(noise(64, 64), size).terms(boxes_of((0, 0, 60_000, 60_000)))
    # A sixteenth at each side is nearer than any margin that was rated, and comes to the same.
    less = Scene.of(noise(64, 64), Size(64, 64)).terms(boxes_of((4, 4, 60, 60)))
    assert terms[0, TERMS.index("extent")] == less[0, TERMS.index("extent")] > 0.9


def test_a_crop_that_holds_the_disc_keeps_more_than_one_that_cuts_it_or_misses_it() -> None:
    holds, cuts, misses = term(
        "retained", disc(60, 64, 12), (20, 10, 120, 110), (60, 10, 160, 110), (90, 10, 190, 110)
    )
    assert holds > cuts + 0.2
    assert cuts > misses + 0.2
    assert holds > 0.8
    assert misses < 0.2


def test_the_whole_photo_keeps_everything() -> None:
    assert term("retained", noise(100, 150), (0, 0, 150, 100))[0] == pytest.approx(1, abs=1e-5)


def test_a_border_through_the_disc_is_worse_than_one_around_it() -> None:
    around, through = term("edges", disc(60, 64, 12), (20, 10, 120, 110), (56, 10, 156, 110))
    assert around > 0.8
    assert through < 0.2


def test_a_flat_picture_has_as_much_on_its_border_as_inside() -> None:
    assert term("edges", PICTURES["white"], (0, 0, 192, 128), (50, 0, 178, 128)) == [0, 0]


def test_thirds_are_highest_with_the_disc_on_a_power_point() -> None:
    # The disc lies in the middle of the second crop, on a power point of the first and the third.
    upper_left, middle, lower_right = term(
        "thirds", disc(96, 64, 8), (80, 48, 128, 96), (66, 34, 126, 94), (64, 32, 112, 80)
    )
    assert upper_left > middle + 0.2
    assert lower_right > middle + 0.2
    assert upper_left > 0.9
    assert lower_right > 0.9


def test_thirds_fall_off_as_a_gaussian_of_017_from_the_power_points() -> None:
    # All saliency of a flat picture is even, so its centre is the crop's: √2/6 from each point.
    found = term("thirds", PICTURES["black"], (0, 0, 192, 128))[0]
    assert found == pytest.approx(np.exp(-(2 / 36) / (2 * 0.17**2)), rel=1e-3)


def test_balance_is_highest_with_the_disc_in_the_middle() -> None:
    middle, aside, corner = term(
        "balance", disc(96, 64, 8), (66, 34, 126, 94), (80, 34, 140, 94), (84, 52, 144, 112)
    )
    assert middle > 0.9
    assert middle > aside + 0.3
    assert aside > corner


def test_grey_has_no_colour_and_the_brightest_clash_has_all_of_it() -> None:
    assert term("colourfulness", disc(96, 64, 20), (0, 0, 192, 128)) == [0]
    clash = np.zeros((64, 64, 3), dtype=np.uint8)
    clash[:, :32] = [255, 255, 0]
    clash[:, 32:] = [0, 0, 255]
    assert term("colourfulness", clash, (0, 0, 64, 64)) == [1]


def test_colourfulness_of_flat_red_is_that_of_the_formula() -> None:
    # rg = 200, yb = 100, no deviation: M = 0.3 · √(200² + 100²) = 67.08, of 109.
    red = np.full((64, 64, 3), [200, 0, 0], dtype=np.uint8)
    assert term("colourfulness", red, (3, 5, 40, 60))[0] == pytest.approx(67.082 / 109, rel=1e-4)


def test_colourfulness_of_two_colours_is_that_of_the_formula() -> None:
    # Half (60, 0, 0), half black: rg 30 ± 30, yb 15 ± 15, so M = √(900 + 225) · 1.3 = 43.60.
    half = np.zeros((64, 64, 3), dtype=np.uint8)
    half[::2] = [60, 0, 0]
    assert term("colourfulness", half, (0, 0, 64, 64))[0] == pytest.approx(43.603 / 109, rel=1e-4)


def test_openness_is_the_share_of_cells_without_detail() -> None:
    pixels = np.full((64, 64, 3), 128, dtype=np.uint8)
    pixels[:, 36:] = noise(64, 28)  # which is half of the fifth column of cells
    whole, calm, busy = term("openness", pixels, (0, 0, 64, 64), (0, 0, 24, 64), (40, 0, 64, 64))
    assert (whole, calm, busy) == (1 / 2, 1, 0)


def test_a_sliver_at_the_border_of_the_photo_is_measured_like_one_within() -> None:
    slivers = ((0, 0, 3, 64), (30, 0, 33, 64), (0, 0, 64, 2), (0, 0, 2, 2))
    assert term("openness", noise(64, 64), *slivers) == [0, 0, 0, 0]


def test_a_mirrored_picture_is_wholly_symmetrical_and_noise_is_not() -> None:
    left = noise(128, 96)
    mirrored = np.concatenate([left, left[:, ::-1]], axis=1)
    whole, middle, aside = term(
        "symmetry", mirrored, (0, 0, 192, 128), (32, 0, 160, 128), (0, 0, 128, 128)
    )
    assert whole == pytest.approx(1, abs=1e-5)
    assert middle == pytest.approx(1, abs=1e-5)
    assert aside < 0.4


def test_a_turned_picture_is_no_symmetrical_one() -> None:
    upper = noise(64, 192)
    upside_down = np.concatenate([upper, upper[::-1]], axis=0)
    assert term("symmetry", upside_down, (0, 0, 192, 128))[0] < 0.5


def test_extent_is_the_placing_that_was_fitted_or_the_one_given() -> None:
    boxes = boxes_of((0, 0, 64, 64), (0, 0, 32, 32), (10, 10, 54, 54))
    size, place = Size(64, 64), TERMS.index("extent")
    scene = Scene.of(noise(64, 64), size)
    fitted = shipped_weighing().placing.liking(boxes, size)
    assert scene.terms(boxes)[:, place].tolist() == fitted.tolist()
    other = Placing(np.eye(55)[0], worst=-2, best=2)  # the share of the photo alone
    found = scene.terms(boxes, other)[:, place]
    assert found.tolist() == other.liking(boxes, size).tolist() != fitted.tolist()


def test_reduced_pixels_give_nearly_the_terms_of_full_ones() -> None:
    size = Size(768, 512)
    full = disc(240, 256, 48, size)
    reduced = full.reshape(128, 4, 192, 4, 3).mean(axis=(1, 3)).astype(np.uint8)
    boxes = boxes_of((80, 40, 480, 440), (224, 40, 624, 440), (0, 0, 768, 512))
    # Sharpness is that of the pixels at hand: a photo loses blur where it is reduced.
    same = [name != "sharpness" for name in TERMS]
    few, many = Scene.of(reduced, size).terms(boxes), Scene.of(full, size).terms(boxes)
    np.testing.assert_allclose(few[:, same], many[:, same], atol=0.05)


def test_a_mirrored_photo_has_the_same_terms_in_mirrored_boxes() -> None:
    pixels = disc(60, 50, 14)
    mirrored = np.ascontiguousarray(pixels[:, ::-1])
    # The widths are multiples of the 8 cells, so that no rounding tells left from right.
    boxes = boxes_of((16, 8, 112, 104), (40, 24, 136, 120), (0, 0, 192, 128))
    turned = boxes.copy()
    turned[:, [0, 2]] = 192 - boxes[:, [2, 0]]
    np.testing.assert_allclose(
        Scene.of(mirrored, PHOTO).terms(Boxes(turned)),
        Scene.of(pixels, PHOTO).terms(boxes),
        atol=0.03,
    )


def test_the_score_stretches_the_weighted_mean_between_its_bounds() -> None:
    weighing = Weighing(shipped_weighing().placing, np.full(10, 0.1, np.float32), 0.3, 0.72)
    rows = np.repeat(np.array([[0.3], [0.51], [0.72], [0.1], [0.9]], np.float32), 10, axis=1)
    contrast = TERMS.index("contrast")
    weighing.weights[[0, contrast]] = 0.2, 0
    rows[:, contrast] = 1
    found = composition_score(Terms(rows), weighing)
    assert found.tolist() == pytest.approx([0, 0.5, 1, 0, 1], abs=1e-5)
    rows[:, contrast] = 0.5
    found = composition_score(Terms(rows), weighing)
    assert found.tolist() == pytest.approx([0, 0.25, 0.5, 0, 0.5], abs=1e-5)


def test_the_weights_in_use_are_shares_of_what_makes_a_crop_good() -> None:
    weights = shipped_weighing().weights
    assert float(weights.sum()) == pytest.approx(1, abs=1e-3)
    assert weights.min() >= 0
    assert weights[TERMS.index("contrast")] == 0
    assert all(weights[TERMS.index(name)] > 0.1 for name in ("retained", "edges", "extent"))


def test_a_crop_with_the_disc_whole_and_inside_is_better_than_one_that_cuts_it() -> None:
    pixels, size = disc(60, 64, 16), PHOTO
    holds, cuts, misses = composition_score(
        Scene.of(pixels, size).terms(
            boxes_of((10, 14, 110, 114), (60, 14, 160, 114), (92, 14, 192, 114))
        )
    ).tolist()
    assert holds > cuts + 0.2
    assert holds > misses + 0.2


def softened(pixels: Pixels, times: int) -> Pixels:
    """Average every pixel with its neighbours, again and again."""
    blurred: Floats = pixels.astype(np.float32)
    for turn in range(2 * times):
        before, after = np.roll(blurred, 1, turn % 2), np.roll(blurred, -1, turn % 2)
        blurred = np.asarray((before + 2 * blurred + after) / 4, dtype=np.float32)
    return blurred.round().astype(np.uint8)


def test_sharpness_is_the_gradient_over_the_deviation() -> None:
    # Two columns of 90 and two of 110: central differences of 10 everywhere, a deviation of 10.
    pairs = np.full((64, 64, 3), 90, dtype=np.uint8)
    pairs[:, 2::4] = pairs[:, 3::4] = 110
    assert term("sharpness", pairs, (4, 0, 60, 64)) == [1]
    # A ramp of 2 levels a pixel over 48 columns: 2 over a deviation of 2 · √((48² − 1) / 12).
    ramp = np.repeat(np.tile(np.arange(64, dtype=np.uint8) * 2, (64, 1))[..., None], 3, axis=2)
    expected = 1 / np.sqrt((48**2 - 1) / 12) / 0.31
    assert term("sharpness", ramp, (8, 0, 56, 64)) == pytest.approx([expected], rel=1e-3)


def test_a_blurred_picture_is_less_sharp_the_more_it_is_blurred() -> None:
    picture = np.kron(noise(16, 24), np.ones((8, 8, 1))).astype(np.uint8)
    frame = (0, 0, 192, 128)
    sharp, soft, softer = (term("sharpness", softened(picture, n), frame)[0] for n in (0, 30, 200))
    assert 1 >= sharp > soft + 0.1
    assert soft > softer + 0.1
    assert softer > 0


def test_a_flat_crop_has_no_sharpness_and_noise_within_a_flat_one_little() -> None:
    for name in ("black", "white", "red"):
        assert term("sharpness", PICTURES[name], (0, 0, 128, 128)) == [0]
    half = noise(64, 128)
    half[:, :64] = 200
    assert term("sharpness", half, (0, 0, 60, 64)) == pytest.approx([0], abs=1e-6)
    faint = np.full((64, 64, 3), 100, dtype=np.uint8)
    faint[::8, ::8] = 101
    assert 0 < term("sharpness", faint, (0, 0, 64, 64))[0] < 0.1


def test_contrast_is_the_deviation_of_grey_up_to_that_of_noise() -> None:
    stripes = np.full((64, 64, 3), 100, dtype=np.uint8)
    stripes[:, 1::2] = 104  # half 100 and half 104 deviate by 2 from their mean
    assert term("contrast", stripes, (0, 0, 64, 64)) == pytest.approx([0.5], abs=0.01)
    assert term("contrast", noise(64, 64), (0, 0, 64, 64)) == [1]


def test_a_blank_photo_is_no_composition() -> None:
    for name in ("black", "white", "red"):
        found = Scene.of(PICTURES[name], PHOTO).terms(boxes_of((0, 0, 128, 128)))
        assert composition_score(found)[0] < 0.02


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(0, 1, width=32), min_size=10, max_size=10),
    st.integers(0, 9),
    st.floats(0, 1, width=32),
)
def test_the_score_never_falls_when_a_term_rises(
    values: list[float], place: int, more: float
) -> None:
    lower = np.array([values], dtype=np.float32)
    higher: Floats = lower.copy()
    higher[0, place] = max(values[place], more)
    assert composition_score(Terms(higher))[0] >= composition_score(Terms(lower))[0] - 1e-6
