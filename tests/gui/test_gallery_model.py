"""The gallery's model: rows keep their identity while the ranking changes."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.gui.gallery.filters import Filter
from coverart.gui.gallery.gallery_model import GalleryModel
from tests.gui.matches import match, names, pair

letters = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


def checked_model() -> GalleryModel:
    model = GalleryModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    return model


def test_the_rows_are_the_matches_in_their_order(qapp: QApplication) -> None:
    model = checked_model()
    model.set_matches([match("b"), match("a")])
    assert names(model) == ["b", "a"]
    assert model.row_of(match("a").crop) == 1
    assert model.row_of(match("c").crop) is None


@given(rankings=st.lists(letters, max_size=5))
def test_any_rankings_may_follow_each_other_and_crops_keep_their_index(
    qapp: QApplication, rankings: list[list[str]]
) -> None:
    model = checked_model()
    before: list[str] = []
    for ranking in rankings:
        held = {name: QPersistentModelIndex(model.index(row)) for row, name in enumerate(before)}
        model.set_matches([match(name) for name in ranking])
        assert names(model) == ranking
        for name, index in held.items():
            assert index.isValid() == (name in ranking)
            if index.isValid():
                assert index.row() == ranking.index(name)
        before = ranking


def test_a_better_score_reaches_the_row_that_stays(qapp: QApplication) -> None:
    model = checked_model()
    model.set_matches([match("a", 0.2)])
    model.set_matches([match("a", 0.9)])
    assert model.match_at(0).score == 0.9


def test_two_crops_of_one_photo_are_two_rows(qapp: QApplication) -> None:
    model = checked_model()
    model.set_matches([match("a", side=10), match("a", side=20)])
    assert model.row_of(match("a", side=20).crop) == 1


def test_a_picture_that_comes_repaints_its_own_row_and_no_other(qtbot: QtBot) -> None:
    model = checked_model()
    model.set_matches([match("a"), match("b")])
    with qtbot.waitSignal(model.dataChanged) as changed:
        model.tell_picture(match("b").crop)
    first, last, _ = changed.args
    assert (first.row(), last.row()) == (1, 1)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.tell_picture(match("gone").crop)


@given(ranking=letters, wanted=st.lists(st.sampled_from(["", "a", "b", "zz"]), max_size=4))
def test_any_filters_may_follow_each_other_and_rows_keep_their_order_and_index(
    qapp: QApplication, ranking: list[str], wanted: list[str]
) -> None:
    model = checked_model()
    model.set_matches([match(name + name) for name in ranking])
    for words in wanted:
        held = [QPersistentModelIndex(model.index(row)) for row in range(model.rowCount())]
        before = names(model)
        model.set_filter(Filter(name=words))
        shown = [name * 2 for name in ranking if words in name * 2]
        assert names(model) == shown
        assert model.total == len(ranking)
        for name, index in zip(before, held, strict=True):
            assert index.isValid() == (name in shown)
            assert not index.isValid() or shown[index.row()] == name


def test_the_same_crop_twice_is_one_row(qapp: QApplication) -> None:
    model = checked_model()
    model.set_matches([match("a"), match("b"), match("a")])
    assert names(model) == ["a", "b"]


def test_both_halves_of_a_pair_are_found_in_its_row(qapp: QApplication) -> None:
    model = checked_model()
    model.set_matches([pair("a"), pair("b")])
    assert model.place_of(pair("b")[1].crop) == (1, 1)
    assert model.match_at(1, 1) == pair("b")[1]
    model.set_matches([pair("b")])
    assert model.place_of(pair("b")[0].crop) == (0, 0)
    assert model.place_of(pair("a")[1].crop) is None
