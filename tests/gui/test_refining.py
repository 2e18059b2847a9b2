"""A search that is finished is refined from memory: by words, by examples, by weights."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from coverart.domain import WIDE, Crop
from coverart.encoders.encoder import Kind
from coverart.engine import designing
from coverart.engine.asking import Example
from coverart.gui.gallery.gallery_model import LIKING
from coverart.gui.gallery.hover import Liking, button_place
from coverart.gui.studio.chip_list import Part
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import example_of
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.view_switch import View
from tests.gui.doing import choose, strike
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import LEFT, button, drop, press, texts, wait_for


@pytest.fixture
def found(qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path) -> MainWindow:
    """A window with a finished search, which it may not begin anew."""
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    return window


@pytest.fixture
def from_memory(found: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, photos may not be looked for."""

    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(designing, "browse", refuse)


def refined(qtbot: QtBot, studio: Studio) -> None:
    """Wait until what is wanted now is answered."""
    qtbot.waitUntil(
        lambda: studio.crops.answered == studio.wanted.wish and studio.crops.stage is Stage.FINAL,
        timeout=TIMEOUT,
    )


def order(studio: Studio) -> list[object]:
    return [match.crop for match in studio.crops.ranking.matches]


def chips(window: MainWindow) -> list[Part]:
    return [chip.part for chip in window.crops_page.chips.chips]


@pytest.mark.usefixtures("from_memory")
def test_typing_ranks_anew_without_return(qtbot: QtBot, found: MainWindow, studio: Studio) -> None:
    before = order(studio)
    line = found.top.words
    line.setFocus()
    QTest.keyClicks(line, "bright yellow joy")
    qtbot.waitUntil(lambda: studio.wanted.words == "bright yellow joy", timeout=TIMEOUT)
    refined(qtbot, studio)
    assert order(studio) != before
    assert "the song and the words" in studio.crops.ranking.matches[0].why
    assert line.hasFocus()
    assert [part.title for part in chips(found)] == ["Slow Chord", "“bright yellow joy”"]


@pytest.mark.usefixtures("from_memory")
def test_words_after_a_minus_sign_push_away(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    studio.want(words="calm")
    refined(qtbot, studio)
    before = [match.parts["match"] for match in studio.crops.ranking.matches]
    studio.want(words="calm -dark")
    refined(qtbot, studio)
    assert studio.wanted.wish.without == "dark"
    assert [match.parts["match"] for match in studio.crops.ranking.matches] != before


@pytest.mark.usefixtures("from_memory")
def test_words_that_say_nothing_leave_the_list_and_are_told(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    before = order(studio)
    studio.want(words="xyzzy")
    refined(qtbot, studio)
    assert order(studio) == before
    assert "The words were left out" in found.message.sentence
    assert found.message.isVisible()
    studio.want(words="")
    refined(qtbot, studio)
    assert not found.message.isVisible()


@pytest.mark.usefixtures("from_memory")
def test_nothing_but_words_that_say_nothing_keeps_the_list_too(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    studio.want(words="calm")
    refined(qtbot, studio)
    press(found, "Remove: Slow Chord")
    refined(qtbot, studio)
    before = order(studio)
    assert studio.crops.record is None
    studio.want(words="xyzzy")
    wait_for(qtbot, studio, Stage.FAILED)
    assert "None of the words" in found.message.sentence
    assert order(studio) == before
    studio.want(words="dark")
    refined(qtbot, studio)
    assert not found.message.isVisible()


@pytest.mark.usefixtures("from_memory")
def test_m_and_l_ask_for_more_and_less_like_the_chosen_crop(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    found.gallery.setCurrentIndex(found.gallery.matches.index(2))
    crop = studio.crops.ranking.matches[2].crop
    before = order(studio)
    QTest.keyClick(found, Qt.Key.Key_M)
    refined(qtbot, studio)
    assert studio.wanted.liked == (example_of(crop),)
    assert order(studio) != before
    row = found.gallery.matches.row_of(crop)
    assert row is not None
    assert found.gallery.matches.index(row).data(LIKING) is Liking.MORE
    told = found.gallery.matches.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.endswith(", more like this")
    QTest.keyClick(found, Qt.Key.Key_L)
    refined(qtbot, studio)
    assert not studio.wanted.liked
    assert studio.wanted.disliked == (example_of(crop),)


def test_letters_typed_as_words_are_no_commands(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    found.top.focus_words()
    QTest.keyClicks(found.top.words, "ml")
    assert studio.wanted.liked == studio.wanted.disliked == ()
    assert found.top.words.text() == "ml"
    qtbot.waitUntil(lambda: studio.wanted.words == "ml", timeout=TIMEOUT)
    refined(qtbot, studio)


@pytest.mark.usefixtures("from_memory")
def test_the_buttons_on_a_tile_leave_the_selection_alone(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    gallery = found.gallery
    chosen = gallery.currentIndex().row()
    other = gallery.matches.index(3)
    crop = gallery.matches.match_at(3).crop
    picture = gallery._tile.picture_in(gallery.visualRect(other))
    for liking, kept in ((Liking.LESS, "disliked"), (Liking.MORE, "liked")):
        with qtbot.assertNotEmitted(gallery.opened):
            point = button_place(picture, liking).center().toPoint()
            QTest.mouseClick(gallery.viewport(), LEFT, pos=point)
        assert gallery.currentIndex().row() == chosen
        assert getattr(studio.wanted, kept) == (example_of(crop),)
        break
    refined(qtbot, studio)


@pytest.mark.usefixtures("from_memory")
def test_the_menu_of_a_tile_refers_to_its_crop(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    match = studio.crops.ranking.matches[1]
    found.crops_page._open_menu(match, QPoint(10, 10))
    (menu,) = found.crops_page.findChildren(QMenu)
    deeds = {action.text(): action for action in menu.actions()}
    assert {"Keep", "Reject", "Edit the crop", "More like the chosen crop"} < set(deeds)
    assert {"Which song fits this?", "Export…"} < set(deeds)
    deeds["Use as reference picture"].trigger()
    menu.close()
    refined(qtbot, studio)
    assert studio.wanted.pictures == (example_of(match.crop),)
    assert "the song and the picture" in studio.crops.ranking.matches[0].why


@pytest.mark.usefixtures("from_memory")
def test_a_picture_dropped_among_photos_is_a_reference(
    qtbot: QtBot, found: MainWindow, studio: Studio, photos: Path
) -> None:
    drop(found, photos / "photo 0.png")
    drop(found, photos / "photo 1.png")
    refined(qtbot, studio)
    names = [example.path.name for example in studio.wanted.pictures]
    assert names == ["photo 0.png", "photo 1.png"]
    assert studio.wanted.places == (photos,)


def test_several_pictures_can_be_dropped_as_photos(
    qtbot: QtBot, found: MainWindow, studio: Studio, photos: Path
) -> None:
    dropped = (photos / "photo 0.png", photos / "photo 1.png")
    drop(found, *dropped, at=QPoint(100, 400))
    assert studio.wanted.places == dropped
    wait_for(qtbot, studio, Stage.FINAL)


@pytest.mark.usefixtures("from_memory")
def test_a_reference_that_is_no_picture_gets_one_sentence_and_can_be_removed(
    qtbot: QtBot, found: MainWindow, studio: Studio, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    before = order(studio)
    drop(found, broken)
    wait_for(qtbot, studio, Stage.FAILED)
    assert found.message.sentence.startswith("broken.jpg: ")
    assert order(studio) == before
    press(found, "Remove: Like the picture broken.jpg")
    assert studio.crops.stage is Stage.FINAL
    assert not found.message.isVisible()


@pytest.mark.usefixtures("from_memory")
def test_weights_of_chips_change_the_ranking(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    studio.want(words="joy")
    refined(qtbot, studio)
    before = [match.score for match in studio.crops.ranking.matches]
    words = found.crops_page.chips.chips[1]
    popup = words.open_weight()
    popup.slider.setValue(200)
    popup.close()
    refined(qtbot, studio)
    assert studio.wanted.weights[Kind.TEXT] == 2.0
    assert [match.score for match in studio.crops.ranking.matches] != before
    assert [part.weight for part in chips(found)] == [1.0, 2.0]


@pytest.mark.usefixtures("from_memory")
def test_another_shape_and_other_words_are_answered_together(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    studio.want(words="joy")
    studio.want(shape=Shape.WIDE)
    refined(qtbot, studio)
    assert {match.crop.aspect for match in studio.crops.ranking.matches} == {WIDE}
    assert "the words" in studio.crops.ranking.matches[0].why


def test_lyrics_beside_the_song_get_a_chip_that_goes_and_comes_back(
    qtbot: QtBot, window: MainWindow, studio: Studio, song: Path, photos: Path
) -> None:
    song.with_suffix(".lrc").write_text("[00:01.00]dark and lonely night\n", encoding="utf-8")
    drop(window, song, photos)
    wait_for(qtbot, studio, Stage.FINAL)
    assert [part.title for part in chips(window)] == ["Slow Chord", "Lyrics"]
    scores = [match.score for match in studio.crops.ranking.matches]
    press(window, "Remove: Lyrics")
    refined(qtbot, studio)
    assert [match.score for match in studio.crops.ranking.matches] != scores
    press(window, "Count: Lyrics")
    refined(qtbot, studio)
    assert [match.score for match in studio.crops.ranking.matches] == scores


def test_without_anything_to_look_for_the_window_invites_and_comes_back_from_memory(
    qtbot: QtBot, window: MainWindow, studio: Studio, photos: Path
) -> None:
    studio.want(places=(photos,), words="calm")
    wait_for(qtbot, studio, Stage.FINAL)
    studio.want(words="")
    assert studio.crops.stage is Stage.WAITING
    assert "Now drop a song here, or type words that describe the cover" in texts(window)
    with qtbot.assertNotEmitted(studio.moved_on):
        studio.want(words="dark")
    refined(qtbot, studio)
    assert window.gallery.isVisible()


def list_everything(studio: Studio) -> None:
    """Leave no crop out because it is like a better one, so that none leaves the list."""
    studio.set_options(replace(studio.wanted.options, per_photo=50, variety=0.0))


def recut(window: MainWindow) -> Crop:
    """Cut the best crop by hand, and say how it is seen then."""
    match = window.gallery.matches.match_at(0)
    box = match.crop.box
    window.judging.recut(match.crop, replace(box, right=box.right - 32, bottom=box.bottom - 32))
    choose(window, 1)
    choose(window, 0)
    return window.gallery.shown_crop(match)


def test_a_crop_that_was_recut_is_meant_as_it_is_seen(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    list_everything(studio)
    seen = recut(found)
    first = found.gallery.matches.match_at(0)
    assert seen != first.crop
    strike(Qt.Key.Key_M)
    refined(qtbot, studio)
    assert studio.wanted.liked == (example_of(seen),)
    row = found.gallery.matches.row_of(first.crop)
    assert row is not None
    assert found.gallery.matches.index(row).data(LIKING) is Liking.MORE
    choose(found, row)
    strike(Qt.Key.Key_M)
    assert not studio.wanted.liked
    refined(qtbot, studio)
    assert found.gallery.matches.index(0).data(LIKING) is None


def test_what_was_said_before_a_crop_was_recut_is_marked_and_taken_back(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    proposed = found.gallery.matches.match_at(0)
    choose(found, 0)
    strike(Qt.Key.Key_M)
    refined(qtbot, studio)
    found.judging.recut(proposed.crop, replace(proposed.crop.box, right=256, bottom=256))
    row = found.gallery.matches.row_of(proposed.crop)
    assert row is not None
    assert found.gallery.matches.index(row).data(LIKING) is Liking.MORE
    choose(found, row)
    strike(Qt.Key.Key_M)
    assert not studio.wanted.liked
    refined(qtbot, studio)


def test_the_menu_of_a_tile_means_the_crop_as_it_was_recut(
    qtbot: QtBot, found: MainWindow, studio: Studio
) -> None:
    seen = recut(found)

    def give(title: str) -> None:
        match = found.gallery.matches.match_at(0)
        found.crops_page._open_menu(match, found.mapToGlobal(QPoint(300, 300)))
        menu = found.crops_page.findChildren(QMenu)[-1]
        next(own for own in menu.actions() if own.text() == title).trigger()
        menu.close()

    give("Which song fits this?")
    assert found.songs_view.search.wanted.picture == example_of(seen)
    found.show_view(View.CROPS)
    give("Use as reference picture")
    assert studio.wanted.pictures == (example_of(seen),)
    refined(qtbot, studio)


def test_a_chosen_picture_is_the_reference(
    qtbot: QtBot,
    found: MainWindow,
    studio: Studio,
    photos: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(found._choosers, "picture", lambda _parent: photos / "photo 2.png")
    QTest.keyClick(found, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    refined(qtbot, studio)
    assert studio.wanted.pictures == (Example(photos / "photo 2.png"),)
    assert found.view is View.CROPS
    assert button(found, "Remove: Like the picture photo 2.png").isVisible()
