"""Which crops are worth encoding next: by hand, then on matches that change smoothly."""

import numpy as np
import pytest

from coverart.crops.cover import Cover, cover, standing_for
from coverart.crops.grid import candidates
from coverart.domain import SQUARE, Boxes, Floats, Size
from coverart.ranking.coarse import (
    BOUNDLESS,
    COMPANIONS,
    STIFFNESS,
    Steepness,
    companions,
    hopes,
    slopes,
)

# Moves of a box of width 100: by 25 an overlap of 75/125 = .6, by 50 one of 50/150 = 1/3.
ROW = Boxes(np.array([(x, 0, x + 100, 10) for x in (0, 25, 50, 75)], dtype=np.int32))
NAN = float("nan")


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


def known(*places: int) -> Cover:
    return standing_for(ROW, np.array(places, dtype=np.intp))


def test_a_slope_is_the_difference_per_missing_overlap() -> None:
    # The first and the second overlap by .6: a difference of .2 is one of .5 per unit.
    assert slopes(floats(0.5, 0.7, NAN, NAN), known(0, 1)) == pytest.approx([-0.5, 0.5])


def test_a_single_encoded_crop_tells_no_slope() -> None:
    assert slopes(floats(0.5, NAN, NAN, NAN), known(0)).shape == (0,)


def test_hope_grows_with_what_is_not_overlapped_and_ends_at_one() -> None:
    match = floats(0.5, NAN, NAN, 0.9)
    # The second is .6 over the first, the third .6 over the fourth.
    hoped = hopes(match, known(0, 3), margin=0.5)
    assert hoped == pytest.approx([0.5, 0.5 + 0.5 * 0.4, 1, 0.9])


def test_encoded_crops_are_what_they_are_whatever_the_margin() -> None:
    match = floats(0.1, 0.2, 0.3, 0.4)
    assert hopes(match, known(0, 1, 2, 3), BOUNDLESS).tolist() == match.tolist()


def test_where_nothing_is_encoded_everything_may_be() -> None:
    assert hopes(floats(NAN, NAN, NAN, NAN), known(), 0.1).tolist() == [1, 1, 1, 1]


def test_without_slopes_hope_is_boundless() -> None:
    margin = Steepness.calibrated([floats(), floats()]).margin(floats())
    assert hopes(floats(0, NAN, NAN, NAN), known(0), margin).tolist() == [0, 1, 1, 1]


def test_steepness_by_hand() -> None:
    # Root mean square of 3, 4, 0, 0: √(25 / 4).
    found = Steepness.calibrated([floats(3, -4), floats(0, 0)], sure=1)
    assert found.usual == pytest.approx(2.5)
    steep = np.sqrt((25 + STIFFNESS * 6.25) / (2 + STIFFNESS))
    flat = np.sqrt(STIFFNESS * 6.25 / (2 + STIFFNESS))
    # The steepest slope is just met by the margin of its own photo.
    assert found.margin(floats(3, -4)) == pytest.approx(4)
    assert found.margin(floats(0, 0)) == pytest.approx(4 * flat / steep)
    assert found.margin(floats()) == pytest.approx(4 * 2.5 / steep)


def test_a_photo_that_changes_more_gets_more_margin() -> None:
    found = Steepness.calibrated([floats(0.1, -0.1), floats(0.5, -0.5)])
    assert found.margin(floats(0.5, -0.5)) > found.margin(floats()) > found.margin(floats(0.1))


def test_sureness_widens_the_margin() -> None:
    told = [np.random.default_rng(0).standard_normal(100).astype(np.float32)]
    margins = [Steepness.calibrated(told, sure).margin(told[0]) for sure in (0.5, 0.9, 0.99)]
    assert margins == sorted(margins)
    assert margins[2] == pytest.approx(2.6, abs=0.5)  # as of a normal distribution


def test_a_query_that_all_crops_match_alike_leaves_no_hope() -> None:
    match = floats(0.5, 0.5, NAN, NAN)
    flat = Steepness.calibrated([slopes(match, known(0, 1))])
    hoped = hopes(match, known(0, 1), flat.margin(floats(0, 0)))
    assert hoped == pytest.approx([0.5] * 4, abs=1e-5)


@pytest.mark.parametrize("sure", [0.8, 0.95])
def test_about_as_many_crops_as_promised_are_no_better_than_hoped(sure: float) -> None:
    """On matches that change smoothly with the crop, for photos of different steepness."""
    size, rng = Size(1200, 900), np.random.default_rng(0)
    boxes, chosen = candidates(size, SQUARE).boxes, cover(size, SQUARE)
    photos = []
    for steep in rng.uniform(0.02, 0.2, 40):
        direction = rng.standard_normal(4)
        match = 0.5 + steep * np.sin(boxes @ direction / 300)
        photos.append(match.astype(np.float32))
    seen = [np.full(len(boxes), NAN, dtype=np.float32) for _ in photos]
    for own, match in zip(seen, photos, strict=True):
        own[chosen.places] = match[chosen.places]
    told = [slopes(own, chosen) for own in seen]
    steepness = Steepness.calibrated(told, sure)
    kept = [
        match <= hopes(own, chosen, steepness.margin(mine))
        for match, own, mine in zip(photos, seen, told, strict=True)
    ]
    # Either side of the nearest: what is worse never disappoints.
    assert np.mean(kept) >= sure


def test_companions_are_the_best_that_overlap_what_is_wanted() -> None:
    hoped = floats(0.1, 0.5, 0.9, 0.7)
    wanted = np.array([1])
    # Reached from the second are the first and the third, and not the last.
    assert companions(ROW, hoped, wanted, reach=0.5).tolist() == [2, 0]
    assert companions(ROW, hoped, wanted, reach=0.6).tolist() == []


def test_companions_leave_out_what_is_not_worth_it_and_are_few() -> None:
    hoped = floats(0.1, 0.5, -np.inf, 0.7)
    assert companions(ROW, hoped, np.array([1]), reach=0.5).tolist() == [0]
    many = Boxes(np.array([(x, 0, x + 100, 10) for x in range(20)], dtype=np.int32))
    scores = np.arange(20, dtype=np.float32)
    assert companions(many, scores, np.array([0]), 0.6).tolist() == [19, 18, 17, 16][:COMPANIONS]
