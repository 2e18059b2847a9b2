"""Commands: each can be given at any time, stands in a menu, and has its key; and where Esc leads.

Whatever opens is closed again, and whoever is asked for a file has none.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from coverart.gui.commands import COMMANDS, Menu
from coverart.gui.compare.full_screen import FullScreen
from coverart.gui.gallery.filters import Filter
from coverart.gui.session.project_dialogs import Answer, ProjectDialogs
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import Wanted
from coverart.gui.window.choosers import Choosers
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.menus import AMONG_CROPS, BY_CROP, STEPS
from coverart.gui.window.view_switch import View
from coverart.language import _
from coverart.triage.judgement import Flag
from tests.gui.doing import CONTROL, choose, refined, strike
from tests.gui.known import Known
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import texts, wait_for

NAMES = tuple(command.name for command in COMMANDS)
Begin = Callable[["Desk"], None]


class NoFiles(Choosers):
    """Somebody who would rather not choose anything."""

    def song(self, parent: QWidget) -> Path | None:
        return None

    def picture(self, parent: QWidget) -> Path | None:
        return None

    def lyrics(self, parent: QWidget) -> Path | None:
        return None

    def folder(self, parent: QWidget, what: str) -> Path | None:
        return None


class NoProjects(ProjectDialogs):
    """Somebody who would rather not open or save anything, and leaves changes behind."""

    def to_open(self, folder: Path) -> Path | None:
        return None

    def to_save(self, suggested: Path) -> Path | None:
        return None

    def about_changes(self, name: str, then: Callable[[Answer], None]) -> None:
        then(Answer.LEAVE)


class FileManager(QObject):
    """Notes the folders that are to be shown in the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QUrl] = []

    @Slot(QUrl)
    def show(self, url: QUrl) -> None:
        self.shown.append(url)


class Desk:
    """A window with its studio, and what it knows, to be brought into a state."""

    def __init__(self, qtbot: QtBot, window: MainWindow, studio: Studio, known: Known) -> None:
        self.qtbot = qtbot
        self.window = window
        self.studio = studio
        self.known = known
        self.wanted = studio.wanted

    def give(self, name: str) -> None:
        """Give a command, even one that is not offered just now, and close what it opens."""
        action = self.window.actions_by_name[name]
        action.setEnabled(True)
        action.trigger()
        QApplication.processEvents()
        self.tidy()

    def tidy(self) -> None:
        """Close every dialog and menu, and what covers the screen."""
        for own in QApplication.topLevelWidgets():
            if own.isVisible() and isinstance(own, QDialog):
                own.reject()
            elif own.isVisible() and isinstance(own, QMenu | FullScreen):
                own.close()
        QApplication.processEvents()

    def rank(self) -> None:
        """Come back to the finished search, with something to be undone."""
        self.window.show_view(View.CROPS)
        self.window.crops_page.back()
        self.window.crops_page.results.set_filter(Filter())
        if self.studio.wanted != self.wanted or self.studio.crops.stage is not Stage.FINAL:
            self.studio.restore(self.wanted)
            if self.studio.crops.stage not in (Stage.WORKING, Stage.FINAL):
                self.studio.search()
            wait_for(self.qtbot, self.studio, Stage.FINAL)
        choose(self.window, 0)
        self.window.triage.rate(3)


@pytest.fixture
def file_manager() -> Iterator[FileManager]:
    own = FileManager()
    # Bytes, says the stub; they are refused.
    QDesktopServices.setUrlHandler("file", own, "show")  # type: ignore[arg-type]
    yield own
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def desk(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, known: Known, file_manager: FileManager
) -> Desk:
    ranked._choosers = NoFiles()
    ranked.remembering.projects._dialogs = NoProjects(ranked)
    return Desk(qtbot, ranked, knowing, known)


def empty(desk: Desk) -> None:
    desk.studio.restore(Wanted())
    assert desk.window.crops_page.page is desk.window.crops_page.invitation


def photos_alone(desk: Desk) -> None:
    desk.studio.restore(replace(desk.wanted, song=None))
    assert desk.window.crops_page.page is desk.window.crops_page.invitation


def working(desk: Desk) -> None:
    desk.rank()
    desk.studio.search()
    assert desk.studio.crops.stage is Stage.WORKING


def paused(desk: Desk) -> None:
    working(desk)
    desk.studio.crops.pause()


def stopped(desk: Desk) -> None:
    working(desk)
    desk.studio.crops.cancel()


def failed(desk: Desk) -> None:
    desk.studio.restore(replace(desk.wanted, song=desk.known.song.with_name("gone.wav")))
    desk.qtbot.waitUntil(lambda: desk.studio.crops.stage is Stage.FAILED, timeout=TIMEOUT)


def with_one(desk: Desk) -> None:
    desk.rank()


def with_several(desk: Desk) -> None:
    desk.rank()
    choose(desk.window, 0, 1, 2)


def with_none(desk: Desk) -> None:
    desk.rank()
    desk.window.gallery.selectionModel().clear()


def with_pairs(desk: Desk) -> None:
    desk.rank()
    desk.studio.want(shape=Shape.BOTH)


def without_a_tile(desk: Desk) -> None:
    desk.rank()
    desk.window.crops_page.results.set_filter(Filter(name="no photo is called this"))


def in_the_editor(desk: Desk) -> None:
    desk.rank()
    desk.window.cutting.edit()
    assert desk.window.crops_page.page is desk.window.crops_page.editor


def in_the_comparison(desk: Desk) -> None:
    with_several(desk)
    desk.window.triage.compare()
    assert desk.window.crops_page.page is desk.window.crops_page.compare


def full_screen(desk: Desk) -> None:
    desk.rank()
    desk.window.triage.cover_screen()


def among_songs(desk: Desk) -> None:
    desk.rank()
    desk.window.show_view(View.SONGS)


STATES: tuple[Begin, ...] = (
    empty,
    photos_alone,
    working,
    paused,
    stopped,
    failed,
    with_one,
    with_several,
    with_none,
    with_pairs,
    without_a_tile,
    in_the_editor,
    in_the_comparison,
    full_screen,
    among_songs,
)


@pytest.mark.parametrize("begin", STATES, ids=lambda own: own.__name__)
def test_every_command_can_be_given_in_every_state(desk: Desk, begin: Begin) -> None:
    for name in NAMES:
        if name != "quit":
            begin(desk)
            desk.give(name)
            assert desk.window.isVisible(), name
    begin(desk)
    desk.give("quit")
    assert not desk.window.isVisible()


@pytest.mark.parametrize(
    "begin", [empty, working, with_one, among_songs], ids=lambda own: own.__name__
)
def test_one_command_after_the_other_leaves_a_window_that_works(desk: Desk, begin: Begin) -> None:
    begin(desk)
    for name in (*NAMES, *reversed(NAMES)):
        if name != "quit":
            desk.give(name)
    desk.rank()
    assert desk.window.gallery.chosen_match is not None
    dialog = desk.window.export()
    assert dialog is not None
    dialog.reject()


def test_the_logs_are_shown_by_the_file_manager(desk: Desk, file_manager: FileManager) -> None:
    desk.give("logs")
    assert [url.fileName() for url in file_manager.shown] == ["logs"]


# Menus


def entries(menu: QMenu) -> list[QAction]:
    return [action for action in menu.actions() if not action.isSeparator()]


def test_the_menu_holds_every_command_with_its_keys(ranked: MainWindow) -> None:
    menus = entries(ranked.header.menu._everything)
    assert [action.text() for action in menus] == [_(menu.value) for menu in Menu]
    held: list[QAction] = []
    for action in menus:
        sub = action.menu()
        assert isinstance(sub, QMenu)
        held += entries(sub)
    assert set(held) >= set(ranked.actions_by_name.values())
    assert set(ranked.actions_by_name) == set(NAMES)
    for command in COMMANDS:
        shortcuts = [own.toString() for own in ranked.actions_by_name[command.name].shortcuts()]
        assert bool(shortcuts) == bool(command.keys), command.name


def test_no_two_commands_share_a_key(ranked: MainWindow) -> None:
    every = [own.toString() for one in ranked.actions_by_name.values() for own in one.shortcuts()]
    assert len(every) == len(set(every)) > 0


def test_f10_opens_the_menu(ranked: MainWindow) -> None:
    strike(Qt.Key.Key_F10)
    everything = ranked.header.menu._everything
    assert everything.isVisible()
    everything.close()


def test_the_menu_of_a_tile_judges_that_tile(qtbot: QtBot, ranked: MainWindow) -> None:
    choose(ranked, 2)
    gallery = ranked.gallery
    QTest.mouseClick(
        gallery.viewport(),
        Qt.MouseButton.LeftButton,
        pos=gallery.visualRect(gallery.matches.index(1)).center(),
    )
    match = gallery.matches.match_at(1)
    ranked.crops_page._open_menu(match, gallery.mapToGlobal(gallery.rect().center()))
    (menu,) = ranked.crops_page.findChildren(QMenu)
    keep = next(action for action in entries(menu) if action.text() == "Keep")
    keep.trigger()
    menu.close()
    assert ranked.judging.kept_count == 1
    assert ranked.judging.judgement(match.crop).flag
    qtbot.waitUntil(lambda: not ranked.crops_page.findChildren(QMenu), timeout=TIMEOUT)


def test_a_command_that_needs_a_crop_is_offered_only_where_one_is_seen(
    qtbot: QtBot, desk: Desk
) -> None:
    def offered() -> bool:
        own = {desk.window.actions_by_name[name].isEnabled() for name in ("keep", "edit", "copy")}
        (same,) = own
        return same

    assert offered()
    desk.window.show_view(View.SONGS)
    assert not offered()
    desk.window.show_view(View.CROPS)
    assert offered()
    desk.studio.change(replace(desk.wanted, song=None))
    assert not offered()
    desk.studio.change(desk.wanted)
    refined(qtbot, desk.studio)
    assert offered()
    empty(desk)
    assert not offered()


def test_where_songs_are_looked_at_nothing_is_done_to_crops_out_of_sight(desk: Desk) -> None:
    window, browse = desk.window, desk.window.crops_page.browse
    desk.rank()
    before = desk.studio.wanted
    tiles, judged = window.gallery.tile_size, window.judging.kept_count
    window.triage.flag(Flag.KEPT)
    window.show_view(View.SONGS)
    for name in (*STEPS, *AMONG_CROPS, *BY_CROP):
        action = window.actions_by_name[name]
        assert not action.isEnabled(), name
        for keys in action.shortcuts():
            QTest.keySequence(window, keys)
    QApplication.processEvents()
    assert window.view is View.SONGS
    assert desk.studio.wanted == before
    assert (window.gallery.tile_size, window.judging.kept_count) == (tiles, judged + 1)
    assert desk.studio.crops.stage is Stage.FINAL
    assert browse.side.isVisibleTo(browse)
    assert not [own for own in QApplication.topLevelWidgets() if isinstance(own, QDialog)]
    window.show_view(View.CROPS)
    assert all(window.actions_by_name[name].isEnabled() for name in (*AMONG_CROPS, "undo"))
    window.actions_by_name["undo"].trigger()
    assert window.judging.kept_count == judged


def test_what_is_decided_elsewhere_does_not_offer_to_undo_it_among_songs(desk: Desk) -> None:
    desk.rank()
    desk.window.show_view(View.SONGS)
    desk.studio.want(shape=Shape.WIDE)  # as a drag that ends late does
    assert not desk.window.actions_by_name["undo"].isEnabled()
    desk.window.show_view(View.CROPS)
    assert desk.window.actions_by_name["undo"].isEnabled()


# Esc and the keyboard


def test_escape_leaves_page_after_page_and_then_stops_the_search(
    qtbot: QtBot, desk: Desk, knowing: Studio
) -> None:
    page = desk.window.crops_page
    in_the_comparison(desk)
    strike(Qt.Key.Key_Escape)
    assert page.page is page.browse
    in_the_editor(desk)
    strike(Qt.Key.Key_Escape)
    assert page.page is page.browse
    strike(Qt.Key.Key_Escape)
    assert knowing.crops.stage is Stage.FINAL
    working(desk)
    with qtbot.waitSignal(knowing.crops.stage_changed) as changed:
        strike(Qt.Key.Key_Escape)
    assert changed.args == [Stage.STOPPED]
    assert desk.window.gallery.hasFocus()


def test_letters_that_are_typed_as_a_name_are_no_commands(desk: Desk) -> None:
    desk.give("filters")
    line = QApplication.focusWidget()
    assert line is not None
    QTest.keyClicks(line, "xpu15")
    assert desk.window.crops_page.results.filter.name == "xpu15"
    assert desk.window.judging.rejected_count == desk.window.judging.kept_count == 0


def told(studio: Studio, typed: str) -> bool:
    return studio.wanted.words == typed.strip()


def test_whoever_types_the_first_words_goes_on_typing(
    qtbot: QtBot, desk: Desk, knowing: Studio
) -> None:
    photos_alone(desk)
    desk.window.top.focus_words()
    for letters in ("pal", "e x"):
        line = QApplication.focusWidget()
        assert line is desk.window.top.words
        QTest.keyClicks(line, letters)
        qtbot.waitUntil(partial(told, knowing, line.text()), timeout=TIMEOUT)
    assert desk.window.top.words.text() == "pale x"
    refined(qtbot, knowing)
    assert desk.window.top.words.hasFocus()
    assert desk.window.judging.rejected_count == 0


def test_tab_goes_through_the_whole_window_and_comes_back(desk: Desk) -> None:
    begun = desk.window.gallery
    begun.setFocus()
    seen: list[QWidget] = []
    for _step in range(200):
        QTest.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.isVisible()
        assert focused.isEnabled()
        if focused is begun:
            break
        seen.append(focused)
    assert QApplication.focusWidget() is begun
    assert len(seen) == len(set(seen))
    for wanted in (desk.window.top.words, desk.window.header.menu):
        assert wanted in seen
    inside = desk.window.crops_page.preview
    assert any(inside.isAncestorOf(own) for own in seen)
    for own in seen:
        assert own.accessibleName() or own.property("text") or own.toolTip(), own


def test_ctrl_f_leads_to_the_words_of_the_view_that_is_shown(desk: Desk) -> None:
    strike(Qt.Key.Key_F, CONTROL)
    assert desk.window.top.words.hasFocus()
    desk.window.show_view(View.SONGS)
    QTest.keyClick(desk.window, Qt.Key.Key_F, CONTROL)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert desk.window.header.songs.isAncestorOf(focused)


def test_skipped_files_are_those_of_the_view_that_is_shown(desk: Desk) -> None:
    desk.window.actions_by_name["skipped"].trigger()
    (dialog,) = desk.window.crops_page.findChildren(QDialog)
    assert "0 files skipped" in texts(dialog)
    desk.tidy()
    desk.window.show_view(View.SONGS)
    desk.window.actions_by_name["skipped"].trigger()
    assert desk.window.songs_view.page.findChildren(QDialog)
    desk.tidy()
