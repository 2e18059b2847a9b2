"""Overlap of crops and likeness of photos."""

import numpy as np
import pytest

from coverart.crops.diversity import NEARLY_IDENTICAL, first_identical, overlaps, signature
from coverart.domain import Boxes, Pixels


def noise(seed: int, height: int = 64, width: int = 96) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def scene(seed: int, height: int = 64, width: int = 96) -> Pixels:
    """Large soft patches of colour, as a photo has them."""
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 8, 3), dtype=np.uint8)
    return np.repeat(np.repeat(coarse, height // 8, axis=0), width // 8, axis=1)


def boxes_of(*rows: tuple[int, int, int, int]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32).reshape(-1, 4))


def test_overlap_is_the_shared_area_over_the_joint_area() -> None:
    boxes = boxes_of((0, 0, 10, 10), (5, 0, 15, 10), (5, 5, 15, 15), (10, 0, 20, 10), (2, 2, 4, 4))
    found = overlaps(boxes, Boxes(boxes[0]))
    np.testing.assert_allclose(found, [1, 50 / 150, 25 / 175, 0, 4 / 100], rtol=1e-6)


def test_overlap_of_boxes_far_apart_on_both_axes_is_nothing() -> None:
    assert overlaps(boxes_of((0, 0, 4, 4)), Boxes(boxes_of((50, 60, 54, 64))[0])).tolist() == [0]


def test_overlap_of_the_largest_boxes_does_not_overflow() -> None:
    boxes = boxes_of((0, 0, 60_000, 60_000), (0, 0, 30_000, 60_000))
    np.testing.assert_allclose(overlaps(boxes, Boxes(boxes[0])), [1, 0.5])


def test_overlap_with_no_boxes_is_empty() -> None:
    assert overlaps(boxes_of(), Boxes(boxes_of((0, 0, 4, 4))[0])).shape == (0,)


def test_a_signature_holds_the_mean_colours_of_8_by_8_fields() -> None:
    pixels = np.zeros((16, 24, 3), dtype=np.uint8)
    pixels[0:2, 0:3] = [60, 120, 180]
    pixels[0, 3] = [90, 0, 0]  # one of the six pixels of the second field
    found = np.frombuffer(signature(pixels), dtype=np.uint8).reshape(8, 8, 3)
    assert found[0, 0].tolist() == [60, 120, 180]
    assert found[0, 1].tolist() == [15, 0, 0]
    assert not found[1:].any()


@pytest.mark.parametrize("shape", [(64, 64), (67, 131), (8, 8), (9, 500)])
def test_a_signature_has_192_bytes_whatever_the_shape(shape: tuple[int, int]) -> None:
    assert len(signature(noise(0, *shape))) == 192


def test_the_fields_of_a_picture_no_multiple_of_8_are_averaged_over_their_own_pixels() -> None:
    flat = np.full((67, 131, 3), 200, dtype=np.uint8)
    assert signature(flat) == bytes([200]) * 192


def test_a_smaller_copy_and_a_slightly_brighter_one_count_as_the_same_photo() -> None:
    original = scene(1)
    smaller = np.ascontiguousarray(original[::2, ::2])
    brighter = np.minimum(original.astype(int) + 4, 255).astype(np.uint8)
    known = [signature(scene(2)), signature(original)]
    assert first_identical(known, signature(smaller)) is not None
    assert first_identical(known, signature(brighter)) is not None


def test_another_photo_and_a_mirrored_one_count_as_others() -> None:
    known = [signature(scene(1))]
    assert first_identical(known, signature(scene(2))) is None
    assert first_identical(known, signature(np.ascontiguousarray(scene(1)[:, ::-1]))) is None


def test_the_threshold_is_a_mean_difference_of_six_levels() -> None:
    known = [bytes([100]) * 192]
    assert NEARLY_IDENTICAL == 6
    assert first_identical(known, bytes([106]) * 192) is not None
    assert first_identical(known, bytes([94]) * 192) is not None
    assert first_identical(known, bytes([107]) * 192) is None


def test_nothing_is_nearly_identical_with_nothing() -> None:
    assert first_identical([], signature(scene(1))) is None
