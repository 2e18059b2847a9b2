"""From the chosen crop to a cover: the export, the clipboard, and the song's own tags."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import soundfile
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coverart.engine.reading import content_hash
from coverart.gui.finish.export_dialog import ExportDialog
from coverart.gui.finish.tag_sheet import TagSheet
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.view_switch import View
from coverart.settings import data_path
from coverart.triage.judgement import CropKey, Flag, Judgement
from coverart.triage.store import FILE_NAME, Judgements, SongKey
from tests.gui.doing import CONTROL, choose, judged, refined, strike
from tests.gui.known import Known
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import press, texts, wait_for
from tests.gui.test_cutting import smaller

COPIED = "The cover is on the clipboard, as a picture and as a file."


@pytest.fixture
def clipboard() -> Iterator[None]:
    """A clipboard that is empty again in the end."""
    QGuiApplication.clipboard().clear()
    yield
    QGuiApplication.clipboard().clear()


@pytest.fixture
def flac(known: Known, tmp_path: Path) -> Path:
    """The song in a file that can carry a cover."""
    path = tmp_path / "Slow Chord.flac"
    samples, rate = soundfile.read(known.song)
    soundfile.write(path, samples, rate)
    return path


@pytest.fixture
def tagging(qtbot: QtBot, ranked: MainWindow, knowing: Studio, flac: Path) -> MainWindow:
    """A window with a song that can carry a cover, of which it is known which one it is."""
    knowing.want(song=flac)
    refined(qtbot, knowing)
    qtbot.waitUntil(lambda: ranked.judging._song.known, timeout=TIMEOUT)
    return ranked


def sheet_of(window: MainWindow) -> TagSheet:
    """Ask for the cover in the tags, and have the sheet that asks back."""
    window.actions_by_name["tag"].trigger()
    (sheet,) = window.findChildren(TagSheet)
    return sheet


# The clipboard


@pytest.mark.usefixtures("clipboard")
def test_control_c_copies_the_chosen_crop_as_picture_and_as_file(
    qtbot: QtBot, ranked: MainWindow
) -> None:
    (match,) = choose(ranked, 1)
    strike(Qt.Key.Key_C, CONTROL)
    assert ranked.message.sentence == "Copying the cover…"
    qtbot.waitUntil(lambda: ranked.message.sentence == COPIED, timeout=TIMEOUT)
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasImage()
    (url,) = mime.urls()
    box = match.crop.box
    with Image.open(url.toLocalFile()) as written:
        assert written.size == (box.width, box.height)
    assert Path(url.toLocalFile()).name.startswith("Slow Chord")


@pytest.mark.usefixtures("clipboard")
def test_what_is_copied_is_the_crop_as_it_was_cut(qtbot: QtBot, ranked: MainWindow) -> None:
    (match,) = choose(ranked, 0)
    cut = smaller(match.crop)
    ranked.judging.recut(match.crop, cut)
    strike(Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: ranked.message.sentence == COPIED, timeout=TIMEOUT)
    assert QGuiApplication.clipboard().image().width() == cut.width


@pytest.mark.usefixtures("clipboard")
def test_words_that_are_copied_are_words(ranked: MainWindow) -> None:
    ranked.top.focus_words()
    QTest.keyClicks(ranked.top.words, "calm")
    ranked.top.words.selectAll()
    strike(Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "calm"
    assert ranked.message.sentence != "Copying the cover…"


# The export


def test_e_exports_the_chosen_crop_as_it_was_cut_with_its_other_shape(ranked: MainWindow) -> None:
    choose(ranked, 0)
    (match,) = choose(ranked, 1)
    cut = replace(match.crop, box=smaller(match.crop))
    ranked.judging.recut(match.crop, cut.box)
    strike(Qt.Key.Key_E)
    (dialog,) = ranked.findChildren(ExportDialog)
    assert dialog.isVisible()
    square, wide = dialog._material.crops
    assert square == cut
    assert wide.photo == cut.photo
    dialog.reject()


def test_of_a_pair_its_own_halves_are_exported(ranked: MainWindow, knowing: Studio) -> None:
    knowing.want(shape=Shape.BOTH)
    for row in range(ranked.gallery.matches.rowCount()):
        choose(ranked, row)
        pair = tuple(one.crop for one in ranked.gallery.matches.row_at(row))
        assert ranked.cutting.crops() == pair


def test_without_a_song_there_is_nothing_to_tag_and_that_is_said(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    knowing.want(words="calm")
    knowing.change(replace(knowing.wanted, song=None))
    refined(qtbot, knowing)
    choose(ranked, 0)
    ranked.actions_by_name["tag"].trigger()
    assert ranked.message.sentence == "Choose a song and a crop first."
    assert not ranked.findChildren(TagSheet)


def test_among_songs_nothing_is_exported(ranked: MainWindow) -> None:
    choose(ranked, 0)
    ranked.show_view(View.SONGS)
    QTest.keyClick(ranked, Qt.Key.Key_E)
    assert ranked.export() is None
    assert not ranked.findChildren(ExportDialog)


# The song's own tags


def test_a_song_that_was_given_a_cover_keeps_its_judgements(
    qtbot: QtBot, tagging: MainWindow, knowing: Studio, flac: Path
) -> None:
    first, second = choose(tagging, 1, 2)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_5)
    before = content_hash(flac)
    sheet = sheet_of(tagging)
    with qtbot.waitSignal(tagging.finishing.tagged, timeout=TIMEOUT):
        press(sheet, "Change the file")
    assert any("carries the cover now" in text for text in texts(sheet))
    sheet.reject()
    after = content_hash(flac)
    assert after != before
    decided = Judgement(Flag.KEPT, 5)
    with qtbot.waitActive(tagging, timeout=TIMEOUT):
        tagging.activateWindow()
    assert judged(tagging, first.crop) == judged(tagging, second.crop) == decided
    choose(tagging, 0)
    strike(Qt.Key.Key_X)  # what is decided from now on belongs to the song as it is
    third = tagging.gallery.matches.match_at(0).crop
    knowing.search()
    wait_for(qtbot, knowing, Stage.FINAL)
    assert judged(tagging, second.crop) == decided
    tagging.close()
    with Judgements(data_path() / FILE_NAME) as file:
        stored = file.of_song(SongKey(after))
    assert stored == {
        CropKey.of(first.crop): decided,
        CropKey.of(second.crop): decided,
        CropKey.of(third): Judgement(Flag.REJECTED),
    }


def test_a_song_that_is_left_as_it_is_stays_the_same(tagging: MainWindow, flac: Path) -> None:
    choose(tagging, 0)
    before = flac.read_bytes()
    sheet = sheet_of(tagging)
    press(sheet, "Leave it as it is")
    assert flac.read_bytes() == before


def test_a_song_that_is_gone_by_then_is_said_so(
    qtbot: QtBot, tagging: MainWindow, flac: Path
) -> None:
    choose(tagging, 0)
    sheet = sheet_of(tagging)
    flac.unlink()
    press(sheet, "Change the file")
    qtbot.waitUntil(lambda: sheet.told.startswith("Slow Chord.flac: "), timeout=TIMEOUT)
    sheet.reject()
    assert not flac.exists()


def test_a_window_that_closes_leaves_no_covers_behind(qtbot: QtBot, ranked: MainWindow) -> None:
    choose(ranked, 0)
    strike(Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: ranked.message.sentence == COPIED, timeout=TIMEOUT)
    (url,) = QGuiApplication.clipboard().mimeData().urls()
    path = Path(QUrl(url).toLocalFile())
    assert path.is_file()
    ranked.close()
    assert not path.exists()
