"""A search under way: paused, gone on with and stopped, by button and key; and lyrics for it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.choosers import Choosers
from coverart.gui.window.main_window import MainWindow
from tests.gui.doing import CONTROL, choose, chosen, refined, strike, undo
from tests.gui.known import Known
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import button, press, texts, wait_for


class Lyrics(Choosers):
    """Somebody who chooses this file of lyrics."""

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._path = path

    def lyrics(self, parent: QWidget) -> Path | None:
        return self._path


@pytest.fixture
def unknown(known: Known, tmp_path: Path) -> Path:
    """A folder of six photos that have to be read, which takes a while."""
    folder = tmp_path / "unknown"
    folder.mkdir()
    for path in known.photos.iterdir():
        with Image.open(path) as photo:
            photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(folder / path.name)
    return folder


def rest(window: MainWindow, studio: Studio) -> None:
    """Begin a search, and pause it before anything is heard of it."""
    choose(window, 1)
    studio.search()
    press(window.status, "Pause")
    assert studio.crops.stage is Stage.PAUSED


def by_button(window: MainWindow, text: str) -> None:
    press(window.status, text)


def by_key(_window: MainWindow, _text: str) -> None:
    strike(Qt.Key.Key_Period, CONTROL)


def shown(window: MainWindow) -> set[str]:
    """The buttons that can be pressed below."""
    names = ("Pause", "Go on", "Stop")
    found = set()
    for name in names:
        try:
            button(window.status, name)
        except StopIteration:
            continue
        found.add(name)
    return found


@pytest.mark.parametrize("press_pause", [by_button, by_key])
def test_a_search_is_paused_and_gone_on_with(
    qtbot: QtBot,
    ranked: MainWindow,
    knowing: Studio,
    unknown: Path,
    press_pause: Callable[[MainWindow, str], None],
) -> None:
    with qtbot.waitSignal(knowing.crops.progressed, timeout=TIMEOUT):
        knowing.want(places=(unknown,))
    assert shown(ranked) == {"Pause", "Stop"}
    press_pause(ranked, "Pause")
    assert shown(ranked) == {"Go on", "Stop"}
    assert "Paused; the list stays as it is" in texts(ranked.status)
    QApplication.processEvents()
    assert knowing.crops.stage is Stage.PAUSED
    press_pause(ranked, "Go on")
    assert shown(ranked) == {"Pause", "Stop"}
    wait_for(qtbot, knowing, Stage.FINAL)
    assert shown(ranked) == set()
    assert knowing.crops.ranking.photos == 6


def test_stop_ends_a_paused_search_and_keeps_the_list(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    rows = ranked.gallery.matches.rowCount()
    rest(ranked, knowing)
    press(ranked.status, "Stop")
    assert knowing.crops.stage is Stage.STOPPED
    assert shown(ranked) == {"Go on"}
    assert ranked.gallery.matches.rowCount() == rows
    strike(Qt.Key.Key_Period, CONTROL)
    wait_for(qtbot, knowing, Stage.FINAL)


def test_while_it_rests_what_is_typed_is_answered(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    rest(ranked, knowing)
    ranked.top.focus_words()
    QTest.keyClicks(ranked.top.words, "bright")
    qtbot.waitUntil(lambda: knowing.wanted.words == "bright", timeout=TIMEOUT)
    refined(qtbot, knowing)
    assert "the words" in knowing.crops.ranking.matches[0].why
    assert ranked.top.words.hasFocus()


def test_a_slider_that_is_moved_while_it_rests_counts_in_the_end(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    rest(ranked, knowing)
    ranked.crops_page.browse.side.sliders.slider("composition").setValue(100)
    press(ranked.status, "Go on")
    wait_for(qtbot, knowing, Stage.FINAL)
    matches = knowing.crops.ranking.matches
    assert all(match.score == match.parts["composition"] for match in matches)
    assert ranked.gallery.matches.match_at(0) == matches[0]


def by_composition(studio: Studio) -> bool:
    """Whether the list is one by composition alone, and there is one."""
    matches = studio.crops.ranking.matches
    scores = [match.score for match in matches]
    alone = all(match.score == match.parts["composition"] for match in matches)
    return bool(matches) and alone and scores == sorted(scores, reverse=True)


def heard_of(qtbot: QtBot, window: MainWindow, studio: Studio, unknown: Path) -> None:
    """Begin a search among other photos, and wait for the first list."""
    with qtbot.waitSignal(studio.crops.ranked, timeout=TIMEOUT):
        studio.want(places=(unknown,))
    assert studio.crops.stage is Stage.WORKING
    assert window.gallery.matches.rowCount()


@pytest.mark.parametrize("words", ["Stop", "Pause"])
def test_what_was_found_until_it_rests_follows_the_sliders(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, unknown: Path, words: str
) -> None:
    heard_of(qtbot, ranked, knowing, unknown)
    press(ranked.status, words)
    stage, crops = knowing.crops.stage, knowing.crops.ranking.crops
    assert stage in (Stage.STOPPED, Stage.PAUSED)
    assert not by_composition(knowing)
    ranked.crops_page.browse.side.sliders.slider("composition").setValue(100)
    qtbot.waitUntil(lambda: by_composition(knowing), timeout=TIMEOUT)
    assert knowing.crops.stage is stage
    assert knowing.crops.ranking.crops >= crops
    assert ranked.gallery.matches.match_at(0) == knowing.crops.ranking.matches[0]
    press(ranked.status, "Go on")
    wait_for(qtbot, knowing, Stage.FINAL)
    assert knowing.crops.ranking.photos == 6
    assert by_composition(knowing)


def test_a_slider_that_was_moved_there_and_back_while_it_paused_holds_nothing_up(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, unknown: Path
) -> None:
    heard_of(qtbot, ranked, knowing, unknown)
    press(ranked.status, "Pause")
    slider = ranked.crops_page.browse.side.sliders.slider("composition")
    before = slider.value()
    for value in (100, before):
        slider.setValue(value)
    press(ranked.status, "Go on")
    wait_for(qtbot, knowing, Stage.FINAL)
    assert knowing.crops.ranking.photos == 6


def test_decisions_can_be_made_while_it_rests(ranked: MainWindow, knowing: Studio) -> None:
    rest(ranked, knowing)
    crop = chosen(ranked)
    ranked.gallery.setFocus()
    strike(Qt.Key.Key_P)
    assert ranked.judging.judgement(crop).flag
    undo()
    assert ranked.judging.kept_count == 0


def test_a_window_that_rests_can_be_closed(ranked: MainWindow, knowing: Studio) -> None:
    rest(ranked, knowing)
    ranked.close()
    assert not ranked.isVisible()


# Lyrics


def test_lyrics_from_a_file_get_a_chip_that_can_be_removed_and_undone(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, tmp_path: Path
) -> None:
    path = tmp_path / "words.txt"
    path.write_text("a dark and lonely night\n", encoding="utf-8")
    ranked._choosers = Lyrics(path)
    scores = [match.score for match in knowing.crops.ranking.matches]
    choose(ranked, 0)
    strike(Qt.Key.Key_L, CONTROL)
    given(qtbot, knowing)
    refined(qtbot, knowing)
    assert [match.score for match in knowing.crops.ranking.matches] != scores
    chips = [chip.part.title for chip in ranked.crops_page.chips.chips]
    assert chips == ["Slow Chord", "Given lyrics"]
    press(ranked, "Remove: Given lyrics")
    refined(qtbot, knowing)
    assert knowing.wanted.lyrics == ""
    assert [match.score for match in knowing.crops.ranking.matches] == scores
    ranked.gallery.setFocus()
    undo()
    refined(qtbot, knowing)
    assert "dark and lonely" in knowing.wanted.lyrics


def given(qtbot: QtBot, studio: Studio) -> None:
    """Wait until lyrics that were given are wanted."""
    qtbot.waitUntil(lambda: studio.wanted.lyrics != "", timeout=TIMEOUT)


def test_no_file_and_a_file_that_is_gone_change_nothing(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, tmp_path: Path
) -> None:
    before = knowing.wanted
    ranked._choosers = Lyrics(None)
    strike(Qt.Key.Key_L, CONTROL)
    assert not ranked.message.isVisible()
    ranked._choosers = Lyrics(tmp_path / "gone.lrc")
    strike(Qt.Key.Key_L, CONTROL)
    qtbot.waitUntil(ranked.message.isVisible, timeout=TIMEOUT)
    assert ranked.message.sentence.startswith("gone.lrc: it cannot be read")
    assert knowing.wanted == before


def test_of_lyrics_given_one_after_the_other_the_last_count(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, tmp_path: Path
) -> None:
    for number in range(5):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"song number {number}", encoding="utf-8")
        knowing.give_lyrics(path)
    assert knowing.wanted.lyrics == ""  # reading is nothing for the window's thread
    given(qtbot, knowing)
    assert knowing.wanted.lyrics == "song number 4"
    assert ranked.actions_by_name["undo"].text() == "Undo: Change the lyrics"
    knowing.crops.cancel()


def test_lyrics_that_come_after_their_song_was_changed_are_not_those_of_the_other(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, known: Known, tmp_path: Path
) -> None:
    path = tmp_path / "late.txt"
    path.write_text("of the song before", encoding="utf-8")
    knowing.give_lyrics(path)
    knowing.want(song=Path(shutil.copy2(known.song, tmp_path / "another.wav")))
    wait_for(qtbot, knowing, Stage.FINAL)
    assert knowing._lyrics.at_rest
    assert knowing.wanted.lyrics == ""


def test_another_song_takes_the_given_lyrics_away(knowing: Studio, ranked: MainWindow) -> None:
    knowing.change(replace(knowing.wanted, lyrics="rain"))
    assert ranked.crops_page.chips.any
    knowing.want(song=Path("/music/another.wav"))
    assert knowing.wanted.lyrics == ""
    knowing.crops.cancel()
