"""What is typed becomes groups of words that are wanted, and of words that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from coverart.gui.query.words_line import PAUSE, WordsLine
from coverart.gui.studio.words import Words


@pytest.mark.parametrize(
    ("typed", "wanted", "without"),
    [
        ("", (), ()),
        ("foggy street -people", ("foggy street",), ("people",)),
        ('a street -"crowd of  people" at night', ("a street at night",), ("crowd of people",)),
        ("foggy street, neon,", ("foggy street", "neon"), ()),
        ('"red, white" car', ("red, white car",), ()),
        ("lo-fi black-and-white", ("lo-fi black-and-white",), ()),
        ("sea −boats", ("sea",), ("boats",)),
        ("sea,-boats,-people", ("sea",), ("boats", "people")),
        ("rain - night", ("rain night",), ()),
        ("rain -", ("rain",), ()),
        ('rain -"crowd of', ("rain",), ("crowd of",)),
        ("rain -“two words”", ("rain",), ("two words",)),
        ('rain -""', ("rain",), ()),
        ("rain, rain -sun -sun", ("rain",), ("sun",)),
    ],
)
def test_minus_signs_quotes_and_commas_part_the_groups(
    typed: str, wanted: tuple[str, ...], without: tuple[str, ...]
) -> None:
    assert Words.parse(typed) == Words(wanted, without)


def test_the_groups_stand_in_lines_for_the_engine() -> None:
    words = Words(("foggy street", "neon"), ("people", "red car"))
    assert words.text == "foggy street\nneon"
    assert words.unwanted == "people\nred car"
    assert words.typed == 'foggy street, neon -people -"red car"'


def test_a_group_can_be_taken_out() -> None:
    words = Words.parse('foggy street, neon -people -"red car"')
    assert words.less("neon").typed == 'foggy street -people -"red car"'
    assert words.less("red car").typed == "foggy street, neon -people"


@given(st.text(alphabet='ab -−,"“', max_size=20))
def test_anything_can_be_typed(typed: str) -> None:
    words = Words.parse(typed)
    for group in (*words.wanted, *words.without):
        assert group.strip() == group != ""


def test_words_are_told_once_the_user_pauses(qtbot: QtBot) -> None:
    line = WordsLine("Words", "Words", "")
    qtbot.addWidget(line)
    told: list[str] = []
    line.entered.connect(told.append)
    QTest.keyClicks(line, "calm")
    assert told == []
    qtbot.waitUntil(lambda: told == ["calm"], timeout=20 * PAUSE)


def test_return_tells_words_at_once_and_only_once(qtbot: QtBot) -> None:
    line = WordsLine("Words", "Words", "")
    qtbot.addWidget(line)
    told: list[str] = []
    line.entered.connect(told.append)
    QTest.keyClicks(line, "calm\r")
    qtbot.wait(2 * PAUSE)
    assert told == ["calm"]


def test_words_changed_elsewhere_are_shown_but_never_while_typing(qtbot: QtBot) -> None:
    line = WordsLine("Words", "Words", "")
    qtbot.addWidget(line)
    line.show_words("calm")
    assert line.text() == "calm"
    QTest.keyClicks(line, " sea")
    line.show_words("calm")
    assert line.text() == "calm sea"
