"""What is dropped on the window, whatever it shows just then."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFileOpenEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.gui.session.project_file import write_project
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import OPTIONS, Wanted
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.opening import Application
from coverart.gui.window.view_switch import View
from coverart.triage.judgement import UNJUDGED
from tests.gui.doing import choose, judged, refined, strike, undo
from tests.gui.known import Known
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import LEFT, NO_KEYS, drop, texts, wait_for

MOVE = Qt.DropAction.MoveAction


@pytest.fixture
def elsewhere(known: Known, tmp_path: Path) -> Path:
    """Another folder, with two of the photos."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("photo 0.png", "photo 1.png"):
        shutil.copy2(known.photos / name, folder)
    return folder


@pytest.fixture
def picture(known: Known, tmp_path: Path) -> Path:
    """A picture by itself."""
    return Path(shutil.copy2(known.photos / "photo 3.png", tmp_path / "like this.png"))


def searched(qtbot: QtBot, studio: Studio, *places: Path) -> None:
    """Wait for the list of these places."""
    qtbot.waitUntil(lambda: studio.wanted.places == places, timeout=TIMEOUT)
    wait_for(qtbot, studio, Stage.FINAL)
    found = {match.crop.photo.path.parent for match in studio.crops.ranking.matches}
    assert found == set(places)


def test_a_folder_dropped_during_a_search_is_searched_instead(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, elsewhere: Path
) -> None:
    knowing.search()
    drop(ranked, elsewhere)
    searched(qtbot, knowing, elsewhere)


def test_a_folder_dropped_on_the_editor_leaves_it(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, elsewhere: Path
) -> None:
    (match,) = choose(ranked, 0)
    strike(Qt.Key.Key_Return)
    drop(ranked, elsewhere)
    assert ranked.crops_page.page is ranked.crops_page.browse
    assert ranked.cutting.crops() == ()
    searched(qtbot, knowing, elsewhere)
    strike(Qt.Key.Key_P)
    assert judged(ranked, match.crop) == UNJUDGED
    assert ranked.judging.kept_count == 1


def test_a_folder_dropped_on_the_comparison_leaves_it(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, elsewhere: Path
) -> None:
    choose(ranked, 0, 1)
    strike(Qt.Key.Key_C)
    drop(ranked, elsewhere)
    assert ranked.crops_page.page is ranked.crops_page.browse
    searched(qtbot, knowing, elsewhere)


def test_a_picture_dropped_on_the_editor_changes_the_list_and_not_the_crop(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, picture: Path
) -> None:
    (match,) = choose(ranked, 0)
    strike(Qt.Key.Key_Return)
    drop(ranked, picture)
    refined(qtbot, knowing)
    assert [one.path for one in knowing.wanted.pictures] == [picture]
    assert ranked.crops_page.page is ranked.crops_page.editor
    assert ranked.cutting.crops()[0] == match.crop


def test_another_song_keeps_the_photos_and_is_one_step(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, known: Known, tmp_path: Path
) -> None:
    other = Path(shutil.copy2(known.song, tmp_path / "another.wav"))
    drop(ranked, other)
    wait_for(qtbot, knowing, Stage.FINAL)
    assert (knowing.wanted.song, knowing.wanted.places) == (other, (known.photos,))
    assert ranked.actions_by_name["undo"].text() == "Undo: Change the song"
    undo()
    wait_for(qtbot, knowing, Stage.FINAL)
    assert knowing.wanted.song == known.song


def test_the_veil_says_what_will_happen_and_goes_with_the_pointer(
    ranked: MainWindow, elsewhere: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(elsewhere))])
    point = QPoint(400, 300)
    QApplication.sendEvent(ranked, QDragEnterEvent(point, MOVE, mime, LEFT, NO_KEYS))
    veil = ranked.dropping.veil
    assert veil.isVisible()
    assert veil.accessibleName() == "Look for covers in this folder"
    QApplication.sendEvent(ranked, QDragLeaveEvent())
    assert not veil.isVisible()


def test_whoever_offers_to_move_a_file_is_told_that_it_was_copied(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, elsewhere: Path
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(elsewhere))])
    both = MOVE | Qt.DropAction.CopyAction
    point = QPoint(400, 300)
    enter = QDragEnterEvent(point, both, mime, LEFT, NO_KEYS)
    over = QDragMoveEvent(point, both, mime, LEFT, NO_KEYS)
    dropped = QDropEvent(QPointF(point), both, mime, LEFT, NO_KEYS)
    for event in (enter, over, dropped):
        event.setDropAction(MOVE)
        QApplication.sendEvent(ranked, event)
        assert event.isAccepted()
        assert event.dropAction() is Qt.DropAction.CopyAction
    searched(qtbot, knowing, elsewhere)
    assert len(list(elsewhere.iterdir())) == 2


def test_a_text_that_is_dragged_over_the_window_is_not_taken(ranked: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("only words")
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, LEFT, NO_KEYS)
    enter.ignore()
    QApplication.sendEvent(ranked, enter)
    assert not enter.isAccepted()
    assert not ranked.dropping.veil.isVisible()


def test_what_cannot_be_used_changes_nothing_and_is_said(
    ranked: MainWindow, knowing: Studio, tmp_path: Path
) -> None:
    before = knowing.wanted
    drop(ranked, tmp_path / "notes.xyz")
    assert ranked.message.sentence == "notes.xyz is neither a song nor a photo."
    assert knowing.wanted == before
    assert knowing.crops.stage is Stage.FINAL
    assert not ranked.dropping.veil.isVisible()


def test_among_songs_a_picture_and_a_folder_are_for_the_songs(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, known: Known, picture: Path
) -> None:
    before = knowing.wanted
    ranked.show_view(View.SONGS)
    drop(ranked, picture)
    drop(ranked, known.song.parent)
    search = ranked.songs_view.search
    wait_for(qtbot, search, Stage.FINAL)
    assert [match.path for match in search.matches] == [known.song]
    assert knowing.wanted == before
    drop(ranked, picture.with_name("notes.xyz"))
    assert "notes.xyz is neither a song nor a photo." in texts(ranked.songs_view.page)


@pytest.fixture
def listening(qapp: Application, ranked: MainWindow) -> Iterator[MainWindow]:
    """A window that hears of files that the program is to open."""
    qapp.opened.connect(ranked.dropping.open_files)
    yield ranked
    qapp.opened.disconnect(ranked.dropping.open_files)


def open_files(application: Application, *paths: Path) -> None:
    """Have the program open files as macOS does, one by one."""
    for path in paths:
        event = QFileOpenEvent(QUrl.fromLocalFile(str(path)))
        assert QApplication.sendEvent(application, event)


def test_files_dropped_on_the_icon_in_the_dock_are_used_together_as_one_step(
    qtbot: QtBot, qapp: Application, listening: MainWindow, knowing: Studio, elsewhere: Path
) -> None:
    other = Path(shutil.copy2(knowing.wanted.song or "", elsewhere.parent / "another.wav"))
    open_files(qapp, other, elsewhere)
    searched(qtbot, knowing, elsewhere)
    assert knowing.wanted.song == other
    undo()
    assert knowing.wanted.song != other
    assert knowing.wanted.places != (elsewhere,)
    knowing.crops.cancel()


def test_what_is_opened_and_cannot_be_used_is_said(
    qtbot: QtBot, qapp: Application, listening: MainWindow, tmp_path: Path
) -> None:
    open_files(qapp, tmp_path / "notes.xyz")
    qtbot.waitUntil(listening.message.isVisible, timeout=TIMEOUT)
    assert listening.message.sentence == "notes.xyz is neither a song nor a photo."


def test_a_project_is_opened_by_the_icon_in_the_dock(
    qtbot: QtBot, qapp: Application, listening: MainWindow, knowing: Studio, tmp_path: Path
) -> None:
    path = tmp_path / "One.coverart"
    write_project(path, replace(listening.remembering.snapshot(), wanted=Wanted(words="calm")))
    open_files(qapp, path)
    qtbot.waitUntil(lambda: knowing.wanted.words == "calm", timeout=TIMEOUT)
    assert knowing.wanted.song is None


def test_the_options_stay_when_other_photos_are_dropped(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, elsewhere: Path
) -> None:
    slider = ranked.crops_page.browse.side.sliders.slider("per_photo")
    slider.setValue(1)
    assert knowing.wanted.options != OPTIONS
    drop(ranked, elsewhere)
    searched(qtbot, knowing, elsewhere)
    assert slider.value() == 1
    assert len(knowing.crops.ranking.matches) == 2
