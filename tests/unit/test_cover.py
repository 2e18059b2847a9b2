"""Covers of the candidates: by hand, and what holds for any photo."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.crops.cover import REACH, all_overlaps, cover, cover_of
from coverart.crops.diversity import overlaps
from coverart.crops.grid import candidates
from coverart.domain import SQUARE, WIDE, Aspect, Boxes, Size

SHAPES = [
    Size(1024, 1024),
    Size(1280, 1024),
    Size(4000, 3000),
    Size(1536, 1024),
    Size(1920, 1080),
    Size(1024, 1280),
    Size(768, 1024),
    Size(1024, 1536),
]


def boxes(*rows: tuple[int, int, int, int]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32).reshape(-1, 4))


def test_overlap_is_shared_area_over_joint_area() -> None:
    # 10 × 10 and 10 × 10 moved by 5 share 50 of 150; the third touches neither.
    between = all_overlaps(boxes((0, 0, 10, 10), (5, 0, 15, 10), (15, 0, 25, 10)))
    assert between.tolist() == [[1, 1 / 3, 0], [1 / 3, 1, 0], [0, 0, 1]]


def test_overlaps_of_all_agree_with_overlaps_of_one() -> None:
    found = candidates(Size(1200, 900), SQUARE).boxes
    one_by_one = np.stack([overlaps(found, Boxes(box)) for box in found])
    np.testing.assert_allclose(all_overlaps(found), one_by_one, atol=1e-6)


def test_the_crop_that_reaches_most_comes_first_and_stands_for_its_neighbours() -> None:
    # Wide by 100: a move by 10 is an overlap of 90/110 = .82, a move by 20 one of 80/120 = .67.
    row = boxes((0, 0, 100, 9), (10, 0, 110, 9), (20, 0, 120, 9), (30, 0, 130, 9))
    found = cover_of(row)
    # The second and the third reach three each; after the second, only the fourth is left, which
    # the third and the fourth itself reach.
    assert found.places.tolist() == [1, 2]
    assert found.nearest.tolist() == [1, 1, 2, 2]
    assert found.overlap == pytest.approx([90 / 110, 1, 1, 90 / 110])


def test_of_equally_near_chosen_crops_the_earlier_chosen_counts() -> None:
    row = boxes((20, 0, 120, 9), (0, 0, 100, 9), (10, 0, 110, 9))
    found = cover_of(Boxes(np.concatenate([row, row + 1000])))
    assert found.places.tolist() == [2, 5]
    assert found.nearest.tolist() == [2, 2, 2, 5, 5, 5]


def test_an_overlap_of_exactly_four_fifths_is_enough() -> None:
    assert cover_of(boxes((0, 0, 100, 10), (0, 0, 80, 10))).places.tolist() == [0]
    assert cover_of(boxes((0, 0, 100, 10), (0, 0, 79, 10))).places.tolist() == [0, 1]


def test_no_candidates_have_an_empty_cover() -> None:
    found = cover_of(boxes())
    assert len(found) == 0
    assert found.nearest.shape == found.overlap.shape == (0,)


@pytest.mark.parametrize("size", SHAPES)
def test_usual_photos_need_about_a_tenth_of_their_candidates(size: Size) -> None:
    assert 11 <= len(cover(size, SQUARE)) <= 34
    assert 7 <= len(cover(size, WIDE)) <= 40


def test_neighbours_among_the_chosen_are_the_most_overlapping_others() -> None:
    found = cover(Size(4000, 3000), SQUARE)
    among = all_overlaps(Boxes(candidates(Size(4000, 3000), SQUARE).boxes[found.places]))
    np.fill_diagonal(among, -1)
    assert found.kin.tolist() == among.argmax(axis=1).tolist()
    np.testing.assert_allclose(found.kinship, among.max(axis=1))


def test_a_single_chosen_crop_has_no_kin() -> None:
    found = cover_of(boxes((0, 0, 100, 10)))
    assert len(found) == 1
    assert len(found.kin) == len(found.kinship) == 0


@settings(deadline=None, max_examples=40)
@given(
    st.builds(Size, st.integers(64, 8000), st.integers(64, 8000)).filter(
        lambda size: 1 / 4 <= size.ratio <= 4
    ),
    st.sampled_from([SQUARE, WIDE, Aspect(4, 5)]),
)
def test_every_candidate_is_reached_by_the_crop_that_stands_for_it(
    size: Size, aspect: Aspect
) -> None:
    found, every = cover(size, aspect), candidates(size, aspect).boxes
    assert len(set(found.places.tolist())) == len(found)
    assert set(found.nearest.tolist()) <= set(found.places.tolist())
    assert (found.overlap >= REACH - 1e-6).all()
    for place, box in enumerate(every):
        own = overlaps(Boxes(every[found.places]), Boxes(box))
        assert own.max() == pytest.approx(float(found.overlap[place]), abs=1e-6)
    assert found.nearest[found.places].tolist() == found.places.tolist()


def test_covers_are_the_same_every_time_and_nobody_can_write_into_them() -> None:
    first = cover(Size(1200, 800), SQUARE)
    again = cover_of(candidates(Size(1200, 800), SQUARE).boxes)
    assert first.places.tolist() == again.places.tolist()
    for array in (first.places, first.nearest, first.overlap, first.kin, first.kinship):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
