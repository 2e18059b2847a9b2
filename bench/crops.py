"""How fast the crops of one photo are encoded, against a naive loop and against bare ONNX Runtime.

    python bench/crops.py [PHOTO] [--crops 64] [--rounds 3] [--threads N] [--kept FOLDER]

The model is a full-size ViT-B/16 of random weights, exported, bound and quantised as a pack is.
In every round, one after another and with the same number of threads:

- naive: crops of the photo at its full size, each through open_clip's preprocessing, then torch's
  `encode_image` in float32 and batches of 32;
- ours: the photo is read from its file, and its crops are cut and encoded by `ImageEncoder`, in
  fp32 and in int8;
- bare: ONNX Runtime alone, on ready tensors, in batches as large as ours;
- limit: NumPy's products of matrices in fp32, as if a crop were nothing else; what calculates in
  fp32 can hardly be faster than that.

Each is measured on some of the crops, spread over all of them, and quoted for all of them. Times
differ from machine to machine and from hour to hour; the ratios of one run are what to quote. With
`--kept`, the model is made once and kept. Needs the extra `learn`.
"""

import argparse
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import open_clip
import torch
from open_clip import get_pretrained_cfg, image_transform
from PIL import Image

from coverart.crops.grid import candidates
from coverart.domain import SQUARE, WIDE, Boxes
from coverart.encoders.neural import cutting
from coverart.encoders.neural.devices import CPU, Network, Precision, Preference, Way
from coverart.encoders.neural.runtime import available, load_model
from coverart.encoders.neural.towers import ImageEncoder
from coverart.learn.graphs.export import export_graph
from coverart.learn.graphs.folder import CLIP_WEIGHTS, IMAGE, image_tower, text_tower
from coverart.learn.graphs.proof import save_weights
from coverart.learn.graphs.tower import clip_image
from coverart.media.limits import worker_count
from coverart.media.photo import read_photo
from coverart.packs.bind import bind
from coverart.packs.manifest import BOUND, HALF, INT8, AudioTower, Link, Pack, PackFile, derived
from coverart.packs.quantise import make_half, make_int8

ARCHITECTURE = "ViT-B-16"
NAIVE_BATCH = 32
FULL_SIZE = 1_000_000
"""A short side that no photo has: it is read at its own size."""
GFLOP = 35.2
"""10⁹ operations for a crop of 224 × 224 in ViT-B/16."""
PRODUCTS = """
import time
import numpy as np
matrix = np.ones((2048, 2048), np.float32)
times = []
for _ in range(10):
    begun = time.perf_counter()
    matrix @ matrix
    times.append(time.perf_counter() - begun)
print(2 * 2048**3 / min(times) / 1e9)
"""
"""Prints 10⁹ operations a second. A program of its own: the number of threads is fixed early."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What all ways are given: a photo, some of its crops, a model in torch and as a pack."""

    photo: Path
    boxes: Boxes
    model: Any
    folder: Path
    pack: Pack
    threads: int


def rendered(path: Path) -> Path:
    """A photo of 12 million pixels: waves of all lengths, and the noise of a camera."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[:3024, :4032].astype(np.float32)
    waves = sum(
        np.sin(x / length * a + y / length * b)[..., None] * random.uniform(5, 40, 3)
        for length in (3, 10, 40, 170, 700)
        for a, b in random.standard_normal((2, 2))
    )
    picture = 128 + waves + random.normal(0, 4, (*x.shape, 3))
    Image.fromarray(picture.clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


def made_pack(model: Any, folder: Path) -> Pack:
    """The image tower as it would be installed; made unless it is there."""
    tower = image_tower(model, get_pretrained_cfg(ARCHITECTURE, "openai"))
    bound = folder / derived(IMAGE, BOUND)
    if not (folder / derived(IMAGE, HALF)).exists():
        (folder / IMAGE).write_bytes(export_graph(clip_image(model)))
        save_weights(model, folder / CLIP_WEIGHTS)
        bind(folder / IMAGE, folder / CLIP_WEIGHTS, (), bound)
        make_int8(bound, folder / derived(IMAGE, INT8))
        make_half(bound, folder / derived(IMAGE, HALF))
    return Pack(
        name="bench",
        title="",
        models=ARCHITECTURE,
        licence="",
        link=Link.SHARED,
        image=tower,
        text=text_tower(model),
        audio=AudioTower("audio.onnx", "", tower.dimension),
        audio_text=None,
        files={path.name: PackFile(path.name) for path in folder.iterdir()},
    )


def naive(bench: Bench) -> float:
    """Seconds a crop, by torch."""
    transform = image_transform(bench.pack.image.side, is_train=False)
    begun = time.perf_counter()
    with torch.inference_mode(), Image.open(bench.photo) as photo:
        for first in range(0, len(bench.boxes), NAIVE_BATCH):
            part = bench.boxes[first : first + NAIVE_BATCH].tolist()
            tensors = torch.stack([transform(photo.crop(tuple(box))) for box in part])
            torch.nn.functional.normalize(bench.model.encode_image(tensors), dim=-1)
    return (time.perf_counter() - begun) / len(bench.boxes)


def ours(bench: Bench, encoder: ImageEncoder) -> tuple[float, int]:
    """Seconds a crop, from the file to the vectors, and the usual batch."""
    begun = time.perf_counter()
    photo = read_photo(bench.photo, encoder.photo_side)
    sizes = [len(part) for part in encoder.encode(photo.pixels, photo.size, bench.boxes)]
    return (time.perf_counter() - begun) / len(bench.boxes), statistics.mode(sizes)


def bare(bench: Bench, precision: Precision, tensors: Any, batch: int) -> Callable[[], float]:
    """Measures seconds a crop, by ONNX Runtime on ready tensors."""
    name = derived(IMAGE, INT8 if precision is Precision.INT8 else BOUND)
    network = Network("bench", {precision: bench.folder / name})
    engine = load_model(network, Way(CPU, precision, bench.threads))
    engine.run({"pixels": tensors[:batch]})

    def measure() -> float:
        begun = time.perf_counter()
        for first in range(0, len(tensors), batch):
            engine.run({"pixels": tensors[first : first + batch]})
        return (time.perf_counter() - begun) / len(tensors)

    return measure


def limit(threads: int) -> float:
    """The least seconds a crop in fp32, by how fast the processor multiplies matrices just now."""
    names = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
    environment = {**os.environ, **dict.fromkeys(names, str(threads))}
    command = [sys.executable, "-c", PRODUCTS]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return GFLOP / float(told.stdout)


def compare(bench: Bench, precision: Precision, rounds: int, total: int) -> None:
    """Print a table of one precision."""
    photo = read_photo(bench.photo, cutting.photo_side(bench.pack.image))
    tensors = cutting.cut(photo.pixels, photo.size, bench.boxes, bench.pack.image)
    wanted = Preference(precision, graphics=False, threads=bench.threads)
    with ImageEncoder(bench.folder, bench.pack, wanted) as encoder:
        batch = [ours(bench, encoder)[1] for _ in range(2)][-1]
        alone = bare(bench, precision, tensors, batch)
        times = [
            (naive(bench), ours(bench, encoder)[0], alone(), limit(bench.threads))
            for _ in range(rounds)
        ]
    print(f"\n{precision}, batches of {batch}")
    print(f"{'':<8}{'crops/s':>9}{'seconds for all ' + str(total):>24}")
    names = ("naive", "ours", "bare", "limit")
    for name, seconds in zip(names, zip(*times, strict=True), strict=True):
        middle = statistics.median(seconds)
        print(f"{name:<8}{1 / middle:>9.2f}{middle * total:>24.1f}")
    rates = [tuple(own / one[1] for own in one) for one in times]
    against_naive, _, against_bare, against_limit = map(statistics.median, zip(*rates, strict=True))
    print(f"ours against naive: {against_naive:.2f} times as fast")
    print(f"ours against bare:  {against_bare:.0%} of its rate")
    print(
        f"ours against the limit of fp32, {GFLOP / times[-1][3]:.0f} GFLOP/s: {against_limit:.0%}"
    )


def on_card(bench: Bench) -> None:
    """Print what a CUDA card does: from boxes to vectors, and its own matrix products."""
    matrix = torch.randn(8192, 8192, device="cuda", dtype=torch.float16)
    matrix @ matrix
    torch.cuda.synchronize()
    begun = time.perf_counter()
    for _ in range(20):
        matrix @ matrix
    torch.cuda.synchronize()
    peak = 20 * 2 * 8192**3 / (time.perf_counter() - begun)
    many = Boxes(np.tile(bench.boxes, (1 + 4096 // len(bench.boxes), 1)))
    photo = read_photo(bench.photo, cutting.photo_side(bench.pack.image))
    with ImageEncoder(bench.folder, bench.pack) as encoder:
        for _ in range(2):  # the first time, batches grow
            begun = time.perf_counter()
            for _ in encoder.encode(photo.pixels, photo.size, many):
                pass
            rate = len(many) / (time.perf_counter() - begun)
        print(f"\n{encoder.device}: {peak / 1e12:.0f} TFLOP/s of matrix products in fp16")
        print(f"boxes to vectors: {rate:.0f} crops/s, {rate * GFLOP * 1e9 / peak:.0%} of that")
        for notice in encoder.notices:
            print(notice)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photo", type=Path, nargs="?")
    parser.add_argument("--crops", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=worker_count())
    parser.add_argument("--kept", type=Path)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    model = open_clip.create_model(ARCHITECTURE, pretrained=None).eval()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.kept or Path(scratch, "pack")
        folder.mkdir(parents=True, exist_ok=True)
        pack = made_pack(model, folder)
        path = options.photo or rendered(Path(scratch, "photo.jpg"))
        size = read_photo(path, FULL_SIZE).size
        every = np.concatenate([candidates(size, aspect).boxes for aspect in (SQUARE, WIDE)])
        chosen = np.linspace(0, len(every) - 1, min(options.crops, len(every))).round().astype(int)
        bench = Bench(path, Boxes(every[chosen]), model, folder, pack, options.threads)
        print(f"{path.name}, {size}, {len(every)} crops, measured on {len(chosen)} of them")
        for precision in (Precision.FULL, Precision.INT8):
            compare(bench, precision, options.rounds, len(every))
        if torch.cuda.is_available() and len(available()) > 1:
            on_card(bench)


if __name__ == "__main__":
    main()
