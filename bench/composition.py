"""How far the composition score agrees with people who cropped, or rated crops, by hand.

    python bench/composition.py --flms FOLDER --gaicd FOLDER

Both folders hold `annotations.json` and `images/`: FLMS maps a picture to `human_crops_xyxy`, boxes
in pixels; GAICD maps it to `bbox` and `score`. Compared on the same pictures, for every human box
at that box's own aspect: the best composed crop, the whole frame, and the largest centred crop, by
mean intersection over union; on GAICD, the rank correlation (SRCC) of the score with people's.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from coverart.crops.composition import Scene, composition_score
from coverart.crops.diversity import overlaps
from coverart.crops.grid import candidates
from coverart.domain import Aspect, Boxes, Size
from coverart.encoders.affect.photo import SIDE
from coverart.media.photo import read_photo

ASPECT_STEPS = 40  # an arbitrary ratio is taken as a whole number of fortieths


def boxes(rows: list[list[float]]) -> Boxes:
    return Boxes(np.array(rows, dtype=np.int32).reshape(-1, 4))


def centred(size: Size, ratio: float) -> list[float]:
    """The largest box of a ratio in the middle of a picture."""
    width, height = min(size.width, size.height * ratio), min(size.height, size.width / ratio)
    left, top = (size.width - width) / 2, (size.height - height) / 2
    return [left, top, left + width, top + height]


def flms(folder: Path) -> Iterator[tuple[float, float, float]]:
    """For each human box: IoU of the best composed crop, the whole frame and the centred crop."""
    for name, known in json.loads((folder / "annotations.json").read_text()).items():
        decoded = read_photo(folder / "images" / name, SIDE)
        size, scene = decoded.size, Scene.of(decoded.pixels, decoded.size)
        for human in boxes(known["human_crops_xyxy"]):
            ratio = (human[2] - human[0]) / (human[3] - human[1])
            aspect = Aspect(max(1, round(ratio * ASPECT_STEPS)), ASPECT_STEPS)
            found = candidates(size, aspect).boxes
            best = found[composition_score(scene.terms(found)).argmax()]
            whole = [0.0, 0.0, float(size.width), float(size.height)]
            peers = [whole, centred(size, ratio)]
            rated = overlaps(Boxes(np.vstack([best, boxes(peers)])), Boxes(human))
            yield tuple(rated.tolist())


def gaicd(folder: Path) -> Iterator[float]:
    """For each picture, the rank correlation of the score with people's mean score."""
    for name, known in json.loads((folder / "annotations.json").read_text()).items():
        decoded = read_photo(folder / "images" / name, SIDE)
        terms = Scene.of(decoded.pixels, decoded.size).terms(boxes(known["bbox"]))
        people = np.asarray(known["score"], dtype=float)
        people = people if people.ndim == 1 else people.mean(axis=1)
        yield float(np.corrcoef(ranks(composition_score(terms)), ranks(people))[0, 1])


def ranks(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Ranks from 0, ties sharing their mean."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    shared: NDArray[np.float64] = np.cumsum(counts) - (counts + 1) / 2
    return shared[inverse]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--flms", type=Path, required=True)
    parser.add_argument("--gaicd", type=Path, required=True)
    options = parser.parse_args()
    rated = np.array(list(flms(options.flms)))
    print(f"{'mean IoU with people':<28}{len(rated):>5} boxes")
    for name, mean in zip(
        ("best composed", "whole frame", "centred"), rated.mean(axis=0), strict=True
    ):
        print(f"  {name:<26}{mean:.3f}")
    correlations = list(gaicd(options.gaicd))
    print(f"SRCC with people's scores   {len(correlations):>5} pictures")
    print(f"  composition               {np.mean(correlations):.3f}")


if __name__ == "__main__":
    main()
