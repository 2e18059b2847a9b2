"""Crops are compared beside each other, zoomed together, and judged with one key."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import WIDE, Box, ContentHash, Crop, Match, Photo, Size
from coverart.gui.compare.board import best_columns
from coverart.gui.compare.compare import Compare
from coverart.gui.compare.zoom_state import FIT
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture import Picture
from coverart.gui.pictures.picture_thread import PictureThread
from coverart.gui.pictures.pictures import Pictures
from coverart.triage.judgement import UNJUDGED, Flag, Judgement
from tests.gui.matches import match
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import button, press, texts
from tests.gui.wishes import Wishes

LEFT = Qt.MouseButton.LeftButton
NO_CHROME = Size(0, 0)


@pytest.fixture
def compare(qtbot: QtBot, appearance: Appearance, wishes: Wishes) -> Compare:
    """A page with three squares."""
    own = Compare(Pictures(wishes))
    qtbot.addWidget(own)
    own.resize(1200, 700)
    own.show_matches([match(name, side=1000) for name in "abc"], [1, 4, 9])
    with qtbot.waitExposed(own):
        own.show()
    return own


def names(compare: Compare) -> list[str]:
    return [own.crop.photo.path.name for own in compare.matches]


def current(compare: Compare) -> str:
    assert compare.current_match is not None
    return compare.current_match.crop.photo.path.name


def judging(**judgements: Judgement) -> Callable[[Crop], Judgement]:
    return lambda crop: judgements.get(crop.photo.path.name, UNJUDGED)


def test_pictures_stand_so_that_they_are_as_large_as_they_fit() -> None:
    square, wide = Size(100, 100), Size(160, 90)
    assert best_columns([square] * 2, Size(1200, 700), NO_CHROME) == 2
    assert best_columns([wide] * 2, Size(700, 900), NO_CHROME) == 1
    assert best_columns([square] * 4, Size(800, 800), NO_CHROME) == 2
    assert best_columns([square] * 3, Size(1500, 500), NO_CHROME) == 3
    assert best_columns([wide] * 4, Size(1200, 700), NO_CHROME) == 2


def test_each_crop_has_its_rank_score_and_pixels(compare: Compare) -> None:
    said = texts(compare)
    assert "3 crops side by side" in said
    assert {"1", "4", "9", "50%", "1000×1000"} <= set(said)
    assert compare._cells[1].accessibleName() == "Rank 4, score 50%, 1000×1000 native pixels"


def test_more_than_four_are_not_compared(compare: Compare) -> None:
    compare.show_matches([match(name) for name in "abcdef"], range(1, 7))
    assert names(compare) == ["a", "b", "c", "d"]
    compare.show_matches([match(name, aspect=WIDE) for name in "xy"], [2, 3])
    assert names(compare) == ["x", "y"]
    assert "c" not in [own.toolTip() for own in compare._spare if own.isVisible()]


def test_arrows_and_clicks_choose_one(qtbot: QtBot, compare: Compare) -> None:
    with qtbot.waitSignal(compare.chosen) as chosen:
        QTest.keyClick(compare, Qt.Key.Key_Right)
    assert chosen.args == [compare.matches[1]]
    QTest.keyClick(compare, Qt.Key.Key_Right)
    with qtbot.assertNotEmitted(compare.chosen):
        QTest.keyClick(compare, Qt.Key.Key_Right)
    assert current(compare) == "c"
    QTest.mouseClick(compare._cells[0].view, LEFT)
    assert current(compare) == "a"
    outlined = [own.grab().toImage().pixelColor(60, 2).name() for own in compare._cells]
    assert outlined[0] != outlined[1] == outlined[2]


def test_all_are_zoomed_and_moved_together_until_each_is_by_itself(compare: Compare) -> None:
    first, second, third = (own.view for own in compare._cells)
    first.zoom_by(3, QPointF(20, 30))
    assert first.state == second.state == third.state != FIT
    QTest.keyClick(compare, Qt.Key.Key_Z)
    assert not compare.together
    second.pan(QPointF(-50, 0))
    assert second.state != first.state == third.state
    QTest.keyClick(compare, Qt.Key.Key_Right)
    QTest.keyClick(compare, Qt.Key.Key_Z)
    assert first.state == second.state == third.state


def test_keys_zoom_the_current_one_and_so_all(compare: Compare) -> None:
    QTest.keyClick(compare, Qt.Key.Key_Plus)
    assert {own.view.state.scale for own in compare._cells} == {1.5}
    QTest.keyClick(compare, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert {own.view.state for own in compare._cells} == {FIT}


@pytest.mark.parametrize(
    ("key", "flag"),
    [
        (Qt.Key.Key_P, Flag.KEPT),
        (Qt.Key.Key_X, Flag.REJECTED),
        (Qt.Key.Key_U, Flag.NONE),
    ],
)
def test_a_key_flags_the_current_one(
    qtbot: QtBot, compare: Compare, key: Qt.Key, flag: Flag
) -> None:
    compare.go(1)
    with qtbot.waitSignal(compare.flag_wanted) as wanted:
        QTest.keyClick(compare, key)
    assert wanted.args == [compare.matches[1], flag]


def test_digits_are_stars(qtbot: QtBot, compare: Compare) -> None:
    for key, stars in ((Qt.Key.Key_4, 4), (Qt.Key.Key_0, 0)):
        with qtbot.waitSignal(compare.stars_wanted) as wanted:
            QTest.keyClick(compare, key)
        assert wanted.args == [compare.matches[0], stars]


def test_what_was_decided_is_shown_and_the_rejected_one_stays_dimmed(compare: Compare) -> None:
    white = QImage(300, 300, QImage.Format.Format_RGB32)
    white.fill("#ff0000")
    for own in compare._cells:
        assert own.picture is not None
        compare._pictures._take(own.picture, white)
    compare.show_judgements(judging(a=Judgement(Flag.KEPT, 3), b=Judgement(Flag.REJECTED)))
    said = [own.accessibleName() for own in compare._cells]
    assert said[0].endswith("kept, 3 stars")
    assert said[1].endswith("rejected")
    assert names(compare) == ["a", "b", "c"]
    images = [own.view.grab().toImage() for own in compare._cells]
    middle = [image.pixelColor(image.width() // 2, image.height() // 2) for image in images]
    assert middle[0] == middle[2] == "#ff0000"
    assert middle[1].saturation() < 150
    compare.show_judgements(judging())
    assert "rejected" not in compare._cells[1].accessibleName()


def test_a_recut_crop_is_shown_as_it_was_recut(
    qtbot: QtBot, compare: Compare, wishes: Wishes
) -> None:
    box = Box(100, 100, 600, 600)
    compare.show_judgements(judging(b=Judgement(box=box)))
    assert "500×500" in texts(compare)
    qtbot.waitUntil(lambda: box in [own.box for own in wishes.wanted])


def test_one_is_taken_out_and_the_next_takes_its_place(qtbot: QtBot, compare: Compare) -> None:
    compare.go(1)
    with qtbot.waitSignal(compare.removed) as removed, qtbot.assertNotEmitted(compare.closed):
        QTest.keyClick(compare, Qt.Key.Key_Delete)
    assert removed.args[0].crop.photo.path.name == "b"
    assert (names(compare), current(compare)) == (["a", "c"], "c")
    with qtbot.waitSignal(compare.closed):
        press(compare, "Take rank 1 out of the comparison")
    assert (names(compare), current(compare)) == (["c"], "c")


def test_the_current_one_stays_so_when_one_before_it_is_taken_out(compare: Compare) -> None:
    compare.go(1)
    press(compare, "Take rank 1 out of the comparison")
    assert (names(compare), current(compare)) == (["b", "c"], "b")


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_C])
def test_a_key_leads_back(qtbot: QtBot, compare: Compare, key: Qt.Key) -> None:
    with qtbot.waitSignal(compare.closed):
        QTest.keyClick(compare, key)


def test_a_button_leads_back(qtbot: QtBot, compare: Compare) -> None:
    assert button(compare, "Zoom together").isChecked()
    with qtbot.waitSignal(compare.closed):
        press(compare, "Back")


def test_its_keys_come_before_the_commands_of_the_window(
    qtbot: QtBot, appearance: Appearance, wishes: Wishes
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    compare = Compare(Pictures(wishes))
    QVBoxLayout(window).addWidget(compare)
    done = []
    for keys in ("P", "Esc", "Ctrl+Z"):
        action = QAction(window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _checked, keys=keys: done.append(keys))
        window.addAction(action)
    compare.show_matches([match("a"), match("b")], [1, 2])
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    QTest.keyClick(compare, Qt.Key.Key_P)
    QTest.keyClick(compare, Qt.Key.Key_Escape)
    QTest.keyClick(compare, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert done == ["Ctrl+Z"]


def test_pictures_are_wanted_as_they_are_shown_and_no_longer_than_that(
    qtbot: QtBot, compare: Compare, wishes: Wishes
) -> None:
    compare.go(2)
    views = [own.view for own in compare._cells]

    def wanted() -> dict[str, int]:
        return {own.path.name: own.longest for own in wishes.wanted}

    fits = {name: view.longest_wanted() for name, view in zip("abc", views, strict=True)}
    qtbot.waitUntil(lambda: wanted() == fits)
    views[0].zoom_by(2)
    qtbot.waitUntil(lambda: wanted() == {name: 2 * size for name, size in fits.items()})
    assert wishes.wanted[0].path.name == "c"
    compare.hide()
    assert wishes.wanted == ()


def test_a_real_photo_becomes_sharp_when_zoomed(
    qtbot: QtBot, appearance: Appearance, tmp_path: Path
) -> None:
    """Stripes of one pixel are grey from afar, and black and white where each has its own."""
    stripes = np.zeros((1200, 1200, 3), dtype=np.uint8)
    stripes[:, ::2] = 255
    Image.fromarray(stripes).save(tmp_path / "stripes.png")
    photo = Photo(tmp_path / "stripes.png", ContentHash("s"), Size(1200, 1200))
    whole = Match(Crop(photo, match("a").crop.aspect, Box(0, 0, 1200, 1200)), 0.5, {}, "")
    pictures = Pictures(PictureThread())
    page = Compare(pictures)
    qtbot.addWidget(page)
    page.resize(800, 500)
    page.show_matches([whole, whole], [1, 2])
    page.show()
    view = page._cells[0].view

    def contrast() -> int:
        image = view.grab().toImage()
        row = [image.pixelColor(x, image.height() // 2).lightness() for x in range(40, 240)]
        return max(row) - min(row)

    def arrived() -> bool:
        return pictures.get(Picture(photo.path, whole.crop.box, view.longest_wanted())) is not None

    try:
        qtbot.waitUntil(arrived, timeout=TIMEOUT)
        assert contrast() < 60
        QTest.mouseDClick(view, LEFT, pos=QPoint(100, 100))
        qtbot.waitUntil(arrived, timeout=TIMEOUT)
        qtbot.waitUntil(lambda: contrast() > 200, timeout=TIMEOUT)
    finally:
        pictures.close()
