"""Line breaks: where they may be, and that the lines are as even as can be."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverart.export.wrapping import joined, pieces, wrapped


def width(text: str) -> float:
    return len(text)


def test_lines_are_as_even_as_can_be() -> None:
    text = "the unbearable lightness of being"
    assert wrapped(text, 1, width) == (text,)
    assert wrapped(text, 2, width) == ("the unbearable", "lightness of being")
    assert wrapped(text, 3, width) == ("the unbearable", "lightness", "of being")


def test_there_are_no_more_lines_than_words() -> None:
    assert wrapped("slow chord", 3, width) == ("slow", "chord")
    assert wrapped("", 3, width) == ()


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9), st.integers(1, 3))
def test_no_other_breaks_have_a_shorter_longest_line(lengths: list[int], lines: int) -> None:
    words = ["x" * length for length in lengths]
    count = min(lines, len(words))
    found = wrapped(" ".join(words), lines, width)
    assert " ".join(found).split() == words
    assert len(found) == count
    others = [
        max(len(" ".join(words[a:b])) for a, b in zip((0, *cuts), (*cuts, None), strict=True))
        for cuts in combinations(range(1, len(words)), count - 1)
    ]
    assert max(map(len, found)) == min(others)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("東京の夜", ["東", "京", "の", "夜"]),
        ("夜、東京。", ["夜、", "東", "京。"]),
        ("「夜」と", ["「夜」", "と"]),
        ("サーカス", ["サー", "カ", "ス"]),
        ("서울의 밤", ["서울의", "밤"]),
        ("Tokyo 東京", ["Tokyo", "東", "京"]),
        ("lo-fi", ["lo-fi"]),
    ],
)
def test_scripts_without_spaces_break_between_signs(text: str, parts: list[str]) -> None:
    assert [one.text for one in pieces(text)] == parts
    assert joined(pieces(text)) == text
