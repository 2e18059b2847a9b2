"""What the packs of the catalogue cost: speed and memory of their towers, at random weights.

    python bench/packs.py [NAME …] [--seconds 6]

Weights are drawn at random and tied to the committed graphs as at install, so nothing is
downloaded; they take as long as trained ones, and say nothing of quality. Every tower runs in a
process of its own, one after another on the processor, for some seconds in batches of four; memory
is the most that process held. Ratios to the first pack's crops in fp32 are what to quote: the rest
differs from machine to machine. Needs some 8 GB of disk for `best`.
"""

import argparse
import multiprocessing
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coverart.encoders.neural.devices import CPU, Feeds, Network, Precision, Way
from coverart.encoders.neural.runtime import load_model
from coverart.media.limits import worker_count
from coverart.packs.bind import bind
from coverart.packs.graph import load_graph, placeholders
from coverart.packs.manifest import BOUND, INT8, Pack, Tower, derived
from coverart.packs.quantise import make_int8
from coverart.packs.store import Stored, find_in_catalogue
from coverart.packs.tensors import save_arrays

PACKS = ("fast", "paper", "best")
BATCH = 4
WORDS = 12


@dataclass(frozen=True, slots=True)
class Cost:
    """Items a second in the fastest batch, and the most memory, in bytes."""

    rate: float
    memory: int


def draw_weights(graph: Path, weights: Path) -> None:
    """Random numbers, small enough that nothing overflows, for every placeholder of a graph."""
    random = np.random.default_rng(0)
    found = placeholders(graph, load_graph(graph))
    arrays = {
        one.tensor: 0.02 * random.standard_normal(one.shape, dtype=np.float32) for one in found
    }
    # Variances of normalisations must not be below zero.
    save_arrays(weights, {name: np.abs(own) for name, own in arrays.items()})


def feeds(tower_name: str, pack: Pack) -> Feeds:
    """Ready inputs for a batch."""
    random = np.random.default_rng(1)
    if tower_name == "image":
        side = pack.image.side
        return {"pixels": random.standard_normal((BATCH, 3, side, side), dtype=np.float32)}
    if tower_name == "audio":
        audio = pack.audio
        frames = int(audio.seconds * audio.rate) // audio.hop + 1
        shape = (BATCH, 4 if audio.fusion else 1, frames, audio.mels)
        mel = {"mel": 5 * random.standard_normal(shape, dtype=np.float32) - 30}
        return mel | ({"longer": np.zeros((BATCH, 1), dtype=bool)} if audio.fusion else {})
    text = pack.towers[tower_name]
    length = getattr(text, "context", WORDS) if getattr(text, "fixed", False) else WORDS
    tokens = {"tokens": np.full((BATCH, length), 7, dtype=np.int64)}
    masked = getattr(text, "masked", False)
    return tokens | ({"mask": np.ones((BATCH, length), dtype=np.int64)} if masked else {})


def measure(model: Path, precision: Precision, ready: Feeds, seconds: float) -> Cost:
    """Run one model for some seconds; in a process of its own."""
    engine = load_model(Network("bench", {precision: model}), Way(CPU, precision, worker_count()))
    engine.run(ready)
    fastest, until = np.inf, time.perf_counter() + seconds
    while time.perf_counter() < until:
        begun = time.perf_counter()
        engine.run(ready)
        fastest = min(fastest, time.perf_counter() - begun)
    return Cost(BATCH / fastest, most_memory())


def most_memory() -> int:
    """The most memory this process ever held, in bytes; 0 where the system does not say."""
    # Not getrusage, which on Linux begins with what the parent process held.
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def alone(model: Path, precision: Precision, ready: Feeds, seconds: float) -> Cost:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (model, precision, ready, seconds))


def costs(stored: Stored, name: str, tower: Tower, seconds: float) -> dict[Precision, Cost]:
    """One tower of a pack, in a folder that is deleted afterwards."""
    ready = feeds(name, stored.pack)
    with tempfile.TemporaryDirectory() as scratch:
        graph = Path(scratch, tower.graph)
        graph.write_bytes((stored.folder / tower.graph).read_bytes())
        draw_weights(graph, Path(scratch, "weights.safetensors"))
        bound = Path(scratch, derived(tower.graph, BOUND))
        bind(graph, Path(scratch, "weights.safetensors"), (), bound)
        found = {Precision.FULL: alone(bound, Precision.FULL, ready, seconds)}
        if name == "image":
            small = Path(scratch, derived(tower.graph, INT8))
            make_int8(bound, small)
            found[Precision.INT8] = alone(small, Precision.INT8, ready, seconds)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=PACKS)
    parser.add_argument("--seconds", type=float, default=6)
    options = parser.parse_args(arguments)
    print(f"{'pack':<8}{'tower':<12}{'precision':<11}{'a second':>9}{'ratio':>8}{'memory':>10}")
    first = 0.0
    for name in options.names:
        stored = find_in_catalogue(name)
        for tower_name, tower in stored.pack.towers.items():
            for precision, cost in costs(stored, tower_name, tower, options.seconds).items():
                first = first or cost.rate
                ratio = f"{cost.rate / first:.2f}" if tower_name == "image" else ""
                print(
                    f"{name:<8}{tower_name:<12}{precision:<11}{cost.rate:>9.1f}{ratio:>8}"
                    f"{cost.memory / 1e6:>7.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
