"""Features of colour and of structure, on pictures whose features can be told by looking."""

import numpy as np
import pytest

from coverart.crops.grid import candidates
from coverart.domain import SQUARE, WIDE, Boxes, Floats, Pixels, Size
from coverart.encoders.affect.colour import cielab
from coverart.encoders.affect.impression import COLOURS, SPANS, STRUCTURE, colours, structure
from coverart.encoders.affect.lattice import on_lattice

SIZE = Size(160, 128)
WHOLE = Boxes(np.array([[0, 0, 160, 128]], dtype=np.int32))


def flat(*colour: int) -> Pixels:
    return np.full((128, 160, 3), colour, dtype=np.uint8)


def cells_of(pixels: Pixels) -> Floats:
    return on_lattice(np.stack(cielab(pixels)))


def tints_of(pixels: Pixels) -> dict[str, float]:
    row = colours(cells_of(pixels), SIZE, WHOLE)[0]
    return dict(zip(COLOURS, row.tolist(), strict=True))


def built_of(pixels: Pixels) -> dict[str, float]:
    row = structure(cells_of(pixels), SIZE, WHOLE)[0]
    return dict(zip(STRUCTURE, row.tolist(), strict=True))


def stripes(wide: int, axis: int) -> Pixels:
    """Grey stripes, each so many pixels wide: upright with `axis` 1, lying with 0."""
    place = np.indices((128, 160))[axis]
    return np.where((place // wide % 2)[..., None] > 0, 180, 80).repeat(3, axis=2).astype(np.uint8)


def test_a_flat_red_has_its_own_hue_and_no_spread() -> None:
    # Red has L* 53.24, a* 80.09, b* 67.20: the hue 40°, between 0° and 45°; its chroma is 104.55.
    red = tints_of(flat(255, 0, 0))
    assert red["L*"] == pytest.approx(53.24 / 25, abs=1e-3)
    assert red["C*"] == pytest.approx(104.55 / 15, abs=1e-3)
    assert red["coloured"] == pytest.approx(104.55 / 114.55, abs=1e-4)
    assert red["hue 45"] > 0.9
    assert 0.2 > red["hue 0"] > red["hue 90"] == red["hue 180"] == 0
    assert [red[f"spread of {name}*"] for name in "Lab"] == pytest.approx([0, 0, 0], abs=5e-3)
    assert [red[name] for name in COLOURS[18:]] == pytest.approx([0] * 18, abs=5e-3)


def test_black_counts_as_dark_and_white_as_bright() -> None:
    black, white, grey = (tints_of(flat(level, level, level)) for level in (0, 255, 119))
    assert min(black["dark"], white["bright"]) > 0.9
    assert max(black["bright"], white["dark"]) < 0.05
    assert max(grey["bright"], grey["dark"]) < 0.01


def test_what_is_above_is_told_from_what_is_below() -> None:
    landscape = np.concatenate([flat(90, 160, 255)[:64], flat(60, 140, 40)[:64]])
    upright, turned = tints_of(landscape), tints_of(landscape[::-1])
    for name in COLOURS[:18]:
        told = f"{name}, above against below"
        assert upright[name] == pytest.approx(turned[name], abs=5e-3)
        assert upright[told] == pytest.approx(-turned[told], abs=5e-3)
    assert upright["b*, above against below"] < -1
    assert upright["hue 270, above against below"] > 0.3


def test_the_rim_of_a_crop_has_no_colour_of_its_own() -> None:
    framed = flat(200, 30, 30)
    framed[16:-16, 20:-20] = (40, 90, 200)
    inner = tints_of(flat(40, 90, 200))
    assert tints_of(framed) == pytest.approx(inner, abs=5e-3)


def test_a_flat_picture_has_no_structure() -> None:
    assert list(built_of(flat(90, 30, 160)).values()) == pytest.approx([0] * 27, abs=1e-4)


@pytest.mark.parametrize("span", SPANS)
def test_what_stands_upright_is_told_from_what_lies(span: int) -> None:
    wide = 8 * span
    upright, lying = built_of(stripes(wide, 1)), built_of(stripes(wide, 0))
    assert upright[f"uprightness of L*, span {span}"] > 0.1
    assert lying[f"uprightness of L*, span {span}"] < -0.1
    for made in (upright, lying):
        assert made[f"slant of L*, span {span}"] == pytest.approx(0, abs=1e-4)
        assert made[f"gradient of a*, span {span}"] < 0.02


def test_slanted_stripes_are_slanted() -> None:
    row, column = np.indices((128, 160))
    pixels = np.where(((row + column) // 24 % 2)[..., None] > 0, 180, 80)
    slanted = built_of(pixels.repeat(3, axis=2).astype(np.uint8))
    assert slanted["slant of L*, span 2"] > 5 * abs(slanted["uprightness of L*, span 2"])


def test_fine_structure_is_seen_over_short_spans_and_coarse_over_long_ones() -> None:
    fine, coarse = built_of(stripes(4, 1)), built_of(stripes(32, 1))
    strengths = [f"gradient of L*, span {span}" for span in SPANS]
    assert coarse[strengths[2]] > coarse[strengths[0]]
    assert coarse[strengths[2]] > 5 * fine[strengths[2]]


def test_a_mirrored_picture_has_the_same_features() -> None:
    cells = on_lattice(np.random.default_rng(4).normal(0, 20, (3, 128, 160)).astype(np.float32))
    mirrored = np.ascontiguousarray(cells[:, :, ::-1])
    for features in (colours, structure):
        left, right = features(cells, SIZE, WHOLE), features(mirrored, SIZE, WHOLE)
        np.testing.assert_allclose(left, right, atol=2e-4)


def test_each_crop_has_its_own_row_and_none_has_none() -> None:
    cells = cells_of(stripes(16, 1))
    boxes = Boxes(np.concatenate([candidates(SIZE, shape).boxes for shape in (SQUARE, WIDE)]))
    none = Boxes(np.empty((0, 4), dtype=np.int32))
    for features, count in ((colours, 36), (structure, 27)):
        every = features(cells, SIZE, boxes)
        assert every.shape == (len(boxes), count)
        assert features(cells, SIZE, none).shape == (0, count)
        np.testing.assert_allclose(every[7:8], features(cells, SIZE, Boxes(boxes[7:8])), atol=1e-5)


def test_even_a_box_of_one_pixel_has_features() -> None:
    cells = cells_of(stripes(16, 1))
    tiny = Boxes(np.array([[0, 0, 1, 1], [6399, 5119, 6400, 5120]], dtype=np.int32))
    for features in (colours, structure):
        assert np.isfinite(features(cells, Size(6400, 5120), tiny)).all()
