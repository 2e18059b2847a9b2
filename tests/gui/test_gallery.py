"""The gallery: what is chosen and where it is scrolled to survive a new ranking."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.domain import Match
from coverart.gui.gallery.gallery import Gallery
from coverart.gui.look.appearance import Appearance
from coverart.gui.look.theme import SCROLL_BAR
from coverart.gui.pictures.pictures import Pictures
from tests.gui.matches import match
from tests.gui.wishes import Wishes


@pytest.fixture
def gallery(qtbot: QtBot, appearance: Appearance, wishes: Wishes) -> Gallery:
    own = Gallery(Pictures(wishes))
    qtbot.addWidget(own)
    own.resize(800, 400)
    own.show()
    qtbot.waitExposed(own)
    return own


def many(*names: str) -> list[Match]:
    return [match(name) for name in names]


def test_a_new_ranking_keeps_the_chosen_crop_wherever_it_moves(gallery: Gallery) -> None:
    gallery.show_matches(many("a", "b", "c"))
    gallery.setCurrentIndex(gallery.matches.index(1))
    gallery.show_matches(many("c", "x", "a", "b"))
    assert gallery.currentIndex().row() == 3
    assert gallery.selectionModel().isSelected(gallery.matches.index(3))
    assert gallery.chosen_match == match("b")


def test_a_new_ranking_tells_the_new_score_of_the_chosen_crop(
    qtbot: QtBot, gallery: Gallery
) -> None:
    gallery.show_matches([match("a", 0.1)])
    gallery.choose_first()
    with qtbot.waitSignal(gallery.chosen) as told:
        gallery.show_matches([match("a", 0.7)])
    assert told.args[0].score == 0.7


def test_a_chosen_crop_that_leaves_the_list_stays_chosen_and_comes_back(
    qtbot: QtBot, gallery: Gallery
) -> None:
    gallery.show_matches(many("a", "b"))
    gallery.setCurrentIndex(gallery.matches.index(0))
    with qtbot.assertNotEmitted(gallery.chosen):
        gallery.show_matches(many("b", "c"))
    assert gallery.chosen_match == match("a")
    assert not gallery.selectionModel().hasSelection()
    gallery.show_matches(many("c", "a"))
    assert gallery.currentIndex().row() == 1


def test_choosing_the_first_leaves_a_choice_alone(gallery: Gallery) -> None:
    gallery.show_matches(many("a", "b"))
    gallery.setCurrentIndex(gallery.matches.index(1))
    gallery.choose_first()
    assert gallery.currentIndex().row() == 1
    gallery.forget_chosen()
    gallery.choose_first()
    assert gallery.currentIndex().row() == 0


def test_a_new_ranking_keeps_the_scroll_position(gallery: Gallery) -> None:
    names = [f"{number}" for number in range(60)]
    gallery.show_matches(many(*names))
    gallery.setCurrentIndex(gallery.matches.index(0))
    gallery.verticalScrollBar().setValue(500)
    gallery.show_matches(many(*reversed(names)))
    assert gallery.verticalScrollBar().value() == 500


def test_a_chosen_crop_that_comes_back_does_not_scroll_the_gallery(gallery: Gallery) -> None:
    names = [f"{number}" for number in range(60)]
    gallery.show_matches(many(*names))
    gallery.setCurrentIndex(gallery.matches.index(0))
    gallery.show_matches(many(*names[1:]))
    gallery.verticalScrollBar().setValue(500)
    gallery.show_matches(many(*names))
    assert gallery.currentIndex().row() == 0
    assert gallery.verticalScrollBar().value() == 500


def test_the_arrow_keys_go_through_the_gallery(qtbot: QtBot, gallery: Gallery) -> None:
    gallery.show_matches(many("a", "b", "c"))
    gallery.choose_first()
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    assert gallery.chosen_match == match("b")


def test_pictures_in_sight_are_wanted_first_and_no_more_than_a_page_ahead(
    qtbot: QtBot, gallery: Gallery, wishes: Wishes
) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(500))))
    qtbot.waitUntil(lambda: bool(wishes.wanted))
    assert [picture.path.name for picture in wishes.wanted[:4]] == ["0", "1", "2", "3"]
    page = gallery.viewport().rect()
    rects = [gallery.visualRect(gallery.matches.index(row)) for row in range(500)]
    seen = [rect for rect in rects if rect.intersects(page)]
    assert len(seen) < len(wishes.wanted) <= 2 * len(seen)
    gallery.scrollToBottom()
    qtbot.waitUntil(lambda: wishes.wanted[-1].path.name == "499")
    assert "0" not in {picture.path.name for picture in wishes.wanted}


def test_a_picture_that_arrives_is_shown(qtbot: QtBot, gallery: Gallery, wishes: Wishes) -> None:
    gallery.show_matches(many("a"))
    qtbot.waitUntil(lambda: bool(wishes.wanted))
    image = QImage(30, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    wishes.arrived.emit(wishes.wanted[0], image)
    shown = gallery.matches.index(0).data(Qt.ItemDataRole.DecorationRole)
    assert shown.toImage().pixelColor(5, 5) == Qt.GlobalColor.red
    painted = gallery.grab(QRect(0, 0, 100, 100)).toImage()
    assert painted.pixelColor(50, 50) == Qt.GlobalColor.red


def test_the_tiles_of_a_square_gallery_have_equal_sides(gallery: Gallery) -> None:
    gallery.show_matches(many("a", "b"))
    first, second = (gallery.visualRect(gallery.matches.index(row)) for row in (0, 1))
    assert first.size() == second.size()
    (picture,) = gallery.grid.pictures
    assert picture.width() == picture.height()


def rows_at_top(gallery: Gallery) -> list[str]:
    """The photos of the first line in sight."""
    top = gallery.viewport().rect().adjusted(0, 0, 0, -gallery.viewport().height() + 1)
    return [gallery.matches.match_at(row).crop.photo.path.name for row in gallery.rows_in(top)]


def test_better_matches_above_leave_what_is_in_sight_where_it_is(gallery: Gallery) -> None:
    names = [f"{number}" for number in range(100)]
    gallery.show_matches(many(*names))
    cell, columns = gallery.grid.cell.height(), gallery.grid.columns
    gallery.verticalScrollBar().setValue(3 * cell + 20)
    before = rows_at_top(gallery)
    gallery.show_matches(many(*(f"better {number}" for number in range(2 * columns)), *names))
    assert gallery.verticalScrollBar().value() == 5 * cell + 20
    assert rows_at_top(gallery) == before
    gallery.show_matches(many(*names))
    assert gallery.verticalScrollBar().value() == 3 * cell + 20


def test_at_the_very_top_the_list_simply_changes(gallery: Gallery) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(100))))
    gallery.show_matches(many("better", *(f"{number}" for number in range(100))))
    assert gallery.verticalScrollBar().value() == 0
    assert rows_at_top(gallery)[0] == "better"


def test_another_width_or_tile_size_keeps_what_is_at_the_top(
    qtbot: QtBot, gallery: Gallery
) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(300))))
    gallery.verticalScrollBar().setValue(10 * gallery.grid.cell.height())
    first = rows_at_top(gallery)[0]
    gallery.resize(500, 400)
    assert first in rows_at_top(gallery)
    first = rows_at_top(gallery)[0]
    with qtbot.waitSignal(gallery.tile_size_changed) as told:
        gallery.set_tile_size(96)
    assert told.args == [96]
    assert first in rows_at_top(gallery)


def test_another_tile_size_keeps_the_current_tile_in_sight(gallery: Gallery) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(300))))
    gallery.step(150)
    for change in (gallery.larger, gallery.larger, gallery.smaller, gallery.smaller):
        change()
        assert gallery.viewport().rect().intersects(gallery.visualRect(gallery.currentIndex()))


def test_tiles_are_neither_smaller_nor_larger_than_they_may_be(gallery: Gallery) -> None:
    gallery.set_tile_size(1)
    assert gallery.tile_size == 96
    for _ in range(20):
        gallery.larger()
    assert gallery.tile_size == 400


def test_ctrl_and_the_wheel_change_the_tile_size_and_the_wheel_alone_scrolls(
    gallery: Gallery,
) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(300))))
    before = gallery.tile_size
    turn(gallery, 120, Qt.KeyboardModifier.ControlModifier)
    assert gallery.tile_size > before
    assert gallery.verticalScrollBar().value() == 0
    turn(gallery, -120, Qt.KeyboardModifier.NoModifier)
    assert gallery.verticalScrollBar().value() > 0


def turn(gallery: Gallery, eighths: int, keys: Qt.KeyboardModifier) -> None:
    """Turn the wheel over the gallery, by eighths of a degree."""
    middle = QPointF(gallery.viewport().rect().center())
    event = QWheelEvent(
        middle,
        gallery.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, eighths),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(gallery.viewport(), event)


def test_the_keys_lead_through_lines_and_over_their_ends(gallery: Gallery) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(30))))
    gallery.choose_first()
    columns = gallery.grid.columns
    keys = Qt.Key
    steps = [
        (keys.Key_End, 29),
        (keys.Key_Home, 0),
        (keys.Key_Left, 0),
        (keys.Key_Down, columns),
        (keys.Key_Left, columns - 1),
        (keys.Key_Right, columns),
        (keys.Key_Up, 0),
        (keys.Key_Up, 0),
    ]
    for key, row in steps:
        QTest.keyClick(gallery, key)
        assert gallery.currentIndex().row() == row
    QTest.keyClick(gallery, keys.Key_PageDown)
    assert gallery.currentIndex().row() >= columns


def test_the_row_a_key_leads_to_comes_into_sight_whole(gallery: Gallery) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(100))))
    gallery.choose_first()
    page = gallery.viewport().rect()
    for key in (Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        QTest.keyClick(gallery, key)
        assert page.contains(gallery.visualRect(gallery.currentIndex()))


def click(gallery: Gallery, row: int, keys: Qt.KeyboardModifier) -> None:
    """Click on the middle of a tile."""
    place = gallery.visualRect(gallery.matches.index(row)).center()
    QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, keys, place)


def test_shift_and_ctrl_select_several_and_the_last_one_is_chosen(
    gallery: Gallery,
) -> None:
    gallery.show_matches(many(*"abcdefgh"))
    click(gallery, 1, Qt.KeyboardModifier.NoModifier)
    numbers: list[int] = []
    gallery.selection_changed.connect(numbers.append)
    click(gallery, 3, Qt.KeyboardModifier.ShiftModifier)
    assert numbers[-1] == 3
    assert [own.crop.photo.path.name for own in gallery.selected_matches] == ["b", "c", "d"]
    assert gallery.chosen_match == match("d")
    click(gallery, 0, Qt.KeyboardModifier.ControlModifier)
    assert [own.crop.photo.path.name for own in gallery.selected_matches] == ["a", "b", "c", "d"]
    assert gallery.chosen_match == match("a")
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    assert gallery.selected_matches == (match("b"),)


def test_shift_and_an_arrow_extend_the_selection_over_the_end_of_a_line(gallery: Gallery) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(30))))
    last = gallery.grid.columns - 1
    gallery.setCurrentIndex(gallery.matches.index(last))
    QTest.keyClick(gallery, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert [own.crop.photo.path.name for own in gallery.selected_matches] == [
        f"{last}",
        f"{last + 1}",
    ]


def test_several_stay_selected_in_a_new_ranking(gallery: Gallery) -> None:
    gallery.show_matches(many(*"abcdef"))
    click(gallery, 0, Qt.KeyboardModifier.NoModifier)
    click(gallery, 2, Qt.KeyboardModifier.ControlModifier)
    gallery.show_matches(many(*"xcbad"))
    assert [own.crop.photo.path.name for own in gallery.selected_matches] == ["c", "a"]
    assert gallery.chosen_match == match("c")


def test_enter_and_a_double_click_open_a_tile(qtbot: QtBot, gallery: Gallery) -> None:
    gallery.show_matches(many("a", "b"))
    gallery.choose_first()
    with qtbot.waitSignal(gallery.opened) as told:
        QTest.keyClick(gallery, Qt.Key.Key_Return)
    assert told.args == [match("a")]
    place = gallery.visualRect(gallery.matches.index(1)).center()
    click(gallery, 1, Qt.KeyboardModifier.NoModifier)
    with qtbot.waitSignal(gallery.opened) as told:
        QTest.mouseDClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert told.args == [match("b")]


def test_what_is_scrolled_is_painted_like_the_rest(
    qtbot: QtBot, gallery: Gallery, wishes: Wishes
) -> None:
    gallery.show_matches(many(*(f"{number}" for number in range(200))))
    tiles = gallery.rect().adjusted(0, 0, -SCROLL_BAR, 0)

    def seen() -> QImage:
        return gallery.screen().grabWindow(gallery.winId()).toImage().copy(tiles)

    def anew() -> QImage:
        return gallery.grab().toImage().copy(tiles).convertToFormat(seen().format())

    def changed(before: QImage) -> bool:
        return seen() != before

    for scrolled in (40, 300, 310, 120):
        before = seen()
        gallery.verticalScrollBar().setValue(scrolled)
        qtbot.waitUntil(partial(changed, before))
        qtbot.waitUntil(lambda: seen() == anew())


def test_a_picture_in_another_size_stands_in_until_the_right_one_comes(
    qtbot: QtBot, gallery: Gallery, wishes: Wishes
) -> None:
    gallery.show_matches(many("a"))
    qtbot.waitUntil(lambda: bool(wishes.wanted))
    (wanted,) = wishes.wanted
    for picture, side in ((replace(wanted, longest=128), 20), (wanted, 30)):
        wishes.arrived.emit(picture, QImage(side, side, QImage.Format.Format_RGB32))
        there = gallery.thumbnail(match("a").crop)
        assert there is not None
        assert there.width() == side


def test_new_tiles_come_softly_unless_there_are_many_or_motion_is_unwanted(
    qtbot: QtBot, gallery: Gallery
) -> None:
    fading = gallery._fading
    gallery.show_matches(many("a", "b"))
    assert fading.opacity(gallery.matches.key_at(0)) == 1
    gallery.show_matches(many("new", "a", "b"))
    assert fading.opacity(gallery.matches.key_at(0)) < 1
    assert fading.opacity(gallery.matches.key_at(1)) == 1
    qtbot.waitUntil(lambda: fading.opacity(gallery.matches.key_at(0)) == 1)
    gallery.show_matches(many("a", "b", *(f"{number}" for number in range(51))))
    assert fading.opacity(gallery.matches.key_at(10)) == 1
    gallery.setStyleSheet("* { widget-animation-duration: 0; }")
    gallery.show_matches(many("still", "a", "b"))
    assert fading.opacity(gallery.matches.key_at(0)) == 1
