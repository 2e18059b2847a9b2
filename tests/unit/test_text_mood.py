"""The mood of texts: words at their places, denial, colours, lyrics, and any text at all."""

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coverart.encoders.affect.mood import Mood
from coverart.encoders.affect.text import distinct_words, plain_emotion, text_mood
from coverart.encoders.affect.vocabulary import ANGLES, COLOURS, SYNONYMS, emotions
from coverart.learn.fit_affect import main
from coverart.resources import resource


def mood(text: str) -> Mood:
    found = text_mood(text)
    assert found is not None
    return found


def test_a_mood_word_lies_at_its_angle() -> None:
    assert emotions()["happy"] == pytest.approx((0.9907, 0.1357), abs=1e-4)
    assert emotions()["mournful"] == emotions()["sad"] == pytest.approx((-0.887, -0.4617), abs=1e-3)


def test_a_word_of_mixed_feeling_lies_halfway() -> None:
    sad, pleased = emotions()["sad"], emotions()["pleased"]
    halfway = [(left + right) / 2 for left, right in zip(sad, pleased, strict=True)]
    assert emotions()["bittersweet"] == pytest.approx(halfway)


def test_no_word_is_given_two_places() -> None:
    words = [*ANGLES, *(word for group in SYNONYMS.values() for word in group.split())]
    assert len(words) == len(set(words))


def test_every_colour_lies_within_the_space() -> None:
    assert all(-1 <= value <= 1 for row in COLOURS.values() for value in row if value is not None)


def test_joyful_is_more_pleasant_and_excited_than_mournful() -> None:
    joyful, mournful = mood("joyful"), mood("mournful")
    assert joyful.valence > 0 > mournful.valence
    assert joyful.arousal > mournful.arousal
    assert joyful.lightness > mournful.lightness


@pytest.mark.parametrize(
    ("text", "valence", "arousal"),
    [
        ("Euphoric!", 1, 1),
        ("aggressive and furious", -1, 1),
        ("a lonely night", -1, -1),
        ("peaceful", 1, -1),
        ("relaxing lounge", 1, -1),
        ("sinister", -1, 1),
    ],
)
def test_a_prompt_lies_in_its_quadrant(text: str, valence: int, arousal: int) -> None:
    assert mood(text).valence * valence > 0
    assert mood(text).arousal * arousal > 0


@pytest.mark.parametrize("word", ["happily", "happiness", "HAPPY"])
def test_a_word_is_known_in_its_other_forms(word: str) -> None:
    assert mood(word).valence > 0.9


@pytest.mark.parametrize(
    "text", ["not happy", "never so happy", "isn't happy", "isn’t very happy", "without joy"]
)
def test_a_denied_word_is_turned_round(text: str) -> None:
    assert mood(text).valence < -0.5
    assert mood("happy").valence > 0.5


@pytest.mark.parametrize("text", ["no, happy", "not that I am very happy", "no\nhappy"])
def test_denial_reaches_three_words_within_a_clause(text: str) -> None:
    assert mood(text).valence > 0.5


def test_a_dark_blue_night_is_dark_and_cool() -> None:
    night = mood("dark blue night")
    assert night.lightness < -0.3
    assert night.warmth < -0.3


def test_colours_set_what_they_say() -> None:
    assert mood("sunset").warmth > 0.5
    assert mood("neon").saturation > 0.8
    assert mood("snow").lightness > 0.5
    assert mood("snow").warmth < -0.3
    assert mood("grey").saturation < -0.5


def test_a_colour_alone_has_the_emotion_that_valdez_and_mehrabian_measured() -> None:
    # Amber: B = .55, S = .85. P = .69 * .55 + .22 * .85 = .5665, A = -.31 * .55 + .6 * .85 = .3395;
    # v = 2 * .5665 / .91 - 1, a = 2 * (.3395 + .31) / .91 - 1.
    amber = mood("amber")
    assert amber.valence == pytest.approx(0.2451, abs=1e-3)
    assert amber.arousal == pytest.approx(0.4275, abs=1e-3)
    assert (amber.lightness, amber.saturation, amber.warmth) == pytest.approx((0.1, 0.7, 0.9))


def test_a_mood_word_overrules_the_emotion_of_a_colour() -> None:
    assert mood("black").valence < 0
    assert mood("joyful black").valence > 0.5
    assert mood("joyful black").lightness < -0.5


def test_in_long_lyrics_one_colour_does_not_paint_everything() -> None:
    lyrics = "The attack killed people and the murder was never solved, a violent crash in the news"
    assert mood("amber").warmth > mood(f"{lyrics} amber").warmth > mood(lyrics).warmth
    assert mood("amber, wonderful").warmth > mood("amber, killed").warmth


def test_a_denied_colour_says_nothing() -> None:
    assert mood("happy, not amber").warmth == mood("happy").warmth


@pytest.mark.parametrize("text", ["xyzzy", "", "   ", "1999", "the", "♥ ♪", "[00:12.00]"])
def test_a_text_without_a_known_word_has_no_mood(text: str) -> None:
    assert text_mood(text) is None


def test_stamps_and_tags_of_lyrics_are_not_read() -> None:
    lyrics = "[ar:Sad Gloomy Band]\n[00:12.00]Happy days\n[00:14.50]<00:14.90>are here"
    assert text_mood(lyrics) == text_mood("Happy days\nare here")


def test_plain_words_tell_good_news_from_bad() -> None:
    good = "Thank you for a wonderful birthday, said his mother, and laughed"
    bad = "The attack killed a hundred people and the murder was never solved"
    assert mood(good).valence > 0.2 > -0.2 > mood(bad).valence


def test_a_repeated_word_counts_once() -> None:
    assert text_mood("happy happy happy rain") == text_mood("rain happy")


def test_the_first_mention_of_a_word_decides_its_sign() -> None:
    assert distinct_words("Not sad, but sad. Don't cry") == {"sad": -1, "but": 1, "cry": -1}


def test_plain_words_are_pooled_over_the_root_of_their_number() -> None:
    weights = {"good": (1.0, 0.5), "day": (0.2, -0.1)}
    emotion, known = plain_emotion({"good": -1, "day": 1, "unheard": 1}, weights)
    assert known == 2
    assert emotion == pytest.approx([(0.2 - 1) / math.sqrt(2), (0.5 - 0.1) / math.sqrt(2)])


@given(
    st.text(max_size=80) | st.lists(st.sampled_from([*emotions(), *COLOURS, "not"])).map(" ".join)
)
@example("not calm white")
@example("serene white snow")
def test_any_text_has_no_mood_or_a_bounded_one(text: str) -> None:
    found = text_mood(text)
    assert found is None or (np.abs(found.as_row()) <= 1).all()


def test_the_word_list_names_its_licence_and_its_figures() -> None:
    lexicon = json.loads(resource("affect/words.json").read_text(encoding="utf-8"))
    assert lexicon["provenance"]["licence"] == "CC BY-SA 4.0"
    assert lexicon["provenance"]["figures"]["test Pearson, valence"] > 0.4
    assert 1000 < len(lexicon["words"]) <= 5000
    assert resource("affect/words.json").stat().st_size < 150_000


def test_fitting_words_finds_the_good_and_the_bad_and_writes_the_same_bytes(tmp_path: Path) -> None:
    rows = [("good dinner", 4.0, 3.5), ("bad dinner", 2.0, 3.2), ("a dinner", 3.0, 3.0)] * 8
    rows += [("not good", 2.0, 3.5)] * 8
    with (tmp_path / "bank.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["split", "V", "A", "text"])
        for split in ("train", "test"):
            table.writerows([split, valence, arousal, text] for text, valence, arousal in rows)
    for name in ("first.json", "second.json"):
        main(["words", "--emobank", str(tmp_path / "bank.csv"), "--out", str(tmp_path / name)])
    words = json.loads((tmp_path / "first.json").read_text(encoding="utf-8"))["words"]
    assert words["good"][0] > 0 > words["bad"][0]
    assert words["good"][1] > 0.5  # a denied word is as exciting, so it is not turned round
    assert "a" not in words
    assert (tmp_path / "first.json").read_bytes() == (tmp_path / "second.json").read_bytes()
