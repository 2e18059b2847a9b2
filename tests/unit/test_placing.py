"""The placing: what its quantities are, and that it stays sane wherever a box lies."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.crops.composition import shipped_weighing
from coverart.crops.grid import candidates
from coverart.crops.placing import DEGREE, QUANTITIES, Placing, monomials, quantities
from coverart.domain import SQUARE, WIDE, Aspect, Boxes, Floats, Size

PHOTO = Size(1200, 800)


def boxes(*rows: tuple[float, float, float, float], size: Size = PHOTO) -> Boxes:
    """Boxes given in shares of the photo."""
    scale = [size.width, size.height] * 2
    return Boxes(np.rint(np.array(rows) * scale).astype(np.int32))


def liking(*rows: tuple[float, float, float, float], size: Size = PHOTO) -> Floats:
    return shipped_weighing().placing.liking(boxes(*rows, size=size), size)


def test_quantities_are_those_that_can_be_worked_out_by_hand() -> None:
    # Margins ¼, ⅛, ⅛ and ⅛: the crop covers ⅝ · ¾ of the photo and lies 1/16 to the right.
    (found,) = quantities(boxes((0.25, 0.125, 0.875, 0.875)), PHOTO).tolist()
    expected = [
        (0.46875 - 0.6) / 0.1,
        (0.125 / 0.2) ** 2,
        0,
        np.log(0.625 / 0.75) / 0.5,
        np.log(1.5) / 0.7,
    ]
    assert found == pytest.approx(expected)


def test_margins_nearer_than_any_that_was_rated_come_to_the_same() -> None:
    rows = boxes((0, 0, 1, 1), (0.05, 0.05, 0.95, 0.95), (0.15, 0.15, 0.85, 0.85))
    whole, near, further = shipped_weighing().placing.raw(rows, PHOTO).tolist()
    assert whole == pytest.approx(near, abs=1e-9)
    assert near > further + 0.1


def test_monomials_are_all_products_of_up_to_three_quantities() -> None:
    told = np.array([[2.0, 3, 5, 7, 11]])
    (found,) = monomials(told).tolist()
    assert len(found) == comb(len(QUANTITIES) + DEGREE, DEGREE) - 1 == 55
    assert found[:5] == [2, 3, 5, 7, 11]
    assert found[-1] == 11**3
    assert len(set(found)) == 55  # products of primes are all different
    assert {2 * 3 * 5, 2 * 2 * 11, 7 * 7, 3 * 11} <= set(found)


def test_liking_is_stretched_between_the_worst_and_the_best_that_was_rated() -> None:
    # The distance downwards alone: margins above and below of ⅕ and ⅕, of ⅛ and ¼, of 0.1 and more.
    placing = Placing(np.eye(55)[2], worst=-0.75, best=0.75)
    rated = placing.liking(
        boxes((0.2, 0.2, 0.8, 0.8), (0.2, 0.125, 0.8, 0.75), (0.2, 0.1, 0.8, 0.7)), PHOTO
    )
    assert rated.tolist() == pytest.approx([0.5, 0.125 / 1.5, 0], abs=1e-6)


@pytest.mark.parametrize("size", [Size(1200, 800), Size(800, 1200), Size(1000, 1000)])
def test_large_central_crops_are_liked_more_than_small_or_distant_ones(size: Size) -> None:
    large, small, corner = liking(
        (0.1, 0.1, 0.9, 0.9), (0.2, 0.2, 0.8, 0.8), (0.29, 0.29, 0.92, 0.92), size=size
    )
    assert large > small > corner


def test_a_mirrored_crop_is_liked_as_much() -> None:
    left, right = liking((0.1, 0.2, 0.7, 0.9), (0.3, 0.2, 0.9, 0.9))
    assert left == pytest.approx(right, abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 3000),
    st.integers(2, 3000),
    st.tuples(*[st.floats(0, 1)] * 4),
)
def test_any_box_of_any_photo_is_liked_between_nothing_and_all(
    width: int, height: int, shares: tuple[float, ...]
) -> None:
    size = Size(width, height)
    left, top = int(shares[0] * (width - 1)), int(shares[1] * (height - 1))
    right = left + 1 + int(shares[2] * (width - left - 1))
    bottom = top + 1 + int(shares[3] * (height - top - 1))
    box = Boxes(np.array([[left, top, right, bottom]], dtype=np.int32))
    (found,) = shipped_weighing().placing.liking(box, size).tolist()
    assert 0 <= found <= 1
    assert np.abs(quantities(box, size)).max() <= 4


@pytest.mark.parametrize("aspect", [SQUARE, WIDE, Aspect(4, 5), Aspect(3, 1)])
@pytest.mark.parametrize("size", [Size(1500, 1000), Size(1000, 1500), Size(3000, 1000)])
def test_among_the_candidates_of_one_photo_some_are_liked_more(size: Size, aspect: Aspect) -> None:
    rated = shipped_weighing().placing.liking(candidates(size, aspect).boxes, size)
    assert np.isfinite(rated).all()
    assert rated.max() > rated.min() + 0.05
