"""Covers at real sizes: their pixels, the time badge of YouTube, light and dark surroundings."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, WIDE, Box, Size
from coverart.gui.detail.badge import clock
from coverart.gui.detail.real_sizes import RealSizes, SizeStrip
from coverart.gui.detail.sized_cover import SMALL_WIDE, Shown, SizedCover, StandIn, Surroundings
from coverart.gui.look.appearance import Appearance
from coverart.gui.look.theme import DARK, LIGHT
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures
from tests.gui.seeing import button, press, texts
from tests.gui.wishes import Wishes

LAKE = Path("/photos/lake.jpg")
SQUARE_CROP = Shown(LAKE, SQUARE, Box(0, 0, 500, 500))
WIDE_CROP = Shown(LAKE, WIDE, Box(0, 0, 800, 450))


def plain(colour: str, width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return image


def shown_in(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)


def colour(widget: QWidget, x: int, y: int) -> str:
    return widget.grab().toImage().pixelColor(x, y).name()


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "0:00"), (59.4, "0:59"), (59.6, "1:00"), (201, "3:21"), (3723, "1:02:03"), (-3, "0:00")],
)
def test_a_length_is_written_as_players_do(seconds: float, written: str) -> None:
    assert clock(seconds) == written


def test_the_badge_stands_in_the_lower_right_of_wide_covers_only(
    qtbot: QtBot, appearance: Appearance
) -> None:
    cover = SizedCover(SMALL_WIDE)
    shown_in(qtbot, cover)
    cover.show_picture(QPixmap.fromImage(plain("#ffffff", 120, 68)))
    assert colour(cover, 114, 50) == "#ffffff"
    cover.show_length("3:21")
    # Black at 80 % on white, 4 pixels from the edges and 18 high.
    assert colour(cover, 114, 50) == "#333333"
    assert colour(cover, 117, 50) == "#ffffff"
    assert colour(cover, 114, 44) == "#ffffff"
    assert colour(cover, 60, 50) == "#ffffff"
    square = SizedCover(Size(64, 64))
    shown_in(qtbot, square)
    square.show_picture(QPixmap.fromImage(plain("#ffffff", 64, 64)))
    square.show_length("3:21")
    assert colour(square, 58, 50) == "#ffffff"


def test_sharp_pictures_are_asked_for_in_the_pixels_they_are_shown_with(
    qtbot: QtBot, appearance: Appearance, wishes: Wishes
) -> None:
    sizes = RealSizes(Pictures(wishes))
    shown_in(qtbot, sizes)
    sizes.show_crop(SQUARE_CROP)
    density = sizes.devicePixelRatioF()
    pixels = [picture.longest for picture in sizes.wanted()]
    assert pixels == [64 * density, 300 * density]
    assert button(sizes, "640 px…").isVisible()
    sizes.show_crop(WIDE_CROP)
    pixels = [picture.longest for picture in sizes.wanted()]
    assert pixels == [120 * density, 320 * density]
    assert "320×180 px" in texts(sizes)
    assert not sizes._more.isVisible()


def test_until_a_sharp_picture_is_here_the_cover_is_cut_from_the_whole_photo(
    qtbot: QtBot, appearance: Appearance, wishes: Wishes
) -> None:
    pictures = Pictures(wishes)
    strip = SizeStrip(pictures)
    shown_in(qtbot, strip)
    whole = QPixmap.fromImage(plain("#ff0000", 2400, 1200))
    painter = QPainter(whole)
    painter.fillRect(1200, 0, 1200, 1200, QColor("#0000ff"))
    painter.end()
    stand_in = StandIn.of(whole, Size(4800, 2400))
    assert stand_in.picture.width() == 1000  # so that cutting takes no time
    right = Shown(LAKE, SQUARE, Box(2400, 0, 4800, 2400))
    strip.show_crops([right], stand_in)
    cover = strip._covers[0]
    assert colour(cover, 5, 32) == colour(cover, 60, 32) == "#0000ff"
    sharp = cover.sharp(right)
    wishes.arrived.emit(sharp, plain("#00ff00", 64, 64))
    strip.show_pictures(stand_in)
    assert colour(cover, 32, 32) == "#00ff00"


def test_small_covers_stand_on_light_and_dark_and_large_ones_on_either(
    qtbot: QtBot, appearance: Appearance, wishes: Wishes
) -> None:
    sizes = RealSizes(Pictures(wishes))
    shown_in(qtbot, sizes)
    sizes.show_crop(SQUARE_CROP)
    light, dark = sizes._strip.findChildren(Surroundings)
    qtbot.waitUntil(lambda: light.isVisible() and dark.width() > 100)
    assert colour(light, 20, 5) == LIGHT.panel
    assert colour(dark, 20, 5) == DARK.window
    assert colour(sizes._page, 20, 5) == LIGHT.panel
    press(sizes, "Dark")
    assert colour(sizes._page, 20, 5) == DARK.window
    press(sizes, "Light")
    assert colour(sizes._page, 20, 5) == LIGHT.panel


def test_a_strip_shows_both_shapes_and_the_length_of_the_song(
    qtbot: QtBot, appearance: Appearance, wishes: Wishes
) -> None:
    strip = SizeStrip(Pictures(wishes))
    shown_in(qtbot, strip)
    strip.show_length(201)
    strip.show_crops([SQUARE_CROP])
    assert strip.wanted() == [Picture(LAKE, SQUARE_CROP.box, 64)]
    strip.show_crops([SQUARE_CROP, WIDE_CROP])
    assert [(own.width(), own.height()) for own in strip._covers] == 2 * [(64, 64), (120, 68)]
    assert strip._covers[1]._length == "3:21"
    strip.show_length(None)
    assert strip._covers[1]._length == ""
    assert len(strip.wanted()) == 2
