"""Where tiles lie: lines that fill the width, and what is calculated of them."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF

from coverart.domain import SQUARE, WIDE, Aspect
from coverart.gui.gallery.grid import LARGEST, SMALLEST, USUAL, Grid
from coverart.gui.gallery.rows import moved_row

shapes = st.sampled_from([(SQUARE,), (WIDE,), (SQUARE, WIDE)])
widths = st.integers(200, 4000)
heights = st.integers(SMALLEST, LARGEST)


@given(width=widths, aspects=shapes, height=heights)
def test_tiles_fill_the_width_and_keep_the_shape_of_the_crops(
    width: int, aspects: tuple[Aspect, ...], height: int
) -> None:
    grid = Grid.filling(width, aspects, height)
    assert 0 <= width - grid.columns * grid.cell.width() < grid.columns
    for picture, aspect in zip(grid.pictures, aspects, strict=True):
        assert abs(picture.width() - picture.height() * aspect.ratio) <= 1 + aspect.ratio / 2
    assert len({picture.height() for picture in grid.pictures}) == 1


def test_pictures_of_all_shapes_are_about_equally_high() -> None:
    found = [
        Grid.filling(1600, aspects).pictures[0].height()
        for aspects in ((SQUARE,), (WIDE,), (SQUARE, WIDE))
    ]
    assert all(abs(height - USUAL) < USUAL / 4 for height in found)


@given(width=widths, aspects=shapes, row=st.integers(0, 20_000))
def test_the_row_at_a_place_is_the_row_that_lies_there(
    width: int, aspects: tuple[Aspect, ...], row: int
) -> None:
    grid = Grid.filling(width, aspects)
    cell = grid.place(row)
    for corner in (cell.topLeft(), cell.bottomRight(), cell.center()):
        assert grid.row_at(corner) == row
    assert row in grid.rows_between(cell.top(), cell.bottom() + 1, row + 1)
    assert row not in grid.rows_between(cell.bottom() + 1, cell.bottom() + 500, row + 1)
    assert row not in grid.rows_between(cell.top() - 500, cell.top(), row + 1)
    assert grid.row_at(QPoint(grid.columns * cell.width(), cell.top())) is None


@given(width=widths)
def test_pictures_stand_inside_their_cell_and_a_point_belongs_to_the_nearest(width: int) -> None:
    grid = Grid.filling(width, (SQUARE, WIDE))
    cell = grid.place(3)
    square, wide = grid.pictures_in(cell)
    assert cell.left() <= square.left() < square.right() < wide.left() < wide.right()
    assert wide.right() <= cell.right() + 1
    for half, place in enumerate((square, wide)):
        for point in (place.topLeft(), place.center(), place.bottomRight() - QPointF(1, 1)):
            assert grid.half_at(cell, point) == half


def test_down_from_the_line_before_the_last_leads_to_the_last_row_if_nothing_is_below() -> None:
    grid = Grid.filling(800)
    columns, count = grid.columns, 2 * grid.columns + 1
    assert grid.step(0, 1, count) == columns
    assert grid.step(columns + 2, 1, count) == count - 1
    assert grid.step(count - 1, 1, count) == count - 1
    assert grid.step(2, -1, count) == 2
    assert grid.step(columns + 2, -1, count) == 2


LETTERS = st.lists(st.sampled_from("abcdefghijkl"), unique=True)


@given(above=LETTERS, start=st.integers(0, 12))
def test_a_view_moves_down_by_what_came_above_it(above: list[str], start: int) -> None:
    before = [f"old {number}" for number in range(13)]
    assert moved_row(before, [*above, *before], start) == start + len(above)
    assert moved_row([*above, *before], before, len(above) + start) == start


@given(before=LETTERS, after=LETTERS, start=st.integers(0, 12))
def test_a_view_stays_within_any_list(before: list[str], after: list[str], start: int) -> None:
    row = moved_row(before, after, min(start, max(0, len(before) - 1)))
    assert 0 <= row <= max(0, len(after) - 1)


def test_rows_that_only_change_places_move_nothing() -> None:
    assert moved_row("abcdef", "fedcba", 2) == 2
    assert moved_row("abc", "xyz", 2) == 2
