"""The map of moods by itself: what lies where, how it is moved, what it says."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import WIDE, Emotion, Match
from coverart.encoders.affect.course import Moment
from coverart.gui.look.appearance import Appearance
from coverart.gui.look.mood_colours import mood_colour
from coverart.gui.mood_map.canvas import NUDGE, PUSH, MoodCanvas
from coverart.gui.mood_map.dots import Dots, Listed
from coverart.gui.mood_map.large_map import LargeMap
from coverart.gui.mood_map.marks import path_points
from coverart.gui.mood_map.plane import Plane, held
from coverart.gui.mood_map.section import MoodSection
from coverart.gui.pictures.picture import Picture
from coverart.gui.pictures.pictures import Pictures
from tests.gui.matches import match
from tests.gui.seeing import LEFT, button, press, texts
from tests.gui.wishes import Wishes

OWN = Emotion(-0.4, 0.2)
OTHER = Emotion(0.5, -0.5)
SIDE = 400
SQUARE = QRectF(0, 0, 200, 200)
NO_KEYS = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
COURSE = (Moment(5.0, -0.8, -0.8), Moment(95.0, 0.8, 0.8))


def listed(*emotions: Emotion | None) -> list[Listed]:
    """Crops of these emotions, best first."""
    found: list[Match] = [
        replace(match(f"{place}.jpg"), emotion=own) for place, own in enumerate(emotions)
    ]
    return [Listed(place, own, own.crop) for place, own in enumerate(found, start=1)]


@pytest.fixture
def pictures(wishes: Wishes) -> Pictures:
    return Pictures(wishes)


@pytest.fixture
def canvas(qtbot: QtBot, appearance: Appearance, pictures: Pictures) -> Iterator[MoodCanvas]:
    """A map within a larger window, as it is in use."""
    window = QWidget()
    own = MoodCanvas(pictures)
    own.setParent(window)
    own.setGeometry(0, 0, SIDE, SIDE)
    qtbot.addWidget(window)
    window.resize(2 * SIDE, SIDE)
    window.show()
    qtbot.waitExposed(window)
    own.show_song(OWN)
    yield own
    window.close()


def at(canvas: MoodCanvas, emotion: Emotion) -> QPoint:
    return canvas.plane.point(emotion).toPoint()


def drag(canvas: MoodCanvas, start: Emotion, *way: Emotion) -> None:
    """Take hold of a place and bring it along a way, without letting go."""
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, start))
    for own in way:
        QTest.mouseMove(canvas, at(canvas, own))


def point_at(canvas: MoodCanvas, place: Emotion) -> None:
    """Bring the pointer to a place, wherever it has been before."""
    for spot in (QPoint(1, 1), at(canvas, place)):
        QTest.mouseMove(canvas, spot)


def let_go(canvas: MoodCanvas, place: Emotion) -> None:
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, place))


def colour_at(picture: QImage, point: QPointF) -> QColor:
    return picture.pixelColor(point.toPoint())


# Where things lie


def test_valence_runs_to_the_right_and_arousal_upwards(canvas: MoodCanvas) -> None:
    plane = canvas.plane
    middle = plane.point(Emotion(0.0, 0.0))
    assert middle == plane.place.center()
    assert plane.point(Emotion(1.0, 0.0)).x() == plane.place.right()
    assert plane.point(Emotion(0.0, 1.0)).y() == plane.place.top()


def test_a_point_beside_the_plane_means_its_edge(canvas: MoodCanvas) -> None:
    assert canvas.plane.emotion(QPointF(-50, SIDE + 50)) == Emotion(-1.0, -1.0)
    assert canvas.plane.emotion(QPointF(SIDE + 50, -50)) == Emotion(1.0, 1.0)


def test_every_emotion_is_found_again_where_it_lies() -> None:
    plane = Plane(SQUARE)
    for own in (Emotion(0.25, -0.75), Emotion(-1.0, 1.0), Emotion(0.0, 0.0), OWN):
        assert plane.emotion(plane.point(own)) == pytest.approx(own)


def test_a_mood_is_held_within_the_plane_and_rounded() -> None:
    assert held(1.2, -7.0) == Emotion(1.0, -1.0)
    assert held(0.123, -0.001) == Emotion(0.12, 0.0)
    assert str(held(0.0, -0.001).arousal) == "0.0"


def test_the_nearest_crop_is_meant_and_of_equal_ones_the_best() -> None:
    dots = Dots(listed(Emotion(0, 0), Emotion(0.5, 0), Emotion(0.5, 0), None))
    dots.lay_out(Plane(SQUARE))
    assert len(dots.points) == 3
    near = QPointF(151, 100)
    assert dots.nearest(near, 5) == 1
    assert dots.nearest(QPointF(125, 130), 5) is None
    assert Dots().nearest(near, 5) is None


def test_pictures_stand_apart_and_the_best_come_first() -> None:
    dots = Dots(listed(Emotion(0, 0), Emotion(0.05, 0.05), Emotion(0.6, 0), Emotion(0, -0.6)))
    dots.lay_out(Plane(SQUARE))
    assert dots.apart(20) == (0, 2, 3)
    assert dots.apart(1) == (0, 1, 2, 3)


def test_the_path_goes_through_the_song_from_start_to_end() -> None:
    path = path_points(COURSE, 100.0)
    assert path[0] == pytest.approx((-0.8, -0.8))
    assert path[-1] == pytest.approx((0.8, 0.8))
    assert path_points((), 100.0) == ()


# The point


def test_dragging_the_point_tries_moods_and_asks_once_it_is_let_go(
    qtbot: QtBot, canvas: MoodCanvas
) -> None:
    tried: list[Emotion] = []
    canvas.tried.connect(tried.append)
    with qtbot.assertNotEmitted(canvas.asked):
        drag(canvas, OWN, Emotion(0.0, 0.0), OTHER)
    assert tried == [pytest.approx(Emotion(0.0, 0.0), abs=0.02), pytest.approx(OTHER, abs=0.02)]
    assert canvas.handle == tried[-1]
    with qtbot.waitSignal(canvas.asked) as told:
        let_go(canvas, OTHER)
    assert told.args == [tried[-1], True]
    assert canvas.handle == tried[-1]


def test_the_point_keeps_its_place_under_the_hand(qtbot: QtBot, canvas: MoodCanvas) -> None:
    corner = at(canvas, OWN) + QPoint(6, 6)
    QTest.mousePress(canvas, LEFT, NO_KEYS, corner)
    with qtbot.waitSignal(canvas.tried) as told:
        QTest.mouseMove(canvas, corner + QPoint(40, 0))
    across = 2 * 40 / canvas.plane.place.width()
    assert told.args == [pytest.approx((OWN.valence + across, OWN.arousal), abs=0.011)]
    let_go(canvas, OTHER)


def test_pressing_the_point_without_a_drag_asks_for_nothing(
    qtbot: QtBot, canvas: MoodCanvas
) -> None:
    with qtbot.assertNotEmitted(canvas.asked), qtbot.assertNotEmitted(canvas.tried):
        QTest.mouseClick(canvas, LEFT, NO_KEYS, at(canvas, OWN))


def test_what_is_shown_meanwhile_does_not_take_the_point_out_of_the_hand(
    canvas: MoodCanvas,
) -> None:
    drag(canvas, OWN, OTHER)
    canvas.show_asked(None)
    assert canvas.handle == pytest.approx(OTHER, abs=0.02)
    let_go(canvas, OTHER)


def test_escape_lets_go_of_the_point_and_asks_for_nothing(qtbot: QtBot, canvas: MoodCanvas) -> None:
    canvas.setFocus()
    drag(canvas, OWN, OTHER)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, NO_KEYS)
    override.ignore()
    QApplication.sendEvent(canvas, override)
    assert override.isAccepted()
    with qtbot.waitSignal(canvas.given_up), qtbot.assertNotEmitted(canvas.asked):
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        let_go(canvas, OTHER)
    assert canvas.handle == OWN


def test_a_map_that_is_hidden_lets_go_of_the_point(qtbot: QtBot, canvas: MoodCanvas) -> None:
    drag(canvas, OWN, OTHER)
    with qtbot.waitSignal(canvas.given_up):
        canvas.hide()


def test_a_double_click_goes_back_to_the_song_s_own_mood(qtbot: QtBot, canvas: MoodCanvas) -> None:
    canvas.show_asked(OTHER)
    with qtbot.waitSignal(canvas.asked) as told:
        QTest.mouseDClick(canvas, LEFT, NO_KEYS, at(canvas, OTHER))
    assert told.args == [None, True]
    assert canvas.handle == OWN
    with qtbot.assertNotEmitted(canvas.asked):  # it is the song's own already
        QTest.mouseDClick(canvas, LEFT, NO_KEYS, at(canvas, OWN))


@pytest.mark.parametrize(
    ("key", "across", "up"),
    [
        (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Right, 1, 0),
        (Qt.Key.Key_Up, 0, 1),
        (Qt.Key.Key_Down, 0, -1),
    ],
)
def test_arrow_keys_move_the_mood_by_small_steps(
    qtbot: QtBot, canvas: MoodCanvas, key: Qt.Key, across: int, up: int
) -> None:
    canvas.setFocus()
    for modifiers, step in ((NO_KEYS, PUSH), (SHIFT, NUDGE)):
        canvas.show_asked(None)
        with qtbot.waitSignal(canvas.asked) as told:
            QTest.keyClick(canvas, key, modifiers)
        wanted = (OWN.valence + step * across, OWN.arousal + step * up)
        assert told.args == [pytest.approx(wanted), False]


def test_home_goes_back_and_keys_with_control_are_left_to_the_window(
    qtbot: QtBot, canvas: MoodCanvas
) -> None:
    canvas.show_asked(OTHER)
    with qtbot.assertNotEmitted(canvas.asked):
        QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(canvas.asked) as told:
        QTest.keyClick(canvas, Qt.Key.Key_Home)
    assert told.args == [None, True]


def test_without_a_song_the_point_is_where_the_query_lies(canvas: MoodCanvas) -> None:
    canvas.show_song(None)
    assert canvas.handle is None
    canvas.show_together(OTHER)
    assert canvas.handle == OTHER


# Crops


def test_pressing_a_dot_chooses_its_crop(qtbot: QtBot, canvas: MoodCanvas) -> None:
    crops = listed(Emotion(0.8, 0.8), OTHER)
    canvas.show_crops(crops)
    with qtbot.waitSignal(canvas.chosen) as told:
        QTest.mouseClick(canvas, LEFT, NO_KEYS, at(canvas, OTHER))
    assert told.args == [crops[1].match]
    with qtbot.assertNotEmitted(canvas.chosen):
        QTest.mouseClick(canvas, LEFT, NO_KEYS, at(canvas, Emotion(-0.8, -0.8)))


def test_the_point_lies_above_the_crops(qtbot: QtBot, canvas: MoodCanvas) -> None:
    canvas.show_crops(listed(OWN))
    with qtbot.assertNotEmitted(canvas.chosen):
        QTest.mouseClick(canvas, LEFT, NO_KEYS, at(canvas, OWN))


def test_the_crop_under_the_pointer_is_shown_beside_it(canvas: MoodCanvas, wishes: Wishes) -> None:
    crops = listed(Emotion(0.8, 0.8), OTHER)
    canvas.show_crops(crops)
    point_at(canvas, OTHER)
    card = canvas.card
    assert card is not None
    assert card.words == "2. calm · bright"
    assert not card.pictured
    (wanted,) = wishes.wanted
    assert wanted.path == crops[1].crop.photo.path
    assert not card.geometry().contains(canvas.mapTo(canvas.window(), at(canvas, OTHER)))
    arrive(wishes, wanted)
    assert card.pictured
    point_at(canvas, Emotion(-0.8, -0.8))
    assert canvas.card is None


def test_the_card_goes_with_the_map(canvas: MoodCanvas) -> None:
    canvas.show_crops(listed(OTHER))
    point_at(canvas, OTHER)
    assert canvas.card is not None
    canvas.hide()
    assert canvas.card is None


def test_a_crop_is_shown_as_it_was_cut_and_in_its_shape(canvas: MoodCanvas, wishes: Wishes) -> None:
    (one,) = listed(OTHER)
    wide = match("0.jpg", aspect=WIDE, side=7).crop
    canvas.show_crops([replace(one, crop=wide)])
    point_at(canvas, OTHER)
    assert wishes.wanted[0].box == wide.box
    assert canvas.card is not None
    assert canvas.card.width() > 1.3 * canvas.card.height()


def test_the_large_map_asks_for_pictures_of_the_best_while_it_is_seen(
    qtbot: QtBot, appearance: Appearance, pictures: Pictures, wishes: Wishes
) -> None:
    own = LargeMap(pictures)
    qtbot.addWidget(own)
    own.resize(600, 600)
    crops = listed(Emotion(0.5, 0.5), Emotion(0.51, 0.5), Emotion(-0.5, -0.5))
    own.canvas.show_crops(crops)
    assert not wishes.wanted
    own.show()
    qtbot.waitExposed(own)
    assert own.canvas.pictured == (0, 2)
    assert [one.path for one in wishes.wanted] == [crops[place].crop.photo.path for place in (0, 2)]
    spot = own.canvas.plane.point(Emotion(0.5, 0.5))
    before = colour_at(own.canvas.grab().toImage(), spot)
    arrive(wishes, wishes.wanted[0])
    assert colour_at(own.canvas.grab().toImage(), spot) == QColor("red") != before
    corner = spot.toPoint() + QPoint(20, 20)  # of the picture, away from its dot
    with qtbot.waitSignal(own.canvas.chosen) as told:
        QTest.mouseClick(own.canvas, LEFT, NO_KEYS, corner)
    assert told.args == [crops[0].match]
    own.hide()
    assert not wishes.wanted


def test_ten_thousand_crops_are_painted_once_and_not_with_every_move(
    qtbot: QtBot, canvas: MoodCanvas
) -> None:
    random = np.random.default_rng(0).uniform(-1, 1, (10_000, 2))
    canvas.show_crops(listed(*(Emotion(*own) for own in random.tolist())))
    canvas.grab()
    still = canvas._still().cacheKey()
    drag(canvas, OWN, OTHER)
    canvas.grab()
    let_go(canvas, OTHER)
    canvas.show_together(OTHER)
    canvas.grab()
    assert canvas._still().cacheKey() == still
    canvas.resize(SIDE - 50, SIDE)
    assert canvas._still().cacheKey() != still


# What is seen and said


def test_the_plane_has_the_colours_of_the_waveform(canvas: MoodCanvas) -> None:
    base = canvas.palette().color(QPalette.ColorRole.Base)
    picture = canvas.grab().toImage()
    for emotion in (Emotion(0.7, 0.7), Emotion(-0.7, 0.7), Emotion(-0.7, -0.7), Emotion(0.7, -0.7)):
        seen, full = colour_at(picture, canvas.plane.point(emotion)), mood_colour(*emotion, base)
        assert abs((seen.hueF() - full.hueF() + 0.5) % 1 - 0.5) < 0.06
        assert 0 < seen.saturation() < full.saturation()


def test_the_map_follows_the_theme(canvas: MoodCanvas, appearance: Appearance) -> None:
    seen = {}
    spot = canvas.plane.point(Emotion(0.7, 0.4))
    for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
        appearance._apply(scheme)
        QApplication.processEvents()
        seen[scheme] = colour_at(canvas.grab().toImage(), spot).lightness()
    assert seen[Qt.ColorScheme.Dark] < 100 < seen[Qt.ColorScheme.Light]


def test_the_axes_are_named_for_musicians_and_teach_valence_and_arousal(
    canvas: MoodCanvas,
) -> None:
    canvas.grab()
    place = canvas.plane.place
    right, top = QPointF(place.right() - 15, place.center().y()), QPointF(0, place.top() + 12)
    top.setX(place.center().x())
    assert "pleasant" in canvas.told_at(right)
    assert "energy" in canvas.told_at(top)
    lesson = canvas.told_at(canvas.plane.point(Emotion(0.6, -0.6)))
    assert "about six times in ten" in " ".join(lesson.split())


def test_the_point_says_what_it_is(canvas: MoodCanvas) -> None:
    own, other = canvas.plane.point(OWN), canvas.plane.point(OTHER)
    assert canvas.told_at(own).startswith("The song’s own mood: lively · dark (valence −0.40")
    canvas.show_asked(OTHER)
    assert canvas.told_at(other).startswith("The mood you ask for: calm · bright")
    assert canvas.told_at(own).startswith("The song’s own mood: lively · dark")
    canvas.show_together(Emotion(0.0, -0.8))
    place = canvas.plane.point(Emotion(0.0, -0.8))
    assert canvas.told_at(place).startswith("All that you ask for together: very calm")
    canvas.show_crops(listed(Emotion(0.8, 0.8)))
    assert canvas.told_at(canvas.plane.point(Emotion(0.8, 0.8))) == ""


def test_the_map_tells_those_who_do_not_see_it_where_the_point_is(canvas: MoodCanvas) -> None:
    assert canvas.accessibleName() == "Mood map"
    assert canvas.focusPolicy() & Qt.FocusPolicy.TabFocus
    told = canvas.accessibleDescription()
    assert told.startswith("The song’s own mood: lively · dark (valence −0.40, arousal +0.20).")
    assert told.endswith("The arrow keys ask for another mood, and Home for the song’s own.")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert "you ask for: lively · dark (valence −0.40, arousal +0.25)" in (
        canvas.accessibleDescription()
    )
    canvas.show_song(None)
    canvas.show_asked(None)
    assert canvas.accessibleDescription().startswith("There is no mood yet.")


# The section and the large map


@pytest.fixture
def section(qtbot: QtBot, appearance: Appearance, pictures: Pictures) -> MoodSection:
    own = MoodSection(pictures)
    qtbot.addWidget(own)
    own.resize(240, 300)
    own.show()
    qtbot.waitExposed(own)
    return own


def test_the_small_map_is_folded_up_until_it_is_wanted(qtbot: QtBot, section: MoodSection) -> None:
    assert not section.canvas.isVisible()
    with qtbot.waitSignal(section.unfolded):
        press(section, "Mood map")
    assert section.canvas.isVisible()
    assert button(section, "Mood map").accessibleName() == "Hide the mood map"
    press(section, "Mood map")
    assert not section.canvas.isVisible()
    with qtbot.waitSignal(section.enlarge_wanted):
        press(section, "Enlarge the mood map")


def test_where_no_moods_are_compared_one_sentence_says_what_is_needed(
    section: MoodSection,
) -> None:
    section.set_open(True)
    section.show_offered(False)
    assert not section.canvas.isVisible()
    (told,) = texts(section)
    assert told.startswith("The mood map needs the space “Mood and colour”")
    section.set_open(False)
    assert texts(section) == []
    section.show_offered(True)
    section.set_open(True)
    assert section.canvas.isVisible()


def test_the_large_map_leads_back_to_the_gallery_and_to_the_song_s_own_mood(
    qtbot: QtBot, appearance: Appearance, pictures: Pictures
) -> None:
    own = LargeMap(pictures)
    qtbot.addWidget(own)
    own.show()
    with qtbot.waitSignal(own.closed):
        press(own, "Back to the gallery")
    assert not button(own, "The song’s own mood").isEnabled()
    own.show_asked(True)
    with qtbot.waitSignal(own.canvas.asked) as told:
        press(own, "The song’s own mood")
    assert told.args == [None, True]
    assert any("six times in ten" in text for text in texts(own))


def arrive(wishes: Wishes, picture: Picture) -> None:
    """A picture comes: it is red all over."""
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    wishes.arrived.emit(picture, image)
