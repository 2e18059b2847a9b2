"""How well the moods of photos and of their crops agree with people, and what they cost.

    python bench/photo_mood.py --oasis FOLDER [--photos FOLDER…] [--rounds 5]

The first folder is a set of rated photos as `coverart evaluate moods` reads it. Printed are

- the agreement (Spearman) of what is fitted on other themes: with the ratings, for the whole photo
  and for crops of it, beside what chance gives at most in nineteen of twenty cases. People rated
  whole photos only, so that a crop is held against what they said of its photo;
- how much moods differ between neighbouring crops, between crops of one photo and between photos;
- for every photo, the time that the moods of all its crops take, beside that of their composition,
  one after the other on the same photo; the ratio of both is what to quote.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from coverart.crops.composition import Scene
from coverart.crops.grid import candidates
from coverart.domain import SQUARE, WIDE, Boxes, Floats, Size
from coverart.encoders.affect.mood import DIMENSIONS
from coverart.encoders.affect.photo import SIDE, photo_moods
from coverart.encoders.affect.seen import Seen
from coverart.learn.fit import photos
from coverart.learn.fit.figures import spearman
from coverart.learn.fit.finding import Rated, find_ratings
from coverart.learn.fit.folds import folds
from coverart.learn.fit.ratings import PhotoRatings
from coverart.media.folder import find_photos
from coverart.media.photo import Decoded, read_photo

CHANCE = 1.96  # standard errors
CROPS = 8  # of each photo, that are held against its rating
NEAR = 1 / 15  # of the short side: one bin of the grid in each direction
EMOTIONS = DIMENSIONS[:2]


def crops_of(size: Size) -> Boxes:
    return Boxes(np.concatenate([candidates(size, shape).boxes for shape in (SQUARE, WIDE)]))


def agreement(ratings: PhotoRatings) -> None:
    looked = photos.look_at_all(ratings)
    wanted = np.stack(list(looked.wanted.values()), axis=1)
    targets = (wanted - wanted.mean(axis=0)) / wanted.std(axis=0)
    themes = [ratings.themes[place] for place in looked.places]
    draw = np.random.default_rng(0)
    cut = [some_crops(ratings.paths[place], draw) for place in looked.places]
    whole = np.zeros((len(themes), 2))
    crops = np.zeros((len(themes), CROPS, 2))
    for fold in folds(themes):
        known = targets[fold.seen] - targets[fold.seen].mean(axis=0)
        eye = photos.fit_eye(photos.some(looked.seen, fold.seen), known)
        whole[fold.hidden] = eye.weigh(photos.some(looked.seen, fold.hidden))
        for place in fold.hidden:
            crops[place] = eye.weigh(cut[place])
    chance = CHANCE / np.sqrt(len(themes) - 1)
    print(f"Spearman with people, {len(themes)} photos of other themes (chance to {chance:.2f})")
    for axis, name in enumerate(EMOTIONS):
        single = np.mean([spearman(crops[:, n, axis], wanted[:, axis]) for n in range(CROPS)])
        print(
            f"  {name:<8} whole photo {spearman(whole[:, axis], wanted[:, axis]):.2f}"
            f"   a crop of it {single:.2f}"
        )


def some_crops(path: Path, draw: np.random.Generator) -> Seen:
    decoded = read_photo(path, SIDE)
    boxes = crops_of(decoded.size)
    chosen = np.sort(draw.choice(len(boxes), CROPS))
    return Seen.of(decoded.pixels, decoded.size, Boxes(boxes[chosen]))


def differences(decoded: Sequence[Decoded]) -> None:
    near, within, middles = [], [], []
    for one in decoded:
        boxes = candidates(one.size, SQUARE).boxes
        moods = photo_moods(one.pixels, one.size, boxes)
        reach = np.abs(boxes[:, None] - boxes[None]).max(axis=2)
        neighbours = (reach > 0) & (reach <= NEAR * one.size.short_side)
        near.append(np.abs(moods[:, None] - moods[None])[neighbours])
        within.append(moods.std(axis=0))
        middles.append(moods.mean(axis=0))
    steps = np.concatenate(near)
    print("\nDifferences".ljust(35) + "".join(f"{name:>12}" for name in DIMENSIONS))
    told(f"neighbouring crops, median of {len(steps):,}", np.median(steps, axis=0))
    told("neighbouring crops, 95 %", np.percentile(steps, 95, axis=0))
    told("crops of a photo, deviation", np.mean(within, axis=0))
    told("photos, deviation", np.std(middles, axis=0))


def told(name: str, row: Floats) -> None:
    print(f"  {name:<32}" + "".join(f"{value:>12.3f}" for value in row))


def cost(decoded: Sequence[Decoded], rounds: int) -> None:
    times = []
    for _ in range(rounds):
        for one in decoded:
            boxes = crops_of(one.size)
            moods = milliseconds(partial(photo_moods, one.pixels, one.size, boxes))
            times.append((moods, milliseconds(partial(composition, one, boxes))))
    moods, other = np.median(times, axis=0)
    ratio = np.median([one / other for one, other in times])
    print("\nAll crops of a photo, median:")
    print(f"  moods {moods:.1f} ms, composition {other:.1f} ms; {ratio:.2f} of it")


def composition(one: Decoded, boxes: Boxes) -> None:
    Scene.of(one.pixels, one.size).terms(boxes)


def milliseconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--oasis", type=Path, required=True)
    parser.add_argument("--photos", type=Path, nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    (ratings, *_) = find_ratings(options.oasis, [Rated.MOODS]).photos
    agreement(ratings)
    others = find_photos(options.photos).photos if options.photos else ratings.paths
    decoded = [read_photo(path, SIDE) for path in others]
    differences(decoded)
    cost(decoded[:40], options.rounds)


if __name__ == "__main__":
    main()
