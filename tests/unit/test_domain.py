"""The nouns: sizes, aspects and boxes, and the errors that cross process borders."""

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import SQUARE, WIDE, Aspect, Box, Match, Ranking, Size, SongTags
from coverart.errors import (
    CoverArtError,
    ExportError,
    MediaError,
    PackError,
    UsageError,
)


def test_a_size_knows_its_pixels_its_short_side_and_its_ratio() -> None:
    size = Size(1920, 1080)
    assert (size.pixels, size.short_side, size.ratio) == (2_073_600, 1080, 16 / 9)
    assert Size(3, 7).short_side == 3
    assert str(size) == "1920×1080"


def test_an_aspect_is_kept_in_lowest_terms() -> None:
    assert Aspect(1920, 1080) == WIDE == Aspect(16, 9)
    assert Aspect(500, 500) == SQUARE
    assert str(Aspect(10, 4)) == "5:2"
    assert Aspect(5, 4).ratio == 1.25


@pytest.mark.parametrize(
    ("text", "aspect"),
    [("1:1", SQUARE), (" 32:18 ", WIDE), ("1000:1", Aspect(1000, 1)), ("4:5", Aspect(4, 5))],
)
def test_an_aspect_is_read_as_people_write_it(text: str, aspect: Aspect) -> None:
    assert Aspect.parse(text) == aspect


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "not an aspect"),
        ("16", "not an aspect"),
        ("16/9", "not an aspect"),
        ("1.5:1", "not an aspect"),
        ("-1:1", "not an aspect"),
        ("a:b", "not an aspect"),
        ("1:1:1", "not an aspect"),
        ("1:", "not an aspect"),
        ("²:1", "not an aspect"),
        ("0:1", "above zero"),
        ("1:0", "above zero"),
        ("1001:1", "out of range"),
        ("1:1001", "out of range"),
    ],
)
def test_anything_else_is_no_aspect_and_the_message_says_so(text: str, part: str) -> None:
    with pytest.raises(UsageError, match=part):
        Aspect.parse(text)


@given(st.integers(1, 1000), st.integers(1, 1000))
def test_an_aspect_reads_what_it_writes(width: int, height: int) -> None:
    aspect = Aspect(width, height)
    assert Aspect.parse(str(aspect)) == aspect
    assert aspect.ratio == pytest.approx(width / height)


def test_a_box_is_half_open() -> None:
    box = Box(10, 20, 42, 38)
    assert (box.width, box.height, box.size) == (32, 18, Size(32, 18))
    assert box.as_list() == [10, 20, 42, 38]


def test_a_box_has_an_aspect_only_exactly() -> None:
    assert Box(10, 20, 42, 38).has_aspect(WIDE)
    assert not Box(10, 20, 43, 38).has_aspect(WIDE)
    assert not Box(10, 20, 42, 38).has_aspect(Aspect(9, 16))


@pytest.mark.parametrize("box", [Box(0, 0, 8, 6), Box(7, 5, 8, 6), Box(1, 2, 3, 4)])
def test_boxes_up_to_the_border_lie_within(box: Box) -> None:
    assert box.lies_within(Size(8, 6))


@pytest.mark.parametrize(
    "box",
    [
        Box(-1, 0, 4, 4),
        Box(0, -1, 4, 4),
        Box(0, 0, 9, 6),
        Box(0, 0, 8, 7),
        Box(3, 0, 3, 6),
        Box(0, 4, 8, 4),
        Box(5, 0, 4, 6),
        Box(0, 5, 8, 4),
    ],
)
def test_boxes_that_are_empty_reversed_or_beyond_the_border_do_not(box: Box) -> None:
    assert not box.lies_within(Size(8, 6))


def test_a_tag_with_a_cover_does_not_show_its_bytes() -> None:
    assert "cover" not in repr(SongTags(title="One", cover=b"x" * 1000))


def test_a_ranking_begins_empty() -> None:
    matches: tuple[Match, ...] = ()
    assert Ranking() == Ranking(matches, 0, 0, 0, "")
    assert Ranking().exact


def test_an_error_is_a_sentence_and_a_hint() -> None:
    assert str(CoverArtError("It is so", "do that")) == "It is so; do that."
    assert str(CoverArtError("It is so")) == "It is so."


def test_a_media_error_begins_with_the_name_of_the_file() -> None:
    error = MediaError(Path("/far/away/song.mp3"), "it is silent", "choose another")
    assert str(error) == "song.mp3: it is silent; choose another."
    assert (error.path, error.reason, error.hint) == (
        Path("/far/away/song.mp3"),
        "it is silent",
        "choose another",
    )


@pytest.mark.parametrize(
    "error",
    [
        CoverArtError("It is so", "do that"),
        MediaError(Path("/far/away/song.mp3"), "it is silent", "choose another"),
        MediaError(Path("a.jpg"), "it is empty"),
        ExportError("It is full", "make room"),
        PackError("paper", "it is damaged", "install it again"),
        UsageError("It makes no sense"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_crosses_a_process_border_whole(error: CoverArtError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert isinstance(copy, CoverArtError)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)
