"""The vocabulary between songs and pictures: what it holds, and what is said of a broken one."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from coverart.encoders.neural.prompts import (
    Caption,
    captions,
    read_vocabulary,
    vocabulary,
)
from coverart.errors import CoverArtError

SMALL: dict[str, Any] = {
    "facets": {
        "mood": {
            "sound": "{} music",
            "picture": "a photo, {} atmosphere",
            "ideas": ["calm", ["wild", "wild, loud"]],
        },
        "place": {
            "sound": "music that evokes {}",
            "picture": "a photo of {}",
            "ideas": [["sea", "the sounding sea", "the open sea"]],
        },
    },
    "combined": [
        {
            "facets": ["mood", "place"],
            "label": "{mood} {place}",
            "sound": "{mood} music like {place}",
            "picture": "{place}, {mood}",
            "products": [[["calm", "wild"], ["sea"]]],
        }
    ],
}


def written(folder: Path, data: object) -> Path:
    path = folder / "vocabulary.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def changed(**facet: object) -> dict[str, Any]:
    """The small vocabulary with another mood."""
    facets = {**SMALL["facets"], "mood": {**SMALL["facets"]["mood"], **facet}}
    return {**SMALL, "facets": facets}


def combined(**table: object) -> dict[str, Any]:
    """The small vocabulary with another combination."""
    return {**SMALL, "combined": [{**SMALL["combined"][0], **table}]}


def test_ideas_are_said_alone_and_then_together(tmp_path: Path) -> None:
    said = {p.id: p.caption for p in read_vocabulary(written(tmp_path, SMALL)).prompts}
    assert said == {
        "mood/calm": Caption("calm music", "a photo, calm atmosphere"),
        "mood/wild": Caption("wild, loud music", "a photo, wild, loud atmosphere"),
        "place/sea": Caption("music that evokes the sounding sea", "a photo of the open sea"),
        "mood+place/calm-sea": Caption("calm music like the sounding sea", "the open sea, calm"),
        "mood+place/wild-sea": Caption(
            "wild, loud music like the sounding sea", "the open sea, wild, loud"
        ),
    }


def test_the_digest_changes_with_any_word_and_only_then(tmp_path: Path) -> None:
    first = read_vocabulary(written(tmp_path, SMALL)).digest
    assert read_vocabulary(written(tmp_path, {**SMALL, "about": "us"})).digest == first
    other = read_vocabulary(written(tmp_path, changed(picture="a picture, {} atmosphere")))
    assert other.digest != first
    assert len(first) == 64


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([], "the file has no “facets”"),
        ({"facets": {}}, "“facets” is not a table"),
        ({"facets": SMALL["facets"]}, "no “combined”"),
        (changed(ideas=[]), "the ideas of “mood” should be a list"),
        (changed(ideas=["calm", "calm"]), "an idea of “mood” stands there twice"),
        (changed(ideas=["calm", ["wild", ""]]), "has words that are none"),
        (changed(ideas=["calm", 7]), "7 is not an idea"),
        (changed(ideas=["calm", "wild", "sea"]), "“sea” of “place” stands there twice"),
        (changed(sound="music"), "“mood” needs sentences with one {} each"),
        (changed(sound="{} {mood}"), "“mood” needs sentences with one {} each"),
        (combined(products=[[["merry"], ["sea"]]]), "“merry” is no idea of “mood”"),
        (combined(products=[[["calm"]]]), "does not name an idea of each facet"),
        (combined(products=[["calm", "sea"]]), "does not name an idea of each facet"),
        (combined(facets=["mood", "colour"]), "“sea” is no idea of “colour”"),
        (combined(sound="{mood} music"), "leaves an idea out"),
        (combined(sound="{mood} {place} {light}"), "cannot be filled"),
        (combined(products=[[["calm", "calm"], ["sea"]]]), "“calm sea” of “mood+place” stands"),
    ],
)
def test_a_broken_vocabulary_is_refused_with_the_place(
    data: object, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(CoverArtError) as caught:
        read_vocabulary(written(tmp_path, data))
    assert reason in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00"])
def test_a_file_that_is_no_json_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.json"
    path.write_bytes(content)
    with pytest.raises(CoverArtError, match=r"vocabulary\.json: it cannot be read"):
        read_vocabulary(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CoverArtError, match="No such file"):
        read_vocabulary(tmp_path / "vocabulary.json")


def test_our_vocabulary_has_several_hundred_prompts_of_every_facet() -> None:
    prompts = vocabulary().prompts
    assert 400 <= len(prompts) <= 700
    facets = "mood genre instrument scene place weather light colour texture era motion theme"
    assert set(vocabulary().ideas) == set(facets.split())
    assert "rainy city night" in {prompt.label for prompt in prompts}


def test_every_group_is_large_enough_to_have_a_mean() -> None:
    assert min(Counter(prompt.group for prompt in vocabulary().prompts).values()) >= 10


def test_prompts_are_short_enough_for_any_text_tower_and_labels_for_a_tile() -> None:
    for prompt in vocabulary().prompts:
        assert max(len(prompt.caption.sound), len(prompt.caption.picture)) <= 100
        assert len(prompt.label) <= 30
        assert "  " not in prompt.caption.sound + prompt.caption.picture


def test_captions_are_distinct_repeatable_and_join_facets() -> None:
    said = captions(300, seed=3)
    assert len(set(said)) == 300
    assert said == captions(300, seed=3)
    assert said[:100] == captions(100, seed=3)
    assert said != captions(300, seed=4)
    same = sum(caption.sound == caption.picture for caption in said)
    assert 100 < same < 200
    assert all(", " in caption.sound for caption in said)


def test_a_small_vocabulary_ends_its_captions(tmp_path: Path) -> None:
    said = captions(1000, 0, read_vocabulary(written(tmp_path, SMALL)))
    assert len(said) == 8  # two moods with one place, in either order, in either way of saying it
