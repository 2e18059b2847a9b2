"""Who crops, and rates crops, most as people do: we, simple rules, smartcrop or libvips.

    python bench/composition.py --data FOLDER [--photos FOLDER…]

The folder holds crops that people chose, as FLMS, or scored, as GAICD (docs/fitting.md). All judges
see the same pictures in one run.

- mean IoU: for every crop that a person chose, the overlap with it of what a judge would crop at
  its very aspect: our best composed candidate; the same with weights fitted without the picture;
  the whole frame; the largest centred crop; `smartcrop` (PyPI); libvips' attention crop. `oracle`
  is the candidate of our grid that overlaps most, which no score could beat.
- SRCC: for every picture whose crops were scored, the rank correlation of a judge with people.
- placing: the same for size, place and shape alone, which needs no picture; on a test split where
  there is one.

With `--photos`, the bounds between which the score is stretched: three deviations about the mean of
the terms' weighted mean over the crops of those photos. Needs the dependency group `bench`.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyvips
from PIL import Image
from smartcrop import SmartCrop

from coverart.crops.composition import Scene, composition_score, shipped_weighing
from coverart.crops.grid import candidates
from coverart.domain import SQUARE, WIDE, Aspect, Boxes, Size
from coverart.engine.reading import COMPOSITION_SIDE
from coverart.learn.fit.composition import (
    ASPECT_STEPS,
    CENTRED,
    OVERLAP,
    SRCC,
    WHOLE,
    cross_validate,
    peers,
    scored_pictures,
)
from coverart.learn.fit.figures import Figures, overlap, spearman
from coverart.learn.fit.finding import Rated, find_ratings
from coverart.learn.fit.placing import peer_correlations, placing_figures
from coverart.learn.fit.ratings import CropRatings, RatedPicture
from coverart.media.folder import find_photos
from coverart.media.photo import read_photo

OURS, HONEST, ORACLE = "Coverart", "Coverart, picture left out", "oracle of our grid"
Corners = tuple[float, float, float, float]


def by_smartcrop(path: Path) -> Callable[[int, int], Corners]:
    """Crops a picture to the aspect of a width and a height."""
    with Image.open(path) as opened:
        picture = opened.convert("RGB")

    def crop(width: int, height: int) -> Corners:
        found = SmartCrop().crop(picture, width, height)["top_crop"]
        left, top = found["x"], found["y"]
        return left, top, left + found["width"], top + found["height"]

    return crop


def by_vips(path: Path) -> Callable[[int, int], Corners]:
    """Crops a picture to a width and a height."""
    picture = pyvips.Image.new_from_file(str(path))

    def crop(width: int, height: int) -> Corners:
        found = picture.smartcrop(width, height, interesting="attention")
        left, top = -found.xoffset, -found.yoffset
        return left, top, left + width, top + height

    return crop


def chosen(picture: RatedPicture, path: Path) -> dict[str, list[float]]:
    """What each judge's crops overlap with those that people chose of one picture."""
    decoded = read_photo(path, COMPOSITION_SIDE)
    size, scene = decoded.size, Scene.of(decoded.pixels, decoded.size)
    rivals = {"smartcrop": by_smartcrop(path), "libvips attention": by_vips(path)}
    found: dict[str, list[float]] = {}
    for place in range(len(picture.boxes)):
        human = Boxes(picture.boxes[place : place + 1])
        width, height = (human[0, 2:] - human[0, :2]).tolist()
        aspect = Aspect(max(1, round(width / height * ASPECT_STEPS)), ASPECT_STEPS)
        boxes = candidates(size, aspect).boxes
        if len(boxes) == 0:  # a sliver, at whose aspect no whole pixels fit
            continue
        overlaps = overlap(boxes, human)[:, 0]
        told = {OURS: overlaps[composition_score(scene.terms(boxes)).argmax()]}
        simple = overlap(peers(size, width / height), human)[:, 0]
        told |= dict(zip((WHOLE, CENTRED), simple, strict=True))
        largest = largest_of(size, width / height)
        for name, crop in rivals.items():
            rows = np.rint([crop(*largest)]).astype(np.int32)
            told[name] = overlap(Boxes(rows), human)[0, 0]
        told[ORACLE] = overlaps.max()
        for name, value in told.items():
            found.setdefault(name, []).append(float(value))
    return found


def largest_of(size: Size, ratio: float) -> tuple[int, int]:
    """Width and height of the largest box of a ratio."""
    return int(min(size.width, size.height * ratio)), int(min(size.height, size.width / ratio))


def scored(picture: RatedPicture, path: Path) -> dict[str, list[float]]:
    """How each judge agrees with the scores of one picture's crops."""
    decoded = read_photo(path, COMPOSITION_SIDE)
    wanted = np.asarray(picture.scores)
    ours = composition_score(Scene.of(decoded.pixels, decoded.size).terms(picture.boxes))
    area, centre = peer_correlations(picture, wanted)
    told = {OURS: spearman(ours, wanted), "area alone": area, "closeness to the centre": centre}
    return {name: [value] for name, value in told.items()}


def compare(sets: Sequence[CropRatings]) -> None:
    """Print both tables."""
    honest = cross_validate(sets).rows[OURS]
    for column, judge in ((OVERLAP, chosen), (SRCC, scored)):
        found: dict[str, list[float]] = {}
        for picture in (one for ratings in sets for one in ratings.pictures):
            if picture.path is None or (picture.scores is None) != (judge is chosen):
                continue
            for name, values in judge(picture, picture.path).items():
                found.setdefault(name, []).extend(values)
        if not found:
            continue
        means = {name: float(np.mean(values)) for name, values in found.items()}
        rows = {OURS: means.pop(OURS), HONEST: honest[column]} | means
        title = {OVERLAP: "crops that people chose", SRCC: "pictures whose crops they scored"}
        table = {name: {column: value} for name, value in rows.items()}
        print(Figures(title[column], table, len(found[OURS])), end="\n\n")


def print_bounds(folders: Sequence[Path]) -> None:
    weights = shipped_weighing().weights
    means = []
    for path in find_photos(folders).photos:
        decoded = read_photo(path, COMPOSITION_SIDE)
        boxes = [candidates(decoded.size, aspect).boxes for aspect in (SQUARE, WIDE)]
        terms = Scene.of(decoded.pixels, decoded.size).terms(Boxes(np.concatenate(boxes)))
        means.append(terms @ weights)
    every = np.concatenate(means)
    low, high = every.mean() - 3 * every.std(), every.mean() + 3 * every.std()
    print(f"weighted mean of {len(every):,} crops of {len(means)} photos: {low:.3f} to {high:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--photos", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    sets = find_ratings(options.data, [Rated.COMPOSITION]).crops
    compare(sets)
    seen, test = scored_pictures(sets)
    if len(seen) > 1:
        print(placing_figures(seen, test))
    if options.photos:
        print_bounds(options.photos)


if __name__ == "__main__":
    main()
