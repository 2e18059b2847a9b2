"""From a song to a query over a bank of prompts: by hand, then towers of known geometry."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverart.domain import Floats
from coverart.encoders.neural.linking import (
    ENOUGH,
    PROMPTS_HEARD,
    Bank,
    centre_of,
    centred,
    fits,
    perplexity,
    reasons,
    share_closer,
    temperature_for,
    through_bank,
    unit,
)
from coverart.encoders.neural.prompts import vocabulary
from coverart.errors import PackError
from coverart.packs.tensors import read_arrays, save_arrays

D = 64


def random_rows(seed: int, *shape: int) -> Floats:
    return unit(np.random.default_rng(seed).standard_normal(shape).astype(np.float32))


def cone(rows: Floats, seed: int, strength: float = 2.0) -> Floats:
    """The same rows, all moved in one direction, as texts, sounds and pictures each are."""
    return unit(rows + strength * random_rows(seed, rows.shape[-1]))


def bank_of(meaning: Floats, groups: tuple[str, ...] | None = None) -> Bank:
    """A bank whose two towers place the same meanings in two spaces of their own."""
    labels = tuple(f"idea{place}" for place in range(len(meaning)))
    turned = meaning @ turn()
    return Bank(cone(meaning, 1), cone(turned, 2), labels, groups or ("all",) * len(meaning))


def turn() -> Floats:
    return np.linalg.qr(np.random.default_rng(9).standard_normal((D, D)))[0].astype(np.float32)


def softmax(logits: Floats, temperature: float) -> Floats:
    exponentials = np.exp((logits - logits.max()) / temperature)
    weights: Floats = exponentials / exponentials.sum()
    return weights


def test_two_prompts_by_hand() -> None:
    # Centred, the rows of either side are ±(1, -1)/√2; the song agrees by 1/√2 with the first.
    axes = np.eye(2, dtype=np.float32)
    bank = Bank(axes, axes[::-1].copy(), ("one", "two"), ("a", "a"))
    query, weights = through_bank(axes[0], bank, temperature=np.sqrt(2))
    assert weights == pytest.approx([1 / (1 + np.exp(-1)), 1 / (1 + np.exp(1))], abs=1e-6)
    assert query == pytest.approx([-np.sqrt(0.5), np.sqrt(0.5)], abs=1e-6)


def test_perplexity_counts_equal_weights() -> None:
    assert perplexity(np.array([0.25] * 4 + [0] * 5, np.float32)) == pytest.approx(4)
    assert perplexity(np.array([1, 0], np.float32)) == pytest.approx(1)


@given(
    st.integers(0, 2**31),
    st.floats(1e-4, 1e4),
    st.floats(-100, 100),
    st.sampled_from([2, 8, 12, 20]),
)
def test_any_scale_of_logits_gives_the_perplexity_asked_for(
    seed: int, scale: float, offset: float, wanted: float
) -> None:
    raw = np.random.default_rng(seed).standard_normal(500)
    logits = (raw * scale + offset * scale).astype(np.float32)
    reached = perplexity(softmax(logits, temperature_for(logits, wanted)))
    assert reached == pytest.approx(wanted, rel=0.01)


def test_logits_that_tell_nothing_apart_weigh_all_prompts_alike() -> None:
    same = np.full(30, 0.3, np.float32)
    assert perplexity(softmax(same, temperature_for(same))) == pytest.approx(30)
    few = np.array([0.1, 0.2, 0.3], np.float32)  # fewer prompts than are asked for
    assert perplexity(softmax(few, temperature_for(few))) == pytest.approx(3, rel=1e-6)


def test_the_scale_of_a_trained_tower_does_not_change_the_weights() -> None:
    # A tower trained at another temperature spreads its vectors more, about the same directions.
    meaning, song = random_rows(0, 200, D), random_rows(5, D)
    logits = meaning @ song
    for scale in (0.2, 5.0):
        spread = logits * scale
        same = softmax(spread, temperature_for(spread))
        assert same == pytest.approx(softmax(logits, temperature_for(logits)), abs=1e-4)


def test_a_song_leads_to_the_picture_of_its_own_prompt_through_two_foreign_spaces() -> None:
    meaning = random_rows(0, 300, D)
    bank = bank_of(meaning)
    songs = cone(unit(meaning + 0.5 * random_rows(6, 300, D)), 3)  # near its prompt, far from texts
    crops = cone(meaning @ turn(), 4)
    found = []
    for place, song in enumerate(songs):
        query, weights = through_bank(song, bank)
        assert weights.sum() == pytest.approx(1, abs=1e-5)
        assert np.linalg.norm(query) == pytest.approx(1, abs=1e-5)
        assert perplexity(weights) == pytest.approx(PROMPTS_HEARD, rel=0.01)
        found.append(np.sum(crops @ query > crops[place] @ query))
    assert np.mean(np.array(found) < 3) > 0.65  # of 300: chance is 1 %


def test_centring_songs_frees_the_weights_from_what_all_songs_share() -> None:
    meaning = random_rows(0, 300, D)
    bank, songs = bank_of(meaning), cone(meaning, 3, strength=5.0)
    found = {}
    for centre in (None, songs.mean(axis=0)):
        heard = [np.argmax(through_bank(song, bank, centre=centre)[1]) for song in songs]
        found[centre is None] = np.mean(np.array(heard) == np.arange(300))
    assert found[True] < 0.6
    assert found[False] > 0.9


def test_a_sentence_that_a_group_shares_draws_no_weight() -> None:
    # Half of the prompts are moved towards all songs by their sentence: they must not win by that.
    meaning, sentence = random_rows(0, 200, D), random_rows(7, D)
    sound = meaning.copy()
    sound[:100] = unit(sound[:100] + sentence)
    groups = ("a",) * 100 + ("b",) * 100
    bank = Bank(sound, meaning, tuple(map(str, range(200))), groups)
    songs = unit(meaning[100:] + sentence)
    heard = np.array([np.argmax(through_bank(song, bank)[1]) for song in songs])
    assert np.mean(heard == np.arange(100, 200)) > 0.9
    naive = np.argmax(songs @ sound.T, axis=1)
    assert np.mean(naive == np.arange(100, 200)) < np.mean(heard == np.arange(100, 200))


def test_a_silent_song_asks_for_nothing() -> None:
    bank = bank_of(random_rows(0, 40, D))
    query, weights = through_bank(np.zeros(D, np.float32), bank)
    assert np.isfinite(query).all()
    assert weights == pytest.approx(np.full(40, 1 / 40))


def reason_bank() -> Bank:
    labels = ("rainy city night", "city", "neon", "laser", "melancholic synth", "sunny beach")
    groups = ("weather+place+light", "place", "light", "light", "mood+genre", "weather+place")
    rows = np.eye(6, dtype=np.float32)
    return Bank(rows, rows, labels, groups)


def test_reasons_are_heavy_prompts_that_agree_and_differ_from_each_other() -> None:
    weights = np.array([0.3, 0.2, 0.18, 0.15, 0.12, 0.05], np.float32)
    # Each prompt is alone in its group but the two of "light", so those two alone are not 0.
    lone = reason_bank()
    assert reasons(weights, lone, lone.picture[2]) == ["neon"]
    bank, weights = spread_bank(lone), np.append(weights, np.zeros(6, np.float32))
    crop = unit(np.array([1, 0.9, 0.9, 0.8, 0.9, -1], np.float32) @ bank.seen[:6])
    assert reasons(weights, bank, crop) == ["rainy city night", "neon", "melancholic synth"]
    assert reasons(weights, bank, crop, most=2) == ["rainy city night", "neon"]


def spread_bank(lone: Bank) -> Bank:
    """The same prompts first, and in each group another that says the opposite."""
    rows = np.zeros((12, 12), np.float32)
    rows[:6, :6], rows[6:, :6] = np.eye(6), -np.eye(6)
    rows[:, 6:] = 0.0
    return Bank(rows, rows, lone.labels + ("other",) * 6, lone.groups * 2)


def test_a_prompt_that_the_crop_does_not_show_is_no_reason() -> None:
    bank = spread_bank(reason_bank())
    weights = np.array([0.9, 0, 0, 0, 0.1, 0] + [0] * 6, np.float32)
    assert reasons(weights, bank, bank.seen[4]) == ["melancholic synth"]
    assert reasons(weights, bank, -bank.seen[0]) == []
    assert reasons(np.zeros(12, np.float32), bank, bank.seen[0]) == []


def test_a_weak_prompt_is_no_reason_beside_a_strong_one() -> None:
    bank = spread_bank(reason_bank())
    weights = np.array([0.9, 0, 0, 0, 0.1, 0] + [0] * 6, np.float32)
    assert reasons(weights, bank, unit(bank.seen[0] + bank.seen[4])) == ["rainy city night"]


def test_the_share_of_closer_prompts_by_hand() -> None:
    # Prompts around the circle, already centred, and a query between the second and the third.
    angles = np.radians([0, 72, 144, 216, 288])
    rows = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    bank = Bank(rows, rows, tuple("abcde"), ("g",) * 5)
    query = np.array([np.cos(np.radians(100)), np.sin(np.radians(100))], np.float32)
    assert share_closer(query, bank, rows[1]) == pytest.approx(1 / 5)
    assert share_closer(query, bank, rows[3]) == pytest.approx(3 / 5)
    assert share_closer(query, bank, -query) == 1
    assert fits(query, bank, query)
    assert not fits(query, bank, rows[3])


def test_fitting_tells_right_from_random_crops_whatever_cone_they_lie_in() -> None:
    meaning = random_rows(0, 300, D)
    bank = bank_of(meaning)
    crops = cone(unit(meaning + random_rows(8, 300, D)) @ turn(), 4)
    centre = crops.mean(axis=0)
    queries = [through_bank(cone(row, 3), bank)[0] for row in meaning[:100]]
    right = np.mean([fits(q, bank, crops[i], centre) for i, q in enumerate(queries)])
    wrong = np.mean([fits(q, bank, crops[i + 100], centre) for i, q in enumerate(queries)])
    shares = [share_closer(q, bank, crops[i + 100], centre) for i, q in enumerate(queries)]
    assert right > 0.95
    assert wrong < 0.3
    assert np.mean(shares) == pytest.approx(0.5, abs=0.07)


def test_a_centre_needs_many_vectors() -> None:
    rows = random_rows(0, ENOUGH, D)
    assert centre_of(rows[1:]) is None
    centre = centre_of(rows)
    assert centre is not None
    assert centre == pytest.approx(rows.mean(axis=0), abs=1e-6)
    assert centred(rows, None) is rows
    assert np.linalg.norm(centred(rows, centre), axis=1) == pytest.approx(np.ones(ENOUGH), abs=1e-5)
    assert not centred(centre, centre).any()


def made_bank() -> Bank:
    def tower(seed: int, dimension: int) -> Floats:
        return random_rows(seed, len(vocabulary().prompts), dimension)

    return Bank.embedded(vocabulary(), lambda texts: tower(1, 6), lambda texts: tower(2, 5))


def test_a_bank_survives_the_disk(tmp_path: Path) -> None:
    made = made_bank()
    save_arrays(tmp_path / "bank.safetensors", made.tensors())
    read = Bank.read(read_arrays(tmp_path / "bank.safetensors"), vocabulary(), (6, 5), "small")
    assert np.array_equal(read.sound, made.sound)
    assert np.array_equal(read.seen, made.seen)
    assert read.labels[0] == vocabulary().prompts[0].label
    assert (read.groups, read.digest) == (made.groups, vocabulary().digest)


def test_each_tower_is_given_its_own_sentences() -> None:
    asked: dict[str, list[str]] = {}

    def listening(name: str) -> Floats:
        return random_rows(1, len(asked[name]), 4)

    Bank.embedded(
        vocabulary(),
        lambda texts: (asked.update(sound=list(texts)), listening("sound"))[1],
        lambda texts: (asked.update(picture=list(texts)), listening("picture"))[1],
    )
    assert asked["sound"][0] == "melancholic music"
    assert asked["picture"][0] == "a photo, melancholic atmosphere"


def test_a_bank_of_another_vocabulary_is_refused() -> None:
    tensors = made_bank().tensors()
    tensors["vocabulary"] = tensors["vocabulary"][::-1]
    with pytest.raises(PackError, match="another version"):
        Bank.read(tensors, vocabulary(), (6, 5), "small")
    del tensors["vocabulary"]
    with pytest.raises(PackError, match="another version"):
        Bank.read(tensors, vocabulary(), (6, 5), "small")


def test_a_bank_of_other_towers_is_refused() -> None:
    with pytest.raises(PackError, match=r"lacks “picture” of shape \(\d+, 512\)"):
        Bank.read(made_bank().tensors(), vocabulary(), (6, 512), "small")


@pytest.mark.parametrize("value", [np.nan, 3.0, 0.0])
def test_a_bank_with_rows_that_are_no_unit_vectors_is_refused(value: float) -> None:
    tensors = made_bank().tensors()
    tensors["sound"] = tensors["sound"].copy()
    tensors["sound"][7] = value
    with pytest.raises(PackError, match="“sound” of its bank of prompts is damaged"):
        Bank.read(tensors, vocabulary(), (6, 5), "small")
