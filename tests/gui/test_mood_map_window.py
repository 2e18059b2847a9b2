"""The map of moods in the window: in step with song, list and wish, and what is asked for there."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.domain import Crop, Emotion, Match
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Wish
from coverart.gui.mood_map.canvas import MoodCanvas
from coverart.gui.studio.chip_list import parts_of
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.spaces import SpaceLabel
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import Wanted
from coverart.gui.window.main_window import MainWindow
from tests.gui.doing import CONTROL, choose, chosen, redo, refined, strike, undo
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import LEFT, NO_KEYS, button, press, texts
from tests.gui.test_accessibility import disorder, focusable, name_of, tabbed, usable

FAR = Emotion(-0.7, 0.6)


@pytest.fixture
def mapped(qtbot: QtBot, ranked: MainWindow) -> MainWindow:
    """A window with a finished search, whose map is open and knows the song."""
    strike(Qt.Key.Key_M, CONTROL)
    canvas = small(ranked)
    qtbot.waitUntil(lambda: canvas.own is not None and shows_list(ranked), timeout=TIMEOUT)
    return ranked


def small(window: MainWindow) -> MoodCanvas:
    return window.crops_page.browse.side.moods.canvas


def large(window: MainWindow) -> MoodCanvas:
    return window.crops_page.browse.large_map.canvas


def shows_list(window: MainWindow, canvas: MoodCanvas | None = None) -> bool:
    """Whether a map shows the crops of the list, and no others."""
    on_map = {one.match.crop for one in (canvas or small(window)).dots.listed}
    return on_map == {match.crop for match in listed(window)}


def listed(window: MainWindow) -> list[Match]:
    """The matches of the gallery, best first."""
    model = window.gallery.matches
    return [match for row in range(model.rowCount()) for match in model.row_at(row)]


def at(canvas: MoodCanvas, emotion: Emotion) -> QPoint:
    return canvas.plane.point(emotion).toPoint()


def drag(canvas: MoodCanvas, *way: Emotion) -> None:
    """Take hold of the point, bring it along a way, and let it go at its end."""
    assert canvas.handle is not None
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, canvas.handle))
    for place in way:
        QTest.mouseMove(canvas, at(canvas, place))
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, way[-1]))


def crops(window: MainWindow) -> list[Crop]:
    """The crops of the list, best first."""
    return [match.crop for match in window._studio.crops.ranking.matches]


def test_the_map_is_folded_up_at_first_and_control_m_unfolds_it(ranked: MainWindow) -> None:
    assert not small(ranked).isVisible()
    strike(Qt.Key.Key_M, CONTROL)
    assert small(ranked).isVisible()
    browse = ranked.crops_page.browse
    assert browse.keep()["mood_map"] is True
    strike(Qt.Key.Key_M, CONTROL)
    assert not small(ranked).isVisible()
    browse.restore({"mood_map": True})
    assert small(ranked).isVisible()
    strike(Qt.Key.Key_B, CONTROL)
    strike(Qt.Key.Key_M, CONTROL)
    assert small(ranked).isVisible()


def test_the_map_shows_the_song_where_its_portrait_has_it(
    mapped: MainWindow, knowing: Studio
) -> None:
    record = knowing.crops.record
    assert record is not None
    assert small(mapped).handle == pytest.approx(tuple(record.vector[:2]), abs=1e-3)


def test_every_crop_of_the_list_is_a_dot_where_its_mood_is(mapped: MainWindow) -> None:
    assert shows_list(mapped)
    dots = small(mapped).dots
    for place, one in enumerate(dots.listed):
        assert one.match.emotion is not None
        there = small(mapped).plane.point(one.match.emotion)
        assert dots.points[place].tolist() == pytest.approx([there.x(), there.y()], abs=0.1)
        assert one.rank == place + 1


def test_a_filter_takes_dots_away(qtbot: QtBot, mapped: MainWindow) -> None:
    number = len(small(mapped).dots.listed)
    results = mapped.crops_page.results
    results.set_filter(replace(results.filter, name="photo 3"))
    qtbot.waitUntil(lambda: 0 < len(small(mapped).dots.listed) < number, timeout=TIMEOUT)
    assert shows_list(mapped)


def test_a_press_on_a_dot_chooses_the_crop_and_the_map_marks_the_chosen_one(
    qtbot: QtBot, mapped: MainWindow
) -> None:
    canvas = small(mapped)
    crop = apart(canvas)
    QTest.mouseClick(canvas, LEFT, NO_KEYS, at(canvas, crop[1]))
    assert chosen(mapped) == crop[0]
    assert mapped.crops_page.in_hand is not None
    assert mapped.crops_page.in_hand.crop == crop[0]
    assert canvas.marked == crop[0]
    (other,) = choose(mapped, 0)
    assert canvas.marked == other.crop


def apart(canvas: MoodCanvas) -> tuple[Crop, Emotion]:
    """A crop that lies by itself, and where."""
    for place, one in enumerate(canvas.dots.listed):
        emotion = one.match.emotion
        assert emotion is not None
        spot = canvas.plane.point(emotion)
        clear = (canvas.plane.point(canvas.handle or emotion) - spot).manhattanLength() > 30
        if clear and canvas.dot_at(spot) == place:
            return one.match.crop, emotion
    raise AssertionError


def test_a_drag_lists_what_fits_the_mood_asked_for_and_is_one_step(
    qtbot: QtBot, mapped: MainWindow, knowing: Studio
) -> None:
    before, canvas = crops(mapped), small(mapped)
    drag(canvas, Emotion(0.0, 0.0), Emotion(-0.3, 0.3), FAR)
    assert knowing.wanted.mood == pytest.approx(FAR, abs=0.02)
    refined(qtbot, knowing)
    assert crops(mapped) != before
    assert "mood you ask for" in knowing.crops.ranking.matches[0].why
    assert knowing.history.undo_title == "Change the mood"
    drag(canvas, Emotion(0.5, 0.5))
    refined(qtbot, knowing)
    undo()
    assert knowing.wanted.mood == pytest.approx(FAR, abs=0.02)
    undo()
    refined(qtbot, knowing)
    assert knowing.wanted.mood is None
    assert crops(mapped) == before
    assert canvas.handle == canvas.own
    redo()
    assert knowing.wanted.mood == pytest.approx(FAR, abs=0.02)
    refined(qtbot, knowing)


def test_while_the_point_is_dragged_the_list_follows_and_nothing_else_happens(
    qtbot: QtBot, mapped: MainWindow, knowing: Studio
) -> None:
    before, canvas = crops(mapped), small(mapped)
    title = knowing.history.undo_title
    seen: list[Stage] = []
    knowing.crops.stage_changed.connect(seen.append)
    assert canvas.handle is not None
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, canvas.handle))
    with qtbot.waitSignal(knowing.crops.tried, timeout=TIMEOUT):
        QTest.mouseMove(canvas, at(canvas, FAR))
    assert crops(mapped) != before
    assert (knowing.wanted.mood, knowing.history.undo_title) == (None, title)
    assert seen == []
    with qtbot.waitSignal(knowing.crops.tried, timeout=TIMEOUT):
        QTest.mouseMove(canvas, at(canvas, Emotion(0.6, 0.6)))
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    refined(qtbot, knowing)
    assert crops(mapped) == before
    assert canvas.handle == canvas.own
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, FAR))
    assert knowing.wanted.mood is None


def test_of_many_moods_on_the_way_the_one_under_way_is_answered_and_then_the_last(
    qtbot: QtBot, mapped: MainWindow, knowing: Studio
) -> None:
    canvas = small(mapped)
    tried: list[Wish | None] = []
    on_the_way: list[Emotion | None] = []
    knowing.crops.tried.connect(lambda: tried.append(knowing.crops.answered))
    assert canvas.handle is not None
    QTest.mousePress(canvas, LEFT, NO_KEYS, at(canvas, canvas.handle))
    for step in range(40):
        QTest.mouseMove(canvas, at(canvas, Emotion(0.8 - step / 40, step / 60)))
        on_the_way.append(canvas.handle)
    last = canvas.handle
    wished = knowing.wanted.feeling
    qtbot.waitUntil(lambda: bool(tried) and tried[-1] == wished(last).wish, timeout=TIMEOUT)
    assert tried == [wished(own).wish for own in (on_the_way[0], last)]
    QTest.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, last))
    assert knowing.wanted.mood == last


def test_a_chip_tells_the_mood_and_its_cross_gives_the_song_s_own_back(
    qtbot: QtBot, mapped: MainWindow, knowing: Studio
) -> None:
    drag(small(mapped), FAR)
    refined(qtbot, knowing)
    (chip,) = mapped.crops_page.chips.chips
    assert (chip.part.kind, chip.part.title) == (Kind.MOOD, "Mood: energetic · sombre")
    press(mapped, "Remove: Mood: energetic · sombre")
    assert knowing.wanted.mood is None
    refined(qtbot, knowing)
    assert small(mapped).handle == small(mapped).own


def test_arrow_keys_ask_for_another_mood_and_are_one_step(
    qtbot: QtBot, mapped: MainWindow, knowing: Studio
) -> None:
    canvas = small(mapped)
    canvas.setFocus()
    own = canvas.handle
    assert own is not None
    for _ in range(3):
        strike(Qt.Key.Key_Up)
    assert knowing.wanted.mood == pytest.approx((own.valence, own.arousal + 0.15), abs=0.011)
    refined(qtbot, knowing)
    undo()
    assert knowing.wanted.mood is None
    redo()
    strike(Qt.Key.Key_Home)
    assert knowing.wanted.mood is None
    refined(qtbot, knowing)


def test_the_map_is_enlarged_in_place_of_the_gallery_and_escape_brings_that_back(
    qtbot: QtBot, mapped: MainWindow, knowing: Studio
) -> None:
    press(mapped, "Enlarge the mood map")
    assert large(mapped).isVisible()
    assert not mapped.gallery.isVisible()
    assert not small(mapped).isVisible()
    assert QApplication.focusWidget() is large(mapped)
    qtbot.waitUntil(lambda: shows_list(mapped, large(mapped)), timeout=TIMEOUT)
    assert large(mapped).pictured
    crop, where = apart(large(mapped))
    QTest.mouseClick(large(mapped), LEFT, NO_KEYS, at(large(mapped), where))
    assert chosen(mapped) == crop
    strike(Qt.Key.Key_P)
    assert mapped.judging.kept_count == 1
    drag(large(mapped), FAR)
    refined(qtbot, knowing)
    assert button(mapped, "The song’s own mood").isEnabled()
    press(mapped, "The song’s own mood")
    refined(qtbot, knowing)
    strike(Qt.Key.Key_Escape)
    assert mapped.gallery.isVisible()
    assert small(mapped).isVisible()
    assert QApplication.focusWidget() is mapped.gallery
    press(mapped, "Enlarge the mood map")
    strike(Qt.Key.Key_M, CONTROL)
    assert mapped.gallery.isVisible()


def test_with_the_map_tab_still_goes_through_everything_in_the_order_of_reading(
    mapped: MainWindow,
) -> None:
    for canvas in (small(mapped), large(mapped)):
        if canvas is large(mapped):
            press(mapped, "Enlarge the mood map")
            QApplication.processEvents()
        visited = tabbed(mapped)
        assert canvas in visited
        assert [name_of(own) for own in focusable(mapped) if own not in visited] == []
        assert disorder(mapped, visited) == []
        assert all(name_of(own).strip() for own in usable(mapped))


@pytest.mark.parametrize("size", [(1024, 640), (1920, 1080)])
def test_the_map_fits_into_windows_of_every_size(mapped: MainWindow, size: tuple[int, int]) -> None:
    mapped.resize(*size)
    QApplication.processEvents()
    assert (mapped.width(), mapped.height()) == size
    canvas = small(mapped)
    assert 190 <= canvas.width() <= 240
    assert 0.8 < canvas.width() / canvas.height() < 1.25
    press(mapped, "Enlarge the mood map")
    QApplication.processEvents()
    assert (mapped.width(), mapped.height()) == size
    assert min(large(mapped).width(), large(mapped).height()) > 300


def test_another_song_brings_its_own_mood() -> None:
    wanted = Wanted(song=Path("/a/song.ogg")).feeling(FAR)
    assert wanted.with_song(Path("/a/other.ogg")).mood is None
    assert wanted.changed(shape=Shape.BOTH).mood == FAR


def test_pairs_are_two_dots_of_one_rank(qtbot: QtBot, mapped: MainWindow, knowing: Studio) -> None:
    knowing.want(shape=Shape.BOTH)
    qtbot.waitUntil(
        lambda: len(listed(mapped)) > mapped.gallery.matches.rowCount() and shows_list(mapped),
        timeout=TIMEOUT,
    )
    ranks = [one.rank for one in small(mapped).dots.listed]
    assert ranks[:4] == [1, 1, 2, 2]


def test_where_no_moods_are_compared_the_map_says_what_it_needs(
    mapped: MainWindow, knowing: Studio
) -> None:
    press(mapped, "Enlarge the mood map")
    knowing.crops.space_changed.emit(SpaceLabel("SigLIP", moods=False))
    assert mapped.gallery.isVisible()
    assert not small(mapped).isVisible()
    side = mapped.crops_page.browse.side
    assert any("needs the space “Mood and colour”" in text for text in texts(side))


def test_in_a_space_without_moods_the_chips_name_the_song_that_counts() -> None:
    wanted = Wanted(song=Path("/a/song.ogg"), words="fog").feeling(FAR)
    assert [part.kind for part in parts_of(wanted, "Song", lyrics=True)] == [Kind.MOOD, Kind.TEXT]
    off = parts_of(wanted, "Song", lyrics=True, moods=False)
    assert [(part.kind, part.weight) for part in off] == [
        (Kind.MOOD, 0.0),
        (Kind.SONG, 1.0),
        (Kind.LYRICS, 0.5),
        (Kind.TEXT, 1.0),
    ]
