"""The linking head: at run time by hand and against torch; trained on towers we know."""

import re
from collections.abc import Generator, Sequence
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
import torch

from coverart.domain import Floats
from coverart.encoders.neural.head import SHAPES, WIDTH, Head, Layer
from coverart.encoders.neural.linking import unit
from coverart.encoders.neural.prompts import Caption, captions
from coverart.errors import PackError
from coverart.learn.link import (
    Linked,
    Memories,
    Progress,
    Recall,
    Recipe,
    corpus,
    info_nce,
    link,
    recall,
    remembered,
)
from coverart.packs.tensors import read_arrays, save_arrays

QUICK = Recipe(steps=60, batch=128, rate=3e-3)


class Words:
    """A text tower: the sum of a vector per word, alike in all towers, through its own map."""

    def __init__(self, seed: int, dimension: int) -> None:
        self.map = np.random.default_rng(seed).standard_normal((32, dimension))

    def __call__(self, texts: Sequence[str]) -> Floats:
        return unit(np.stack([self.latent(text) @ self.map for text in texts]).astype(np.float32))

    def latent(self, text: str) -> Floats:
        words = [word_vector(word) for word in re.findall(r"\w+", text)]
        latent: Floats = np.sum(words, axis=0, dtype=np.float32)
        return latent


@cache
def word_vector(word: str) -> Floats:
    return np.random.default_rng(crc32(word.encode())).standard_normal(32).astype(np.float32)


def unrelated(texts: Sequence[str]) -> Floats:
    """A text tower to which no two texts have anything in common."""
    rows = [np.random.default_rng(crc32(t.encode())).standard_normal(20) for t in texts]
    return unit(np.stack(rows).astype(np.float32))


def said(count: int) -> list[Caption]:
    """Captions with the same words for both towers."""
    return [Caption(one.sound, one.sound) for one in captions(count, seed=1)]


def finished(job: Generator[Progress, None, Linked]) -> Linked:
    while True:
        try:
            next(job)
        except StopIteration as stop:
            linked: Linked = stop.value
            return linked


def random_head(audio: int = 6, image: int = 5) -> Head:
    made = np.random.default_rng(0)
    sides = {"audio": audio, "width": WIDTH, "image": image}
    tensors = {
        name: made.uniform(0.1, 1, [sides[side] for side in shape]).astype(np.float32)
        for name, shape in SHAPES.items()
    }
    return Head.read(tensors, (audio, image), "small")


def test_a_layer_by_hand() -> None:
    one = np.ones(1, np.float32)
    layer = Layer(np.array([[2, 1]], np.float32), one, 3 * one, -one, 5 * one, 4 * one)
    # 2·3 + 1·4 + 1 = 11; (11 − 5) / √4 · 3 − 1 = 8
    assert layer(np.array([3, 4], np.float32)) == pytest.approx([8], abs=1e-4)


def test_a_head_gives_unit_vectors_of_one_song_or_many() -> None:
    head = random_head()
    songs = np.random.default_rng(1).standard_normal((4, 6)).astype(np.float32)
    mapped = head(songs)
    assert mapped.shape == (4, 5)
    assert np.linalg.norm(mapped, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert head(songs[2]) == pytest.approx(mapped[2], abs=1e-5)


def test_songs_with_a_known_centre_are_moved_to_where_texts_lie() -> None:
    head = random_head()
    texts = unit(np.random.default_rng(1).standard_normal((4, 6)).astype(np.float32) + head.origin)
    gap = np.full(6, 0.7, np.float32)
    assert head(texts + gap, centre=head.origin + gap) == pytest.approx(head(texts), abs=1e-5)
    assert not np.allclose(head(unit(texts + gap)), head(texts), atol=1e-3)


def test_a_head_survives_the_disk(tmp_path: Path) -> None:
    head = random_head()
    save_arrays(tmp_path / "head.safetensors", head.tensors())
    read = Head.read(read_arrays(tmp_path / "head.safetensors"), (6, 5), "small")
    song = np.arange(6, dtype=np.float32)
    assert np.array_equal(read(song), head(song))


@pytest.mark.parametrize("name", SHAPES)
def test_a_head_that_lacks_a_tensor_is_refused_by_its_name(name: str) -> None:
    tensors = random_head().tensors()
    del tensors[name]
    with pytest.raises(PackError, match=f"its linking head lacks “{name}”"):
        Head.read(tensors, (6, 5), "small")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        (
            "hidden.weight",
            np.ones((6, WIDTH), np.float32),
            r"is \(6, 1024\) instead of \(1024, 6\)",
        ),
        ("output.bias", np.full(5, np.nan, np.float32), "is damaged"),
        ("output.variance", np.full(5, -1, np.float32), "is below zero"),
    ],
)
def test_a_damaged_head_is_refused(name: str, value: Floats, reason: str) -> None:
    with pytest.raises(PackError, match=f"“{name}” of its linking head {reason}"):
        Head.read({**random_head().tensors(), name: value}, (6, 5), "small")


def test_a_head_of_other_towers_is_refused() -> None:
    with pytest.raises(PackError, match="instead of"):
        Head.read(random_head().tensors(), (6, 512), "small")


def test_contrastive_loss_is_log_m_when_nothing_is_told_apart() -> None:
    same = torch.ones(8, 4) / 2
    assert float(info_nce(same, same, 0.05)) == pytest.approx(np.log(8), abs=1e-5)
    assert float(info_nce(torch.eye(8), torch.eye(8), 0.05)) < 1e-6


def test_a_memory_gives_what_is_near() -> None:
    memory = torch.eye(4)
    text = torch.tensor([[0.8, 0.6, 0.0, 0.0]])
    assert remembered(text, memory, 0.01)[0].numpy() == pytest.approx([1, 0, 0, 0], abs=1e-6)
    # e^.8 and e^.6 and twice e^0, brought to unit length
    weights = np.exp([0.8, 0.6, 0, 0])
    wanted = weights / np.linalg.norm(weights)
    assert remembered(text, memory, 1.0)[0].numpy() == pytest.approx(wanted, abs=1e-6)


def test_recall_by_hand() -> None:
    wanted = np.eye(8, dtype=np.float32)
    assert recall(wanted, wanted) == Recall(8, 1.0, 1.0)
    assert recall(np.roll(wanted, 1, axis=0), wanted).first == 0
    undecided = np.ones((8, 8), np.float32)  # all eight equally good: rank 4.5
    assert recall(undecided, wanted) == Recall(8, 0.0, 1.0)
    alike = np.ones((20, 1), np.float32)  # rank 10.5
    assert recall(alike, alike).first_five == 0
    assert Recall(8, 0, 0).chance == 1 / 8


@pytest.fixture(scope="module")
def linked() -> Linked:
    return finished(link(said(1500), Words(1, 24), Words(2, 20), QUICK))


def test_a_head_learns_to_translate_between_towers_that_mean_the_same(linked: Linked) -> None:
    assert linked.after.texts == 150
    assert linked.trained_on == 1350
    assert linked.before.first_five < 0.15  # chance is .033
    assert linked.after.first > 0.6
    assert linked.after.first_five > 0.9


def test_where_there_is_nothing_to_learn_recall_stays_at_chance() -> None:
    nothing = finished(link(said(1500), Words(1, 24), unrelated, QUICK))
    assert nothing.after.first < 0.05  # chance is .007
    assert nothing.after.first_five < 0.1  # chance is .033


def test_the_trained_head_is_the_same_in_the_file_and_in_its_use(
    linked: Linked, tmp_path: Path
) -> None:
    save_arrays(tmp_path / "head.safetensors", linked.head.tensors())
    read = Head.read(read_arrays(tmp_path / "head.safetensors"), (24, 20), "small")
    held = Words(1, 24)([caption.sound for caption in said(20)])
    assert np.array_equal(read(held), linked.head(held))


def test_numpy_and_torch_agree_on_a_trained_head(linked: Linked) -> None:
    rows = Words(1, 24)([caption.sound for caption in said(50)])
    layers = []
    for layer in (linked.head.hidden, linked.head.output):
        linear = torch.nn.Linear(layer.weight.shape[1], layer.weight.shape[0])
        norm = torch.nn.BatchNorm1d(len(layer.bias))
        names = ("weight", "bias", "running_mean", "running_var")
        values = (layer.scale, layer.shift, layer.mean, layer.variance)
        given = {name: torch.from_numpy(v) for name, v in zip(names, values, strict=True)}
        norm.load_state_dict(given, strict=False)
        weight, bias = torch.from_numpy(layer.weight), torch.from_numpy(layer.bias)
        linear.load_state_dict({"weight": weight, "bias": bias})
        layers += [linear, norm]
    net = torch.nn.Sequential(*layers[:2], torch.nn.ReLU(), *layers[2:]).eval()
    with torch.no_grad():
        expected = torch.nn.functional.normalize(net(torch.from_numpy(rows)), dim=1).numpy()
    assert linked.head(rows) == pytest.approx(expected, abs=1e-5)


def test_the_same_seed_gives_the_same_head_whatever_else_draws_random_numbers() -> None:
    def trained(seed: int) -> Floats:
        torch.rand(seed + 3)
        recipe = Recipe(steps=4, batch=32, seed=seed)
        return finished(link(said(80), Words(1, 8), Words(2, 8), recipe)).head.output.weight

    assert np.array_equal(trained(0), trained(0))
    assert not np.array_equal(trained(0), trained(1))


def test_training_leaves_torch_as_it_was() -> None:
    state, threads = torch.get_rng_state(), torch.get_num_threads()
    finished(link(said(40), Words(1, 8), Words(2, 8), Recipe(steps=2, batch=8)))
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.get_num_threads() == threads


def test_memories_of_songs_and_pictures_take_part() -> None:
    # Songs and pictures of the same captions, each moved away from all texts.
    heard, seen = Words(1, 24), Words(2, 20)
    sentences = [caption.sound for caption in captions(400, seed=8)]
    gaps = word_vector("gap")[np.arange(44) % 32] / np.float32(5)
    songs = unit(heard(sentences) + gaps[:24])
    memories = Memories(songs, unit(seen(sentences) + gaps[24:]))
    without = finished(link(said(1500), heard, seen, QUICK)).head
    with_them = finished(link(said(1500), heard, seen, QUICK, memories))
    assert with_them.after.first > 0.4
    found = [recall(head(songs), memories.pictures).first for head in (without, with_them.head)]
    assert found[1] > found[0]


def test_progress_is_told_and_closing_gives_up() -> None:
    job = link(said(40), Words(1, 8), Words(2, 8), Recipe(steps=3, batch=8))
    told = list(job)
    assert told == [
        *(Progress("encoding", done, 40) for done in (0, 16, 32)),
        *(Progress("training", done, 3) for done in (0, 1, 2)),
    ]
    asked: list[int] = []

    def counting(texts: Sequence[str]) -> Floats:
        asked.append(len(texts))
        return Words(1, 8)(texts)

    job = link(said(40), counting, Words(2, 8))
    next(job)
    next(job)
    job.close()
    assert asked == [16]


def test_the_corpus_begins_with_the_bank() -> None:
    prompts = corpus(100)
    assert prompts[0] == Caption("melancholic music", "a photo, melancholic atmosphere")
    assert len(prompts) == len(set(prompts)) > 700
