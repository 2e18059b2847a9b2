"""The gallery: what is chosen and where it is scrolled to survive a new ranking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, WIDE, Aspect, Match
from coverart.gui.gallery.gallery import Gallery
from coverart.gui.gallery.tile import Layout
from coverart.gui.look.appearance import Appearance
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
    assert (
        Layout.filling(800, SQUARE).picture.width() == Layout.filling(800, SQUARE).picture.height()
    )


@given(width=st.integers(200, 4000), aspect=st.sampled_from([SQUARE, WIDE]))
def test_tiles_fill_the_width_and_keep_the_shape_of_the_crops(width: int, aspect: Aspect) -> None:
    layout = Layout.filling(width, aspect)
    columns = width // layout.cell.width()
    assert 0 <= width - columns * layout.cell.width() < columns
    assert abs(layout.picture.width() / aspect.ratio - layout.picture.height()) <= 0.5
