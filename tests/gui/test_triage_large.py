"""Deciding where crops are compared, and where one covers the screen."""

import shutil
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from coverart.domain import Crop
from coverart.gui.compare.compare import Compare
from coverart.gui.compare.full_screen import FullScreen
from coverart.gui.gallery.filters import Filter
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from coverart.triage.judgement import UNJUDGED, Flag, Judgement
from tests.gui.doing import (
    CONTROL,
    choose,
    chosen,
    crops,
    current,
    judged,
    refined,
    strike,
    undo,
)
from tests.gui.known import Known
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import texts, wait_for


def own_crop(view: Compare | FullScreen) -> Crop:
    """The crop that keys are about there, as it was ranked."""
    match = view.current_match if isinstance(view, Compare) else view.match
    assert match is not None
    return match.crop


def cover(qtbot: QtBot, window: MainWindow) -> FullScreen:
    """Press Space, and have what covers the screen, with the keyboard on it."""
    strike(Qt.Key.Key_Space)
    shown = window.triage.full_screen
    assert shown is not None
    qtbot.waitUntil(shown.isActiveWindow, timeout=TIMEOUT)
    return shown


def test_compare_judges_its_current_crop_and_leaves_the_others(ranked: MainWindow) -> None:
    first, second, third = choose(ranked, 0, 2, 3)
    strike(Qt.Key.Key_C)
    compare = ranked.crops_page.compare
    assert compare.isVisible()
    assert own_crop(compare) == first.crop
    strike(Qt.Key.Key_X)
    strike(Qt.Key.Key_Right)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_5)
    assert judged(ranked, first.crop) == Judgement(Flag.REJECTED)
    assert judged(ranked, second.crop) == Judgement(Flag.KEPT, 5)
    assert judged(ranked, third.crop) == UNJUDGED
    undo()
    assert judged(ranked, second.crop) == Judgement(Flag.KEPT)


def test_what_is_exported_from_compare_is_its_current_crop(ranked: MainWindow) -> None:
    first, second, third = choose(ranked, 0, 2, 3)
    strike(Qt.Key.Key_C)
    for match in (first, second, third):
        assert ranked.cutting.crops()[0] == match.crop
        strike(Qt.Key.Key_Right)
    strike(Qt.Key.Key_Delete)
    assert ranked.cutting.crops()[0] == second.crop


def test_what_was_compared_is_selected_afterwards(ranked: MainWindow) -> None:
    choose(ranked, 0, 2, 3)
    strike(Qt.Key.Key_C)
    strike(Qt.Key.Key_Right)
    strike(Qt.Key.Key_Escape)
    assert ranked.crops_page.page is ranked.crops_page.browse
    assert ranked.gallery.hasFocus()
    assert current(ranked) == 2
    assert len(ranked.gallery.selected_rows) == 3


def test_one_crop_is_too_few_to_compare_and_that_is_said(ranked: MainWindow) -> None:
    choose(ranked, 0)
    strike(Qt.Key.Key_C)
    assert "Select two to four crops with Ctrl or Shift to compare them." in texts(ranked)
    assert ranked.crops_page.page is ranked.crops_page.browse


def test_more_than_four_are_compared_as_the_best_four(ranked: MainWindow) -> None:
    choose(ranked, 5, 4, 3, 2, 1)
    strike(Qt.Key.Key_C)
    best = crops(ranked)[1:5]
    assert [one.crop for one in ranked.crops_page.compare.matches] == best


def test_a_crop_that_was_recut_is_compared_as_it_was_cut(ranked: MainWindow) -> None:
    first, second = choose(ranked, 0, 1)
    box = first.crop.box
    ranked.judging.recut(first.crop, replace(box, right=box.right - 16, bottom=box.bottom - 16))
    strike(Qt.Key.Key_C)
    cell = ranked.crops_page.compare._cells[0]
    assert cell.shape.width == box.width - 16
    strike(Qt.Key.Key_P)
    assert judged(ranked, first.crop).flag is Flag.KEPT
    assert judged(ranked, second.crop) == UNJUDGED
    assert ranked.cutting.crops()[0].box.width == box.width - 16


def test_another_shape_ends_the_comparison(ranked: MainWindow) -> None:
    choose(ranked, 0, 1)
    strike(Qt.Key.Key_C)
    strike(Qt.Key.Key_2, CONTROL)
    assert ranked.crops_page.page is ranked.crops_page.browse
    assert ranked.cutting.crops()[0] == crops(ranked)[0]


def test_another_ranking_below_the_comparison_leaves_it_alone(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    first, second = choose(ranked, 0, 1)
    strike(Qt.Key.Key_C)
    knowing.want(words="bright yellow joy")
    refined(qtbot, knowing)
    assert [one.crop for one in ranked.crops_page.compare.matches] == [first.crop, second.crop]
    assert ranked.cutting.crops()[0] == first.crop
    assert not ranked.crops_page.chips.isVisible()
    strike(Qt.Key.Key_P)
    assert judged(ranked, first.crop).flag is Flag.KEPT


def test_full_screen_shows_judges_and_goes_through_the_gallery(
    qtbot: QtBot, ranked: MainWindow
) -> None:
    every = crops(ranked)
    choose(ranked, 1)
    full = cover(qtbot, ranked)
    assert own_crop(full) == every[1]
    strike(Qt.Key.Key_Right)
    assert own_crop(full) == every[2]
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_2)
    assert judged(ranked, every[2]) == Judgement(Flag.KEPT, 2)
    undo()
    assert judged(ranked, every[2]) == Judgement(Flag.KEPT)
    strike(Qt.Key.Key_Space)
    assert ranked.triage.full_screen is None
    assert current(ranked) == 2


def test_full_screen_goes_on_by_itself_too(qtbot: QtBot, advancing: MainWindow) -> None:
    every = crops(advancing)
    choose(advancing, 0)
    full = cover(qtbot, advancing)
    strike(Qt.Key.Key_P)
    strike(Qt.Key.Key_X)
    assert own_crop(full) == every[2]
    assert [judged(advancing, own).flag for own in every[:3]] == [
        Flag.KEPT,
        Flag.REJECTED,
        Flag.NONE,
    ]


def test_full_screen_shows_a_recut_crop_as_it_was_cut_and_judges_the_one_proposed(
    qtbot: QtBot, ranked: MainWindow
) -> None:
    (match,) = choose(ranked, 0)
    box = match.crop.box
    ranked.judging.recut(match.crop, replace(box, right=box.right - 16, bottom=box.bottom - 16))
    full = cover(qtbot, ranked)
    assert f"{box.width - 16}×{box.height - 16} native pixels" in full.accessibleName()
    strike(Qt.Key.Key_P)
    assert judged(ranked, match.crop).flag is Flag.KEPT


def test_full_screen_shows_what_is_chosen_in_another_shape(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    choose(ranked, 0)
    full = cover(qtbot, ranked)
    knowing.want(shape=Shape.WIDE)
    assert own_crop(full) == chosen(ranked)


def test_full_screen_judges_nothing_until_there_is_a_crop_for_the_other_song(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio, known: Known, tmp_path: Path
) -> None:
    other = Path(shutil.copy2(known.song, tmp_path / "another.wav"))
    knowing.want(song=other)
    wait_for(qtbot, knowing, Stage.FINAL)
    choose(ranked, 1)
    full = cover(qtbot, ranked)
    undo()
    assert knowing.wanted.song == known.song
    assert full.match is None
    assert full.accessibleName() == "Searching…"
    for key in (Qt.Key.Key_P, Qt.Key.Key_5, Qt.Key.Key_Right, Qt.Key.Key_X):
        strike(key)
    assert full.match is None
    wait_for(qtbot, knowing, Stage.FINAL)
    assert ranked.judging.kept_count == ranked.judging.rejected_count == 0
    assert full.isVisible()
    assert own_crop(full) == chosen(ranked) == crops(ranked)[0]
    strike(Qt.Key.Key_P)
    assert judged(ranked, crops(ranked)[0]) == Judgement(Flag.KEPT)


def test_full_screen_goes_where_nothing_more_is_searched_for(
    qtbot: QtBot, ranked: MainWindow, knowing: Studio
) -> None:
    choose(ranked, 0)
    full = cover(qtbot, ranked)
    undo()  # now there is neither a song nor a folder
    assert not full.isVisible()
    assert ranked.crops_page.page is ranked.crops_page.invitation
    knowing.history.redo()
    wait_for(qtbot, knowing, Stage.FINAL)
    ranked.triage.cover_screen()
    again = ranked.triage.full_screen
    assert again is not None
    knowing.want(song=Path("/music/gone.wav"))
    wait_for(qtbot, knowing, Stage.FAILED)
    assert not again.isVisible()


def test_under_a_filter_ranks_are_those_of_the_tiles(qtbot: QtBot, ranked: MainWindow) -> None:
    choose(ranked, 2, 4)
    strike(Qt.Key.Key_P)
    total = ranked.gallery.matches.rowCount()
    ranked.crops_page.results.set_filter(Filter(kept=True))
    choose(ranked, 0, 1)
    strike(Qt.Key.Key_C)
    compare = ranked.crops_page.compare
    assert [cell.accessibleName().split(",")[0] for cell in compare._cells] == ["Rank 3", "Rank 5"]
    strike(Qt.Key.Key_Escape)
    choose(ranked, 1)
    full = cover(qtbot, ranked)
    assert full.accessibleName().startswith("Rank 5,")
    assert full._caption.lines[0].startswith(f"5 of {total} ")


def test_full_screen_closes_with_the_window(qtbot: QtBot, ranked: MainWindow) -> None:
    choose(ranked, 0)
    full = cover(qtbot, ranked)
    ranked.close()
    assert not full.isVisible()
