"""Words on a cover: where they stand, in which colour, and that they can be read."""

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from coverart.domain import Pixels
from coverart.errors import UsageError
from coverart.export.contrast import ENOUGH, rgb, wcag_contrast
from coverart.export.lettering import (
    MARGIN,
    Lettering,
    Place,
    Suggestion,
    letter,
    lettered,
    missing_glyphs,
    settled,
    suggest,
)
from coverart.export.words import SIZES, texts
from tests.unit.font_parts import CYRILLIC, font_bytes, only_fonts_of

WORDS = Lettering("Slow Chord", "Nadia Rivers")
LONG = "The Unbearable Lightness of Being Somewhere Else on a Very Long Winter Night"


@pytest.fixture(autouse=True)
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder of fonts, empty."""
    return only_fonts_of(tmp_path / "fonts", monkeypatch)


def plain(colour: str, width: int = 400, height: int = 400) -> Pixels:
    return np.tile(rgb(colour), (height, width, 1))


def noisy(width: int = 400, height: int = 400) -> Pixels:
    """A busy picture of coarse spots, black and white and everything between."""
    spots = np.random.default_rng(3).integers(0, 256, (height // 8, width // 8, 3), np.uint8)
    return np.asarray(Image.fromarray(spots).resize((width, height), Image.Resampling.NEAREST))


def inked(before: Pixels, after: Pixels) -> tuple[int, int, int, int]:
    """The left, top, right and bottom of what was changed."""
    rows, columns = np.nonzero((before != after).any(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


# --- where --------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", list(Place))
@pytest.mark.parametrize(("width", "height"), [(400, 400), (800, 450), (300, 500)])
@pytest.mark.parametrize("title", ["Nowhere nothing nobody", "A" * 60])
def test_words_stand_at_their_place_and_within_the_margins(
    place: Place, width: int, height: int, title: str
) -> None:
    picture = plain("#202020", width, height)
    words = Lettering(title, "Marguerite de la Fontaine and Her Friends", size=0.25, place=place)
    left, top, right, bottom = inked(picture, letter(picture, words))
    margin = MARGIN * min(width, height)
    assert left >= margin - 1.5
    assert top >= margin - 1.5
    assert right <= width - margin + 1.5
    assert bottom <= height - margin + 1.5
    across = left - margin if place.across == 0 else width - margin - right
    down = top - margin if place.down == 0 else height - margin - bottom
    if place.across in (0, 1):
        assert abs(across) < 2
    else:
        assert (left + right) / 2 == pytest.approx(width / 2, abs=2)
    if place.down in (0, 1):
        assert abs(down) < 2
    else:
        assert (top + bottom) / 2 == pytest.approx(height / 2, abs=2)


@pytest.mark.parametrize("place", [Place.TOP_LEFT, Place.TOP_RIGHT, Place.BOTTOM_LEFT])
def test_the_calm_corner_of_a_busy_picture_is_suggested(place: Place) -> None:
    picture = noisy().copy()
    rows = slice(0, 160) if place.down == 0 else slice(240, 400)
    columns = slice(0, 220) if place.across == 0 else slice(180, 400)
    picture[rows, columns] = 40
    assert suggest(picture, WORDS).place is place


def test_words_do_not_stand_where_the_eye_goes_first() -> None:
    picture = plain("#303540")
    assert suggest(picture, WORDS).place is Place.BOTTOM_LEFT
    picture[330:370, 60:130] = rgb("#40475a")
    assert suggest(picture, WORDS).place is not Place.BOTTOM_LEFT


def test_the_lower_right_of_a_wide_cover_is_left_to_the_time_badge() -> None:
    calm = (slice(250, 450), slice(400, 800))
    wide = noisy(800, 456)[:450].copy()
    wide[calm] = 40
    assert suggest(wide, WORDS).place is not Place.BOTTOM_RIGHT
    square = noisy().copy()
    square[240:, 180:] = 40
    assert suggest(square, WORDS).place is Place.BOTTOM_RIGHT
    forced = replace(WORDS, place=Place.BOTTOM_RIGHT)
    assert suggest(wide, forced).place is Place.BOTTOM_RIGHT


# --- in which colour ----------------------------------------------------------------------------


def test_a_colour_of_the_picture_is_preferred_where_it_can_be_read() -> None:
    picture = plain("#101418")
    picture[20:120, 150:380] = rgb("#ffb347")
    found = suggest(picture, replace(WORDS, place=Place.BOTTOM_LEFT))
    assert found.colour == "#ffb347"
    assert found.contrast == pytest.approx(wcag_contrast("#ffb347", "#101418"), rel=0.01)


def test_of_two_colours_that_can_be_read_the_lively_one_is_preferred() -> None:
    picture = plain("#101418")
    picture[20:80, 150:380] = rgb("#e0703a")
    picture[80:140, 150:380] = rgb("#d8d8d8")
    assert wcag_contrast("#d8d8d8", "#101418") > wcag_contrast("#e0703a", "#101418")
    found = suggest(picture, replace(WORDS, place=Place.BOTTOM_LEFT))
    # Pixels at the edges are averages, so the colour is not quite the one that was painted.
    red, _, blue = rgb(found.colour).astype(int)
    assert red - blue > 100


@pytest.mark.parametrize(("ground", "is_light"), [("#20242c", True), ("#e8e4da", False)])
def test_without_a_colour_of_its_own_a_picture_gets_near_white_or_near_black(
    ground: str, is_light: bool
) -> None:
    found = suggest(plain(ground), WORDS)
    assert (rgb(found.colour).min() > 230) == is_light
    assert (rgb(found.colour).max() < 40) == (not is_light)
    assert found.is_readable


def test_a_colour_and_a_place_that_were_chosen_are_kept() -> None:
    wanted = Lettering("Slow Chord", place=Place.RIGHT, colour="#884422", scrim=False)
    found = suggest(plain("#805030"), wanted)
    assert (found.place, found.colour) == (Place.RIGHT, "#884422")
    assert found.contrast == pytest.approx(wcag_contrast("#884422", "#805030"), rel=0.01)
    assert not found.is_readable


def test_where_nothing_can_be_read_the_number_says_so() -> None:
    found = suggest(noisy(), replace(WORDS, scrim=False))
    assert 1 <= found.contrast < ENOUGH


def test_a_picture_with_one_colour_has_a_palette_too() -> None:
    assert suggest(plain("#ffffff"), WORDS).contrast > 15


@pytest.mark.parametrize("colour", ["red", "#12", "#12345g"])
def test_a_lettering_has_no_colour_that_is_none(colour: str) -> None:
    with pytest.raises(UsageError, match="is not a colour"):
        Lettering("Slow Chord", colour=colour)


# --- the scrim ----------------------------------------------------------------------------------


def test_a_scrim_makes_words_readable_and_fades_where_the_picture_goes_on() -> None:
    picture = noisy()
    words = replace(WORDS, place=Place.BOTTOM_LEFT)
    done = lettered(picture, words)
    assert done.suggestion.contrast >= ENOUGH
    darker = picture.astype(int).mean(axis=2) - done.pixels.astype(int).mean(axis=2)
    near, far = darker[300:330, 30:200].mean(), darker[:60, 250:].mean()
    assert abs(near) > 20
    assert abs(far) < 0.5
    np.testing.assert_array_equal(done.pixels[:60, 320:], picture[:60, 320:])


def test_no_picture_is_shaded_without_need_or_leave() -> None:
    dark = plain("#181818")
    box = inked(dark, letter(dark, replace(WORDS, place=Place.BOTTOM_LEFT)))
    assert box[1] > 300
    busy, words = noisy(), replace(WORDS, place=Place.BOTTOM_LEFT, scrim=False)
    left, top, _, bottom = inked(busy, letter(busy, words))
    assert (left > 20, top > 300, bottom < 380) == (True, True, True)


def test_a_scrim_that_would_not_help_is_left_out() -> None:
    picture = plain("#8c8c8c")
    words = Lettering("Slow Chord", place=Place.BOTTOM_LEFT, colour="#6c6c6c")
    done = lettered(picture, words)
    assert not done.suggestion.is_readable
    assert inked(picture, done.pixels)[1] > 300


def test_a_soft_shade_shows_no_bands() -> None:
    picture = plain("#989898", 600, 600)
    done = letter(picture, Lettering("Slow Chord", place=Place.BOTTOM_LEFT, colour="#ffffff"))
    column = done[270:480, 100, 0].astype(int)
    lengths = np.diff(np.flatnonzero(np.diff(column)))
    assert column[0] > column[-1]
    assert np.median(lengths) <= 3


# --- how they are set ---------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["Slow Chord", LONG])
@pytest.mark.parametrize("small", [250, 400])
def test_a_small_preview_looks_like_the_finished_cover(title: str, small: int) -> None:
    def set_at(side: int) -> Pixels:
        words = Lettering(title, "Nadia Rivers", place=Place.TOP_LEFT, colour="#ffffff")
        return letter(plain("#000000", side, side), words)

    large = Image.fromarray(set_at(1600)).resize((small, small), Image.Resampling.BOX)
    gap = np.abs(np.asarray(large).astype(int) - set_at(small).astype(int))
    ink = np.asarray(large).astype(int).mean()
    assert ink > 2
    assert gap.mean() < 0.12 * ink


def test_a_preview_and_the_cover_get_the_same_suggestion() -> None:
    picture = np.asarray(Image.fromarray(noisy(80, 80)).resize((1200, 1200)))
    small = np.asarray(Image.fromarray(picture).resize((400, 400), Image.Resampling.LANCZOS))
    large_one, small_one = suggest(picture, WORDS), suggest(small, WORDS)
    assert (large_one.place, large_one.colour) == (small_one.place, small_one.colour)
    assert large_one.contrast == pytest.approx(small_one.contrast, rel=0.1)


def test_the_size_is_the_height_of_a_line() -> None:
    picture = plain("#000000", 1000, 1000)

    def height(size: float) -> int:
        words = Lettering("HHH", size=size, place=Place.TOP_LEFT, colour="#ffffff")
        _, top, _, bottom = inked(picture, letter(picture, words))
        return bottom - top

    assert height(0.1) == pytest.approx(2 * height(0.05), abs=3)
    assert height(9) == height(SIZES[1])
    assert height(0) == height(SIZES[0])


def test_the_artist_is_smaller_than_the_title_and_below_it() -> None:
    picture = plain("#000000", 1000, 1000)

    def bounds(title: str, artist: str) -> tuple[int, int, int, int]:
        words = Lettering(title, artist, place=Place.TOP_LEFT, colour="#ffffff")
        return inked(picture, letter(picture, words))

    _, top, _, title = bounds("HHH", "")
    _, _, _, bottom = bounds("HHH", "HHH")
    _, first, _, last = bounds("", "HHH")
    assert last - first == pytest.approx(0.55 * (title - top), abs=2)
    assert bottom - (last - first) > title + 5


@pytest.mark.parametrize(("place", "edge"), [(Place.TOP_LEFT, 0), (Place.TOP_RIGHT, 2)])
def test_the_ink_of_all_lines_stands_flush(place: Place, edge: int) -> None:
    picture = plain("#000000", 1200, 1200)
    edges = [
        inked(picture, letter(picture, Lettering(*words, place=place, colour="#ffffff")))[edge]
        for words in (("OHO", ""), ("", "OHO"), ("HOH", ""), ("", "HOH"))
    ]
    margin = MARGIN * 1200
    assert edges == pytest.approx([margin if edge == 0 else 1200 - margin] * 4, abs=1.1)


def test_a_long_title_takes_three_lines_and_then_shrinks() -> None:
    picture = plain("#000000", 600, 600)

    def bands(title: str) -> int:
        words = Lettering(title, place=Place.TOP_LEFT, colour="#ffffff", size=0.12)
        rows = (letter(picture, words) > 60).any(axis=(1, 2))
        return int((np.diff(rows.astype(int)) == 1).sum())

    # Without descending letters there is black between any two lines.
    assert bands("NOW") == 1
    assert bands("NOW AND THEN A RIVER") == 2
    assert bands("NOW AND THEN A RIVER RUNS OVER THE HILL") == 3
    assert bands(" ".join(["NOW AND THEN A RIVER RUNS"] * 6)) == 3


def test_no_words_leave_the_picture_as_it_is() -> None:
    picture = noisy()
    for nothing in (Lettering(), Lettering("  ", "\n"), Lettering("東京")):
        done = lettered(picture, nothing)
        np.testing.assert_array_equal(done.pixels, picture)
        assert done.suggestion.is_readable


def test_lettering_is_repeatable_and_leaves_what_it_was_given() -> None:
    picture = noisy()
    before = picture.copy()
    np.testing.assert_array_equal(letter(picture, WORDS), letter(picture, WORDS))
    np.testing.assert_array_equal(picture, before)
    picture.setflags(write=False)
    assert suggest(picture, WORDS) == suggest(before, WORDS)


def test_settled_words_leave_nothing_to_choose() -> None:
    picture = noisy()
    found = suggest(picture, WORDS)
    fixed = settled(WORDS, found)
    assert (fixed.place, fixed.colour) == (found.place, found.colour)
    np.testing.assert_array_equal(letter(picture, fixed), letter(picture, WORDS))


def test_letterings_cross_a_process_border() -> None:
    done = lettered(plain("#000000", 64, 64), WORDS)
    assert pickle.loads(pickle.dumps(WORDS)) == WORDS
    assert pickle.loads(pickle.dumps(done)).suggestion == done.suggestion
    assert isinstance(done.suggestion, Suggestion)


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 200), (200, 3), (17, 9)])
def test_the_tiniest_pictures_take_words_without_harm(width: int, height: int) -> None:
    assert letter(plain("#112233", width, height), WORDS).shape == (height, width, 3)


@pytest.mark.parametrize(
    "title",
    ["\N{COMBINING ACUTE ACCENT}", "a\x00b\x1bc", "\N{RIGHT-TO-LEFT OVERRIDE}abc", "~" * 999],
)
def test_odd_titles_do_no_harm(title: str) -> None:
    picture = plain("#112233")
    assert letter(picture, Lettering(title, title)).shape == picture.shape


# --- letters that a font lacks ------------------------------------------------------------------


def test_what_no_font_draws_is_named_and_left_out() -> None:
    picture = plain("#000000")
    words = Lettering("Slow 東Chord", "Łukasz", place=Place.TOP_LEFT, colour="#ffffff")
    assert missing_glyphs(words) == "東Ł"
    done = lettered(picture, words)
    assert done.missing == "東Ł"
    same = letter(picture, replace(words, title="Slow Chord", artist="ukasz"))
    np.testing.assert_array_equal(done.pixels, same)


def test_a_font_that_has_the_letters_is_found(fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture, words = plain("#000000"), Lettering(CYRILLIC, place=Place.TOP_LEFT)
    assert missing_glyphs(words) == "".join(dict.fromkeys(CYRILLIC))
    (fonts / "other.ttf").write_bytes(font_bytes("Kirilic", cyrillic=True))
    only_fonts_of(fonts, monkeypatch)
    assert missing_glyphs(words) == ""
    assert inked(picture, letter(picture, words))[0] > 0


def test_one_font_is_taken_for_both_texts_where_one_has_all_their_letters(fonts: Path) -> None:
    (fonts / "other.ttf").write_bytes(font_bytes("Kirilic", cyrillic=True))

    def families(title: str, artist: str) -> list[str]:
        return [style.letters.family for _, style in texts(Lettering(title, artist))]

    assert families("Nadia", "Rivers") == ["", ""]
    assert families(CYRILLIC, "Nadia") == ["Kirilic", "Kirilic"]
    assert families(CYRILLIC, "Nadia 東") == ["Kirilic", ""]
