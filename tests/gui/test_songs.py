"""The search turned round: a picture or words, and the songs that fit."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coverart.domain import Box, ContentHash
from coverart.engine.asking import Example
from coverart.engine.songs import SongMatch
from coverart.gui.songs.song_row import HEIGHT, below
from coverart.gui.songs.songs_model import SongsModel
from coverart.gui.studio.song_search import SongSearch, SongsWanted
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.view_switch import View
from coverart.library.records import SongRecord
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import button, drop, press, texts, wait_for


@pytest.fixture
def songs(tmp_path: Path, song: Path) -> Path:
    """A folder with a slow chord, fast noise, and a file that is no song."""
    folder = tmp_path / "my songs"
    folder.mkdir()
    shutil.copy(song, folder / "Slow Chord.wav")
    random = np.random.default_rng(0)
    beats = np.exp(-30 * (np.arange(6 * 22_050) / 22_050 % 0.2))
    soundfile.write(folder / "Noise.wav", 0.5 * beats * random.uniform(-1, 1, 6 * 22_050), 22_050)
    (folder / "broken.mp3").write_bytes(b"no song")
    return folder


@pytest.fixture
def listening(window: MainWindow) -> SongSearch:
    window.show_view(View.SONGS)
    return window.songs_view.search


def matched(name: str, title: str = "", lyrics: bool = False) -> SongMatch:
    vector = np.zeros(2, dtype=np.float32)
    artist = "Ann" if title else ""
    record = SongRecord(ContentHash(name), 60.0, vector, title, artist, "")
    return SongMatch(Path("/songs") / name, record, 0.625, "calm like the picture", lyrics)


def test_the_view_of_songs_invites(window: MainWindow) -> None:
    press(window, "Songs")
    assert window.header.switch.marked is View.SONGS
    assert "Drop a picture and a folder of songs here" in texts(window)
    QTest.keyClick(window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert window.view is View.CROPS


def test_a_dropped_picture_and_folder_become_a_list_of_songs(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, songs: Path, photos: Path
) -> None:
    drop(window, photos / "photo 0.png")
    assert "Now drop a folder of songs here" in texts(window)
    drop(window, songs)
    wait_for(qtbot, listening, Stage.FINAL)
    model = window.songs_view.page.songs
    found = {model.match_at(row).path.name for row in range(model.rowCount())}
    assert found == {"Slow Chord.wav", "Noise.wav"}
    scores = [match.score for match in listening.matches]
    assert scores == sorted(scores, reverse=True)
    assert "2 songs" in texts(window)
    assert button(window, "1 file skipped…").isVisible()
    assert button(window, "photo 0.png").isVisible()
    assert window._studio.wanted.song is None


def test_words_alone_are_enough_and_are_told_while_they_are_typed(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, songs: Path
) -> None:
    drop(window, songs)
    QTest.keyClicks(window.songs_view.bar.words, "calm -loud")
    wait_for(qtbot, listening, Stage.FINAL)
    assert listening.wanted.wish.text == "calm"
    assert listening.wanted.wish.without == "loud"
    assert "the words" in listening.matches[0].why


def test_opening_a_song_makes_it_the_song_of_the_crops(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, songs: Path, studio: Studio
) -> None:
    listening.want(words="calm", places=(songs,))
    wait_for(qtbot, listening, Stage.FINAL)
    best = listening.matches[0].path
    shown = window.songs_view.page.list
    middle = shown.visualRect(window.songs_view.page.songs.index(0)).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert studio.wanted.song == best
    assert window.view is View.CROPS


def test_the_button_does_the_same_for_the_selected_song(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, songs: Path, studio: Studio
) -> None:
    listening.want(words="calm", places=(songs,))
    wait_for(qtbot, listening, Stage.FINAL)
    window.songs_view.page.list.setCurrentIndex(window.songs_view.page.songs.index(1))
    press(window, "Find crops for this song")
    assert studio.wanted.song == listening.matches[1].path


def test_a_crop_of_the_gallery_can_be_what_songs_shall_fit(
    qtbot: QtBot,
    window: MainWindow,
    studio: Studio,
    songs: Path,
    photos: Path,
) -> None:
    studio.want(places=(photos,), words="calm")
    wait_for(qtbot, studio, Stage.FINAL)
    crop = studio.crops.ranking.matches[0].crop
    window.crops_page.songs_wanted.emit(crop)
    assert window.view is View.SONGS
    assert window.songs_view.search.wanted.picture == Example(crop.photo.path, crop.box)
    window.songs_view.search.want(places=(songs,))
    wait_for(qtbot, window.songs_view.search, Stage.FINAL)
    assert any("pixels of photo" in text for text in texts(window))


def test_the_picture_can_be_left_out_again(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, songs: Path, photos: Path
) -> None:
    listening.want(picture=Example(photos / "photo 0.png"), words="calm", places=(songs,))
    wait_for(qtbot, listening, Stage.FINAL)
    press(window, "Look without the picture")
    assert listening.wanted.picture is None
    wait_for(qtbot, listening, Stage.FINAL)


def test_stopping_and_going_on(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, songs: Path
) -> None:
    listening.want(words="calm", places=(songs,))
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert listening.stage is Stage.STOPPED
    press(window, "Go on")
    wait_for(qtbot, listening, Stage.FINAL)


def test_a_picture_that_cannot_be_read_gets_one_sentence(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, songs: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    listening.want(picture=Example(broken), places=(songs,))
    wait_for(qtbot, listening, Stage.FAILED)
    assert window.songs_view.page.message.sentence.startswith("broken.jpg: ")
    assert window.songs_view.page.message.isVisible()


def test_a_folder_without_songs_says_so(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, photos: Path
) -> None:
    listening.want(words="calm", places=(photos,))
    wait_for(qtbot, listening, Stage.FINAL)
    assert "There are no songs in holiday." in texts(window)


def test_a_folder_is_asked_for_in_the_view_it_is_for(
    window: MainWindow, listening: SongSearch, songs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def answer(_parent: object, what: str) -> Path:
        asked.append(what)
        return songs

    monkeypatch.setattr(window._choosers, "folder", answer)
    press(window, "Choose songs…")
    assert asked == ["songs"]
    assert listening.wanted.places == (songs,)


def test_a_picture_that_arrives_is_shown_beside_the_list(
    qtbot: QtBot, window: MainWindow, listening: SongSearch, songs: Path, photos: Path
) -> None:
    listening.want(picture=Example(photos / "photo 0.png"), places=(songs,))
    wait_for(qtbot, listening, Stage.FINAL)
    view = window.songs_view.page._view
    qtbot.waitUntil(lambda: view._picture is not None, timeout=TIMEOUT)
    assert view._shape.width > view._shape.height


def test_a_row_tells_why_whether_lyrics_counted_and_its_file() -> None:
    assert below(matched("a.ogg")) == "Calm like the picture"
    assert below(matched("a.ogg", "Blue", lyrics=True)) == (
        "Calm like the picture · lyrics counted · a.ogg"
    )


def test_rows_are_named_for_those_who_do_not_see_them(window: MainWindow) -> None:
    model = SongsModel()
    model.set_matches([matched("a.ogg", "Blue")])
    told = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told == "1: Blue – Ann, 62%, calm like the picture"


def test_a_row_is_painted_with_a_bar_as_long_as_its_score(
    qtbot: QtBot, window: MainWindow, listening: SongSearch
) -> None:
    page = window.songs_view.page
    page._pages.setCurrentIndex(1)
    page._found.setCurrentIndex(1)
    page.songs.set_matches([matched("a.ogg", "Blue")])
    row = page.list.visualRect(page.songs.index(0))
    assert row.height() == HEIGHT
    painted: QImage = page.list.viewport().grab(row).toImage()
    ink = page.palette().placeholderText().color()
    middle = painted.height() // 2
    inked = [x for x in range(painted.width()) if painted.pixelColor(x, middle) == ink]
    assert inked


def test_a_crop_is_told_by_its_pixels() -> None:
    wanted = SongsWanted(Example(Path("a.jpg"), Box(0, 0, 20, 10)), "calm", (Path("/songs"),))
    assert wanted.complete
    assert not SongsWanted(words="-loud", places=(Path("/songs"),)).complete
