"""Crop candidates: counts of the paper's grid, boxes by hand, and what holds for any photo."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.crops.grid import Mode, candidates
from coverart.domain import SQUARE, WIDE, Aspect, Box, Size

# Source size, then the candidates of 1:1 and of 16:9.
COUNTS = {
    "1:1": (Size(1024, 1024), 204, 86),
    "5:4": (Size(1280, 1024), 196, 175),
    "4:3": (Size(1024, 768), 238, 238),
    "3:2": (Size(1536, 1024), 220, 348),
    "16:9": (Size(1920, 1080), 190, 506),
    "2:1": (Size(2048, 1024), 68, 465),
    "4:5": (Size(1024, 1280), 196, 20),
    "3:4": (Size(768, 1024), 238, 22),
    "2:3": (Size(1024, 1536), 220, 27),
    "9:16": (Size(1080, 1920), 190, 35),
    "3:1": (Size(3072, 1024), 44, 355),
}
FALLBACKS = {("2:3", WIDE), ("9:16", WIDE), ("3:1", SQUARE)}

sides = st.integers(64, 20_000)
# Photos up to 8:1 and aspects up to 3:1 keep the number of candidates, and so the test, small.
sizes = st.builds(Size, sides, sides).filter(lambda size: 1 / 8 <= size.ratio <= 8)
terms = st.integers(1, 100)
aspects = st.builds(Aspect, terms, terms).filter(lambda aspect: 1 / 3 <= aspect.ratio <= 3)


@pytest.mark.parametrize("source", COUNTS)
def test_every_source_ratio_has_its_number_of_candidates(source: str) -> None:
    size, square, wide = COUNTS[source]
    assert len(candidates(size, SQUARE)) == square
    assert len(candidates(size, WIDE)) == wide


@pytest.mark.parametrize("source", COUNTS)
def test_only_the_shapes_that_leave_less_than_40_percent_are_fallbacks(source: str) -> None:
    size = COUNTS[source][0]
    for aspect in (SQUARE, WIDE):
        assert candidates(size, aspect).fallback is ((source, aspect) in FALLBACKS)


@pytest.mark.parametrize(
    ("size", "square", "wide"),
    [
        (Size(1024, 1024), 204, 44),
        (Size(1280, 1024), 196, 120),
        (Size(1024, 768), 259, 238),
        (Size(1536, 1024), 205, 280),
        (Size(1920, 1080), 190, 440),
        (Size(2048, 1024), 68, 420),
        (Size(1024, 1280), 196, 0),
        (Size(768, 1024), 259, 0),
        (Size(1024, 1536), 205, 0),
        (Size(1080, 1920), 190, 0),
        (Size(3072, 1024), 0, 340),
    ],
)
def test_the_2019_mode_counts_as_the_published_loop_does(
    size: Size, square: int, wide: int
) -> None:
    for aspect, count in ((SQUARE, square), (WIDE, wide)):
        found = candidates(size, aspect, Mode.GAIC_2019)
        assert len(found) == count
        assert not found.fallback


def test_the_2019_mode_leaves_out_the_last_grid_point_and_the_exact_fit() -> None:
    boxes = candidates(Size(256, 256), SQUARE, Mode.GAIC_2019).boxes
    # 14 bins are 168 pixels: 88 are left, and range(0, 88, 12) ends at 84.
    assert boxes[0].tolist() == [0, 0, 168, 168]
    assert boxes[63].tolist() == [84, 84, 252, 252]
    assert boxes[-1].tolist() == [0, 0, 252, 252]
    # A picture of exactly 14 × 14 of the largest crop's bins may not be filled by it.
    assert 288 not in candidates(Size(288, 256), SQUARE, Mode.GAIC_2019).boxes[:, 2]
    assert 288 in candidates(Size(288, 256), SQUARE).boxes[:, 2]


def test_boxes_of_a_3_to_2_photo_are_those_worked_out_by_hand() -> None:
    # Short side 1024 is 256 grid pixels, so a 16 × 9 bin is 64 × 36 pixels. 17 bins are the first
    # with 40 %: 17² · 64 · 36 = 665,856 of 1,572,864. 8 positions across, 12 down.
    boxes = candidates(Size(1536, 1024), WIDE).boxes.tolist()
    assert boxes[0] == [0, 0, 17 * 64, 17 * 36] == [0, 0, 1088, 612]
    assert boxes[1] == [64, 0, 1152, 612]
    assert boxes[7] == [448, 0, 1536, 612]
    assert boxes[8] == [0, 36, 1088, 648]
    assert boxes[8 * 12 - 1] == [448, 11 * 36, 1536, 1008]
    assert boxes[8 * 12] == [0, 0, 18 * 64, 18 * 36]
    assert boxes[-5:] == [[0, top, 1536, top + 864] for top in (0, 36, 72, 108, 144)]


def test_corners_and_sizes_between_pixels_are_rounded_down() -> None:
    # 1000 × 750: a bin is 12 · 750 / 256 = 35.156 pixels, and 16 of them are 562.5.
    boxes = candidates(Size(1000, 750), SQUARE).boxes.tolist()
    assert boxes[:3] == [[0, 0, 562, 562], [35, 0, 597, 562], [70, 0, 632, 562]]
    assert boxes[12:14] == [[421, 0, 983, 562], [0, 35, 562, 597]]
    assert boxes[5 * 13] == [0, 175, 562, 737]  # 5 · 35.156 = 175.8


def test_a_crop_of_another_aspect_has_bins_of_the_same_area() -> None:
    # 4:1 has bins of 24 × 6, and of a 512 × 128 photo (scale ½) every one is 12 × 3 pixels.
    boxes = candidates(Size(512, 128), Aspect(4, 1)).boxes
    widths = np.unique(boxes[:, 2] - boxes[:, 0])
    assert widths.tolist() == [12 * bins for bins in range(27, 43)]


def test_the_fallback_is_the_largest_crop_that_fits_and_slides_along_the_long_side() -> None:
    boxes = candidates(Size(1024, 1536), WIDE).boxes
    # 16 bins of 64 × 36 fill the width; the last of the tops is 26 · 36 of 1536 − 576 = 960.
    assert set((boxes[:, 2] - boxes[:, 0]).tolist()) == {1024}
    assert boxes[:, 1].tolist() == [36 * row for row in range(27)]


@pytest.mark.parametrize(
    ("size", "aspect"), [(Size(64, 64), Aspect(1000, 999)), (Size(100, 100), Aspect(301, 302))]
)
def test_a_photo_too_small_for_one_box_of_the_aspect_has_no_candidates(
    size: Size, aspect: Aspect
) -> None:
    for mode in Mode:
        assert candidates(size, aspect, mode).boxes.shape == (0, 4)


def test_candidates_are_shared_and_cannot_be_changed() -> None:
    first = candidates(Size(640, 480), SQUARE)
    assert candidates(Size(640, 480), SQUARE) is first
    with pytest.raises(ValueError, match="read-only"):
        first.boxes[0, 0] = 1


@settings(max_examples=60, deadline=None)
@given(sizes, aspects)
def test_candidates_keep_every_promise_for_any_photo_and_aspect(size: Size, aspect: Aspect) -> None:
    found = candidates(size, aspect)
    if not len(found):
        return
    left, top, right, bottom = found.boxes.astype(np.int64).T
    width, height = right - left, bottom - top
    assert (width * aspect.height == height * aspect.width).all()
    assert min(left.min(), top.min()) >= 0
    assert width.min() > 0
    assert right.max() <= size.width
    assert bottom.max() <= size.height
    assert len(np.unique(found.boxes, axis=0)) == len(found)
    one_step_more = (width + aspect.width) * (height + aspect.height)
    if found.fallback:
        assert len(np.unique(width)) == 1
        assert (width * height < 0.4 * size.pixels).all()
    else:
        assert (one_step_more > 0.4 * size.pixels).all()
    assert np.array_equal(candidates.__wrapped__(size, aspect).boxes, found.boxes)


def test_the_2019_mode_brings_boxes_back_from_its_stretched_copy() -> None:
    # 1024 × 768 is looked at as 352 × 256, so a grid pixel is 2.909 × 3 pixels of the photo. The
    # first span with more than 40 % of the copy is 16 bins of 12, which are 558.5 pixels across.
    boxes = candidates(Size(1024, 768), SQUARE, Mode.GAIC_2019).boxes.tolist()
    spans = sorted({right - left for left, _, right, _ in boxes})
    assert spans[0] == int(16 * 12 * 1024 / 352) == 558
    assert boxes[0] == [0, 0, 558, 558]
    assert boxes[1] == [34, 0, 592, 558]  # 12 · 2.909 = 34.9
    assert [0, 36, 558, 594] in boxes  # 12 · 3


@settings(max_examples=60, deadline=None)
@given(sizes, aspects)
def test_boxes_of_the_2019_mode_lie_within_the_photo_at_the_exact_aspect(
    size: Size, aspect: Aspect
) -> None:
    for row in candidates(size, aspect, Mode.GAIC_2019).boxes.tolist():
        box = Box(*row)
        assert box.lies_within(size)
        assert box.has_aspect(aspect)


@settings(max_examples=60, deadline=None)
@given(sizes, st.sampled_from([SQUARE, WIDE]))
def test_sizes_are_the_largest_whole_pixels_within_whole_bins(size: Size, aspect: Aspect) -> None:
    boxes = candidates(size, aspect).boxes
    bin_width = (12 if aspect == SQUARE else 16) * size.short_side / 256
    allowed = {
        int(bins * bin_width / aspect.width + 1e-9) * aspect.width for bins in range(1, 1000)
    }
    assert set((boxes[:, 2] - boxes[:, 0]).tolist()) <= allowed


@settings(max_examples=60, deadline=None)
@given(sizes, aspects)
def test_a_fallback_leaves_no_room_for_one_bin_more(size: Size, aspect: Aspect) -> None:
    found = candidates(size, aspect)
    if found.fallback and len(found):
        box = found.boxes[0]
        scale = size.short_side / 256
        step = 12 * np.sqrt(aspect.ratio) * scale
        wider = box[2] - box[0] + step + aspect.width
        assert wider > min(size.width, size.height * aspect.ratio)


@settings(max_examples=40, deadline=None)
@given(sizes)
def test_boxes_come_by_size_then_from_top_to_bottom_then_from_left_to_right(size: Size) -> None:
    boxes = candidates(size, SQUARE).boxes
    keys = [(right - left, top, left) for left, top, right, _ in boxes.tolist()]
    assert keys == sorted(keys)
