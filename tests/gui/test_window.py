"""The window with the real engine: from a drop to a ranking, and everything that can go wrong."""

import multiprocessing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from coverart.demo.folder import DemoFolder
from coverart.domain import WIDE, Ranking
from coverart.engine import demonstrating
from coverart.engine.job import Job, Progress
from coverart.gui.look.sheet import CopyableText, Sheet
from coverart.gui.session.project import Project
from coverart.gui.session.project_file import write_project
from coverart.gui.studio import crop_search
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import Wanted
from coverart.gui.window.dialogs import OUR_FAULT
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.menus import RecentMenu
from coverart.triage.judgement import CropKey
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import LEFT, button, drop, texts, wait_for


def test_an_empty_window_invites(window: MainWindow) -> None:
    assert "Drop a song and a folder of photos here" in texts(window)
    for text in ("Choose a song…", "Choose a folder…", "Try the demo"):
        assert button(window, text).isEnabled()
    assert not window.gallery.isVisible()
    assert not window.status.isVisible()


def test_a_dropped_song_and_folder_become_a_ranking(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    assert studio.crops.ranking.photos == 6
    assert window.gallery.matches.rowCount() == len(studio.crops.ranking.matches) > 0
    assert window.gallery.chosen_match == studio.crops.ranking.matches[0]
    assert "All 1,428 crops compared" in texts(window)
    assert "mood" in button(window, "Mood and colour").toolTip()
    assert button(window, "Slow Chord").isVisible()
    assert button(window, "holiday").isVisible()


def test_thumbnails_and_the_preview_arrive(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    model = window.gallery.matches

    def all_there() -> bool:
        rows = range(model.rowCount())
        role = Qt.ItemDataRole.DecorationRole
        return all(model.index(row).data(role) is not None for row in rows)

    qtbot.waitUntil(all_there, timeout=TIMEOUT)
    first = model.match_at(0).crop
    qtbot.waitUntil(lambda: window.gallery.thumbnail(first) is not None, timeout=TIMEOUT)


def test_after_a_song_alone_the_window_asks_for_photos(
    window: MainWindow, studio: Studio, song: Path
) -> None:
    drop(window, song)
    assert studio.crops.stage is Stage.WAITING
    assert "Now drop a folder of photos here" in texts(window)


def test_words_alone_are_enough(
    qtbot: QtBot, window: MainWindow, studio: Studio, photos: Path
) -> None:
    drop(window, photos)
    line = window.top.words
    assert not line.acceptDrops()
    line.setText("calm and dark")
    QTest.keyClick(line, Qt.Key.Key_Return)
    wait_for(qtbot, studio, Stage.FINAL)
    assert window.gallery.chosen_match is not None
    assert "words" in window.gallery.chosen_match.why


def test_something_unusable_gets_one_quiet_sentence(window: MainWindow, tmp_path: Path) -> None:
    drop(window, tmp_path / "notes.txt")
    assert window.message.isVisible()
    assert window.message.sentence == "notes.txt is neither a song nor a photo."


def test_an_unusable_song_gets_one_sentence_and_no_stale_list(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path, tmp_path: Path
) -> None:
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"no song at all")
    drop(window, broken)
    wait_for(qtbot, studio, Stage.FAILED)
    complains(qtbot, window, "broken.mp3: ")
    assert not window.message.isVisible()  # once is enough
    assert window.gallery.matches.rowCount() == 0
    drop(window, song)
    wait_for(qtbot, studio, Stage.FINAL)
    assert window.gallery.matches.rowCount() > 0


def complains(qtbot: QtBot, window: MainWindow, begun: str) -> None:
    """Wait until the song's card says what is wrong with it."""
    qtbot.waitUntil(
        lambda: any(text.startswith(begun) for text in texts(window.card)), timeout=TIMEOUT
    )


def test_where_the_card_is_not_seen_the_bar_says_what_is_wrong_with_the_song(
    qtbot: QtBot, window: MainWindow, studio: Studio, photos: Path, tmp_path: Path
) -> None:
    window.crops_page.browse.turn_side()
    broken = tmp_path / "broken.mp3"
    broken.write_bytes(b"no song at all")
    drop(window, broken, photos)
    wait_for(qtbot, studio, Stage.FAILED)
    assert window.message.isVisible()
    assert window.message.sentence.startswith("broken.mp3: ")


def test_where_the_card_has_nothing_to_complain_of_the_bar_says_what_is_wrong(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    qtbot.waitUntil(lambda: "0:06" in " ".join(texts(window.card)), timeout=TIMEOUT)
    song.unlink()
    studio.search()
    wait_for(qtbot, studio, Stage.FAILED)
    assert window.message.sentence.startswith(f"{song.name}: ")


def test_a_song_that_was_mended_can_be_dropped_again(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path, tmp_path: Path
) -> None:
    mended = tmp_path / "mended.wav"
    drop(window, mended, photos)
    wait_for(qtbot, studio, Stage.FAILED)
    complains(qtbot, window, "mended.wav: ")
    mended.write_bytes(song.read_bytes())
    drop(window, mended)
    wait_for(qtbot, studio, Stage.FINAL)


def test_choosing_nothing_changes_nothing(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    studio.crops.cancel()
    with qtbot.assertNotEmitted(studio.crops.stage_changed):
        studio.want(song=None)
        studio.want(places=())


def test_the_slider_ranks_anew_from_memory(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    slider = window.crops_page.browse.side.sliders.slider("composition")
    assert slider.value() == 30
    with qtbot.assertNotEmitted(studio.crops.stage_changed):
        slider.setValue(100)
    for match in studio.crops.ranking.matches:
        assert match.score == match.parts["composition"]
    matches = studio.crops.ranking.matches
    assert [window.gallery.matches.match_at(row) for row in range(len(matches))] == list(matches)
    slider.setValue(0)
    assert studio.crops.ranking.matches[0].score == studio.crops.ranking.matches[0].parts["match"]


def test_the_slider_begins_a_running_search_anew(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    studio.set_options(replace(studio.wanted.options, composition=1.0))

    def weighed() -> bool:
        matches = studio.crops.ranking.matches
        by_composition = all(match.score == match.parts["composition"] for match in matches)
        return studio.crops.stage is Stage.FINAL and by_composition

    qtbot.waitUntil(weighed, timeout=TIMEOUT)


def test_cancelling_keeps_the_list_and_it_can_go_on(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    studio.crops.ranked.connect(studio.crops.cancel)
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.STOPPED)
    studio.crops.ranked.disconnect(studio.crops.cancel)
    rows = window.gallery.matches.rowCount()
    assert rows > 0
    assert "Stopped; the list stays as it is" in texts(window)
    window._studio._jobs.close()
    QApplication.processEvents()
    assert window.gallery.matches.rowCount() == rows
    QTest.mouseClick(button(window, "Go on"), LEFT)
    wait_for(qtbot, studio, Stage.FINAL)
    assert studio.crops.ranking.photos == 6


def test_the_cancel_button_and_escape_stop_the_search(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    QTest.mouseClick(button(window, "Stop"), LEFT)
    assert studio.crops.stage is Stage.STOPPED
    assert "There are no matches." in texts(window)
    studio.search()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert studio.crops.stage is Stage.STOPPED


def test_another_shape_is_there_at_once_and_chosen_anew(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    QTest.mouseClick(button(window, "16:9"), LEFT)
    assert studio.crops.stage is Stage.FINAL
    assert {match.crop.aspect for match in studio.crops.ranking.matches} == {WIDE}
    chosen = window.gallery.chosen_match
    assert chosen is not None
    assert CropKey.of(chosen.crop) == CropKey.of(studio.crops.ranking.matches[0].crop)


def test_skipped_files_are_counted_and_can_be_copied_with_reasons(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    (photos / "broken.jpg").write_bytes(b"no picture")
    (photos / "drawing.svg").write_bytes(b"<svg/>")
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    QTest.mouseClick(button(window, "2 files skipped…"), LEFT)
    dialog = window.findChild(CopyableText)
    assert dialog is not None
    dialog.copy()
    copied = QGuiApplication.clipboard().text()
    assert f"{photos / 'broken.jpg'}: it is not a picture we know." in copied
    assert "drawing.svg: pictures of this kind are not read; save it as JPEG or PNG." in copied
    dialog.reject()


def test_a_folder_without_photos_says_so(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    drop(window, song, empty)
    wait_for(qtbot, studio, Stage.FINAL)
    assert "There are no photos to look at in empty." in texts(window)


def test_a_verdict_is_shown_above_the_gallery(window: MainWindow, studio: Studio) -> None:
    window.crops_page.pages.setCurrentIndex(1)
    studio.crops.ranked.emit(Ranking(verdict="Nothing here fits the song well."))
    assert "Nothing here fits the song well." in texts(window)
    studio.crops.ranked.emit(Ranking())
    assert "Nothing here fits the song well." not in texts(window)


def test_closing_during_work_ends_everything(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    with qtbot.waitSignal(studio.crops.progressed, timeout=TIMEOUT):
        drop(window, song, photos)
    window.close()
    assert not window.isVisible()
    assert not multiprocessing.active_children()


def test_a_bug_in_a_job_ends_the_search_and_reaches_the_excepthook(
    qtbot: QtBot,
    window: MainWindow,
    studio: Studio,
    song: Path,
    photos: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*arguments: object) -> Job[None]:
        yield from ()
        raise ZeroDivisionError

    monkeypatch.setattr(crop_search, "design", broken)
    with qtbot.captureExceptions() as bugs:
        drop(window, song, photos)
        wait_for(qtbot, studio, Stage.FAILED)
    assert [kind for kind, _, _ in bugs] == [ZeroDivisionError]


def test_a_bug_is_told_once_with_details_to_copy(window: MainWindow) -> None:
    window.report_crash("Traceback of the first")
    window.report_crash("Traceback of the second")
    (dialog,) = window.findChildren(CopyableText)
    assert dialog.windowTitle() == OUR_FAULT
    text = dialog.findChild(QPlainTextEdit)
    assert text is not None
    assert text.toPlainText() == "Traceback of the first"
    dialog.reject()


def test_the_demo_brings_its_own_song_and_photos(
    qtbot: QtBot,
    window: MainWindow,
    studio: Studio,
    song: Path,
    photos: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def made(folder: Path) -> Job[DemoFolder]:
        yield Progress("Painting", 0, 2)
        return DemoFolder(song, photos)

    monkeypatch.setattr(demonstrating, "demonstrate", made)
    QTest.mouseClick(button(window, "Try the demo"), LEFT)
    assert studio.crops.stage is Stage.PREPARING
    assert "Still improving" not in texts(window)
    wait_for(qtbot, studio, Stage.FINAL)
    assert (studio.wanted.song, studio.wanted.places) == (song, (photos,))


def test_f1_shows_the_keys(qtbot: QtBot, window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_F1)
    (sheet,) = window.findChildren(Sheet)
    shown = [own.text() for own in sheet.findChildren(QLabel)]
    assert "Ctrl+Shift+O" in shown
    assert "Choose a folder of photos" in shown
    sheet.reject()


def test_an_empty_list_says_that_no_crop_has_so_many_pixels(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    window.crops_page.browse.side.sliders.slider("least_pixels").setValue(5)
    assert not studio.crops.ranking.matches
    assert "No crop has a short side of 3,000 pixels of its own." in texts(window)
    studio.history.undo()
    assert studio.crops.ranking.matches


def test_a_project_that_was_saved_is_in_the_menu_and_can_be_dropped(
    qtbot: QtBot, window: MainWindow, studio: Studio, photos: Path, tmp_path: Path
) -> None:
    path = tmp_path / "Night Drive.coverart"
    write_project(path, Project(Wanted(words="calm", places=(photos,))))
    drop(window, path)
    qtbot.waitUntil(lambda: studio.wanted.words == "calm", timeout=TIMEOUT)
    wait_for(qtbot, studio, Stage.FINAL)
    assert window.windowTitle().startswith("Night Drive.coverart")
    (recent,) = window.findChildren(RecentMenu)
    recent.aboutToShow.emit()
    assert [action.text() for action in recent.actions()] == ["Night Drive"]
