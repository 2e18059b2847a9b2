"""Reading a text: its words, what is denied, the marks of its sentences, stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverart.encoders.affect.reading import MARKS, carries_mood, read, stem


def test_the_first_mention_of_a_word_decides_its_sign() -> None:
    assert read("Not sad, but sad. Don't cry").words == {"sad": -1, "but": 1, "cry": -1}


def test_words_of_degree_stand_between_a_denial_and_what_it_denies() -> None:
    assert read("I don't really feel happy today").words == {
        "i": 1,
        "really": -1,
        "feel": -1,
        "happy": -1,
        "today": 1,
    }


def test_words_are_read_as_they_are_sung_and_owned() -> None:
    assert list(read("Lovin’ the star's ROCKIN' hearts").words) == [
        "loving",
        "the",
        "star",
        "rocking",
        "hearts",
    ]


def test_stamps_and_tags_of_lyrics_are_no_words() -> None:
    assert list(read("[ar:Band]\n[00:12.00]Happy <00:14.90>days").words) == ["happy", "days"]


def test_a_mark_counts_by_the_share_of_sentences_that_show_it() -> None:
    marks = read("What?! No way!\nIt rains, and rains...\nI never knew").marks
    assert marks == {"!": 2 / 4, "?": 1 / 4, "…": 1 / 4, "denial": 2 / 4}


@pytest.mark.parametrize("text", ["", "!!!", "...", "1999?", "\n\n"])
def test_marks_without_words_mark_nothing(text: str) -> None:
    assert read(text).words == {}
    assert read(text).marks == {}


@pytest.mark.parametrize(
    "forms",
    [
        ("love", "loves", "loved", "loving", "lover", "lovely"),
        ("happy", "happily", "happiness"),
        ("run", "runs", "running", "runner"),
        ("cry", "crying", "cries"),
        ("kill", "kills", "killing", "killed"),
        ("kiss", "kisses", "kissing"),
    ],
)
def test_the_forms_of_a_word_have_one_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["sea", "bed", "ring", "sing", "king", "red", "best", "this"])
def test_a_short_word_keeps_most_of_itself(word: str) -> None:
    assert len(stem(word)) >= 3


def test_grammar_carries_no_mood() -> None:
    assert not any(map(carries_mood, ["the", "of", "was", "it", "ox", "themselves"]))
    assert all(map(carries_mood, ["sad", "night", "amber"]))


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert set(found.words.values()) <= {1, -1}
    assert set(found.marks) <= set(MARKS)
    assert all(0 < share <= 1 for share in found.marks.values())
    assert all(stem(word) for word in found.words)
