"""Chips show the parts of a query, weigh and remove them."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.query.chips import Chip, Chips
from coverart.gui.query.weight_popup import WeightPopup
from coverart.gui.studio.chip_list import Part
from tests.gui.wishes import Wishes

SONG = Part(Kind.SONG, "Slow Chord", None, 1.0)
WORDS = Part(Kind.TEXT, "“foggy street”", "foggy street", 1.0)
LYRICS = Part(Kind.LYRICS, "Lyrics", None, 0.5)
LIKED = Part(Kind.LIKED, "More like a.jpg", Example(Path("/a.jpg")), 0.75)


@pytest.fixture
def chips(qtbot: QtBot, appearance: Appearance, wishes: Wishes) -> Chips:
    own = Chips(Pictures(wishes))
    qtbot.addWidget(own)
    own.resize(800, 60)
    own.show()
    return own


def buttons(chip: Chip) -> list[QPushButton]:
    return chip.findChildren(QPushButton)


def test_no_parts_take_no_room(chips: Chips) -> None:
    chips.show_parts((SONG, WORDS))
    assert chips.isVisible()
    chips.show_parts(())
    assert not chips.isVisible()


def test_every_button_has_a_name_and_can_be_reached(chips: Chips) -> None:
    chips.show_parts((SONG, WORDS, LIKED))
    names = [own.accessibleName() for chip in chips.chips for own in buttons(chip)]
    assert names == [
        "Slow Chord, weight 1",
        "Remove: Slow Chord",
        "“foggy street”, weight 1",
        "Remove: “foggy street”",
        "More like a.jpg, weight 0.75",
        "Remove: More like a.jpg",
    ]
    every = [own for chip in chips.chips for own in buttons(chip)]
    assert all(own.focusPolicy() & Qt.FocusPolicy.TabFocus for own in every)


def test_the_cross_removes_a_part(qtbot: QtBot, chips: Chips) -> None:
    chips.show_parts((SONG, WORDS))
    with qtbot.waitSignal(chips.removed) as told:
        QTest.mouseClick(buttons(chips.chips[1])[1], Qt.MouseButton.LeftButton)
    assert told.args == [WORDS]


def test_lyrics_that_were_removed_can_be_brought_back(qtbot: QtBot, chips: Chips) -> None:
    chips.show_parts((SONG, replace(LYRICS, weight=0.0)))
    name, back = buttons(chips.chips[1])
    assert name.text() == "Lyrics  off"
    assert back.accessibleName() == "Count: Lyrics"
    with qtbot.waitSignal(chips.restored):
        QTest.mouseClick(back, Qt.MouseButton.LeftButton)


def test_a_slider_weighs_all_parts_of_a_kind(qtbot: QtBot, chips: Chips) -> None:
    chips.show_parts((SONG, WORDS))
    QTest.mouseClick(buttons(chips.chips[1])[0], Qt.MouseButton.LeftButton)
    popup = chips.findChild(WeightPopup)
    assert popup is not None
    assert popup.slider.accessibleName() == "Weight of: Words"
    assert (popup.slider.minimum(), popup.slider.maximum()) == (0, 200)
    assert popup.slider.value() == 100
    with qtbot.waitSignal(chips.weighed) as told:
        QTest.keyClick(popup.slider, Qt.Key.Key_Right)
    assert told.args == [Kind.TEXT, 1.05]
    popup.slider.setValue(30)
    with qtbot.waitSignal(chips.weighed) as told:
        popup.close()
    assert told.args == [Kind.TEXT, 0.3]


def test_a_weight_that_is_not_the_usual_one_is_shown(chips: Chips) -> None:
    chips.show_parts((SONG, replace(WORDS, weight=1.25), replace(LIKED, weight=0.5)))
    shown = [buttons(chip)[0].text() for chip in chips.chips]
    assert shown == ["Slow Chord", "“foggy street”  ×1.25", "×0.5"]


def test_an_example_gets_its_thumbnail(qtbot: QtBot, chips: Chips, wishes: Wishes) -> None:
    chips.show_parts((SONG, LIKED))
    assert [picture.path.name for picture in wishes.wanted] == ["a.jpg"]
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    wishes.arrived.emit(wishes.wanted[0], image)
    shown = buttons(chips.chips[1])[0].icon().pixmap(24, 24).toImage()
    assert shown.pixelColor(12, 12) == Qt.GlobalColor.red


def test_the_keyboard_stays_where_it_was_when_a_chip_goes(qtbot: QtBot, chips: Chips) -> None:
    chips.show_parts((SONG, WORDS, LIKED))
    qtbot.waitExposed(chips)
    chips.activateWindow()
    chips.chips[1].take_focus()
    qtbot.waitUntil(lambda: chips.chips[1].focused)
    chips.show_parts((SONG, LIKED))
    assert chips.chips[1].part == LIKED
    assert chips.chips[1].isAncestorOf(QApplication.focusWidget())  # type: ignore[arg-type]


def test_chips_begin_a_new_line_where_there_is_no_room(chips: Chips) -> None:
    words = tuple(
        Part(Kind.TEXT, f"“a group of words {place}”", f"{place}", 1.0) for place in range(9)
    )
    chips.show_parts(words)
    chips.resize(600, chips.heightForWidth(600))
    QApplication.processEvents()
    places = [chip.geometry() for chip in chips.chips]
    assert len({place.top() for place in places}) > 1
    assert all(place.right() <= 600 for place in places)
    assert not any(one.intersects(two) for one, two in pairwise(places))
