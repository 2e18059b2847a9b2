"""What the gallery lets through, and the line that says so."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from coverart.domain import Box, Crop, Ranking
from coverart.gui.gallery.filter_line import FilterLine
from coverart.gui.gallery.filters import Filter
from coverart.gui.gallery.gallery import Gallery
from coverart.gui.gallery.results import Results
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.pictures import Pictures
from coverart.triage.judgement import UNJUDGED, CropKey, Flag, Judgement
from tests.gui.matches import match, names, pair
from tests.gui.seeing import press, texts
from tests.gui.wishes import Wishes

KEPT, REJECTED = Judgement(Flag.KEPT), Judgement(Flag.REJECTED)


def sized(side: int) -> Crop:
    return match("Lake at Dawn.jpg", side=side).crop


@pytest.fixture
def results(qtbot: QtBot, appearance: Appearance, wishes: Wishes) -> Results:
    own = Results(Gallery(Pictures(wishes)))
    qtbot.addWidget(own)
    own.resize(900, 500)
    own.show()
    qtbot.waitExposed(own)
    return own


@pytest.mark.parametrize(
    ("wanted", "judgement", "admitted"),
    [
        (Filter(), UNJUDGED, True),
        (Filter(), REJECTED, True),
        (Filter(kept=True), KEPT, True),
        (Filter(kept=True), UNJUDGED, False),
        (Filter(unseen=True), UNJUDGED, True),
        (Filter(unseen=True), Judgement(stars=3), True),
        (Filter(unseen=True), REJECTED, False),
        (Filter(kept=True, rejected=True), REJECTED, True),
        (Filter(kept=True, rejected=True), UNJUDGED, False),
        (Filter(hide_rejected=True), REJECTED, False),
        (Filter(hide_rejected=True), UNJUDGED, True),
        (Filter(stars=3), Judgement(stars=3), True),
        (Filter(stars=3), Judgement(stars=2), False),
        (Filter(pixels=1000), UNJUDGED, True),
        (Filter(pixels=1001), UNJUDGED, False),
        (Filter(name="dawn LAKE"), UNJUDGED, True),
        (Filter(name="dawn sea"), UNJUDGED, False),
        (Filter(name="lake", stars=1), UNJUDGED, False),
    ],
)
def test_a_filter_lets_a_crop_through(wanted: Filter, judgement: Judgement, admitted: bool) -> None:
    assert wanted.admits([(sized(1000), judgement)]) is admitted


def test_a_pair_is_seen_if_one_of_its_crops_is_all_that_is_asked_for() -> None:
    wanted = Filter(kept=True, stars=2)
    two_stars = Judgement(stars=2)
    assert not wanted.admits([(sized(10), KEPT), (sized(10), two_stars)])
    assert wanted.admits([(sized(10), UNJUDGED), (sized(10), Judgement(Flag.KEPT, 2))])


filters = st.builds(
    Filter,
    kept=st.booleans(),
    rejected=st.booleans(),
    unseen=st.booleans(),
    stars=st.integers(0, 5),
    pixels=st.integers(0, 9000),
    name=st.text(max_size=5),
    hide_rejected=st.booleans(),
)


@given(wanted=filters)
def test_a_filter_survives_a_file(wanted: Filter) -> None:
    assert Filter.from_dict(wanted.as_dict()) == wanted


def test_what_a_file_says_wrongly_is_left_out() -> None:
    kept = {"kept": "yes", "stars": 9, "pixels": -3, "name": None, "colour": "red", "unseen": True}
    assert Filter.from_dict(kept) == Filter(unseen=True, stars=5)


def test_the_ranks_of_rows_count_those_that_are_hidden(results: Results) -> None:
    gallery = results._gallery
    results.show_ranking(Ranking((match("a"), match("b"), match("ab"))))
    results.set_filter(Filter(name="b"))
    assert names(gallery.matches) == ["b", "ab"]
    told = gallery.matches.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("2: b")
    assert "2 of 3 shown" in texts(results)


def test_one_press_shows_everything_again(qtbot: QtBot, results: Results) -> None:
    results.show_ranking(Ranking((match("a"), match("b"))))
    results.set_filter(Filter(name="nothing"))
    assert "No crop is like that." in texts(results)
    with qtbot.waitSignal(results.filter_changed) as told:
        press(results, "Show everything")
    assert told.args == [Filter()]
    assert results._gallery.isVisible()
    assert results._gallery.matches.rowCount() == 2
    results.set_filter(Filter(stars=1))
    press(results, "Clear the filter")
    assert results._gallery.matches.rowCount() == 2


def test_the_filters_are_hidden_until_wanted_and_let_everything_through_when_hidden(
    results: Results,
) -> None:
    results.show_ranking(Ranking((match("a"),)))
    (line,) = results.findChildren(FilterLine)
    assert not line.isVisible()
    press(results, "Filter what is shown")
    assert line.isVisible()
    (name,) = line.findChildren(QLineEdit)
    QTest.keyClicks(name, "zzz")
    assert results.filter == Filter(name="zzz")
    results.toggle_filters()
    assert not line.isVisible()
    assert results.filter.blank
    results.set_filter(Filter(kept=True))
    assert line.isVisible()


def test_every_part_of_the_line_asks_for_something(qtbot: QtBot, appearance: Appearance) -> None:
    line = FilterLine()
    qtbot.addWidget(line)
    line.show()
    for title in ("Kept", "Rejected", "Undecided", "Hide rejected"):
        press(line, title)
    stars, pixels = line.findChildren(QComboBox)
    stars.setCurrentIndex(3)
    pixels.setCurrentIndex(2)
    assert line.filter == Filter(True, True, True, 3, 1000, "", hide_rejected=True)
    line.set_filter(Filter(pixels=777))
    assert pixels.currentText() == "From 777 pixels"
    assert line.filter == Filter(pixels=777)


def test_rows_that_a_new_judgement_takes_away_pass_the_choice_to_their_neighbour(
    results: Results,
) -> None:
    gallery = results._gallery
    said: dict[CropKey, Judgement] = {}
    gallery.set_judgements(lambda crop: said.get(CropKey.of(crop), UNJUDGED))
    results.show_ranking(Ranking(tuple(match(name) for name in "abc")))
    results.set_filter(Filter(unseen=True))
    gallery.choose_crop(match("b").crop)
    said[CropKey.of(match("b").crop)] = KEPT
    gallery.update_judgements([CropKey.of(match("b").crop)])
    assert names(gallery.matches) == ["a", "c"]
    assert gallery.chosen_match == match("c")
    gallery.advance_from(match("b"))
    assert gallery.chosen_match == match("c")
    gallery.advance_from(match("c"))
    gallery.step(-1)
    assert gallery.chosen_match == match("a")


def test_a_recut_crop_is_filtered_by_the_pixels_it_has_now(results: Results) -> None:
    gallery = results._gallery
    recut = replace(UNJUDGED, box=Box(0, 0, 700, 700))
    gallery.set_judgements(lambda _crop: recut)
    results.show_ranking(Ranking((match("a", side=500),)))
    results.set_filter(Filter(pixels=640))
    assert gallery.matches.rowCount() == 1
    results.set_filter(Filter(pixels=1000))
    assert gallery.matches.rowCount() == 0


def test_pairs_are_filtered_as_rows(results: Results) -> None:
    results.show_ranking(Ranking((*pair("a"), *pair("b"))), paired=True)
    results.set_filter(Filter(name="b"))
    assert results._gallery.matches.row_at(0) == pair("b")
