"""Packs are installed and checked, and their precisions compared; each a job like any other."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from coverart.crops.cover import cover
from coverart.crops.grid import candidates
from coverart.domain import SQUARE, Boxes, Floats
from coverart.encoders.neural.banking import make_bank
from coverart.encoders.neural.devices import Precision, Preference
from coverart.encoders.neural.runtime import graphics_usable
from coverart.encoders.neural.towers import ImageEncoder
from coverart.engine.job import Job, Progress, Skipped
from coverart.language import mark
from coverart.media.folder import search_photos
from coverart.media.photo import Decoded, read_photo
from coverart.media.pool import ReaderPool, Task
from coverart.packs.check import verify
from coverart.packs.install import Twins, install
from coverart.packs.manifest import INT8, Pack, derived
from coverart.packs.record import recorded
from coverart.packs.steps import Steps
from coverart.packs.store import Stored
from coverart.settings import packs_path

PHOTOS_TO_COMPARE = 8
CROPS_TO_COMPARE = 4
COMPARING = mark("Comparing precisions")
FOR_GRAPHICS = Twins(half=("image",))
"""Where there is a graphics card, it gets a twin of its own; songs and texts are few."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Compared:
    """How far int8 is from fp32: the least and the mean cosine over some crops of some photos."""

    least: float
    mean: float
    crops: int
    photos: int


def install_pack(origin: Path | str, graphics: Callable[[], bool] = graphics_usable) -> Job[Stored]:
    """Install a pack from a folder, or one of the catalogue by its name, and make its bank.

    `graphics` tells whether there is a graphics card to prepare it for. Closed before its end, it
    leaves an older pack of that name as it was. Raises `PackError`.
    """
    yield Progress(mark("Looking for a graphics card"), 0, 0)
    twins = FOR_GRAPHICS if graphics() else Twins()
    pack = yield from _told(install(origin, twins, finish=_with_bank))
    return Stored(packs_path() / pack.name, pack)


def verify_pack(stored: Stored) -> Job[None]:
    """Check every byte of an installed pack. Raises `PackError`."""
    yield from _told(verify(stored.folder, stored.pack))


def compare_precisions(
    stored: Stored, places: Sequence[Path], pool: ReaderPool
) -> Job[Compared | None]:
    """Encode some crops of the user's own photos in both precisions of the image tower.

    None where the pack has no int8 twin, or `places` no photo that can be read.
    """
    image = stored.pack.image
    if derived(image.graph, INT8) not in stored.pack.files:
        return None
    cosines: list[Floats] = []
    photos = 0
    paths = yield from _photos(places)
    encoders = [
        ImageEncoder(stored.folder, stored.pack, Preference(kind, graphics=False))
        for kind in (Precision.FULL, Precision.INT8)
    ]
    with closing(encoders[0]) as exact, closing(encoders[1]) as small:
        tasks = [Task(read_photo, path, (exact.photo_side,)) for path in paths]
        with closing(pool.read_all(tasks)) as outcomes:
            for outcome in outcomes:
                yield Progress(COMPARING, photos, len(paths))
                if outcome is None:
                    continue
                if outcome.error is not None:
                    yield Skipped(outcome.error)
                    continue
                rows = [_encoded(encoder, outcome.result) for encoder in (exact, small)]
                cosines.append((rows[0] * rows[1]).sum(axis=1))
                photos += 1
    if not cosines:
        return None
    every = np.concatenate(cosines)
    return Compared(float(every.min()), float(every.mean()), len(every), photos)


def _encoded(encoder: ImageEncoder, photo: Decoded) -> Floats:
    """Some crops of a photo that differ, as unit rows."""
    places = cover(photo.size, SQUARE).places[:CROPS_TO_COMPARE]
    boxes = Boxes(candidates(photo.size, SQUARE).boxes[places])
    return np.concatenate(list(encoder.encode(photo.pixels, photo.size, boxes)))


def _photos(places: Sequence[Path]) -> Job[list[Path]]:
    """Some photos of `places`, spread over all of them."""
    searching = search_photos(places)
    while True:
        try:
            next(searching)
        except StopIteration as finished:
            found: list[Path] = list(finished.value.photos)
            step = max(1, len(found) // PHOTOS_TO_COMPARE)
            return found[::step][:PHOTOS_TO_COMPARE]
        yield Progress(mark("Looking for photos"), 0, 0)


def _with_bank(folder: Path, pack: Pack) -> Steps[Pack]:
    """A pack whose files are all there, with its bank of prompts."""
    name = yield from make_bank(folder, pack)
    if not name:
        return pack
    return (yield from recorded(folder, pack, name))


def _told(steps: Steps[Result]) -> Job[Result]:
    """Steps of a pack, as events of a job."""
    with closing(steps):
        while True:
            try:
                step = next(steps)
            except StopIteration as finished:
                result: Result = finished.value
                return result
            yield Progress(step.label, step.done, step.total)
