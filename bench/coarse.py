"""How many crops have to be encoded for the same best twenty: coarse to fine against everything.

    python bench/coarse.py FOLDER… [--space affect|random-clip] [--songs FOLDER] [--top 20]

All crops of the photos are encoded once and then hidden; each strategy uncovers what it asks for:

- cover: the cover of every photo and nothing else;
- photos: then photo by photo, all crops of those that may still enter the list (`Margin`);
- crops: then crop by crop, what is in the list by hope alone (`coarse.Steepness`), at several
  degrees of sureness, with and without companions.

Printed are means over the queries: the share of all crops encoded, how many times fewer that is,
recall of the same list over everything (the same crop, not one like it), the least recall of any
query, how many of those wanted have one of an IoU of .8 or more in the list, how much lower
the mean score of the list is, and how often a photo had to be opened again. `curve` says what
recall is reached within a given share of crops. Queries are songs' moods (affect) or random
directions in the span of the crops (random-clip), and crops of the collection ("more like this").
`random-clip` is ViT-B/32 with random weights: it says something of how smoothly such a network
changes with its crop, and nothing of trained weights, which have to be measured by who has them.
"""

import argparse
import heapq
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from coverart.crops.composition import Scene, composition_score
from coverart.crops.cover import Cover, Places, all_overlaps, cover, standing_for
from coverart.crops.grid import candidates
from coverart.domain import Aspect, Boxes, Floats, Pixels, Size
from coverart.encoders.affect.photo import SIDE, photo_moods
from coverart.encoders.affect.song import RATE, song_mood
from coverart.encoders.affect.space import AffectSpace
from coverart.media.audio import read_recording
from coverart.media.folder import find_photos
from coverart.media.photo import read_photo
from coverart.ranking.coarse import Steepness, companions, hopes, slopes
from coverart.settings import Options

PER_PHOTO, MOST_OVERLAP = 2, 0.6
WEIGHT = Options().composition
FEWEST = 4
CURVE = (0.12, 0.14, 1 / 6, 0.2, 0.3, 0.5)
Encoder = Callable[[Path, Boxes, Size], Floats]
Listed = list[tuple[int, int, float]]  # photo, place, score


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo and aspect, everything known: boxes (n, 4), rows (n, d), composition (n,)."""

    boxes: Boxes
    rows: Floats
    composition: Floats
    cover: Cover
    between: Floats


@dataclass(slots=True)
class Margin:
    """How much better the best crop of a photo may be than its cover promises, learnt by looking.

    `value` is the 95th percentile of the gains noted so far, never below 0, and 1, the largest
    there can be, until `FEWEST` were noted.
    """

    gains: list[float] = field(default_factory=list)

    def note(self, gain: float) -> None:
        """Take into account by how much a photo, looked at closely, was better than expected."""
        self.gains.append(gain)

    @property
    def value(self) -> float:
        """The margin to allow for."""
        if len(self.gains) < FEWEST:
            return 1.0
        return max(0.0, float(np.quantile(self.gains, 0.95)))


@dataclass(frozen=True, slots=True)
class Result:
    """What a strategy came to: lists at counts of encoded crops, and photos opened again."""

    steps: list[tuple[int, Listed]]
    visits: int


class Blind:
    """A query over photos of which only some crops are uncovered."""

    def __init__(self, photos: Sequence[Photo], match: Sequence[Floats], top: int) -> None:
        self.photos, self._match, self._top = photos, match, top
        self.seen = [np.full(len(own), np.nan, dtype=np.float32) for own in match]
        self.known = [photo.cover for photo in photos]
        self.spent = self.visits = 0
        for number, photo in enumerate(photos):
            self._uncover(number, photo.cover.places)

    def open(self, number: int, places: Places) -> None:
        """Open a photo again to encode the crops at `places`."""
        self._uncover(number, places)
        self.visits += 1
        found = np.flatnonzero(~np.isnan(self.seen[number]))
        self.known[number] = standing_for(self.photos[number].boxes, found)

    def _uncover(self, number: int, places: Places) -> None:
        self.spent += int(np.isnan(self.seen[number][places]).sum())
        self.seen[number][places] = self._match[number][places]

    def scores(self, matches: Sequence[Floats]) -> list[Floats]:
        """Scores (n,) of each photo with these matches (n,)."""
        return [
            scored(own, photo.composition) for own, photo in zip(matches, self.photos, strict=True)
        ]

    def list(self) -> Listed:
        """The list as it stands."""
        return self.read_off(self.seen)

    def read_off(self, matches: Sequence[Floats]) -> Listed:
        """The list as it would be with these matches (n,)."""
        return best(self.photos, self.scores(matches), self._top)


def scored(match: Floats, composition: Floats) -> Floats:
    score = (1 - WEIGHT) * match + WEIGHT * composition
    return np.asarray(np.where(np.isnan(score), -np.inf, score), dtype=np.float32)


def best(photos: Sequence[Photo], scores: Sequence[Floats], count: int) -> Listed:
    """Read the list off greedily, as `ranking.search` does."""
    left = [own.copy() for own in scores]
    heap = [(-float(own.max()), number, int(own.argmax())) for number, own in enumerate(left)]
    heapq.heapify(heap)
    had: Counter[int] = Counter()
    listed: Listed = []
    while heap and len(listed) < count:
        negative, number, place = heapq.heappop(heap)
        if had[number] >= PER_PHOTO or negative == np.inf:
            continue
        listed.append((number, place, -negative))
        had[number] += 1
        own = left[number]
        own[photos[number].between[place] > MOST_OVERLAP] = -np.inf
        heapq.heappush(heap, (-float(own.max()), number, int(own.argmax())))
    return listed


def by_photos(blind: Blind) -> Result:
    """Uncover all of the photos whose best may enter, the most promising first, four at a time."""
    margin, steps, closed = Margin(), [(blind.spent, blind.list())], set(range(len(blind.photos)))
    while True:
        least = steps[-1][1][-1][2]
        promised = {}
        for number in closed:
            photo, seen = blind.photos[number], blind.seen[number]
            hoped = np.where(np.isnan(seen), seen[photo.cover.nearest] + margin.value, np.nan)
            promised[number] = float(scored(hoped, photo.composition).max())
        chosen = sorted(promised, key=lambda number: -promised[number])[:4]
        chosen = [number for number in chosen if promised[number] > least]
        if not chosen:
            return Result(steps, blind.visits)
        for number in chosen:
            photo, before = blind.photos[number], blind.seen[number].copy()
            blind.open(number, np.arange(len(photo.boxes)))
            gains = (blind.seen[number] - before[photo.cover.nearest])[np.isnan(before)]
            margin.note(float(gains.max(initial=0)))
            closed.remove(number)
        steps.append((blind.spent, blind.list()))


def by_crops(blind: Blind, sure: float, accompanied: bool) -> Result:
    """Uncover what is in the list by hope alone, until nothing is."""
    steps = [(blind.spent, blind.list())]
    told = [slopes(own, photo.cover) for own, photo in zip(blind.seen, blind.photos, strict=True)]
    steepness = Steepness.calibrated(told, sure)
    margins = [steepness.margin(own) for own in told]
    hoped = [hopes(*each) for each in zip(blind.seen, blind.known, margins, strict=True)]
    while True:
        scores = blind.scores(hoped)
        listed = blind.read_off(hoped)
        wanted: dict[int, list[int]] = {}
        for number, place, _ in listed:
            if np.isnan(blind.seen[number][place]):
                wanted.setdefault(number, []).append(place)
        if not wanted:
            return Result(steps, blind.visits)
        for number, own in wanted.items():
            places = np.array(own)
            if accompanied:
                worth = np.isnan(blind.seen[number]) & (scores[number] > listed[-1][2])
                worthy = np.where(worth, scores[number], -np.inf).astype(np.float32)
                boxes = blind.photos[number].boxes
                places = np.append(places, companions(boxes, worthy, places, MOST_OVERLAP))
            blind.open(number, places)
            hoped[number] = hopes(blind.seen[number], blind.known[number], margins[number])
        steps.append((blind.spent, blind.list()))


STRATEGIES: dict[str, Callable[[Blind], Result]] = {
    "cover": lambda blind: Result([(blind.spent, blind.list())], 0),
    "photos": by_photos,
    **{
        f"crops {sure:.0%}": lambda blind, sure=sure: by_crops(blind, sure, False)  # type: ignore[misc]
        for sure in (0.9, 0.95, 0.98, 0.99)
    },
    **{
        f"crops {sure:.0%}, companions": lambda blind, sure=sure: by_crops(blind, sure, True)  # type: ignore[misc]
        for sure in (0.9, 0.95, 0.98, 0.99)
    },
}


def affect(path: Path, boxes: Boxes, size: Size) -> Floats:
    return photo_moods(read_photo(path, SIDE).pixels, size, boxes)


def random_clip(path: Path, boxes: Boxes, size: Size) -> Floats:
    """ViT-B/32 with random weights, on crops resized as open_clip does it, from 448 pixels."""
    import torch  # noqa: PLC0415 (an extra)
    from PIL import Image  # noqa: PLC0415

    picture = Image.fromarray(_pixels(path))
    scale = np.array([picture.width / size.width, picture.height / size.height] * 2)
    mean, deviation = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
    found = []
    for start in range(0, len(boxes), 32):
        cut = [
            np.asarray(picture.resize((224, 224), Image.Resampling.BICUBIC, box=tuple(box * scale)))
            for box in boxes[start : start + 32]
        ]
        levels = (np.stack(cut) / 255 - mean) / deviation
        with torch.inference_mode():
            batch = torch.from_numpy(levels.transpose(0, 3, 1, 2).astype(np.float32).copy())
            found.append(_random_model().encode_image(batch, normalize=True).numpy())
    return np.concatenate(found)


def _pixels(path: Path) -> Pixels:
    return read_photo(path, 448).pixels


@cache
def _random_model():  # type: ignore[no-untyped-def]
    import open_clip  # noqa: PLC0415 (an extra)
    import torch  # noqa: PLC0415

    torch.manual_seed(0)
    return open_clip.create_model("ViT-B-32", pretrained=None).eval()


def known_photos(paths: Sequence[Path], aspect: Aspect, encode: Encoder) -> list[Photo]:
    photos = []
    for path in paths:
        decoded = read_photo(path, SIDE)
        boxes = candidates(decoded.size, aspect).boxes
        if len(boxes):
            rows = encode(path, boxes, decoded.size).astype(np.float32)
            terms = Scene.of(decoded.pixels, decoded.size).terms(boxes)
            between = all_overlaps(boxes).astype(np.float32)
            own = cover(decoded.size, aspect)
            photos.append(Photo(boxes, rows, composition_score(terms), own, between))
    return photos


def kept(folder: Path | None, encode: Encoder) -> Encoder:
    """An encoder that keeps what it encoded in a folder."""
    if folder is None:
        return encode
    folder.mkdir(parents=True, exist_ok=True)

    def again(path: Path, boxes: Boxes, size: Size) -> Floats:
        file = folder / f"{path.parent.name}__{path.stem}__{len(boxes)}.npy"
        if not file.exists():
            np.save(file, encode(path, boxes, size))
        found: Floats = np.load(file)
        return found

    return again


def centred(photos: Sequence[Photo]) -> list[Photo]:
    """Rows less their mean over the collection, at unit length."""
    mean = np.mean([photo.rows.mean(axis=0) for photo in photos], axis=0)
    moved = [photo.rows - mean for photo in photos]
    unit = [rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in moved]
    return [
        Photo(photo.boxes, rows, photo.composition, photo.cover, photo.between)
        for photo, rows in zip(photos, unit, strict=True)
    ]


def like_this(photos: Sequence[Photo], count: int, rng: np.random.Generator) -> list[Floats]:
    """Crops of the collection."""
    chosen = [photos[number] for number in rng.integers(len(photos), size=count)]
    return [photo.rows[rng.integers(len(photo.rows))] for photo in chosen]


def directions(photos: Sequence[Photo], count: int, rng: np.random.Generator) -> list[Floats]:
    """Random directions in the span of the crops."""
    means = np.stack([photo.rows.mean(axis=0) for photo in photos])
    drawn = rng.standard_normal((count, len(means))).astype(np.float32) @ means
    return list(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


def songs(folder: Path | None) -> list[Floats]:
    paths = sorted(folder.glob("*.ogg")) if folder else []
    heard = [read_recording(path, RATE) for path in paths]
    return [song_mood([own.samples for own in song.windows], RATE).as_row() for song in heard]


def recall(found: Listed, wanted: Listed) -> float:
    same = {one[:2] for one in found} & {one[:2] for one in wanted}
    return len(same) / len(wanted)


def beside(found: Listed, wanted: Listed, photos: Sequence[Photo]) -> float:
    """The share of wanted crops that the list holds, or one like them."""
    return float(
        np.mean(
            [
                any(n == number and photos[n].between[p, place] >= 0.8 for n, p, _ in found)
                for number, place, _ in wanted
            ]
        )
    )


def figures(result: Result, wanted: Listed, photos: Sequence[Photo]) -> list[float]:
    """A row of the table for one query, and the curve."""
    spent, found = result.steps[-1]
    crops = sum(len(photo.boxes) for photo in photos)
    score = np.mean([one[2] for one in wanted]) - np.mean([one[2] for one in found])
    curve = []
    for share in CURVE:
        within = [listed for count, listed in result.steps if count <= share * crops]
        curve.append(recall(within[-1], wanted) if within else np.nan)
    like = beside(found, wanted, photos)
    row = [spent / crops, recall(found, wanted), like, float(score), float(result.visits)]
    return row + curve


def report(
    photos: Sequence[Photo],
    similar: Callable[[Floats], list[Floats]],
    queries: list[Floats],
    top: int,
) -> None:
    rows: dict[str, list[list[float]]] = {name: [] for name in STRATEGIES}
    for query in queries:
        match = similar(query)
        everything = [
            scored(own, photo.composition) for own, photo in zip(match, photos, strict=True)
        ]
        wanted = best(photos, everything, top)
        for name, strategy in STRATEGIES.items():
            rows[name].append(figures(strategy(Blind(photos, match, top)), wanted, photos))
    shares = "".join(f"{share:>7.0%}" for share in CURVE)
    print(f"{'':<24}spent fewer recall least  like  score visits  curve{shares}")
    for name, own in rows.items():
        mean, least = np.mean(own, axis=0), np.min(own, axis=0)
        curve = "".join(f"{value:>7.3f}" for value in mean[5:])
        print(
            f"{name:<24}{mean[0]:>5.1%}{1 / mean[0]:>6.1f}{mean[1]:>7.3f}{least[1]:>6.2f}"
            f"{mean[2]:>6.3f}{-mean[3]:>7.4f}{mean[4]:>7.0f}       {curve}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--space", choices=("affect", "random-clip"), default="affect")
    parser.add_argument("--songs", type=Path)
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--aspect", type=Aspect.parse, default=Aspect(1, 1))
    parser.add_argument("--top", type=int, default=20)
    parser.add_argument("--queries", type=int, default=12)
    options = parser.parse_args()
    encode = kept(options.cache, affect if options.space == "affect" else random_clip)
    photos = known_photos(find_photos(options.folders).photos, options.aspect, encode)
    rng = np.random.default_rng(0)
    similar: Callable[[Floats], list[Floats]]
    if options.space == "affect":
        queries = songs(options.songs)
        similar = lambda query: [AffectSpace().similarity(query, one.rows) for one in photos]  # noqa: E731
    else:
        photos = centred(photos)
        queries = directions(photos, options.queries, rng)
        similar = lambda query: [np.float32(0.5) * (1 + one.rows @ query) for one in photos]  # noqa: E731
    queries += like_this(photos, options.queries, rng)
    crops, covers = sum(len(one.boxes) for one in photos), sum(len(one.cover) for one in photos)
    print(f"{options.space}: {len(photos)} photos, {crops:,} crops of {options.aspect}, ", end="")
    print(f"{covers:,} in covers ({crops / covers:.1f} times fewer), {len(queries)} queries")
    report(photos, similar, queries, options.top)


if __name__ == "__main__":
    main()
