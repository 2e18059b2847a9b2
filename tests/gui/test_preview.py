"""The panel beside the gallery shows what is known of a match, and asks for sharp pictures."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, WIDE, Box, Match
from coverart.gui.detail.both_shapes import Shape
from coverart.gui.detail.column import Column
from coverart.gui.detail.preview import BY_HAND, FALLBACK, RATED_AS_PROPOSED, Preview
from coverart.gui.detail.stars import Stars
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures
from coverart.triage.judgement import UNJUDGED, Flag, Judgement
from tests.gui.matches import match
from tests.gui.seeing import button, press
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
    """Whether exactly the sizes that the views have now are being fetched, the large one first."""
    path, box = shown.crop.photo.path, shown.crop.box
    crop, photo = preview._crop.longest_side(), preview._photo.longest_side()
    small = 64 if shown.crop.aspect == SQUARE else 120
    first = (Picture(path, box, crop), Picture(path, None, photo))
    return wishes.wanted == (*first, Picture(path, box, small))


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


def test_score_parts_teach_their_words(preview: Preview) -> None:
    preview.show_match(match("a"))
    (composition,) = [own for own in preview.findChildren(QLabel) if own.text() == "Composition"]
    assert "How well the crop is cut" in composition.toolTip()


def test_every_platform_says_whether_the_pixels_suffice(qtbot: QtBot, preview: Preview) -> None:
    preview.show_match(match("a", side=900))
    qtbot.waitUntil(lambda: "Apple Music" in texts(preview))
    said = texts(preview)
    assert "Enough pixels for 1 of 20 presets" in said
    assert said.index("SoundCloud tracks") < said.index("Apple Music")  # who is content comes first
    signs = {sign.accessibleName() for sign in preview.findChildren(QWidget)}
    assert "SoundCloud tracks: Has the 800×800 pixels that are asked for." in signs
    spotify = "Spotify looks best with 3000×3000 pixels; this crop has 900×900 of its own."
    assert f"Spotify: {spotify}" in signs
    preview.show_match(match("b", aspect=WIDE, side=80))
    qtbot.waitUntil(lambda: "Enough pixels for 2 of 3 presets" in texts(preview))
    qtbot.waitUntil(lambda: "Apple Music" not in texts(preview))
    qtbot.waitUntil(lambda: {"YouTube", "A wide cover"} <= {*texts(preview)})


def test_flag_and_stars_are_shown_and_asked_for(qtbot: QtBot, preview: Preview) -> None:
    flags: list[Flag] = []
    stars: list[int] = []
    preview.flag_wanted.connect(flags.append)
    preview.stars_wanted.connect(stars.append)
    preview.show_match(match("a"))
    keep, reject = button(preview, "Keep"), button(preview, "Reject")
    press(preview, "Keep")
    assert flags == [Flag.KEPT]
    assert not keep.isChecked()  # whoever decides says what holds
    preview.show_judgement(Judgement(Flag.KEPT, 3))
    assert keep.isChecked()
    assert not reject.isChecked()
    press(preview, "Keep")
    press(preview, "Reject")
    assert flags[1:] == [Flag.NONE, Flag.REJECTED]
    own = preview.findChild(Stars)
    assert own is not None
    assert own.accessibleDescription() == "3 stars"
    for place in (4, 2):
        centre = QPoint(4 + 24 * place + 12, 16)
        QTest.mouseClick(own, Qt.MouseButton.LeftButton, pos=centre)
    QTest.keyClick(own, Qt.Key.Key_Left)
    assert stars == [5, 0, 2]
    preview.show_match(match("b"))
    assert own.accessibleDescription() == "0 stars"


def test_a_crop_that_was_recut_is_shown_as_it_is_cut(
    qtbot: QtBot, preview: Preview, wishes: Wishes
) -> None:
    proposed, box = match("a", side=900), Box(40, 40, 740, 740)
    preview.show_match(proposed)
    preview.show_judgement(Judgement(box=box))
    said = texts(preview)
    assert "a\n700×700 native pixels, 1:1" in said
    assert RATED_AS_PROPOSED in said
    recut = replace(proposed, crop=replace(proposed.crop, box=box))
    qtbot.waitUntil(lambda: asked_for(preview, wishes, recut))
    preview.show_match(recut)
    preview.show_judgement(Judgement(box=box))
    assert BY_HAND in texts(preview)
    preview.show_match(proposed)
    preview.show_judgement(UNJUDGED)
    assert "a\n900×900 native pixels, 1:1" in texts(preview)
    assert BY_HAND not in texts(preview)
    qtbot.waitUntil(lambda: asked_for(preview, wishes, proposed))


def test_both_shapes_of_a_photo_stand_beside_each_other(
    qtbot: QtBot, preview: Preview, wishes: Wishes
) -> None:
    square, wide = match("a", side=900), match("a", aspect=WIDE, side=100)
    turned: list[Match] = []
    preview.turned.connect(turned.append)
    preview.show_match(square)
    preview.set_siblings([square, match("b", aspect=WIDE), wide])
    one, other = preview.findChildren(Shape)
    qtbot.waitUntil(lambda: Picture(wide.crop.photo.path, wide.crop.box, 120) in wishes.wanted)
    qtbot.waitUntil(lambda: abs(one.height() - other.height()) <= 1 and one.width() < other.width())
    QTest.mouseClick(one, Qt.MouseButton.LeftButton)
    assert turned == []  # it is shown already
    QTest.mouseClick(other, Qt.MouseButton.LeftButton)
    QTest.keyClick(other, Qt.Key.Key_Return)
    assert turned == [wide, wide]
    preview.show_match(wide)
    assert not other.isVisible()


def test_the_buttons_of_the_foot_are_told(qtbot: QtBot, preview: Preview) -> None:
    preview.show_match(match("a"))
    with qtbot.waitSignal(preview.edit_wanted):
        press(preview, "Edit crop")
    with qtbot.waitSignal(preview.export_wanted):
        press(preview, "Export…")


@pytest.mark.parametrize("width", [272, 352, 600])
def test_nothing_is_cut_off_however_narrow_the_panel(
    qtbot: QtBot, preview: Preview, width: int
) -> None:
    preview.resize(width, 500)
    preview.show_match(match("a", aspect=WIDE, side=100))
    preview.set_siblings([match("a", side=900)])
    scroll = preview.findChild(Column)
    assert scroll is not None
    page = scroll.widget()
    assert page is not None
    qtbot.waitUntil(lambda: page.width() == scroll.viewport().width())
    strip = preview._sizes
    qtbot.waitUntil(lambda: strip.height() == strip.sizeHint().height())
    for cover in strip._covers:
        place = cover.mapTo(page, QPoint(0, 0))
        assert place.x() >= 0
        assert place.x() + cover.width() <= page.width()


def test_the_content_is_as_wide_with_a_scroll_bar_as_without(
    qtbot: QtBot, preview: Preview
) -> None:
    preview.show_match(match("a"))
    preview.resize(352, 400)
    scroll = preview.findChild(Column)
    assert scroll is not None
    qtbot.waitUntil(scroll.verticalScrollBar().isVisible)
    narrow = preview._scores.width()
    preview.resize(352, 2000)
    qtbot.waitUntil(lambda: not scroll.verticalScrollBar().isVisible())
    qtbot.waitUntil(lambda: preview._scores.width() == narrow)
