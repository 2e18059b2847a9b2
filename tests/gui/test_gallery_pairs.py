"""Pairs in the gallery, and what a person decided, on tiles."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coverart.domain import Box, Crop
from coverart.gui.gallery.gallery import Gallery
from coverart.gui.gallery.hover import Liking, button_place
from coverart.gui.gallery.rows import rows_of
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.pictures import Pictures
from coverart.triage.judgement import UNJUDGED, CropKey, Flag, Judgement
from tests.gui.matches import match, pair
from tests.gui.wishes import Wishes

LEFT = Qt.MouseButton.LeftButton
TOLD = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def gallery(qtbot: QtBot, appearance: Appearance, wishes: Wishes) -> Gallery:
    own = Gallery(Pictures(wishes))
    qtbot.addWidget(own)
    own.resize(1000, 500)
    own.show()
    qtbot.waitExposed(own)
    return own


def middle_of(gallery: Gallery, row: int, half: int) -> QPoint:
    cell = gallery.visualRect(gallery.matches.index(row))
    return gallery.grid.pictures_in(cell)[half].center().toPoint()


def painted(gallery: Gallery) -> QImage:
    return gallery.grab().toImage()


def fill(wishes: Wishes, colour: QColor) -> None:
    """Bring every picture that is wanted, in one colour."""
    for picture in wishes.wanted:
        image = QImage(64, 64, QImage.Format.Format_RGB32)
        image.fill(colour)
        wishes.arrived.emit(picture, image)


def judge(gallery: Gallery, said: dict[Crop, Judgement]) -> None:
    own = {CropKey.of(crop): judgement for crop, judgement in said.items()}
    gallery.set_judgements(lambda crop: own.get(CropKey.of(crop), UNJUDGED))


def test_matches_become_rows_of_one_or_pairs() -> None:
    matches = (*pair("a"), *pair("b"))
    assert rows_of(matches) == [(own,) for own in matches]
    assert rows_of(matches, paired=True) == [pair("a"), pair("b")]


def test_both_pictures_of_a_pair_are_wanted_and_equally_high(
    qtbot: QtBot, gallery: Gallery, wishes: Wishes
) -> None:
    gallery.show_matches([pair("a")])
    square, wide = gallery.grid.pictures
    assert square.height() == wide.height()
    assert square.width() < wide.width()
    qtbot.waitUntil(lambda: len(wishes.wanted) == 2)
    assert [picture.box for picture in wishes.wanted] == [own.crop.box for own in pair("a")]


def test_a_click_on_a_half_chooses_it(qtbot: QtBot, gallery: Gallery) -> None:
    gallery.show_matches([pair("a"), pair("b")])
    QTest.mouseClick(gallery.viewport(), LEFT, pos=middle_of(gallery, 1, 1))
    assert gallery.chosen_match == pair("b")[1]
    with qtbot.waitSignal(gallery.chosen) as told:
        QTest.mouseClick(gallery.viewport(), LEFT, pos=middle_of(gallery, 1, 0))
    assert told.args == [pair("b")[0]]
    assert gallery.currentIndex().row() == 1


def test_brackets_change_halves_and_arrows_rows(gallery: Gallery) -> None:
    gallery.show_matches([pair("a"), pair("b")])
    gallery.choose_first()
    assert gallery.chosen_match == pair("a")[0]
    QTest.keyClicks(gallery, "]")
    assert gallery.chosen_match == pair("a")[1]
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    assert gallery.chosen_match == pair("b")[1]
    QTest.keyClicks(gallery, "[")
    assert gallery.chosen_match == pair("b")[0]
    gallery.selectAll()
    assert gallery.selected_matches == (pair("a")[0], pair("b")[0])
    assert gallery.selected_rows == (pair("a"), pair("b"))


def test_a_new_ranking_keeps_the_chosen_half(gallery: Gallery) -> None:
    gallery.show_matches([pair("a"), pair("b")])
    gallery.choose_crop(pair("b")[1].crop)
    gallery.show_matches([pair("x"), pair("y"), pair("b", 0.9, 0.8), pair("a")])
    assert gallery.chosen_match == pair("b", 0.9, 0.8)[1]
    assert gallery.currentIndex().row() == 2


def test_where_there_are_no_pairs_any_longer_the_one_picture_is_chosen(gallery: Gallery) -> None:
    gallery.show_matches([pair("a"), pair("b")])
    gallery.choose_half(1)
    gallery.show_matches([match("c"), match("d")])
    gallery.choose_first()
    gallery.step(1)
    assert gallery.chosen_match == match("d")


def test_the_buttons_of_a_half_speak_of_that_half(qtbot: QtBot, gallery: Gallery) -> None:
    gallery.show_matches([pair("a"), pair("b")])
    cell = gallery.visualRect(gallery.matches.index(0))
    for half in (0, 1):
        place = button_place(gallery.grid.pictures_in(cell)[half], Liking.MORE)
        with qtbot.waitSignal(gallery.said) as told:
            QTest.mouseClick(gallery.viewport(), LEFT, pos=place.center().toPoint())
        assert told.args == [pair("a")[half], Liking.MORE]


def test_the_current_half_is_outlined_more_strongly(
    qtbot: QtBot, gallery: Gallery, wishes: Wishes
) -> None:
    gallery.show_matches([pair("a"), pair("b")])
    gallery.choose_first()
    accent = gallery.palette().color(QPalette.ColorRole.Highlight)

    def accented(half: int) -> int:
        """The pixels of the outline above a half."""
        cell = gallery.visualRect(gallery.matches.index(0))
        place = gallery.grid.pictures_in(cell)[half].toRect()
        image, x = painted(gallery), place.center().x()
        return sum(image.pixelColor(x, y) == accent for y in range(place.top()))

    strong, slim = accented(0), accented(1)
    assert strong > slim
    gallery.choose_half(1)
    assert (accented(0), accented(1)) == (slim, strong)


def test_all_that_was_decided_is_told(gallery: Gallery) -> None:
    first, second = pair("a")
    recut = Judgement(Flag.REJECTED, 0, Box(5, 5, 165, 95))
    judge(gallery, {first.crop: Judgement(Flag.KEPT, 3), second.crop: recut})
    gallery.show_matches([pair("a")])
    told = gallery.matches.index(0).data(TOLD)
    assert told == (
        "1: a, calm, 50%, 1:1, 10×10, Kept, 3 stars; 1: a, calm, 50%, 16:9, 160×90, Rejected, Recut"
    )
    tip = gallery.told_at(middle_of(gallery, 0, 1))
    assert tip.splitlines() == [
        "1. Score 50%: match 50%, composition 25%",
        "Calm.",
        "a, 160×90 pixels",
        "Rejected, Recut",
    ]
    assert "3 stars" in gallery.told_at(middle_of(gallery, 0, 0))
    assert "More like" in gallery.told_at(
        button_place(
            gallery.grid.pictures_in(gallery.visualRect(gallery.matches.index(0)))[0], Liking.MORE
        )
        .center()
        .toPoint()
    )


def test_kept_crops_have_a_badge_and_rejected_ones_are_dimmed(
    qtbot: QtBot, gallery: Gallery, wishes: Wishes
) -> None:
    judge(
        gallery,
        {match("kept").crop: Judgement(Flag.KEPT), match("no").crop: Judgement(Flag.REJECTED)},
    )
    gallery.show_matches([match("plain"), match("kept"), match("no")])
    qtbot.waitUntil(lambda: bool(wishes.wanted))
    fill(wishes, QColor("red"))
    image = painted(gallery)
    plain, kept, rejected = (image.pixelColor(middle_of(gallery, row, 0)) for row in range(3))
    assert plain == kept == QColor("red")
    assert rejected.red() > 200
    assert rejected.green() > 100
    accent = gallery.palette().color(QPalette.ColorRole.Highlight)
    cell = gallery.visualRect(gallery.matches.index(1))
    corner = gallery.grid.pictures_in(cell)[0].topLeft().toPoint() + QPoint(9, 9)
    assert image.pixelColor(corner) == accent


def test_a_judgement_is_shown_when_it_is_told_of(
    qtbot: QtBot, gallery: Gallery, wishes: Wishes
) -> None:
    said: dict[CropKey, Judgement] = {}
    gallery.set_judgements(lambda crop: said.get(CropKey.of(crop), UNJUDGED))
    gallery.show_matches([match("a"), match("b")])

    def seen() -> QImage:
        return gallery.screen().grabWindow(gallery.winId()).toImage()

    qtbot.waitUntil(lambda: seen() == painted(gallery).convertToFormat(seen().format()))
    before = seen()
    key = CropKey.of(match("b").crop)
    said[key] = Judgement(Flag.KEPT, 5)
    gallery.update_judgements([key])
    qtbot.waitUntil(lambda: seen() != before)
    assert gallery.matches.index(1).data(TOLD).endswith("Kept, 5 stars")


def test_a_recut_crop_stays_its_row_and_shows_its_new_box(
    qtbot: QtBot, gallery: Gallery, wishes: Wishes
) -> None:
    said: dict[CropKey, Judgement] = {}
    gallery.set_judgements(lambda crop: said.get(CropKey.of(crop), UNJUDGED))
    gallery.show_matches([match("a"), match("b")])
    gallery.choose_first()
    box = Box(100, 100, 900, 900)
    said[CropKey.of(match("a").crop)] = replace(UNJUDGED, box=box)
    with qtbot.waitSignal(gallery.chosen) as told:
        gallery.update_judgements([CropKey.of(match("a").crop)])
    assert told.args == [match("a")]
    assert gallery.shown_crop(match("a")) == replace(match("a").crop, box=box)
    assert gallery.matches.row_of(match("a").crop) == 0
    qtbot.waitUntil(lambda: any(picture.box == box for picture in wishes.wanted))
    gallery.show_matches([match("b"), match("a", 0.9)])
    assert gallery.currentIndex().row() == 1
