"""The affect space: similarities by hand, an id that knows its parameters, words for people."""

import math
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverart.domain import Boxes, Floats, Rows, Size, SpaceId
from coverart.encoders.affect import photo, song, space
from coverart.encoders.affect.space import GOOD, PARAMETERS, RANDOM_PAIR, AffectSpace
from coverart.resources import resource


def row(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


@pytest.fixture
def sigma_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scale of 2, so that numbers can be checked in the head."""
    monkeypatch.setattr(space, "scale", lambda: 2.0)


@pytest.mark.usefixtures("sigma_2")
def test_similarity_falls_with_the_distance_as_mmva_has_it() -> None:
    query = row(0, 0, 0, 0, 0)
    crops = np.stack([query, row(0.6, 0.8, 0, 0, 0), row(0, 0, -1, 0, 0), row(1, 1, 1, 1, 0)])
    found = AffectSpace().similarity(query, crops)
    assert found.tolist() == pytest.approx(
        [1, math.exp(-1 / 2), math.exp(-1 / 2), math.exp(-2 / 2)]
    )


def test_the_scale_is_the_one_that_was_fitted() -> None:
    assert '"sigma": 1.1528' in resource("affect/space.json").read_text(encoding="utf-8")
    assert space.scale() == 1.1528
    found = AffectSpace().similarity(row(1, 0, 0, 0, 0), row(0, 0, 0, 0, 0)[None])
    assert float(found[0]) == pytest.approx(math.exp(-1 / 1.1528))


def test_rows_as_the_library_keeps_them_are_as_good_as_full_ones() -> None:
    crops = np.random.default_rng(0).uniform(-1, 1, (20, 5)).astype(np.float32)
    query = row(0.1, -0.2, 0.3, 0.4, -0.5)
    full = AffectSpace().similarity(query, crops)
    kept = AffectSpace().similarity(query, Rows(crops.astype(np.float16)))
    assert kept.dtype == np.float32
    np.testing.assert_allclose(kept, full, atol=1e-3)


@pytest.mark.usefixtures("sigma_2")
def test_the_parts_are_the_similarities_in_mood_and_in_colour_alone() -> None:
    parts = AffectSpace().parts(row(0, 0, 0, 0, 0), row(0.6, -0.8, 0.2, 0.4, -0.4))
    assert parts == pytest.approx({"mood": math.exp(-1 / 2), "colour": math.exp(-0.6 / 2)})


def test_queries_are_combined_by_their_weights() -> None:
    found = AffectSpace().combine([row(1, 0, 0, 0, 1), row(0, 1, 0, 0, -1)], [3, 1])
    assert found.dtype == np.float32
    assert found.tolist() == [0.75, 0.25, 0, 0, 0.5]
    alone = AffectSpace().combine([row(0.1, 0.2, 0.3, 0.4, 0.5)], [0.2])
    assert alone.tolist() == pytest.approx([0.1, 0.2, 0.3, 0.4, 0.5])


# Fit


def test_a_small_library_has_the_least_bound() -> None:
    alike = np.zeros((7, 5), dtype=np.float32)
    assert AffectSpace().worst_fit(alike) == RANDOM_PAIR == pytest.approx(math.exp(-1))


def test_a_library_of_photos_all_alike_has_the_highest_bound() -> None:
    found = AffectSpace().worst_fit(np.zeros((8, 5), dtype=np.float32))
    assert found == pytest.approx(GOOD) == pytest.approx(math.exp(-0.5))


def test_a_library_of_opposites_has_the_least_bound() -> None:
    corners = np.sign(np.random.default_rng(0).normal(size=(12, 5))).astype(np.float32)
    assert AffectSpace().worst_fit(corners) == pytest.approx(RANDOM_PAIR)


@pytest.mark.usefixtures("sigma_2")
def test_between_the_bounds_it_is_the_median_similarity_among_the_photos() -> None:
    # Four photos at 0 and four at 1.2: of 28 pairs 12 are alike and 16 are 1.2 apart.
    photos = np.zeros((8, 5), dtype=np.float32)
    photos[4:, 0] = 1.2
    assert AffectSpace().worst_fit(photos) == pytest.approx(math.exp(-1.2 / 2))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 20), st.floats(0, 1), st.integers(0, 1000))
def test_the_bound_lies_between_a_random_pair_and_a_good_one(
    count: int, spread: float, seed: int
) -> None:
    photos = np.random.default_rng(seed).uniform(-spread, spread, (count, 5)).astype(np.float32)
    assert RANDOM_PAIR - 1e-6 <= AffectSpace().worst_fit(photos) <= GOOD + 1e-6


# What it is


def fresh_id() -> SpaceId:
    return space._space_id.__wrapped__()


def test_the_id_names_the_space_and_stays_the_same() -> None:
    assert AffectSpace().id == fresh_id()
    name, _, digest = AffectSpace().id.partition("-")
    assert name == "affect"
    assert len(digest) == 12
    assert int(digest, 16) >= 0


@pytest.mark.parametrize("changed", PARAMETERS)
def test_the_id_changes_with_every_parameter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    before = fresh_id()
    for name in PARAMETERS:
        copy = tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(resource(name).read_bytes())
    monkeypatch.setattr(space, "resource", lambda name: tmp_path / name)
    assert fresh_id() == before
    content = (tmp_path / changed).read_bytes()
    (tmp_path / changed).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    assert fresh_id() != before


def test_the_id_changes_with_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fresh_id()
    monkeypatch.setattr(space, "VERSION", 1000)
    assert fresh_id() != before


def test_every_parameter_file_the_modules_read_counts_in_the_id() -> None:
    assert set(PARAMETERS) == {"affect/photo.npz", "affect/song.npz", "affect/space.json"}


def test_the_space_can_be_sent_to_another_process() -> None:
    copy = pickle.loads(pickle.dumps(AffectSpace()))
    assert copy == AffectSpace()
    assert copy.id == AffectSpace().id


def test_it_says_what_it_does_not_do() -> None:
    assert AffectSpace().title.endswith("not what is in the picture.")
    assert AffectSpace().photo_side == photo.SIDE == 128
    assert AffectSpace().sample_rate == song.RATE


# Encoding


def test_crops_are_encoded_as_moods_of_photos() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (64, 96, 3), dtype=np.uint8)
    boxes = Boxes(np.array([[0, 0, 64, 64], [20, 0, 84, 64]], dtype=np.int32))
    found = AffectSpace().encode_crops(pixels, Size(96, 64), boxes)
    assert np.array_equal(found, photo.photo_moods(pixels, Size(96, 64), boxes))


def test_a_song_is_encoded_as_its_mood() -> None:
    samples = np.random.default_rng(0).normal(0, 0.1, song.RATE * 5).astype(np.float32)
    found = AffectSpace().encode_song([samples])
    assert found.tolist() == song.song_mood([samples], song.RATE).as_row().tolist()
    assert found.shape == (5,)


def test_a_text_is_encoded_as_its_mood_or_not_at_all() -> None:
    glad, sad = AffectSpace().encode_text("joy"), AffectSpace().encode_text("grief")
    assert glad is not None
    assert sad is not None
    assert glad[0] > sad[0]
    assert AffectSpace().encode_text("xqzzt wvvk") is None


def test_it_explains_in_the_words_of_moods() -> None:
    found = AffectSpace().explain(row(0, -0.5, 0, 0, 0), row(0, -0.5, 0, 0.9, 0), "your song")
    assert found == "calm like your song, though more vivid"
