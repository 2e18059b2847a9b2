"""Boxes under a hand: worked out by hand, and what holds for any photo, aspect and movement."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coverart.crops.grid import candidates
from coverart.crops.snapping import LEAST_SIDE, Grip, Room
from coverart.domain import SQUARE, WIDE, Aspect, Box, Size

# 1536 × 1024: a bin is 48 × 48 pixels for 1:1 and 64 × 36 for 16:9.
PHOTO = Size(1536, 1024)
SQUARES, WIDES = Room(PHOTO, SQUARE), Room(PHOTO, WIDE)

sides = st.integers(64, 8_000)
sizes = st.builds(Size, sides, sides).filter(lambda size: 1 / 8 <= size.ratio <= 8)
aspects = st.sampled_from([SQUARE, WIDE, Aspect(4, 5), Aspect(3, 1)])
grips = st.sampled_from(Grip)
ways = st.integers(-9_000, 9_000)
reaches = st.floats(0, 200)
steps = st.sampled_from([-1, 0, 1])


@st.composite
def boxes_in_rooms(draw: st.DrawFn) -> tuple[Room, Box]:
    """A room, and a box that is valid in it."""
    room = Room(draw(sizes), draw(aspects))
    assume(room.most > 0)
    units = draw(st.integers(1, room.most))
    width, height = units * room.aspect.width, units * room.aspect.height
    left = draw(st.integers(0, room.size.width - width))
    top = draw(st.integers(0, room.size.height - height))
    return room, Box(left, top, left + width, top + height)


def fits(box: Box, room: Room) -> bool:
    return box.lies_within(room.size) and box.has_aspect(room.aspect)


# By hand


def test_a_box_is_moved_as_far_as_the_photo_reaches() -> None:
    start = Box(100, 100, 700, 700)
    assert SQUARES.dragged(start, Grip.INSIDE, 10.4, -20.6) == Box(110, 79, 710, 679)
    assert SQUARES.dragged(start, Grip.INSIDE, 5000, -5000) == Box(936, 0, 1536, 600)


def test_a_corner_keeps_the_one_that_lies_opposite() -> None:
    start = Box(100, 100, 700, 700)
    assert SQUARES.dragged(start, Grip.BOTTOM_RIGHT, 100, 100) == Box(100, 100, 800, 800)
    assert SQUARES.dragged(start, Grip.TOP_LEFT, 50, 50) == Box(150, 150, 700, 700)
    # What the two axes ask for is averaged: 100 wider and as high as before is 50 of both.
    assert SQUARES.dragged(start, Grip.TOP_RIGHT, 100, 0) == Box(100, 50, 750, 700)
    assert SQUARES.dragged(start, Grip.TOP_RIGHT, 5000, -5000) == Box(100, 0, 800, 700)


def test_an_edge_keeps_the_one_that_lies_opposite_and_the_middle() -> None:
    start = Box(160, 90, 800, 450)
    assert WIDES.dragged(start, Grip.RIGHT, 160, 77) == Box(160, 45, 960, 495)
    assert WIDES.dragged(start, Grip.TOP, 0, 90) == Box(240, 180, 720, 450)
    # There is no room above: the box becomes as large as it may, and moves down.
    assert WIDES.dragged(start, Grip.RIGHT, 5000, 0) == Box(160, 0, 1536, 774)


def test_no_box_becomes_narrower_or_lower_than_64_pixels() -> None:
    start = Box(100, 100, 700, 700)
    assert SQUARES.dragged(start, Grip.BOTTOM_RIGHT, -5000, -5000) == Box(100, 100, 164, 164)
    wide = WIDES.dragged(Box(0, 0, 160, 90), Grip.BOTTOM_RIGHT, -5000, -5000)
    assert wide.size == Size(128, 72)
    assert WIDES.resized(wide, -1) == wide


def test_an_arrow_leads_to_the_next_line_of_the_grid() -> None:
    box = Box(100, 96, 700, 696)
    assert SQUARES.nudged(box, 1, 0).left == 144
    assert SQUARES.nudged(box, -1, 0).left == 96
    assert SQUARES.nudged(box, 0, 1).top == 144
    assert SQUARES.nudged(Box(0, 0, 600, 600), -1, -1) == Box(0, 0, 600, 600)
    # The last line is where the box ends with its photo: 912 = 19 · 48, and 936 = 1536 − 600.
    assert SQUARES.nudged(Box(912, 0, 1512, 600), 1, 0).left == 936


def test_plus_and_minus_lead_to_the_next_size_of_the_grid() -> None:
    box = Box(100, 100, 700, 700)
    assert SQUARES.stepped(box, 1) == Box(88, 88, 712, 712)  # 13 bins of 48 pixels
    assert SQUARES.stepped(box, -1) == Box(112, 112, 688, 688)
    largest = Box(0, 0, 1024, 1024)  # more than 21 bins, and still the largest there is
    assert SQUARES.stepped(Box(8, 8, 1016, 1016), 1).size == largest.size
    assert SQUARES.stepped(largest, 1) == largest


def test_a_box_that_is_moved_near_a_line_is_drawn_to_it_along_each_axis() -> None:
    assert SQUARES.snapped(Box(100, 120, 700, 720), Grip.INSIDE, 6) == Box(96, 120, 696, 720)
    assert SQUARES.snapped(Box(103, 120, 703, 720), Grip.INSIDE, 6) == Box(103, 120, 703, 720)


def test_a_box_near_one_that_is_ranked_becomes_that() -> None:
    ranked = Box(48, 96, 48 + 17 * 48, 96 + 17 * 48)
    near = Box(ranked.left + 3, ranked.top - 3, ranked.right + 4, ranked.bottom - 2)
    for grip in set(Grip) - {Grip.INSIDE}:
        assert SQUARES.snapped(near, grip, 6) == ranked
    moved = SQUARES.moved(ranked, 4, -5)
    assert SQUARES.snapped(moved, Grip.INSIDE, 6) == ranked
    # A box that is only moved keeps its size.
    assert SQUARES.snapped(near, Grip.INSIDE, 6).size == near.size


# For any photo


@settings(max_examples=150, deadline=None)
@given(boxes_in_rooms(), grips, ways, ways)
def test_whatever_is_dragged_stays_valid(
    given: tuple[Room, Box], grip: Grip, across: int, down: int
) -> None:
    room, start = given
    box = room.dragged(start, grip, across, down)
    assert fits(box, room)
    least = min(LEAST_SIDE, start.size.short_side, room.most * min(16, room.aspect.height))
    assert box.size.short_side >= least or grip is Grip.INSIDE
    assert room.dragged(start, grip, 0, 0) == start or start.size.short_side < LEAST_SIDE


@settings(max_examples=150, deadline=None)
@given(boxes_in_rooms(), grips, ways, ways)
def test_what_is_not_held_stays_where_it_is(
    given: tuple[Room, Box], grip: Grip, across: int, down: int
) -> None:
    room, start = given
    box = room.dragged(start, grip, across, down)
    if grip.across > 0:
        assert box.left == start.left
    elif grip.across < 0:
        assert box.right == start.right
    if grip.down > 0:
        assert box.top == start.top
    elif grip.down < 0:
        assert box.bottom == start.bottom


@settings(max_examples=150, deadline=None)
@given(boxes_in_rooms(), grips, reaches)
def test_snapping_is_valid_and_once_is_enough(
    given: tuple[Room, Box], grip: Grip, reach: float
) -> None:
    room, start = given
    once = room.snapped(start, grip, reach)
    assert fits(once, room)
    assert room.snapped(once, grip, reach) == once


@settings(max_examples=80, deadline=None)
@given(boxes_in_rooms(), grips, reaches, st.integers(0, 10_000))
def test_a_box_that_is_ranked_is_never_drawn_away(
    given: tuple[Room, Box], grip: Grip, reach: float, number: int
) -> None:
    room, _ = given
    boxes = candidates(room.size, room.aspect).boxes
    assume(len(boxes) > 0)
    ranked = Box(*boxes[number % len(boxes)].tolist())
    assert room.snapped(ranked, grip, reach) == ranked


@settings(max_examples=150, deadline=None)
@given(boxes_in_rooms(), steps, steps, st.integers(-50, 50))
def test_keys_give_valid_boxes_and_their_opposites_undo_them(
    given: tuple[Room, Box], across: int, down: int, units: int
) -> None:
    room, box = given
    for after in (
        room.nudged(box, across, down),
        room.stepped(box, across),
        room.moved(box, across, down),
        room.resized(box, units),
    ):
        assert fits(after, room)
    grown = room.resized(box, 1)
    inside = grown.right < room.size.width and grown.bottom < room.size.height
    inside = inside and min(grown.left, grown.top) > 0
    if inside and grown != box and grown.size.short_side > LEAST_SIDE + room.aspect.height:
        assert room.resized(grown, -1) == box


@pytest.mark.parametrize("grip", Grip)
def test_a_photo_that_holds_one_box_only_leaves_nothing_to_move(grip: Grip) -> None:
    room, box = Room(Size(64, 64), SQUARE), Box(0, 0, 64, 64)
    assert room.dragged(box, grip, 30, -30) == box
    assert room.snapped(box, grip, 100) == box
    assert room.nudged(box, 1, 1) == room.resized(box, -1) == box
