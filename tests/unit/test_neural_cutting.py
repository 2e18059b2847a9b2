"""Crops become what open_clip's preprocessing makes of them, on either device."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from open_clip import image_transform
from PIL import Image

from coverart.domain import Boxes, Floats, Pixels, Size
from coverart.encoders.neural import cutting, device_cut
from coverart.encoders.neural.devices import CPU, Network, Precision, Preference
from coverart.encoders.neural.session import Session
from coverart.packs.manifest import ImageTower, Interpolation, Resize

MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
SIDE = 32
LEVEL = 1 / (255 * min(STD))
"""One of 256 levels, once it is normalised."""
PLAIN = ImageTower("image.onnx", "", 16, 2, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0), Resize.SQUASH)
BOXES = Boxes(
    np.array(
        [[0, 0, 160, 120], [3, 7, 100, 104], [11, 5, 155, 86], [60, 2, 91, 119], [0, 0, 33, 32]],
        dtype=np.int32,
    )
)


def tower(resize: Resize, interpolation: Interpolation = Interpolation.BICUBIC) -> ImageTower:
    return ImageTower("image.onnx", "", 16, SIDE, MEAN, STD, resize, interpolation)


def scene(width: int = 160, height: int = 120) -> Pixels:
    """Soft shapes, a hard edge and some noise."""
    random = np.random.default_rng(1)
    y, x = np.mgrid[:height, :width] / (height / 120)
    waves = [128 + 100 * np.sin(x / a + y / b) for a, b in ((9, 31), (23, 7), (13, -17))]
    picture = np.stack(waves, axis=2)
    picture[height // 3 : height // 2, width // 4 : width // 2] = (250, 5, 130)
    return (picture + random.normal(0, 4, picture.shape)).clip(0, 255).astype(np.uint8)


def preprocessed(pixels: Pixels, boxes: Boxes, wanted: ImageTower) -> Floats:
    """The naive way: each crop for itself, by open_clip."""
    transform: Any = image_transform(
        wanted.side,
        is_train=False,
        mean=wanted.mean,
        std=wanted.std,
        resize_mode=str(wanted.resize),
        interpolation=str(wanted.interpolation),
    )
    photo = Image.fromarray(pixels)
    return np.stack([transform(photo.crop((a, b, c, d))).numpy() for a, b, c, d in boxes.tolist()])


def on_device(pixels: Pixels, size: Size, boxes: Boxes, wanted: ImageTower) -> Floats:
    """The graph, run on the processor."""
    network = Network(
        "p", {Precision.FULL: Path(__file__)}, lambda _: device_cut.cutting_model(wanted)
    )
    session = Session(network, Preference(threads=1), providers=(CPU,))
    feeds = device_cut.feeds(pixels, size, boxes, wanted)
    return session.run(feeds, {"photo": pixels})


def cosines(one: Floats, other: Floats) -> Floats:
    one, other = (values.reshape(len(values), -1) for values in (one, other))
    norms = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    found: Floats = (one * other).sum(axis=1) / norms
    return found


def test_a_crop_of_four_colours_is_their_values() -> None:
    pixels = np.zeros((4, 6, 3), dtype=np.uint8)
    pixels[1:3, 2:4] = [[(255, 0, 0), (0, 255, 0)], [(0, 0, 255), (51, 102, 204)]]
    box = Boxes(np.array([[2, 1, 4, 3]], dtype=np.int32))
    wanted = np.array(
        [[[1, 0], [0, 0.2]], [[0, 1], [0, 0.4]], [[0, 0], [1, 0.8]]], dtype=np.float32
    )
    assert np.allclose(cutting.cut(pixels, Size(6, 4), box, PLAIN)[0], wanted)
    assert np.allclose(on_device(pixels, Size(6, 4), box, PLAIN)[0], wanted, atol=1e-6)


def test_the_long_sides_middle_is_cut_out() -> None:
    # 67 × 20 is scaled to 107 × 32, and starts at round(37.5) = 38 of 75 spare pixels.
    across, down = cutting.axes(
        scene(67, 20), Size(67, 20), Boxes(np.array([[0, 0, 67, 20]])), tower(Resize.SHORTEST)
    )
    assert across.step == pytest.approx(67 / 107)
    assert across.start == pytest.approx(38 * 67 / 107)
    assert down.start == 0


def test_the_short_side_is_padded() -> None:
    # 100 × 37 is scaled to 32 × 12, with ten black rows above and below.
    tensor = cutting.cut(
        np.full((37, 100, 3), 255, dtype=np.uint8),
        Size(100, 37),
        Boxes(np.array([[0, 0, 100, 37]])),
        tower(Resize.LONGEST),
    )
    assert np.allclose(tensor[0, 0, :10], -MEAN[0] / STD[0])
    assert np.allclose(tensor[0, 0, 10:22], (1 - MEAN[0]) / STD[0])
    assert np.allclose(tensor[0, 0, 22:], -MEAN[0] / STD[0])


@pytest.mark.parametrize("interpolation", Interpolation)
@pytest.mark.parametrize("resize", Resize)
def test_crops_of_a_photo_at_its_own_size_are_open_clips(
    resize: Resize, interpolation: Interpolation
) -> None:
    pixels, wanted = scene(), tower(resize, interpolation)
    tensors = cutting.cut(pixels, Size(160, 120), BOXES, wanted)
    theirs = preprocessed(pixels, BOXES, wanted)
    assert tensors.dtype == np.float32
    # Where the middle is cut out, a value may be rounded to the next one.
    assert np.isclose(tensors, theirs, atol=1.01 * LEVEL).mean() > 0.999
    assert cosines(tensors, theirs).min() > 0.9999
    assert np.abs(tensors - theirs)[0 if resize is not Resize.SHORTEST else 1].max() < 1e-6


@pytest.mark.parametrize("interpolation", Interpolation)
@pytest.mark.parametrize("resize", Resize)
def test_the_graph_cuts_as_pillow_does(resize: Resize, interpolation: Interpolation) -> None:
    pixels, wanted = scene(), tower(resize, interpolation)
    for size in (Size(160, 120), Size(487, 365)):
        boxes = Boxes((BOXES * (size.width / 160)).astype(np.int32))
        ours = cutting.cut(pixels, size, boxes, wanted)
        device = on_device(pixels, size, boxes, wanted)
        assert np.isclose(ours, device, atol=1.01 * LEVEL).mean() > 0.999
        assert cosines(ours, device).min() > 0.9999


def test_a_photo_decoded_smaller_gives_nearly_the_tensors_of_its_original() -> None:
    wanted = tower(Resize.SHORTEST)
    pixels = scene(800, 600)
    small = np.asarray(Image.fromarray(pixels).resize((320, 240), Image.Resampling.LANCZOS))
    boxes = Boxes(BOXES[:4] * 5)
    ours = cutting.cut(small, Size(800, 600), boxes, wanted)
    assert cosines(ours, preprocessed(pixels, boxes, wanted)).min() > 0.99


def test_nothing_beside_the_crop_is_seen() -> None:
    pixels = np.zeros((100, 100, 3), dtype=np.uint8)
    pixels[20:80, 20:80] = 255
    box = Boxes(np.array([[20, 20, 80, 80]], dtype=np.int32))
    wanted = tower(Resize.SQUASH)
    for tensors in (
        cutting.cut(pixels, Size(100, 100), box, wanted),
        on_device(pixels, Size(100, 100), box, wanted),
    ):
        assert np.allclose(tensors.min(axis=(0, 2, 3)), (1 - np.array(MEAN)) / STD, atol=1e-5)


def test_batches_are_cut_as_all_at_once() -> None:
    pixels, wanted = scene(), tower(Resize.SHORTEST)
    cut = cutting.cutter(pixels, Size(160, 120), wanted)
    parts = [cut(Boxes(BOXES[:2])), cut(Boxes(BOXES[2:]))]
    assert (np.concatenate(parts) == cutting.cut(pixels, Size(160, 120), BOXES, wanted)).all()


def test_no_boxes_are_no_tensors() -> None:
    none = Boxes(np.empty((0, 4), dtype=np.int32))
    tensors = cutting.cut(scene(), Size(160, 120), none, tower(Resize.SHORTEST))
    assert tensors.shape == (0, 3, SIDE, SIDE)


def test_photos_are_decoded_larger_than_the_towers_square() -> None:
    assert cutting.photo_side(tower(Resize.SHORTEST)) > 2 * SIDE
