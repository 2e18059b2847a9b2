"""Moods and compositions in words: sentences that people would write."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.crops import wording as crop_wording
from coverart.crops.composition import TERMS
from coverart.domain import Floats
from coverart.encoders.affect import wording
from coverart.encoders.affect.mood import DIMENSIONS


def mood(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


def test_every_dimension_has_its_words() -> None:
    assert len(wording.WORDS) == len(wording.COMPARATIVES) == len(DIMENSIONS)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ((0, 0, 0, 0, 0), "even-tempered"),
        ((0.14, -0.14, 0.1, 0, 0), "even-tempered"),
        ((0, -0.5, 0, 0, 0), "calm"),
        ((0, 0.5, 0, 0, 0.3), "lively and warm"),
        ((-0.9, -0.5, 0.1, 0, -0.2), "sombre, calm and cool"),
        ((0.2, 0.3, 0.4, 0.5, 0.6), "light, vivid and warm"),
        ((0.9, 0.16, -0.3, -0.5, 0.2), "happy, dark and muted"),
    ],
)
def test_a_mood_is_named_by_its_three_strongest_coordinates(
    values: tuple[float, ...], words: str
) -> None:
    assert wording.describe(mood(*values)) == words


@pytest.mark.parametrize(
    ("query", "crop", "sentence"),
    [
        ((0, -0.6, -0.3, 0, 0), (0, -0.4, -0.5, 0, 0), "calm and dark like your song"),
        (
            (0.5, 0.5, 0.5, 0.5, 0.5),
            (0.5, 0.5, 0.5, 0.5, 0.5),
            "happy, lively, light, vivid and warm like your song",
        ),
        ((0, -0.6, 0, 0, 0), (0, -0.5, 0, 0.7, 0), "calm like your song, though more vivid"),
        ((0.8, 0, 0.5, 0, 0), (0.1, 0, 0.5, 0, 0), "light like your song, though sadder"),
        ((0, 0.7, 0, 0, 0), (0, -0.1, 0, 0, 0), "calmer than your song"),
        ((0, 0, 0, 0, -0.5), (0, 0, 0, 0, 0.5), "warmer than your song"),
        ((0, 0, 0, 0, 0), (0, 0.1, 0, 0, 0), "as even-tempered as your song"),
        ((0, 0.7, 0, 0, 0), (0, 0.14, 0, 0, 0), "not far from your song"),
        ((0, 0, 0.2, 0, 0), (0, 0, 0.9, 0, 0), "light like your song, and lighter still"),
        ((0, -0.9, 0, 0, 0), (0, -0.2, 0, 0, 0), "calm like your song, though not as calm"),
    ],
)
def test_a_crop_is_compared_with_what_was_asked(
    query: tuple[float, ...], crop: tuple[float, ...], sentence: str
) -> None:
    assert wording.explain(mood(*query), mood(*crop), "your song") == sentence


coordinate = st.floats(-1, 1, width=32)
moods = st.lists(coordinate, min_size=5, max_size=5).map(lambda values: mood(*values))


@settings(max_examples=60, deadline=None)
@given(moods, moods)
def test_an_explanation_is_one_clause_or_two_and_names_no_false_likeness(
    query: Floats, crop: Floats
) -> None:
    sentence = wording.explain(query, crop, "your song")
    assert sentence.count("your song") == 1
    assert sentence.count("though") <= 1
    assert not sentence.endswith((".", ",", " "))
    likeness = sentence.partition(" like ")
    if likeness[1]:
        words = likeness[0].replace(" and ", ", ").split(", ")
        for axis, pair in enumerate(wording.WORDS):
            for sign, word in zip((-1, 1), pair, strict=True):
                same = min(query[axis] * sign, crop[axis] * sign) > wording.NOTICEABLE
                assert (word in words) == bool(same)


def terms(**values: float) -> Floats:
    usual = dict.fromkeys(TERMS, 0.1) | {"sharpness": 1.0, "contrast": 1.0}
    return np.array([*(usual | values).values()], dtype=np.float32)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"retained": 0.8}, "keeps most of what catches the eye"),
        ({"symmetry": 0.9}, "its left and right much alike"),
        ({"openness": 0.6}, "with room around its subject"),
        ({"thirds": 0.9}, "its subject near a third"),
        ({"edges": 0.6}, "its edges free of distraction"),
        ({"balance": 0.97}, "evenly balanced"),
        ({"extent": 0.8}, "showing most of its photo"),
        ({"retained": 0.7, "thirds": 0.8, "balance": 0.9}, "plainly composed"),
        ({"colourfulness": 1.0}, "plainly composed"),
        ({"symmetry": 0.9, "extent": 0.9}, "its left and right much alike"),
        ({"retained": 0.9, "edges": 0.0}, "though its edge cuts through something"),
        ({"sharpness": 0.25, "retained": 0.9}, "though rather soft"),
        ({"sharpness": 0.27, "retained": 0.9}, "keeps most of what catches the eye"),
        ({"sharpness": 0.2, "edges": 0.0}, "though its edge cuts through something"),
        ({"sharpness": 0.2, "contrast": 0.5}, "though there is hardly anything to be seen"),
        ({"contrast": 0.5, "retained": 0.9}, "though there is hardly anything to be seen"),
    ],
)
def test_a_crop_is_praised_for_its_first_telling_term(
    values: dict[str, float], sentence: str
) -> None:
    assert crop_wording.explain(terms(**values), fallback=False) == sentence


def test_a_fallback_is_called_what_it_is() -> None:
    sentence = crop_wording.explain(terms(retained=1, edges=0), fallback=True)
    assert sentence == "the largest strip that this photo's shape allows"


def test_praise_names_only_terms_that_exist() -> None:
    assert {name for name, _, _ in crop_wording.PRAISE} <= set(TERMS)
