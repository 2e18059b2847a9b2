"""Deciding in the window: by key and by button, one crop or several."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coverart.gui.gallery.filters import Filter
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture_thread import PictureThread
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.view_switch import View
from coverart.triage.judgement import UNJUDGED, Flag, Judgement
from tests.gui.doing import (
    CONTROL,
    choose,
    chosen,
    crops,
    current,
    judged,
    redo,
    refined,
    strike,
    undo,
)
from tests.gui.known import Known
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import button, press, texts, wait_for

FLAGS = {Qt.Key.Key_P: Flag.KEPT, Qt.Key.Key_X: Flag.REJECTED}
STARS = {
    Qt.Key.Key_1: 1,
    Qt.Key.Key_2: 2,
    Qt.Key.Key_3: 3,
    Qt.Key.Key_4: 4,
    Qt.Key.Key_5: 5,
    Qt.Key.Key_0: 0,
}


@pytest.fixture
def paired(ranked: MainWindow, knowing: Studio) -> MainWindow:
    """A window that shows both shapes."""
    knowing.want(shape=Shape.BOTH)
    assert len(ranked.gallery.matches.row_at(0)) == 2
    return ranked


def title(window: MainWindow, name: str) -> str:
    """What the menu says of a command."""
    return window.actions_by_name[name].text()


# By key


@pytest.mark.parametrize("key", FLAGS)
def test_a_key_sets_the_flag_of_the_chosen_crop_and_u_takes_it_away(
    ranked: MainWindow, key: Qt.Key
) -> None:
    first, second = choose(ranked, 2, 1)
    choose(ranked, 1)
    strike(key)
    assert judged(ranked, second.crop) == Judgement(FLAGS[key])
    assert judged(ranked, first.crop) == UNJUDGED
    strike(Qt.Key.Key_U)
    assert judged(ranked, second.crop) == UNJUDGED
    assert current(ranked) == 1


def test_digits_give_stars_and_0_takes_them_away(ranked: MainWindow) -> None:
    (match,) = choose(ranked, 0)
    for key, stars in STARS.items():
        strike(key)
        assert judged(ranked, match.crop).stars == stars
    assert judged(ranked, match.crop) == UNJUDGED


def test_keys_are_about_everything_that_is_selected_as_one_step(ranked: MainWindow) -> None:
    matches = choose(ranked, 0, 2, 3)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_4)
    wanted = Judgement(Flag.KEPT, 4)
    assert [judged(ranked, one.crop) for one in matches] == [wanted] * 3
    assert ranked.judging.kept_count == 3
    assert "3 kept" in texts(ranked.status)
    undo()
    undo()
    assert ranked.judging.kept_count == 0
    assert len(ranked.gallery.selected_rows) == 3


def test_of_a_pair_both_crops_are_judged(paired: MainWindow) -> None:
    choose(paired, 1)
    pair = paired.gallery.matches.row_at(1)
    strike(Qt.Key.Key_X)
    strike(Qt.Key.Key_2)
    assert [judged(paired, one.crop) for one in pair] == [Judgement(Flag.REJECTED, 2)] * 2
    undo()
    assert [judged(paired, one.crop) for one in pair] == [Judgement(Flag.REJECTED)] * 2


def test_the_buttons_of_the_preview_judge_and_take_it_back(ranked: MainWindow) -> None:
    (match,) = choose(ranked, 1)
    preview = ranked.crops_page.preview
    press(preview, "Keep")
    assert judged(ranked, match.crop).flag is Flag.KEPT
    assert button(preview, "Keep").isChecked()
    press(preview, "Keep")
    assert judged(ranked, match.crop) == UNJUDGED


def test_of_the_other_shape_that_is_not_listed_that_one_is_judged(ranked: MainWindow) -> None:
    (square,) = choose(ranked, 0)
    wide = ranked.cutting.crops()[1]
    preview = ranked.crops_page.preview
    turn(ranked, "16:9")
    assert ranked.cutting.crops()[0] == wide
    press(preview, "Keep")
    strike(Qt.Key.Key_5)
    assert judged(ranked, wide) == Judgement(Flag.KEPT, 5)
    assert judged(ranked, square.crop) == UNJUDGED
    assert button(preview, "Keep").isChecked()
    turn(ranked, "1:1")
    assert ranked.cutting.crops()[0] == square.crop
    assert not button(preview, "Keep").isChecked()


def test_nothing_is_judged_that_is_not_seen(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    (match,) = choose(ranked, 0)
    strike(Qt.Key.Key_T, CONTROL)
    assert ranked.view is View.SONGS
    QTest.keyClick(ranked, Qt.Key.Key_P)
    ranked.show_view(View.CROPS)
    knowing.change(replace(knowing.wanted, song=None))  # now the invitation is shown
    QTest.keyClick(ranked, Qt.Key.Key_X)
    assert not button(ranked, "Export…").isEnabled()
    undo()
    refined(qtbot, knowing)
    assert judged(ranked, match.crop) == UNJUDGED
    choose(ranked, 0)
    strike(Qt.Key.Key_P)
    assert judged(ranked, match.crop) == Judgement(Flag.KEPT)


# Going on by itself


def test_without_the_option_the_crop_that_was_judged_stays_chosen(ranked: MainWindow) -> None:
    choose(ranked, 2)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_1)
    assert current(ranked) == 2


def test_with_the_option_the_next_crop_is_chosen(advancing: MainWindow) -> None:
    every = crops(advancing)
    choose(advancing, 1)
    for key in (Qt.Key.Key_P, Qt.Key.Key_3, Qt.Key.Key_X):
        strike(key)
    assert current(advancing) == 4
    told = [judged(advancing, every[row]) for row in (1, 2, 3)]
    assert told == [Judgement(Flag.KEPT), Judgement(stars=3), Judgement(Flag.REJECTED)]


def test_several_crops_that_were_judged_stay_selected(advancing: MainWindow) -> None:
    choose(advancing, 0, 1)
    strike(Qt.Key.Key_P)
    assert len(advancing.gallery.selected_rows) == 2


def test_no_crop_is_left_out_where_a_filter_takes_the_judged_one_away(
    advancing: MainWindow,
) -> None:
    every = crops(advancing)
    advancing.crops_page.results.set_filter(Filter(unseen=True))
    choose(advancing, 1)
    strike(Qt.Key.Key_P)
    assert chosen(advancing) == every[2]
    strike(Qt.Key.Key_X)
    assert chosen(advancing) == every[3]
    assert judged(advancing, every[2]) == Judgement(Flag.REJECTED)


def test_in_the_editor_the_crop_stays(advancing: MainWindow) -> None:
    first, second = (crops(advancing)[row] for row in (0, 1))
    choose(advancing, 0)
    strike(Qt.Key.Key_Return)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_3)
    assert judged(advancing, first) == Judgement(Flag.KEPT, 3)
    assert judged(advancing, second) == UNJUDGED


# One history


def test_every_kind_of_step_is_undone_and_done_again_in_one_history(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    (match,) = choose(ranked, 0)
    begun = knowing.wanted
    undone = title(ranked, "undo")  # choosing the song and the folder was a step, too
    strike(Qt.Key.Key_P)
    knowing.want(words="calm")
    knowing.want(shape=Shape.WIDE)
    knowing.set_options(replace(knowing.wanted.options, composition=0.9))
    ended = knowing.wanted
    titles = []
    for _step in range(4):
        titles.append(title(ranked, "undo"))
        undo()
    assert titles == [
        "Undo: Change the list",
        "Undo: Change the shape",
        "Undo: Change the words",
        "Undo: Keep",
    ]
    assert title(ranked, "undo") == undone
    assert knowing.wanted == begun
    assert judged(ranked, match.crop) == UNJUDGED
    assert title(ranked, "redo") == "Redo: Keep"
    for _step in range(4):
        redo()
    refined(qtbot, knowing)
    assert knowing.wanted == ended
    assert judged(ranked, match.crop) == Judgement(Flag.KEPT)
    assert not ranked.actions_by_name["redo"].isEnabled()
    assert title(ranked, "redo") == "Redo"


def test_weights_are_undone(qtbot: QtBot, ranked: MainWindow, knowing: Studio) -> None:
    knowing.want(words="calm")
    refined(qtbot, knowing)
    popup = ranked.crops_page.chips.chips[0].open_weight()
    popup.slider.setValue(50)
    popup.close()
    refined(qtbot, knowing)
    assert ranked.crops_page.chips.chips[0].part.weight == 0.5
    assert title(ranked, "undo") == "Undo: Change a weight"
    ranked.actions_by_name["undo"].trigger()
    refined(qtbot, knowing)
    assert ranked.crops_page.chips.chips[0].part.weight == 1.0


def test_song_and_folder_are_undone_to_the_invitation_and_done_again(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, known: Known
) -> None:
    undo()
    assert knowing.crops.stage is Stage.WAITING
    assert "Drop a song and a folder of photos here" in texts(ranked)
    QTest.keyClick(ranked, Qt.Key.Key_Y, CONTROL)
    wait_for(qtbot, knowing, Stage.FINAL)
    assert (knowing.wanted.song, knowing.wanted.places) == (known.song, (known.photos,))
    assert ranked.gallery.hasFocus()
    assert ranked.gallery.chosen_match is not None


def test_the_sliders_follow_what_is_undone(ranked: MainWindow, knowing: Studio) -> None:
    slider = ranked.crops_page.browse.side.sliders.slider("composition")
    before, scores = slider.value(), [one.score for one in knowing.crops.ranking.matches]
    slider.setValue(90)
    assert [one.score for one in knowing.crops.ranking.matches] != scores
    ranked.gallery.setFocus()
    undo()
    assert slider.value() == before
    assert [one.score for one in knowing.crops.ranking.matches] == scores


def test_what_is_undone_while_a_search_is_under_way_is_what_is_found(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    before = [match.crop for match in knowing.crops.ranking.matches]
    knowing.want(words="joy")  # is being answered
    undo()
    refined(qtbot, knowing)
    assert knowing.wanted.words == ""
    assert [match.crop for match in knowing.crops.ranking.matches] == before


# For good


def test_judgements_stay_through_another_ranking(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    kept, rejected = (crops(ranked)[row] for row in (0, 1))
    choose(ranked, 0)
    strike(Qt.Key.Key_P)
    choose(ranked, 1)
    strike(Qt.Key.Key_X)
    knowing.want(words="joy")
    refined(qtbot, knowing)
    assert judged(ranked, kept).flag is Flag.KEPT
    assert judged(ranked, rejected).flag is Flag.REJECTED
    assert "1 kept · 1 rejected" in texts(ranked.status)


def test_judgements_are_there_in_another_window_though_song_and_photos_have_new_names(
    qtbot: QtBot, appearance: Appearance, ranked: MainWindow, known: Known, tmp_path: Path
) -> None:
    (match,) = choose(ranked, 1)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_4)
    ranked.close()
    song = Path(shutil.copy2(known.song, tmp_path / "another name.wav"))
    photos = Path(shutil.copytree(known.photos, tmp_path / "another folder"))
    for path in list(photos.iterdir()):
        path.rename(path.with_name(f"new {path.name}"))
    studio = Studio(Spaces(library=known.lend(tmp_path / "later")))
    window = MainWindow(studio, Pictures(PictureThread()))
    qtbot.addWidget(window)
    window.show()
    studio.want(song=song, places=(photos,))
    wait_for(qtbot, studio, Stage.FINAL)
    qtbot.waitUntil(lambda: window.judging.kept_count == 1, timeout=TIMEOUT)
    window.crops_page.results.set_filter(Filter(kept=True))
    (crop,) = crops(window)
    assert (crop.photo.content, crop.box) == (match.crop.photo.content, match.crop.box)
    assert crop.photo.path.name == f"new {match.crop.photo.path.name}"
    assert judged(window, crop) == Judgement(Flag.KEPT, 4)
    assert "1 kept" in texts(window.status)
    window.close()
    studio.close()


def turn(window: MainWindow, aspect: str) -> None:
    """Choose the crop of this shape in the preview, by keyboard."""
    both = window.crops_page.preview._both
    view = next(own for own in both._views if aspect in own.accessibleName())
    view.setFocus()
    strike(Qt.Key.Key_Return)
