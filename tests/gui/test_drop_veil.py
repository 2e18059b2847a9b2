"""The veil over the window says what a drop will do, and what it did."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QUrl
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coverart.gui.look.appearance import Appearance
from coverart.gui.query.drop_veil import DropVeil
from coverart.gui.studio.offer import Landed, Situation

LEFT_HALF, RIGHT_HALF = QPoint(100, 300), QPoint(700, 300)


@pytest.fixture
def veil(qtbot: QtBot, appearance: Appearance) -> DropVeil:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    own = DropVeil(window)
    with qtbot.waitExposed(window):
        window.show()
    own.setProperty("window", window)  # the window lives as long as its veil
    return own


def files(*names: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(f"/somewhere/{name}") for name in names])
    return mime


def colour_at(veil: DropVeil, point: QPoint) -> str:
    image = veil.grab().toImage()
    return image.pixelColor(point * image.devicePixelRatio()).name()


def test_the_zone_under_the_pointer_is_the_one_that_is_lit_and_used(veil: DropVeil) -> None:
    picture = files("a.jpg")
    assert veil.begin(picture, Situation.EMPTY)
    assert veil.isVisible()
    veil.hover(LEFT_HALF)
    assert veil.accessibleName() == "Look for covers in this picture"
    left = colour_at(veil, LEFT_HALF)
    veil.hover(RIGHT_HALF)
    assert veil.accessibleName() == "Use as reference picture"
    assert colour_at(veil, RIGHT_HALF) == left
    assert colour_at(veil, LEFT_HALF) != left
    assert veil.drop(picture, LEFT_HALF, Situation.EMPTY).places == (Path("/somewhere/a.jpg"),)
    assert not veil.isVisible()


def test_a_drop_that_nobody_announced_is_used_too(veil: DropVeil) -> None:
    landed = veil.drop(files("a.jpg"), RIGHT_HALF, Situation.EMPTY)
    assert landed.references == (Path("/somewhere/a.jpg"),)
    assert not veil.isVisible()


def test_a_reason_is_shown_for_what_cannot_be_used(veil: DropVeil) -> None:
    mime = files("notes.txt")
    assert veil.begin(mime, Situation.SEARCHING)
    veil.hover(LEFT_HALF)
    veil.grab()
    assert veil.accessibleName() == "notes.txt is neither a song nor a photo."
    assert veil.drop(mime, LEFT_HALF, Situation.SEARCHING) == Landed(
        complaint="notes.txt is neither a song nor a photo."
    )


def test_a_text_is_none_of_its_business(veil: DropVeil) -> None:
    mime = QMimeData()
    mime.setText("calm and dark")
    assert not veil.begin(mime, Situation.EMPTY)
    assert not veil.isVisible()
    assert veil.drop(mime, LEFT_HALF, Situation.EMPTY) == Landed()


def test_it_covers_the_window_whatever_its_size_and_goes_when_the_drag_goes(veil: DropVeil) -> None:
    veil.begin(files("a.mp3", "b.mp3"), Situation.EMPTY)
    assert veil.accessibleName() == "Use as the song – One song at a time: a.mp3 was taken."
    veil.grab()
    veil.window().resize(500, 400)
    assert (veil.width(), veil.height()) == (500, 400)
    veil.end()
    assert not veil.isVisible()
    assert veil.lit == ()
