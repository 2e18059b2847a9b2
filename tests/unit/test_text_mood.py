"""The mood of texts: words at their places, denial, colours, lyrics, and any text at all."""

import json
import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from coverart.encoders.affect.mood import Mood
from coverart.encoders.affect.reading import read
from coverart.encoders.affect.text import mood_of, text_mood
from coverart.encoders.affect.vocabulary import ANGLES, COLOURS, SYNONYMS, emotions
from coverart.encoders.affect.words import PlainWords, shipped_words
from coverart.resources import resource

WORDS = PlainWords(
    stems={"good": (100, 50), "dai": (20, -10), "hat": (-200, 80)},
    words={"hat": (0, 10)},
    marks={"!": (10, 200), "?": (0, 0), "…": (0, 0), "denial": (-30, 0)},
    offset=(-2, -4),
)


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


@pytest.mark.parametrize(
    "text",
    [
        "no, happy",
        "not that I am very happy",
        "no\nhappy",
        "Don't worry be happy",
        "no rain, happy",
    ],
)
def test_denial_ends_with_what_it_denies_and_with_its_clause(text: str) -> None:
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


NOTHING = ["xyzzy", "", "   ", "1999", "the", "♥ ♪", "[00:12.00]", "!!!", "It was.", "not", "...?"]


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_without_a_known_word_has_no_mood(text: str) -> None:
    assert text_mood(text) is None


def test_stamps_and_tags_of_lyrics_are_not_read() -> None:
    lyrics = "[ar:Sad Gloomy Band]\n[00:12.00]Happy days\n[00:14.50]<00:14.90>are here"
    assert text_mood(lyrics) == text_mood("Happy days\nare here")


def test_plain_words_tell_good_news_from_bad() -> None:
    good = "Thank you for a wonderful birthday, said his mother, and laughed"
    bad = "The attack killed a hundred people and the murder was never solved"
    assert mood(good).valence > 0.2 > -0.2 > mood(bad).valence


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("dark stormy sea", -1),
        ("killing in the name", -1),
        ("cryin' in the rain", -1),
        ("funeral", -1),
        ("a world without tenderness", -1),
        ("lovin' you", 1),
        ("we are the champions", 1),
        ("summer of love", 1),
        ("what a wonderful world", 1),
    ],
)
def test_a_title_is_as_pleasant_as_it_sounds(text: str, sign: int) -> None:
    assert mood(text).valence * sign > 0.1


def test_an_exclamation_is_aroused() -> None:
    assert mood("Do it!").arousal > 0.3
    assert (
        mood("The train leaves at noon!").arousal > mood("The train leaves at noon.").arousal + 0.3
    )


def test_in_lyrics_one_exclamation_is_one_among_many() -> None:
    lines = ["the train leaves the station at noon", "the letters lie on the table"] * 8
    calm, once = mood("\n".join(lines)), mood("\n".join([*lines, "the train leaves!"]))
    assert abs(once.arousal - calm.arousal) < 0.15


def test_the_more_other_words_there_are_the_less_one_mood_word_decides() -> None:
    plain = "the president of the company said in the report that market prices and costs"
    alone, among = mood("lovely"), mood(f"{plain} were lovely")
    assert alone.valence > mood("a lovely report").valence > among.valence


def test_plain_words_count_by_the_square_of_their_number_beside_mood_words() -> None:
    # Two plain words count as .5 * 2² = 2, the mood word as 1.
    found = mood_of(read("lovely good days"), WORDS)
    assert found is not None
    told, judged = (
        np.array(emotions()["lovely"]),
        np.tanh(WORDS.judge(read("lovely good days")) / 2),
    )
    assert (found.valence, found.arousal) == pytest.approx(tuple((told + 2 * judged) / 3))


def test_lyrics_of_good_and_of_bad_days_are_told_apart() -> None:
    good = """[00:01.00]Dancing in the morning light
        [00:04.00]Laughing with my friends all night
        [00:07.00]Everything is golden, everything is fine
        [00:10.00]Sweet summer, you are mine"""
    bad = """Cold is the bed where you lay
        I'm drowning in sorrow, wasting away
        Bitter tears on a broken stone
        You lied and you left me to die alone"""
    assert mood(good).valence > 0.4 > -0.4 > mood(bad).valence


@pytest.mark.parametrize(
    "text",
    [
        "Wir sind jung, wir sind frei, und die Nacht ist noch lang",
        "Quiero bailar contigo hasta el amanecer, tu corazon y el mio",
        "Il faut oublier le temps des malentendus et le temps perdu!",
    ],
)
def test_other_languages_are_not_read_as_if_they_were_english(text: str) -> None:
    assert text_mood(text) is None


def test_in_other_languages_mood_words_and_colours_still_speak() -> None:
    assert mood("Wir sind happy, die Nacht ist noch lang").valence > 0.9


def test_a_repeated_word_counts_once() -> None:
    assert text_mood("happy happy happy rain") == text_mood("rain happy")


def test_pulls_are_summed_over_the_root_of_the_length() -> None:
    # Four distinct words, so pulls are over √5; one sentence of two is an exclamation.
    judged = WORDS.judge(read("Good days! A storm."))
    valence = 1.2 / math.sqrt(5) + 0.1 / 2 - 0.02
    arousal = 0.4 / math.sqrt(5) + 2.0 / 2 - 0.04
    assert judged == pytest.approx([valence, arousal])


def test_a_denied_word_pulls_valence_the_other_way_and_arousal_as_before() -> None:
    judged = WORDS.judge(read("not good"))
    assert judged == pytest.approx([-1 / math.sqrt(2) - 0.3 - 0.02, 0.5 / math.sqrt(2) - 0.04])


def test_a_word_that_differs_from_its_stem_is_itself() -> None:
    assert WORDS.pull("hated") == WORDS.pull("hating") == (-200, 80)
    assert WORDS.pull("hat") == (0, 10)
    assert WORDS.pull("the") is WORDS.pull("unheard") is None


def test_plain_words_alone_decide_where_nothing_else_is_said() -> None:
    found = mood_of(read("hating"), WORDS)
    assert found is not None
    judged = WORDS.judge(read("hating"))
    assert (found.valence, found.arousal) == pytest.approx(tuple(np.tanh(judged / 2)))


@given(
    st.text(max_size=80) | st.lists(st.sampled_from([*emotions(), *COLOURS, "not"])).map(" ".join)
)
@example("not calm white")
@example("serene white snow")
def test_any_text_has_no_mood_or_a_bounded_one(text: str) -> None:
    found = text_mood(text)
    assert found is None or (np.abs(found.as_row()) <= 1).all()


def test_the_word_list_names_its_licence_and_its_figures() -> None:
    path = resource("affect/words.json")
    origin = json.loads(path.read_text(encoding="utf-8"))["provenance"]
    assert "CC BY-SA 4.0" in origin["licence"]
    judged = next(figures for title, figures in origin["figures"].items() if "test" in title)
    assert judged["valence"]["pearson"] >= 0.58
    assert judged["arousal"]["pearson"] >= 0.30
    assert path.stat().st_size <= 250_000


def test_the_words_of_lyrics_are_known() -> None:
    sung = """love baby heart night dance tears goodbye forever lonely kiss dream fire rain highway
        memories heaven hell angel broken crazy freedom ghost bleeding screaming whisper runaway
        midnight shine burning hurt lie alone together home mama money party sorry""".split()
    known = [word for word in sung if shipped_words().pull(word) is not None]
    assert len(known) >= 0.95 * len(sung)
