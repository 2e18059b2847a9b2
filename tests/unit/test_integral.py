"""Summed-area tables against sums written out, and boxes on reduced copies."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.crops.integral import SummedAreas, area, rescaled
from coverart.domain import Boxes, Size


def boxes_of(*rows: tuple[int, int, int, int]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32).reshape(-1, 4))


def test_totals_and_means_of_a_3_by_2_picture_are_those_summed_by_hand() -> None:
    picture = np.array([[[1, 2, 3], [4, 5, 6]], [[0, 0, 1], [0, 1, 0]]], dtype=np.float32)
    tables = SummedAreas.over(picture)
    boxes = boxes_of((0, 0, 3, 2), (1, 0, 3, 1), (2, 1, 3, 2))
    assert tables.size == Size(3, 2)
    assert tables.totals(boxes).tolist() == [[21, 2], [5, 1], [6, 0]]
    assert tables.means(boxes).tolist() == [[3.5, np.float32(1 / 3)], [2.5, 0.5], [6, 0]]


def test_an_empty_list_of_boxes_gives_an_empty_answer() -> None:
    tables = SummedAreas.over(np.ones((3, 4, 5), dtype=np.float32))
    assert tables.totals(boxes_of()).shape == (0, 3)
    assert tables.means(boxes_of()).shape == (0, 3)


def test_boxes_may_be_of_any_shape() -> None:
    tables = SummedAreas.over(np.ones((2, 4, 4), dtype=np.float32))
    grid = Boxes(np.tile(np.array([0, 0, 2, 3], dtype=np.int32), (5, 6, 1)))
    assert tables.totals(grid).shape == (5, 6, 2)
    assert (tables.means(grid) == 1).all()


def test_the_area_of_the_largest_picture_does_not_overflow() -> None:
    assert area(boxes_of((0, 0, 60_000, 60_000)))[0] == np.float32(3.6e9)


def test_large_sums_keep_small_differences() -> None:
    picture = np.full((1, 1000, 1000), 1e4, dtype=np.float32)
    picture[0, -1, -1] += 1
    tables = SummedAreas.over(picture)
    assert tables.totals(boxes_of((999, 999, 1000, 1000)))[0, 0] == 10_001


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_totals_agree_with_a_plain_loop(data: st.DataObject) -> None:
    height, width = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
    seed = data.draw(st.integers(0, 2**32 - 1))
    picture = np.random.default_rng(seed).normal(0, 100, (2, height, width)).astype(np.float32)
    left = data.draw(st.integers(0, width - 1))
    top = data.draw(st.integers(0, height - 1))
    right = data.draw(st.integers(left + 1, width))
    bottom = data.draw(st.integers(top + 1, height))
    expected = [
        sum(float(picture[channel, y, x]) for y in range(top, bottom) for x in range(left, right))
        for channel in range(2)
    ]
    tables = SummedAreas.over(picture)
    box = boxes_of((left, top, right, bottom))
    np.testing.assert_allclose(tables.totals(box)[0], expected, rtol=1e-5, atol=1e-3)
    pixels = (right - left) * (bottom - top)
    np.testing.assert_allclose(tables.means(box)[0], np.array(expected) / pixels, atol=1e-3)


def test_boxes_are_rescaled_to_the_nearest_pixels() -> None:
    near = rescaled(boxes_of((10, 14, 95, 100)), Size(100, 200), Size(50, 50))
    assert near.tolist() == [[5, 4, 48, 25]]


def test_a_rescaled_box_keeps_at_least_one_pixel_inside_the_copy() -> None:
    near = rescaled(boxes_of((999, 999, 1000, 1000), (0, 0, 1, 1)), Size(1000, 1000), Size(8, 8))
    assert near.tolist() == [[7, 7, 8, 8], [0, 0, 1, 1]]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_rescaled_boxes_lie_within_the_copy_and_hold_a_pixel(data: st.DataObject) -> None:
    original = Size(data.draw(st.integers(1, 5000)), data.draw(st.integers(1, 5000)))
    reduced = Size(
        data.draw(st.integers(1, original.width)), data.draw(st.integers(1, original.height))
    )
    left = data.draw(st.integers(0, original.width - 1))
    top = data.draw(st.integers(0, original.height - 1))
    right = data.draw(st.integers(left + 1, original.width))
    bottom = data.draw(st.integers(top + 1, original.height))
    box = rescaled(boxes_of((left, top, right, bottom)), original, reduced)[0]
    assert 0 <= box[0] < box[2] <= reduced.width
    assert 0 <= box[1] < box[3] <= reduced.height


def test_boxes_on_the_original_itself_stay_as_they_are() -> None:
    boxes = boxes_of((3, 4, 50, 60), (0, 0, 1, 1))
    assert np.array_equal(rescaled(boxes, Size(70, 80), Size(70, 80)), boxes)
