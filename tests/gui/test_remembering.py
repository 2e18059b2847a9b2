"""What the window remembers: the session, projects, what was opened last, and after a crash."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from coverart.engine.asking import Example
from coverart.gui.gallery.filters import Filter
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture_thread import PictureThread
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.session.autosave import session_path
from coverart.gui.session.project import Project
from coverart.gui.session.project_dialogs import ChangesQuestion, ProjectDialogs
from coverart.gui.session.project_file import recall_project, write_project
from coverart.gui.session.slot import claim_slot, running_path
from coverart.gui.studio.recent import load_recent
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import Wanted
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.view_switch import View
from coverart.triage.judgement import Flag
from tests.gui.doing import CONTROL, choose, chosen, crops, judged, refined, strike
from tests.gui.known import Known
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import button, press, texts, wait_for
from tests.gui.test_autosave import crash


class Program:
    """A program that runs: a window that remembers its session."""

    def __init__(self, library: Path) -> None:
        self.slot = claim_slot(running_path())
        self.studio = Studio(Spaces(library=library))
        self.window = MainWindow(self.studio, Pictures(PictureThread()), self.slot)
        self.window.show()

    @property
    def invitation(self) -> QWidget:
        return self.window.crops_page.invitation

    def end(self) -> None:
        """End as a program should."""
        self.window.close()
        self.studio.close()
        self.slot.release()


Start = Callable[[], Program]


@pytest.fixture
def start(qtbot: QtBot, appearance: Appearance, known: Known, tmp_path: Path) -> Iterator[Start]:
    """Starts programs, one after the other, and ends the last."""
    library = known.lend(tmp_path / "cache")
    begun: list[Program] = []

    def own() -> Program:
        begun.append(Program(library))
        qtbot.addWidget(begun[-1].window)
        return begun[-1]

    yield own
    begun[-1].end()


class Answers(ProjectDialogs):
    """Somebody who saves to this file, and opens it."""

    def __init__(self, parent: QWidget, path: Path) -> None:
        super().__init__(parent)
        self._path = path

    def to_open(self, folder: Path) -> Path | None:
        return self._path

    def to_save(self, suggested: Path) -> Path | None:
        return self._path


@pytest.fixture
def project(ranked: MainWindow, tmp_path: Path) -> Path:
    """Where the window's project will be saved, and opened again."""
    path = tmp_path / "One.coverart"
    ranked.remembering.projects._dialogs = Answers(ranked, path)
    return path


def save(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.remembering.projects.said, timeout=TIMEOUT):
        strike(Qt.Key.Key_S, CONTROL)


# The session


def test_the_next_window_goes_on_where_the_last_one_was_closed(
    qtbot: QtBot, start: Start, known: Known
) -> None:
    first = start()
    window, studio = first.window, first.studio
    studio.want(song=known.song, places=(known.photos,), words="dark")
    studio.want(shape=Shape.WIDE)
    studio.set_options(replace(studio.wanted.options, composition=0.7))
    wait_for(qtbot, studio, Stage.FINAL)
    refined(qtbot, studio)
    (match,) = choose(window, 3)
    strike(Qt.Key.Key_P)
    window.crops_page.results.set_filter(Filter(kept=True, stars=0))
    window.gallery.set_tile_size(144)
    columns = window.crops_page.browse.columns
    columns.setSizes([260, 500, 420])
    sizes, wanted = columns.sizes(), studio.wanted
    first.end()

    second = start()
    window, studio = second.window, second.studio
    assert window.gallery.tile_size == 144
    assert studio.wanted == Wanted()  # nothing is done without being asked for
    press(second.invitation, "Continue with Slow Chord in holiday")
    wait_for(qtbot, studio, Stage.FINAL)
    assert studio.wanted == wanted
    assert window.top.words.text() == "dark"
    assert window.crops_page.results.filter == Filter(kept=True)
    qtbot.waitUntil(lambda: window.gallery.matches.rowCount() == 1, timeout=TIMEOUT)
    choose(window, 0)
    assert chosen(window).box == match.crop.box
    assert judged(window, match.crop).flag is Flag.KEPT
    assert window.crops_page.browse.columns.sizes() == sizes
    assert not window.actions_by_name["undo"].isEnabled() or "Keep" not in (
        window.actions_by_name["undo"].text()
    )


def test_the_crop_that_was_chosen_is_chosen_again(qtbot: QtBot, start: Start, known: Known) -> None:
    first = start()
    first.studio.want(song=known.song, places=(known.photos,))
    wait_for(qtbot, first.studio, Stage.FINAL)
    (match,) = choose(first.window, 4)
    first.end()
    second = start()
    press(second.invitation, "Continue with Slow Chord in holiday")
    wait_for(qtbot, second.studio, Stage.FINAL)
    assert chosen(second.window) == match.crop
    assert second.window.cutting.crops()[0] == match.crop


def test_a_window_in_which_nothing_was_done_forgets_nothing(
    qtbot: QtBot, start: Start, known: Known
) -> None:
    first = start()
    first.studio.want(song=known.song, places=(known.photos,))
    wait_for(qtbot, first.studio, Stage.FINAL)
    first.end()
    second = start()
    second.window.gallery.set_tile_size(200)
    second.end()
    kept = recall_project(session_path())
    assert kept is not None
    assert kept.wanted.song == known.song
    assert start().window.gallery.tile_size == 200


def test_a_window_that_is_closed_during_a_search_remembers_what_is_wanted(
    start: Start, known: Known
) -> None:
    first = start()
    first.studio.want(song=known.song, places=(known.photos,), words="calm")
    first.end()
    kept = recall_project(session_path())
    assert kept is not None
    assert (kept.wanted.words, kept.wanted.song) == ("calm", known.song)


def test_what_was_opened_last_is_offered_and_can_be_chosen(
    qtbot: QtBot, start: Start, known: Known
) -> None:
    first = start()
    first.studio.want(song=known.song, places=(known.photos,))
    wait_for(qtbot, first.studio, Stage.FINAL)
    first.end()
    recent = load_recent()
    assert (recent.songs, recent.folders) == ((known.song,), (known.photos,))
    second = start()
    qtbot.waitUntil(
        lambda: second.window.remembering.recent.folders == (known.photos,), timeout=TIMEOUT
    )
    press(second.invitation, "Slow Chord.wav")
    assert second.studio.wanted.song == known.song
    press(second.invitation, "holiday")
    wait_for(qtbot, second.studio, Stage.FINAL)


# After a crash


def test_after_a_crash_the_window_offers_to_go_on(
    qtbot: QtBot, start: Start, known: Known, tmp_path: Path
) -> None:
    was = Project(Wanted(known.song, (known.photos,), words="dark"))
    crash(tmp_path, was)
    program = start()
    offer = program.window.crops_page.recovery
    assert "Coverart did not end properly. Go on with Slow Chord in holiday?" in texts(offer)
    assert program.studio.wanted == Wanted()
    press(offer, "Go on")
    wait_for(qtbot, program.studio, Stage.FINAL)
    assert program.studio.wanted == was.wanted
    assert not offer.isVisible()


def test_who_begins_anew_after_a_crash_can_still_go_on_later(
    start: Start, known: Known, tmp_path: Path
) -> None:
    crash(tmp_path, Project(Wanted(known.song, (known.photos,))))
    first = start()
    press(first.window.crops_page.recovery, "Start anew")
    assert not first.window.crops_page.recovery.isVisible()
    first.end()
    second = start()
    assert not second.window.crops_page.recovery.isVisible()
    assert button(second.invitation, "Continue with Slow Chord in holiday").isVisible()


def test_who_does_something_else_after_a_crash_is_not_asked_any_longer(
    qtbot: QtBot, start: Start, known: Known, tmp_path: Path
) -> None:
    crash(tmp_path, Project(Wanted(words="calm", places=(known.photos,))))
    program = start()
    assert program.window.crops_page.recovery.isVisible()
    program.studio.want(song=known.song, places=(known.photos,))
    assert not program.window.crops_page.recovery.isVisible()
    wait_for(qtbot, program.studio, Stage.FINAL)


# Projects


def test_a_project_is_saved_changed_and_opened_again_with_its_crop(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, project: Path
) -> None:
    (match,) = choose(ranked, 2)
    save(qtbot, ranked)
    assert ranked.windowTitle() == "One.coverart[*] — Coverart"
    assert not ranked.isWindowModified()
    knowing.want(words="joy")
    refined(qtbot, knowing)
    assert ranked.isWindowModified()
    save(qtbot, ranked)
    assert not ranked.isWindowModified()
    ranked.remembering.projects.start_new()
    assert ranked.windowTitle() == "Coverart"
    assert ranked.crops_page.page is ranked.crops_page.invitation
    ranked.remembering.projects.open(project)  # as an argument of the program is
    qtbot.waitUntil(lambda: knowing.wanted.words == "joy", timeout=TIMEOUT)
    wait_for(qtbot, knowing, Stage.FINAL)
    assert ranked.windowTitle() == "One.coverart[*] — Coverart"
    assert not ranked.isWindowModified()
    assert load_recent().projects == (project,)
    assert not ranked.actions_by_name["undo"].isEnabled()
    assert match.crop.photo.path.parent == knowing.wanted.places[0]


def test_a_project_brings_its_crop_also_where_nothing_is_searched(
    qtbot: QtBot, ranked: MainWindow, project: Path
) -> None:
    (match,) = choose(ranked, 3)
    save(qtbot, ranked)
    choose(ranked, 0)
    with qtbot.waitSignal(ranked.remembering.projects.opened, timeout=TIMEOUT):
        ranked.actions_by_name["open"].trigger()
    assert chosen(ranked) == match.crop


def test_who_chooses_something_while_a_project_is_searched_keeps_it(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    before = crops(ranked)
    knowing.want(words="calm")
    refined(qtbot, knowing)
    remembered, other = [crop for crop in crops(ranked) if crop in before][-2:]
    ranked.gallery.choose_crop(remembered)
    project = ranked.remembering.snapshot()
    knowing.want(words="")
    refined(qtbot, knowing)
    ranked.remembering.show_project(project)
    assert ranked.gallery.chosen_match is None
    ranked.gallery.choose_crop(other)  # while the words are being read
    refined(qtbot, knowing)
    assert chosen(ranked) == other


def test_what_was_chosen_before_a_project_was_opened_gives_way_to_its_own(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    choose(ranked, 3)
    project = ranked.remembering.snapshot()
    own = chosen(ranked)
    choose(ranked, 1)
    knowing.want(words="calm")
    refined(qtbot, knowing)
    choose(ranked, 2)
    ranked.remembering.show_project(project)
    refined(qtbot, knowing)
    assert chosen(ranked) == own
    assert ranked.cutting.crops()[0] == own


def test_a_project_whose_crop_is_not_in_the_list_shows_the_best(
    qtbot: QtBot, ranked: MainWindow
) -> None:
    choose(ranked, 3)
    project = ranked.remembering.snapshot()
    ranked.remembering.show_project(replace(project, selected=None))
    assert chosen(ranked) == crops(ranked)[0]
    assert ranked.cutting.crops()[0] == crops(ranked)[0]


def test_changes_are_not_lost_without_a_question(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, project: Path
) -> None:
    choose(ranked, 0)
    save(qtbot, ranked)
    knowing.want(words="joy")
    refined(qtbot, knowing)
    ranked.actions_by_name["new"].trigger()
    (question,) = ranked.findChildren(ChangesQuestion)
    press(question, "Cancel")
    assert knowing.wanted.words == "joy"
    ranked.actions_by_name["new"].trigger()
    question = ranked.findChildren(ChangesQuestion)[-1]
    press(question, "Save")
    qtbot.waitUntil(lambda: knowing.wanted == Wanted(), timeout=TIMEOUT)
    kept = recall_project(project)
    assert kept is not None
    assert kept.wanted.words == "joy"


def test_a_project_that_is_opened_is_seen_whatever_was_shown(
    qtbot: QtBot, ranked: MainWindow, project: Path
) -> None:
    choose(ranked, 0)
    save(qtbot, ranked)
    ranked.show_view(View.SONGS)
    with qtbot.waitSignal(ranked.remembering.projects.opened, timeout=TIMEOUT):
        ranked.remembering.projects.open(project)
    assert ranked.view is View.CROPS


def test_a_project_that_is_opened_leaves_the_editor_of_another(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, known: Known, tmp_path: Path
) -> None:
    other = tmp_path / "Other.coverart"
    only = (known.photos / "photo 1.png",)
    write_project(other, Project(Wanted(known.song, only)))
    choose(ranked, 0)
    strike(Qt.Key.Key_Return)
    ranked.remembering.projects.open(other)
    qtbot.waitUntil(lambda: knowing.wanted.places == only, timeout=TIMEOUT)
    wait_for(qtbot, knowing, Stage.FINAL)
    assert ranked.crops_page.page is ranked.crops_page.browse
    assert {match.crop.photo.path for match in knowing.crops.ranking.matches} == set(only)


def test_what_a_project_needs_and_is_gone_is_said(
    qtbot: QtBot, ranked: MainWindow, known: Known, tmp_path: Path
) -> None:
    other = tmp_path / "Other.coverart"
    gone = Example(tmp_path / "gone.png")
    write_project(other, Project(Wanted(known.song, (known.photos,), pictures=(gone,))))
    with qtbot.waitSignal(ranked.remembering.projects.said, timeout=TIMEOUT) as said:
        ranked.remembering.projects.open(other)
    assert "gone.png" in said.args[0]
    assert said.args[1]
    QTest.keyClick(ranked, Qt.Key.Key_Escape)
