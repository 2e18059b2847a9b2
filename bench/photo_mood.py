"""How well the moods of photos agree with people, and what is usual of compositions.

    python bench/photo_mood.py --oasis FOLDER [--photos FOLDER…]

The folder holds `ratings.csv` (file, valence_mean, arousal_mean) and `images/`. Printed are the
rank correlations (Spearman) of the whole photos' valence and arousal with people's, beside what
chance gives at most in nineteen of twenty cases; and, over the crops of all photos named, the
bounds from which `crops.composition` stretches its score.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

from coverart.crops.composition import WEIGHTS, Scene
from coverart.crops.grid import candidates
from coverart.domain import SQUARE, WIDE, Boxes
from coverart.encoders.affect.photo import SIDE, photo_moods
from coverart.media.folder import find_photos
from coverart.media.photo import read_photo

CHANCE = 1.96  # standard errors


def spearman(left: list[float], right: list[float]) -> float:
    first, second = (np.argsort(np.argsort(values)) for values in (left, right))
    return float(np.corrcoef(first, second)[0, 1])


def moods(folder: Path) -> None:
    with (folder / "ratings.csv").open(encoding="utf-8", newline="") as file:
        rated = list(csv.DictReader(file))
    found = []
    for row in rated:
        decoded = read_photo(folder / "images" / row["file"], SIDE)
        size = decoded.size
        whole = Boxes(np.array([[0, 0, size.width, size.height]], dtype=np.int32))
        found.append(photo_moods(decoded.pixels, size, whole)[0])
    chance = CHANCE / np.sqrt(len(rated) - 1)
    print(f"Spearman with people over {len(rated)} photos (chance up to {chance:.2f})")
    for axis, name in enumerate(("valence", "arousal")):
        people = [float(row[f"{name}_mean"]) for row in rated]
        print(f"  {name:<8}{spearman([float(mood[axis]) for mood in found], people):.2f}")


def compositions(folders: list[Path]) -> None:
    means = []
    for path in find_photos(folders).photos:
        decoded = read_photo(path, SIDE)
        scene = Scene.of(decoded.pixels, decoded.size)
        boxes = [candidates(decoded.size, aspect).boxes for aspect in (SQUARE, WIDE)]
        means.append(scene.terms(Boxes(np.concatenate(boxes))) @ WEIGHTS)
    every = np.concatenate(means)
    low, high = every.mean() - 3 * every.std(), every.mean() + 3 * every.std()
    print(f"weighted mean of terms over {len(every):,} crops: {low:.3f} to {high:.3f} (±3 sd)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--oasis", type=Path, required=True)
    parser.add_argument("--photos", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    moods(options.oasis)
    compositions([options.oasis / "images", *options.photos])


if __name__ == "__main__":
    main()
