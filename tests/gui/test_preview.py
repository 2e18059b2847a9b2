"""The panel beside the gallery shows what is known of a match, and asks for sharp pictures."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from coverart.domain import WIDE, Match
from coverart.gui.detail.preview import FALLBACK, Preview
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures
from tests.gui.matches import match
from tests.gui.wishes import Wishes


@pytest.fixture
def preview(qtbot: QtBot, appearance: Appearance, wishes: Wishes) -> Preview:
    own = Preview(Pictures(wishes))
    qtbot.addWidget(own)
    own.resize(352, 700)
    own.show()
    qtbot.waitExposed(own)
    return own


def texts(preview: Preview) -> list[str]:
    return [own.text() for own in preview.findChildren(QLabel) if own.isVisible()]


def asked_for(preview: Preview, wishes: Wishes, shown: Match) -> bool:
    """Whether exactly the sizes that the views have now are being fetched."""
    path, box = shown.crop.photo.path, shown.crop.box
    crop, photo = preview._crop.longest_side(), preview._photo.longest_side()
    return wishes.wanted == (Picture(path, box, crop), Picture(path, None, photo))


def test_nothing_chosen_asks_for_a_choice(preview: Preview) -> None:
    assert texts(preview) == ["Choose a picture to see it here."]


def test_reason_scores_pixels_and_a_small_part_are_told(preview: Preview) -> None:
    shown = match("a.jpg", 0.625, side=900)
    preview.show_match(shown)
    said = texts(preview)
    assert "Calm." in said
    assert [text for text in said if text in ("62%", "25%")][-2:] == ["62%", "25%"]
    assert "a.jpg\n900×900 native pixels, 1:1" in said
    assert FALLBACK not in said
    preview.show_match(replace(shown, crop=replace(shown.crop, fallback=True)))
    assert FALLBACK in texts(preview)


def test_pictures_are_asked_for_in_the_size_they_are_shown_in(
    qtbot: QtBot, preview: Preview, wishes: Wishes
) -> None:
    square, wide = match("a", side=900), match("b", aspect=WIDE, side=100)
    for shown in (square, wide, square):
        preview.show_match(shown)
        qtbot.waitUntil(lambda shown=shown: asked_for(preview, wishes, shown))  # type: ignore[misc]
    preview.resize(500, 900)
    qtbot.waitUntil(lambda: asked_for(preview, wishes, square))
    assert wishes.wanted[0].longest > 400


def test_the_large_picture_replaces_the_thumbnail(
    qtbot: QtBot, preview: Preview, wishes: Wishes
) -> None:
    shown = match("a", side=900)
    preview.show_match(shown)
    qtbot.waitUntil(lambda: asked_for(preview, wishes, shown))
    image = QImage(320, 320, QImage.Format.Format_RGB32)
    image.fill("#123456")
    wishes.arrived.emit(wishes.wanted[0], image)
    painted = preview._crop.grab().toImage()
    middle = painted.pixelColor(painted.width() // 2, painted.height() // 2)
    assert middle.name() == "#123456"


def test_the_photo_is_shaded_outside_the_crop(
    qtbot: QtBot, preview: Preview, wishes: Wishes
) -> None:
    shown = match("a", side=2000)  # the left half and more of 4000×3000 pixels
    preview.show_match(shown)
    qtbot.waitUntil(lambda: asked_for(preview, wishes, shown))
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill("#ffffff")
    wishes.arrived.emit(wishes.wanted[1], image)
    painted = preview._photo.grab().toImage()
    place = preview._photo.place()
    inside = painted.pixelColor(round(place.x() + 10), round(place.y() + 10))
    outside = painted.pixelColor(round(place.right() - 10), round(place.bottom() - 10))
    assert inside.name() == "#ffffff"
    assert outside.lightness() < 128
