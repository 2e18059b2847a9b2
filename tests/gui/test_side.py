"""The parts of the window beside the gallery; and that nothing piles up while they are used."""

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from coverart.gui.detail.largest_size import LargestSize
from coverart.gui.help.keys import KeysSheet
from coverart.gui.session.crash_notice import CrashNotice
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.view_switch import View
from tests.gui.doing import CONTROL, choose, refined, strike
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import texts

TIMES = 5
Deed = Callable[[MainWindow], None]


def test_the_song_stands_above_the_sliders(qtbot: QtBot, ranked: MainWindow) -> None:
    side = ranked.crops_page.browse.side
    qtbot.waitUntil(lambda: "0:06" in " ".join(texts(side.card)), timeout=TIMEOUT)
    assert any("Slow Chord" in text for text in texts(side.card))
    assert side.card.mapTo(side, side.card.pos()).y() < side.sliders.mapTo(side, side.pos()).y()


def test_control_b_hides_the_side_and_shows_it_again(ranked: MainWindow) -> None:
    browse = ranked.crops_page.browse
    width = browse.gallery.width()
    strike(Qt.Key.Key_B, CONTROL)
    assert not browse.side.isVisible()
    QApplication.processEvents()
    assert browse.gallery.width() > width
    assert browse.keep()["side"] is False
    strike(Qt.Key.Key_B, CONTROL)
    assert browse.side.isVisible()


def test_the_least_window_has_room_for_all_columns(ranked: MainWindow) -> None:
    ranked.resize(ranked.minimumSize())
    QApplication.processEvents()
    browse = ranked.crops_page.browse
    assert (ranked.width(), ranked.height()) <= (1024, 640)
    for column in (browse.side, browse.results, browse.preview):
        assert column.isVisible()
        assert ranked.rect().contains(
            column.geometry().translated(browse.mapTo(ranked, browse.pos()))
        )
    scroll = browse.side.findChild(QScrollArea)
    assert scroll is not None
    inner = scroll.widget()
    assert inner is not None
    assert inner.width() <= scroll.viewport().width()


def test_what_is_under_way_of_another_song_is_not_shown_for_this_one(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    ranked.remembering.projects.start_new()
    assert ranked.listening._portraits._wanted is None
    assert not any("Slow Chord" in text for text in texts(ranked.crops_page))


# Nothing piles up


@pytest.fixture(autouse=True)
def only_what_is_new() -> Iterator[None]:
    """Spares the collector what other tests have loaded, which can be very much."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def objects(window: MainWindow) -> int:
    """How many objects there are in a window, once all that is to go has gone."""
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return len(window.findChildren(QObject))


def objects_at_rest(qtbot: QtBot, window: MainWindow) -> int:
    """How many there are as soon as nothing is built any more, which may take some turns."""
    counts = [objects(window)]

    def resting() -> bool:
        counts.append(objects(window))
        return counts[-1] == counts[-2]

    qtbot.waitUntil(resting, timeout=TIMEOUT)
    return counts[-1]


def close_dialogs() -> None:
    for own in QApplication.topLevelWidgets():
        if own.isVisible() and not isinstance(own, MainWindow):
            own.close()


def command(name: str) -> Deed:
    def give(window: MainWindow) -> None:
        window.actions_by_name[name].trigger()
        close_dialogs()

    give.__name__ = name
    return give


def tile_menu(window: MainWindow) -> None:
    match = window.gallery.matches.match_at(0)
    window.crops_page._open_menu(match, window.mapToGlobal(window.rect().center()))
    for menu in window.crops_page.findChildren(QMenu):
        menu.close()


def weight(window: MainWindow) -> None:
    window.crops_page.chips.chips[0].open_weight().close()


def editor(window: MainWindow) -> None:
    window.cutting.edit()
    strike(Qt.Key.Key_Minus)
    strike(Qt.Key.Key_Escape)


def largest_size(window: MainWindow) -> None:
    window.cutting.edit()
    window.crops_page.editor._enlarge()
    assert window.findChildren(LargestSize)
    close_dialogs()
    window.crops_page.back()


def comparison(window: MainWindow) -> None:
    choose(window, 0, 1)
    window.triage.compare()
    window.crops_page.back()


def songs(window: MainWindow) -> None:
    window.show_view(View.SONGS)
    window.show_view(View.CROPS)


def crash(window: MainWindow) -> None:
    window.report_crash("Traceback")
    close_dialogs()


NAMES = ("export", "tag", "settings", "help", "about", "skipped", "full_screen", "compare")
MORE = ("keep", "unflag", "like", "filters", "larger", "smaller")
DEEDS: tuple[Deed, ...] = (
    *(command(name) for name in (*NAMES, *MORE)),
    tile_menu,
    weight,
    editor,
    largest_size,
    comparison,
    songs,
    crash,
)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda own: own.__name__)
def test_what_is_opened_again_and_again_leaves_nothing_behind(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, deed: Deed
) -> None:
    knowing.want(words="calm")
    refined(qtbot, knowing)
    choose(ranked, 0)
    for _warming_up in range(2):
        deed(ranked)
    refined(qtbot, knowing)
    qtbot.waitUntil(lambda: not ranked.cutting._job.running, timeout=TIMEOUT)
    before = objects_at_rest(qtbot, ranked)
    for _again in range(2 * TIMES):
        deed(ranked)
    refined(qtbot, knowing)
    qtbot.waitUntil(lambda: not ranked.cutting._job.running, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: objects(ranked) <= before, timeout=TIMEOUT)


def test_searching_again_and_again_leaves_nothing_behind(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    def search() -> None:
        for words in ("calm", "joy", ""):
            knowing.want(words=words)
            refined(qtbot, knowing)

    search()
    before = objects_at_rest(qtbot, ranked)
    threads = len(knowing._jobs._running)
    for _again in range(TIMES):
        search()
    qtbot.waitUntil(lambda: objects(ranked) <= before, timeout=TIMEOUT)
    qtbot.waitUntil(lambda: len(knowing._jobs._running) <= threads, timeout=TIMEOUT)


def test_a_dialog_that_was_closed_is_gone_for_python_too(qtbot: QtBot, ranked: MainWindow) -> None:
    def living() -> list[QWidget]:
        gc.collect()
        every = QApplication.allWidgets()
        return [own for own in every if isinstance(own, KeysSheet | CrashNotice)]

    QTest.keyClick(ranked, Qt.Key.Key_F1)
    assert living()
    close_dialogs()
    qtbot.waitUntil(lambda: not living(), timeout=TIMEOUT)
