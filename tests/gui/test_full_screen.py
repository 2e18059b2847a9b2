"""A crop by itself on the whole screen, judged with one key."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import Box, Crop, Size
from coverart.gui.compare.full_screen import FullScreen, Place
from coverart.gui.compare.note import Note
from coverart.gui.compare.zoom_state import FIT
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.pictures import Pictures
from coverart.triage.judgement import UNJUDGED, Flag, Judgement
from tests.gui.matches import match
from tests.gui.patience import TIMEOUT
from tests.gui.wishes import Wishes

FIRST = match("a.jpg", 0.71, side=900)
SECOND = match("b.jpg", 0.6, side=900)


@pytest.fixture
def owner(qtbot: QtBot, appearance: Appearance) -> QWidget:
    own = QWidget()
    qtbot.addWidget(own)
    with qtbot.waitExposed(own):
        own.show()
    return own


@pytest.fixture
def full(qtbot: QtBot, owner: QWidget, wishes: Wishes) -> Iterator[FullScreen]:
    own = FullScreen(owner, Pictures(wishes))
    own.show_match(FIRST, Place(3, 24))
    with qtbot.waitExposed(own):
        own.open()
    yield own
    own.close()


def judging(judgement: Judgement) -> Callable[[Crop], Judgement]:
    return lambda crop: judgement if crop == FIRST.crop else UNJUDGED


def test_it_covers_the_screen_with_a_caption(full: FullScreen) -> None:
    assert full.isFullScreen()
    assert full.size() == full.screen().size()
    assert full._caption.isVisible()
    assert full._caption.lines == ("3 of 24   71%   900×900 native pixels",)
    assert full.rect().contains(full._caption.geometry())
    assert full.accessibleName() == "Rank 3, score 71%, 900×900 native pixels"


def test_it_is_dark_in_every_theme_before_its_picture_is_there_too(full: FullScreen) -> None:
    shown = full.grab().toImage()
    for point in (full.rect().center() + QPoint(0, 90), QPoint(2, 2)):
        assert shown.pixelColor(point * shown.devicePixelRatio()).lightness() < 64


def test_arrows_ask_for_the_neighbours(qtbot: QtBot, full: FullScreen) -> None:
    for key, step in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, -1)):
        with qtbot.waitSignal(full.step_wanted) as wanted:
            QTest.keyClick(full, key)
        assert wanted.args == [step]


def test_keys_judge_what_is_shown(qtbot: QtBot, full: FullScreen) -> None:
    for key, flag in (
        (Qt.Key.Key_P, Flag.KEPT),
        (Qt.Key.Key_X, Flag.REJECTED),
        (Qt.Key.Key_U, Flag.NONE),
    ):
        with qtbot.waitSignal(full.flag_wanted) as wanted:
            QTest.keyClick(full, key)
        assert wanted.args == [FIRST, flag]
    full._caption.go()
    with qtbot.waitSignal(full.stars_wanted) as wanted:
        QTest.keyClick(full, Qt.Key.Key_5)
    assert wanted.args == [FIRST, 5]
    assert full._caption.isVisible()


def test_a_decision_is_confirmed_in_the_middle_for_a_moment(qtbot: QtBot, full: FullScreen) -> None:
    full.show_judgements(judging(Judgement(Flag.KEPT)))
    assert full._sign.isVisible()
    assert full._sign.lines == ("Kept",)
    away = full._sign.geometry().center() - full.rect().center()
    assert max(abs(away.x()), abs(away.y())) <= 1
    full.show_judgements(judging(Judgement(Flag.KEPT, 2)))
    assert full._sign.lines == ("2 stars",)
    full.show_judgements(judging(UNJUDGED))
    assert full._sign.lines == ("No flag",)
    assert full.accessibleName() == "Rank 3, score 71%, 900×900 native pixels"
    qtbot.waitUntil(lambda: not full._sign.isVisible(), timeout=TIMEOUT)


def test_a_decision_is_confirmed_even_if_the_gallery_is_quicker_to_tell(full: FullScreen) -> None:
    decided: list[Judgement] = [UNJUDGED]
    full.show_judgements(lambda _crop: decided[0])
    decided[0] = Judgement(Flag.REJECTED)
    full.show_match(FIRST, Place(3, 24))
    assert full._sign.isVisible()
    assert full._sign.lines == ("Rejected",)


def test_what_was_decided_before_needs_no_confirmation(full: FullScreen) -> None:
    full.show_judgements(judging(Judgement(Flag.KEPT)))
    full._sign.go()
    full.show_match(SECOND, Place(4, 24))
    full.show_match(FIRST, Place(3, 24))
    full.show_judgements(judging(Judgement(Flag.KEPT)))
    assert not full._sign.isVisible()
    assert full.accessibleName().endswith("kept")


def test_caption_and_pointer_go_after_a_while_and_come_back_with_the_mouse(
    qtbot: QtBot, full: FullScreen
) -> None:
    qtbot.waitUntil(lambda: not full._caption.isVisible(), timeout=TIMEOUT)
    assert full._view.cursor().shape() is Qt.CursorShape.BlankCursor
    none, where = Qt.MouseButton.NoButton, QPointF(50, 60)
    no_keys = Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(QEvent.Type.MouseMove, where, where, none, none, no_keys)
    QApplication.sendEvent(full._view, moved)
    assert full._caption.isVisible()
    assert full._view.cursor().shape() is not Qt.CursorShape.BlankCursor


def test_more_is_told_on_request_and_stays(qtbot: QtBot, full: FullScreen) -> None:
    QTest.keyClick(full, Qt.Key.Key_I)
    assert full._caption.lines[1:] == ("Calm.", "a.jpg")
    assert not full._caption._rest.isActive()
    QTest.keyClick(full, Qt.Key.Key_I)
    assert len(full._caption.lines) == 1
    assert full._caption._rest.isActive()


def test_the_whole_photo_is_shown_with_the_crop_outlined(
    qtbot: QtBot, full: FullScreen, wishes: Wishes
) -> None:
    assert full._view._shape == FIRST.crop.box.size
    QTest.keyClick(full, Qt.Key.Key_F)
    assert (full._view._shape, full._view._outline) == (Size(4000, 3000), FIRST.crop.box)
    qtbot.waitUntil(lambda: bool(wishes.wanted) and wishes.wanted[0].box is None)
    QTest.keyClick(full, Qt.Key.Key_F)
    qtbot.waitUntil(lambda: wishes.wanted[0].box == FIRST.crop.box)
    assert full._view._outline is None


def test_a_recut_crop_is_shown_as_it_was_recut(
    qtbot: QtBot, full: FullScreen, wishes: Wishes
) -> None:
    box = Box(0, 0, 500, 500)
    full.show_judgements(judging(Judgement(box=box)))
    assert full._caption.lines == ("3 of 24   71%   500×500 native pixels",)
    qtbot.waitUntil(lambda: bool(wishes.wanted) and wishes.wanted[0].box == box)


def test_the_picture_is_fetched_first_and_then_the_likely_next(
    qtbot: QtBot, full: FullScreen, wishes: Wishes
) -> None:
    full.show_match(FIRST, Place(3, 24), likely_next=[SECOND])
    qtbot.waitUntil(lambda: len(wishes.wanted) == 2)
    ahead = wishes.wanted[1]
    assert ahead.path.name == "b.jpg"
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill("#123456")
    wishes.arrived.emit(ahead, image)
    full.show_match(SECOND, Place(4, 24))
    shown = full.grab().toImage()
    middle = shown.pixelColor(shown.width() // 2, shown.height() // 2)
    assert middle.name() == "#123456"


def test_zooming_ends_with_the_next_crop(full: FullScreen) -> None:
    QTest.keyClick(full, Qt.Key.Key_Plus)
    assert full._view.state.scale > 1
    full.show_match(SECOND, Place(4, 24))
    assert full._view.state == FIT


def test_a_better_ranking_does_not_disturb_who_looks_closely(full: FullScreen) -> None:
    QTest.keyClick(full, Qt.Key.Key_Plus)
    full._caption.go()
    full.show_match(FIRST, Place(5, 30))
    assert full._view.state.scale > 1
    assert not full._caption.isVisible()
    assert full._caption.lines == ("5 of 30   71%   900×900 native pixels",)


def test_with_nothing_to_show_it_says_so_and_does_nothing_but_close(
    qtbot: QtBot, full: FullScreen, wishes: Wishes
) -> None:
    QTest.keyClick(full, Qt.Key.Key_Plus)
    full.show_nothing()
    assert full.match is None
    assert wishes.wanted == ()
    assert not full._caption.isVisible()
    shown = full.grab().toImage()
    middle = full.rect().center() * shown.devicePixelRatio()
    written = {
        shown.pixelColor(middle + QPoint(x, y)).lightness() for x in range(-40, 40) for y in (-3, 3)
    }
    assert max(written) > 100
    for signal in (full.flag_wanted, full.stars_wanted, full.step_wanted):
        with qtbot.assertNotEmitted(signal):
            for key in (Qt.Key.Key_P, Qt.Key.Key_1, Qt.Key.Key_Left, Qt.Key.Key_F, Qt.Key.Key_I):
                QTest.keyClick(full, key)
    full.show_match(FIRST, Place(3, 24))
    assert full._view.isVisible()
    assert full._view.state == FIT
    assert full.accessibleName().startswith("Rank 3,")
    full.show_nothing()
    QTest.keyClick(full, Qt.Key.Key_Escape)
    assert not full.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_a_key_leads_back(qtbot: QtBot, full: FullScreen, wishes: Wishes, key: Qt.Key) -> None:
    with qtbot.waitSignal(full.closed):
        QTest.keyClick(full, key)
    assert not full.isVisible()
    assert wishes.wanted == ()


def test_it_closes_and_dies_with_its_window(qtbot: QtBot, owner: QWidget, full: FullScreen) -> None:
    owner.close()
    assert not full.isVisible()
    assert not [note for note in full.findChildren(Note) if note._rest.isActive()]
    assert full.parent() is owner
    assert [own for own in QApplication.topLevelWidgets() if own.isVisible()] == []
