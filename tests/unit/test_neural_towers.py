"""The towers of an installed pack at work, with random weights."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from coverart.domain import Boxes, Floats, Pixels, Size
from coverart.encoders.neural import cutting
from coverart.encoders.neural.devices import (
    CPU,
    CUDA,
    DeviceError,
    Engine,
    Feeds,
    Network,
    Precision,
    Preference,
    Way,
)
from coverart.encoders.neural.mel import log_mels
from coverart.encoders.neural.runtime import load_model
from coverart.encoders.neural.towers import AudioEncoder, ImageEncoder, TextEncoder
from coverart.errors import PackError
from coverart.packs.bind import bind_towers
from coverart.packs.manifest import Pack
from coverart.packs.quantise import make_half, make_int8
from coverart.packs.record import add_file
from coverart.packs.toml import read_manifest
from tests.packs import DIMENSION, SIDE, tiny_pack

SIZE = Size(400, 300)
TEXTS = ["a rainy night", "neon", "piano in the snow", "", "drums " * 90]


@dataclass(frozen=True, slots=True)
class Installed:
    folder: Path
    pack: Pack


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tiny_pack(tmp_path_factory.mktemp("packs") / "tiny", fusion=True)
    for name in bind_towers(folder, read_manifest(folder)):
        add_file(folder, name)
    for make, name in ((make_int8, "image.int8.onnx"), (make_half, "image.fp16.onnx")):
        make(folder / "image.bound.onnx", folder / name)
        add_file(folder, name)
    return Installed(folder, read_manifest(folder))


@pytest.fixture(scope="module")
def photo() -> Pixels:
    y, x = np.mgrid[:120, :160]
    waves = [128 + 100 * np.sin(x / a + y / b) for a, b in ((9, 31), (23, 7), (13, -17))]
    return np.stack(waves, axis=2).astype(np.uint8)


def boxes(count: int = 23) -> Boxes:
    random = np.random.default_rng(0)
    corner = random.integers(0, 100, (count, 2))
    return Boxes(np.concatenate([corner, corner + random.integers(60, 200, (count, 2))], axis=1))


def whole(batches: Any) -> Floats:
    return np.concatenate(list(batches))


class Card:
    """Stands for a graphics card: the graphs made for one, run by the processor."""

    def __init__(self, fails_at: int = 1_000_000) -> None:
        self.fails_at = fails_at
        self.runs = 0
        self.fed: list[set[str]] = []

    def load(self, network: Network, way: Way) -> Engine:
        engine = load_model(network, replace(way, provider=CPU))
        return _Watched(engine, self) if way.graphics else engine


class _Watched:
    def __init__(self, engine: Engine, card: Card) -> None:
        self.engine, self.card = engine, card

    def run(self, feeds: Feeds) -> Floats:
        self.card.runs += 1
        self.card.fed.append(set(feeds))
        if self.card.runs >= self.card.fails_at:
            raise DeviceError("the card is lost")
        return self.engine.run(feeds)


def test_crops_become_unit_vectors_batch_by_batch(installed: Installed, photo: Pixels) -> None:
    with ImageEncoder(installed.folder, installed.pack, providers=(CPU,)) as encoder:
        batches = list(encoder.encode(photo, SIZE, boxes()))
        assert encoder.device.startswith("CPU, ")
        assert encoder.notices == ()
    assert len(batches) > 2
    vectors = np.concatenate(batches)
    assert vectors.shape == (23, DIMENSION)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_vectors_are_those_of_the_crops_in_their_order(installed: Installed, photo: Pixels) -> None:
    tensors = cutting.cut(photo, SIZE, boxes(), installed.pack.image)
    network = Network("tiny", {Precision.FULL: installed.folder / "image.bound.onnx"})
    engine = load_model(network, Way(CPU, Precision.FULL, 1))
    with ImageEncoder(installed.folder, installed.pack, providers=(CPU,)) as encoder:
        vectors = whole(encoder.encode(photo, SIZE, boxes()))
    assert np.allclose(vectors, engine.run({"pixels": tensors}), atol=1e-5)
    assert np.ptp(vectors, axis=0).max() > 0.01  # crops do differ


def test_int8_is_near_full_precision(installed: Installed, photo: Pixels) -> None:
    found = []
    for precision in (Precision.FULL, Precision.INT8):
        wanted = Preference(precision, graphics=False)
        with ImageEncoder(installed.folder, installed.pack, wanted) as encoder:
            found.append(whole(encoder.encode(photo, SIZE, boxes())))
    assert not (found[0] == found[1]).all()
    assert (found[0] * found[1]).sum(axis=1).min() > 0.9


def test_an_int8_vector_does_not_depend_on_what_is_encoded_with_it(
    installed: Installed, photo: Pixels
) -> None:
    wanted = Preference(Precision.INT8)
    with ImageEncoder(installed.folder, installed.pack, wanted) as encoder:
        whole(encoder.encode(photo, SIZE, boxes()))  # batches would have grown by now
        together = whole(encoder.encode(photo, SIZE, boxes()))
        parts = [
            whole(encoder.encode(photo, SIZE, Boxes(boxes()[one : one + 1]))) for one in (3, 9)
        ]
    assert (np.concatenate(parts) == together[[3, 9]]).all()


def test_two_photos_may_be_under_way_a_batch_each_in_turn(
    installed: Installed, photo: Pixels
) -> None:
    other = photo[::-1].copy()
    with ImageEncoder(installed.folder, installed.pack, providers=(CPU,)) as encoder:
        apart = [whole(encoder.encode(pixels, SIZE, boxes(80))) for pixels in (photo, other)]
        both = [encoder.encode(pixels, SIZE, boxes(80)) for pixels in (photo, other)]
        first = [next(batches) for batches in both]
        both[0].close()
        rest = whole(both[1])
    assert np.allclose(first[0], apart[0][: len(first[0])], atol=1e-5)
    assert np.allclose(np.concatenate([first[1], rest]), apart[1], atol=1e-5)


@pytest.mark.parametrize("precision", [Precision.FULL, Precision.HALF])
def test_a_card_is_given_boxes_and_gives_the_same_vectors(
    installed: Installed, photo: Pixels, precision: Precision
) -> None:
    card = Card()
    pack = installed.pack
    if precision is Precision.FULL:
        files = {name: file for name, file in pack.files.items() if name != "image.fp16.onnx"}
        pack = replace(pack, files=files)
    with ImageEncoder(installed.folder, pack, load=card.load, providers=(CUDA, CPU)) as encoder:
        vectors = whole(encoder.encode(photo, SIZE, boxes()))
    with ImageEncoder(installed.folder, installed.pack, providers=(CPU,)) as encoder:
        plain = whole(encoder.encode(photo, SIZE, boxes()))
    assert card.fed == [{"photo", "across", "down"}]
    assert (vectors * plain).sum(axis=1).min() > 0.999


def test_a_card_lost_in_mid_photo_leaves_its_work_to_the_processor(
    installed: Installed, photo: Pixels
) -> None:
    card = Card(fails_at=2)
    with ImageEncoder(
        installed.folder, installed.pack, load=card.load, providers=(CUDA, CPU)
    ) as encoder:
        many = boxes(50)
        vectors = whole(encoder.encode(photo, SIZE, many))
        assert encoder.notices == ("CUDA GPU failed, so the processor does its work",)
        again = whole(encoder.encode(photo, SIZE, many))
        assert encoder.device.startswith("CPU, ")
    assert vectors.shape == again.shape == (50, DIMENSION)
    assert (vectors * again).sum(axis=1).min() > 0.999


def test_no_crops_texts_or_windows_need_no_network(installed: Installed, photo: Pixels) -> None:
    def refuse(_: Network, way: Way) -> Engine:
        raise AssertionError(way)

    folder, pack = installed.folder, installed.pack
    with ImageEncoder(folder, pack, load=refuse) as images:
        assert list(images.encode(photo, SIZE, Boxes(np.empty((0, 4), dtype=np.int32)))) == []
    with TextEncoder(folder, pack, pack.text, load=refuse) as texts:
        assert list(texts.encode([])) == []
    with AudioEncoder(folder, pack, load=refuse) as sounds:
        assert list(sounds.encode([])) == []


def test_encoding_stops_after_the_batch_in_which_it_is_closed(
    installed: Installed, photo: Pixels
) -> None:
    card = Card()
    with ImageEncoder(
        installed.folder, installed.pack, load=card.load, providers=(CUDA, CPU)
    ) as encoder:
        batches = encoder.encode(photo, SIZE, boxes(500))
        first = next(batches)
        batches.close()
        assert card.runs == 1
        assert len(first) < 500
        assert len(whole(encoder.encode(photo, SIZE, boxes(3)))) == 3


def test_what_goes_wrong_ahead_is_raised_in_its_turn(installed: Installed, photo: Pixels) -> None:
    with ImageEncoder(installed.folder, installed.pack, providers=(CPU,)) as encoder:
        broken = boxes(30)
        broken[-1] = 0  # an empty box, which no crop is
        batches = encoder.encode(photo, SIZE, broken)
        assert len(next(batches)) > 0
        with pytest.raises(ZeroDivisionError):
            whole(batches)


@pytest.mark.parametrize("which", ["text", "audio_text"])
def test_texts_become_unit_vectors_whatever_their_batch(installed: Installed, which: str) -> None:
    tower = getattr(installed.pack, which)
    with TextEncoder(installed.folder, installed.pack, tower) as encoder:
        together = whole(encoder.encode(TEXTS))
        alone = np.concatenate([whole(encoder.encode([text])) for text in TEXTS])
    assert together.shape == (5, tower.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together, alone, atol=1e-4)
    assert np.ptp(together, axis=0).max() > 0.01


def windows() -> Sequence[Floats]:
    random = np.random.default_rng(0)
    lengths = (1, 48_000, 480_000, 600_000, 100, 480_000)
    return [random.standard_normal(length).astype(np.float32) for length in lengths]


def test_windows_become_unit_vectors(installed: Installed) -> None:
    with AudioEncoder(installed.folder, installed.pack) as encoder:
        vectors = whole(encoder.encode(windows()))
    network = Network("tiny", {Precision.FULL: installed.folder / "audio.bound.onnx"})
    mel, longer = log_mels(windows(), installed.pack.audio)
    engine = load_model(network, Way(CPU, Precision.FULL, 1))
    assert np.allclose(vectors, engine.run({"mel": mel, "longer": longer}), atol=1e-4)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_pack_removed_while_in_use_is_an_error_once_it_is_needed_again(
    tmp_path: Path, photo: Pixels
) -> None:
    folder = tiny_pack(tmp_path / "tiny")
    for name in bind_towers(folder, read_manifest(folder)):
        add_file(folder, name)
    with ImageEncoder(folder, read_manifest(folder), providers=(CPU,)) as encoder:
        first = whole(encoder.encode(photo, SIZE, boxes(3)))
        for path in folder.iterdir():
            path.unlink()
        assert (whole(encoder.encode(photo, SIZE, boxes(3))) == first).all()
        encoder.unload()
        with pytest.raises(PackError, match=r"“tiny”: it cannot be run: image\.bound"):
            whole(encoder.encode(photo, SIZE, boxes(3)))


def test_photos_are_wanted_larger_than_the_tower(installed: Installed) -> None:
    with ImageEncoder(installed.folder, installed.pack) as encoder:
        assert encoder.photo_side > 2 * SIDE
