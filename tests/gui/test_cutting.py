"""Crops cut by hand in the window: opened, nudged, rated, undone, and shown as they were cut."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, WIDE, Box, Crop, Match
from coverart.engine.rating import rate
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wording import sentence
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.view_switch import View
from coverart.language import percent
from coverart.triage.judgement import UNJUDGED, Flag, Judgement
from tests.gui.doing import (
    CONTROL,
    choose,
    chosen,
    current,
    judged,
    redo,
    refined,
    strike,
    undo,
)
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import LEFT, button, press, texts, wait_for


@pytest.fixture
def edited(ranked: MainWindow) -> MainWindow:
    """A window whose editor is open, with the best crop."""
    choose(ranked, 0)
    strike(Qt.Key.Key_Return)
    assert editing(ranked)
    return ranked


def editing(window: MainWindow) -> bool:
    return window.crops_page.page is window.crops_page.editor


def rated(studio: Studio, crop: Crop) -> Match:
    """How the engine rates a crop by what is wanted now."""
    made = studio.crops.design
    assert made is not None
    with studio._spaces.tools() as tools:
        job = rate(crop, made.search, studio.wanted.options, tools)
        while True:
            try:
                next(job)
            except StopIteration as finished:
                match: Match = finished.value[1]
                return match


def told(match: Match) -> set[str]:
    """What a rating looks like."""
    numbers = (match.score, match.parts["match"], match.parts["composition"])
    return {sentence(match.why), *(percent(number) for number in numbers)}


def wait_for_rating(qtbot: QtBot, shown: QWidget, match: Match) -> None:
    """Wait until a rating can be read there."""
    qtbot.waitUntil(lambda: told(match) <= set(texts(shown)), timeout=TIMEOUT)


def smaller(crop: Crop) -> Box:
    """Another box of the same shape within that of a square crop."""
    box = crop.box
    return replace(box, right=box.right - 64, bottom=box.bottom - 64)


# Coming and going


def test_enter_opens_the_editor_and_escape_leaves_it(edited: MainWindow) -> None:
    assert edited.crops_page.editor.box == chosen(edited).box
    strike(Qt.Key.Key_Escape)
    assert not editing(edited)
    assert edited.gallery.hasFocus()
    assert judged(edited, chosen(edited)) == UNJUDGED


def test_a_double_click_opens_the_editor(ranked: MainWindow) -> None:
    gallery = ranked.gallery
    point = gallery.visualRect(gallery.matches.index(1)).center()
    QTest.mouseClick(gallery.viewport(), LEFT, pos=point)
    QTest.mouseDClick(gallery.viewport(), LEFT, pos=point)
    assert editing(ranked)
    assert ranked.crops_page.editor.box == gallery.matches.match_at(1).crop.box
    press(ranked, "Done")
    assert not editing(ranked)


def test_the_button_of_the_preview_opens_the_editor(ranked: MainWindow) -> None:
    choose(ranked, 2)
    press(ranked, "Edit crop")
    assert editing(ranked)
    assert ranked.crops_page.editor.box == chosen(ranked).box


def test_songs_and_back_again_leave_the_keyboard_in_the_editor(edited: MainWindow) -> None:
    before = edited.crops_page.editor.box
    QTest.keyClick(edited, Qt.Key.Key_T, CONTROL)
    assert edited.view is View.SONGS
    QTest.keyClick(edited, Qt.Key.Key_T, CONTROL)
    strike(Qt.Key.Key_Down)
    strike(Qt.Key.Key_Right)
    strike(Qt.Key.Key_Minus)
    assert edited.crops_page.editor.box != before


def test_another_shape_leaves_the_editor(edited: MainWindow, knowing: Studio) -> None:
    knowing.want(shape=Shape.WIDE)
    assert not editing(edited)
    assert edited.cutting.crops()[0] == chosen(edited)


def test_a_project_that_begins_leaves_the_editor(edited: MainWindow, knowing: Studio) -> None:
    edited.remembering.projects.start_new()
    assert edited.crops_page.page is edited.crops_page.invitation
    assert edited.cutting.crops() == ()
    assert knowing.crops.stage is Stage.WAITING


# Cutting


def test_a_nudge_is_a_decision_that_is_rated_and_undone(
    qtbot: QtBot, edited: MainWindow, knowing: Studio
) -> None:
    crop, editor = chosen(edited), edited.crops_page.editor
    strike(Qt.Key.Key_Minus)
    cut = editor.box
    assert cut != crop.box
    assert judged(edited, crop) == Judgement(box=cut)
    expected = rated(knowing, replace(crop, box=cut))
    wait_for_rating(qtbot, editor, expected)
    assert edited.actions_by_name["undo"].text() == "Undo: Change the crop"
    undo()
    assert editor.box == crop.box
    assert judged(edited, crop) == UNJUDGED
    redo()
    assert editor.box == cut
    assert judged(edited, crop).box == cut


def test_the_preview_shows_the_cut_crop_with_its_own_score(
    qtbot: QtBot, edited: MainWindow, knowing: Studio
) -> None:
    crop = chosen(edited)
    for _step in range(2):
        strike(Qt.Key.Key_Minus)
    cut = replace(crop, box=edited.crops_page.editor.box)
    strike(Qt.Key.Key_Escape)
    expected = rated(knowing, cut)
    preview = edited.crops_page.preview
    wait_for_rating(qtbot, preview, expected)
    assert "Cut by hand." in texts(preview)
    assert any(f"{cut.box.size} native pixels" in text for text in texts(preview))
    assert edited.cutting.crops()[0] == cut
    assert edited.gallery.shown_crop(edited.gallery.matches.match_at(0)) == cut


def test_what_was_rated_once_is_shown_so_at_once(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    other, match = choose(ranked, 1, 0)
    cut = replace(match.crop, box=smaller(match.crop))
    preview, expected = ranked.crops_page.preview, rated(knowing, cut)
    choose(ranked, 0)
    ranked.judging.recut(match.crop, cut.box)
    wait_for_rating(qtbot, preview, expected)
    for key in (Qt.Key.Key_P, Qt.Key.Key_3, Qt.Key.Key_U):
        strike(key)
        assert told(expected) <= set(texts(preview))
    assert chosen(ranked) == match.crop
    choose(ranked, 1)
    assert chosen(ranked) == other.crop
    choose(ranked, 0)
    assert told(expected) <= set(texts(preview))
    assert ranked.cutting._job.at_rest


def test_what_was_rated_is_rated_anew_by_other_options(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    choose(ranked, 1)
    (match,) = choose(ranked, 0)
    cut = replace(match.crop, box=smaller(match.crop))
    preview = ranked.crops_page.preview
    ranked.judging.recut(match.crop, cut.box)
    before = rated(knowing, cut)
    wait_for_rating(qtbot, preview, before)
    knowing.set_options(replace(knowing.wanted.options, composition=0.0))
    strike(Qt.Key.Key_P)
    after = rated(knowing, cut)
    assert after.score != before.score
    wait_for_rating(qtbot, preview, after)


def test_what_was_cut_is_rated_anew_for_other_words(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    # Every crop is listed, so that other words leave this one in the list.
    knowing.set_options(replace(knowing.wanted.options, per_photo=50, variety=0.0))
    choose(ranked, 1)
    (match,) = choose(ranked, 0)  # by hand now, so that it stays chosen
    cut = replace(match.crop, box=smaller(match.crop))
    ranked.judging.recut(match.crop, cut.box)
    preview = ranked.crops_page.preview
    wait_for_rating(qtbot, preview, rated(knowing, cut))
    knowing.want(words="bright yellow joy")
    refined(qtbot, knowing)
    assert chosen(ranked) == match.crop
    wait_for_rating(qtbot, preview, rated(knowing, cut))


def test_reset_goes_back_to_what_was_proposed(edited: MainWindow) -> None:
    crop = chosen(edited)
    strike(Qt.Key.Key_Minus)
    assert judged(edited, crop).box is not None
    press(edited, "Reset")
    assert judged(edited, crop) == UNJUDGED
    assert edited.crops_page.editor.box == crop.box
    undo()
    assert judged(edited, crop).box is not None


def test_a_crop_that_was_cut_and_kept_stays_so_through_another_ranking(
    qtbot: QtBot, edited: MainWindow, knowing: Studio
) -> None:
    crop = chosen(edited)
    strike(Qt.Key.Key_Minus)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_Escape)
    decided = judged(edited, crop)
    assert decided.flag is Flag.KEPT
    knowing.want(words="joy")
    refined(qtbot, knowing)
    knowing.want(words="")
    refined(qtbot, knowing)
    row = edited.gallery.matches.row_of(crop)
    assert row is not None
    match = edited.gallery.matches.match_at(row)
    assert judged(edited, match.crop) == decided
    assert edited.gallery.shown_crop(match).box == decided.box


def test_keys_in_the_editor_are_about_its_crop(edited: MainWindow) -> None:
    crop = chosen(edited)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_4)
    assert judged(edited, crop) == Judgement(Flag.KEPT, 4)
    strike(Qt.Key.Key_U)
    assert judged(edited, crop) == Judgement(stars=4)


def test_another_ranking_leaves_the_editor_its_crop(
    qtbot: QtBot, edited: MainWindow, knowing: Studio
) -> None:
    crop, editor = chosen(edited), edited.crops_page.editor
    strike(Qt.Key.Key_Minus)
    cut = editor.box
    knowing.want(words="dark -bright")
    refined(qtbot, knowing)
    assert edited.gallery.matches.row_of(crop) is None  # the words take it out of the list
    assert editing(edited)
    assert editor.box == cut
    assert edited.cutting.crops()[0] == replace(crop, box=cut)
    assert not edited.crops_page.chips.isVisible()
    wait_for_rating(qtbot, editor, rated(knowing, replace(crop, box=cut)))
    strike(Qt.Key.Key_X)
    assert judged(edited, crop) == Judgement(Flag.REJECTED, box=cut)
    strike(Qt.Key.Key_Minus)
    wait_for_rating(qtbot, editor, rated(knowing, replace(crop, box=editor.box)))
    strike(Qt.Key.Key_Escape)
    assert edited.cutting.crops()[0] == judged(edited, crop).recut(crop) != crop
    strike(Qt.Key.Key_Down)
    strike(Qt.Key.Key_Home)
    assert edited.cutting.crops()[0] == chosen(edited) != crop


def test_while_a_search_is_under_way_the_editor_says_that_ratings_come_later(
    qtbot: QtBot, edited: MainWindow, knowing: Studio
) -> None:
    crop, editor = chosen(edited), edited.crops_page.editor
    knowing.search()
    knowing.crops.pause()
    strike(Qt.Key.Key_Minus)
    later = "This crop is rated as soon as the search has come to its end."
    assert later in texts(editor)
    knowing.go_on()
    wait_for(qtbot, knowing, Stage.FINAL)
    wait_for_rating(qtbot, editor, rated(knowing, replace(crop, box=editor.box)))
    assert later not in texts(editor)


# Both shapes


def test_the_other_shape_of_the_photo_stands_beside_the_chosen_one(ranked: MainWindow) -> None:
    choose(ranked, 1)
    square, wide = ranked.cutting.crops()
    assert (square.aspect, wide.aspect) == (SQUARE, WIDE)
    assert square.photo == wide.photo
    shapes = ranked.crops_page.preview._both
    assert [view.accessibleName() for view in shapes._views] == [
        "The crop of 1:1",
        "The crop of 16:9",
    ]
    assert shapes.isVisible()


def test_the_editor_turns_to_the_other_shape_and_judges_that(edited: MainWindow) -> None:
    square, wide = edited.cutting.crops()
    press(edited.crops_page.editor, "16:9")
    assert edited.crops_page.editor.box == wide.box
    strike(Qt.Key.Key_Minus)
    strike(Qt.Key.Key_P)
    decided = judged(edited, wide)
    assert decided.flag is Flag.KEPT
    assert decided.box == edited.crops_page.editor.box != wide.box
    assert judged(edited, square) == UNJUDGED
    press(edited, "Done")
    assert edited.cutting.crops()[0] == replace(wide, box=decided.box)
    assert button(edited.crops_page.preview, "Keep").isChecked()
    choose(edited, 1)
    choose(edited, 0)
    assert edited.cutting.crops()[0] == square


def test_a_wide_crop_that_is_undone_is_undone_in_the_preview(edited: MainWindow) -> None:
    wide = edited.cutting.crops()[1]
    press(edited.crops_page.editor, "16:9")
    strike(Qt.Key.Key_Minus)
    press(edited, "Done")
    preview = edited.crops_page.preview
    assert any(text.startswith("Cut by hand") for text in texts(preview))
    undo()
    assert edited.cutting.crops()[0] == wide
    assert any(f"{wide.box.size} native pixels" in text for text in texts(preview))
    assert not any(text.startswith("Cut by hand") for text in texts(preview))


def test_brackets_choose_the_half_of_a_pair_that_is_shown_and_cut(
    ranked: MainWindow, knowing: Studio
) -> None:
    knowing.want(shape=Shape.BOTH)
    choose(ranked, 1)
    square, wide = (one.crop for one in ranked.gallery.matches.row_at(1))
    assert ranked.cutting.crops() == (square, wide)
    QTest.keyClicks(ranked.gallery, "]")
    assert ranked.cutting.crops() == (wide, square)
    assert current(ranked) == 1
    strike(Qt.Key.Key_Return)
    assert ranked.crops_page.editor.box == wide.box
    press(ranked.crops_page.editor, "1:1")
    assert ranked.crops_page.editor.box == square.box
    strike(Qt.Key.Key_Escape)
    assert ranked.cutting.crops() == (square, wide)
    strike(Qt.Key.Key_Right, CONTROL)
    assert chosen(ranked) == wide


def test_the_other_half_is_not_cut_because_a_menu_was_used_meanwhile(
    ranked: MainWindow, knowing: Studio
) -> None:
    knowing.want(shape=Shape.BOTH)
    choose(ranked, 0)
    square, wide = (one.crop for one in ranked.gallery.matches.row_at(0))
    strike(Qt.Key.Key_Return)
    ranked.actions_by_name["second_half"].trigger()
    strike(Qt.Key.Key_Minus)
    assert judged(ranked, square).box == ranked.crops_page.editor.box
    assert judged(ranked, wide) == UNJUDGED
    assert ranked.cutting.crops()[0] == replace(square, box=ranked.crops_page.editor.box)


def test_a_photo_that_is_gone_is_said_once_and_can_still_be_cut(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    (match,) = choose(ranked, 0)
    path = match.crop.photo.path
    aside = path.with_suffix(".aside")
    path.rename(aside)
    try:
        strike(Qt.Key.Key_Return)
        strike(Qt.Key.Key_Minus)
        qtbot.waitUntil(ranked.message.isVisible, timeout=TIMEOUT)
        assert ranked.message.sentence.startswith(f"{path.name}: ")
        assert judged(ranked, match.crop).box is not None
        assert QApplication.focusWidget() is not None
    finally:
        aside.rename(path)
