"""How fast photos become a ranking, against the limit and against a second run.

    python bench/photos.py FOLDER [--song SONG] [--rounds 5]

In every round, one after another and with the same number of processes:

- limit: the same files are decoded by Pillow alone, JPEG files at the smallest scale that still
  has the short side the affect space looks at, and nothing is done with the pixels;
- cold: the whole job on an empty library, from finding the files to the final ranking, with 1:1
  and 16:9 crops, for the song or, without one, for words;
- warm: the same job again, on the library that the first left behind.

Times differ from machine to machine and from hour to hour; the ratios of one run are what to quote.
"""

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PIL import Image

from coverart.domain import SQUARE, WIDE
from coverart.encoders.affect.photo import SIDE
from coverart.engine.asking import Wish
from coverart.engine.designing import design
from coverart.engine.job import run
from coverart.engine.session import open_tools
from coverart.media.folder import find_photos
from coverart.media.limits import worker_count
from coverart.settings import Options

WORDS = "calm and dark"


def decode(path: Path) -> int:
    """Decode one file as cheaply as Pillow can, and give the pixels that came of it."""
    try:
        with Image.open(path) as image:
            share = SIDE / min(image.size)
            image.draft(None, (int(image.width * share), int(image.height * share)))
            image.load()
            return image.width * image.height
    except (OSError, SyntaxError, ValueError):
        return 0


def bare(photos: Sequence[Path]) -> None:
    with multiprocessing.get_context("spawn").Pool(worker_count()) as pool:
        for _ in pool.imap_unordered(decode, photos):
            pass


def job(wish: Wish, folder: Path, library: Path) -> int:
    with open_tools(library=library) as tools:
        made = run(design(wish, [folder], tools, (SQUARE, WIDE), Options()))
    return made.ranking.crops


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--song", type=Path)
    options = parser.parse_args()
    wish = Wish(song=options.song) if options.song else Wish(text=WORDS)
    photos = find_photos([options.folder]).photos
    crops = 0
    rounds = []
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            library = Path(folder) / "library.sqlite3"
            limit = seconds(lambda: bare(photos))
            again = partial(job, wish, options.folder, library)
            cold, warm = seconds(again), seconds(again)
            crops = again()
        rounds.append((limit, cold, warm))
    print(f"{len(photos)} photos, {crops:,} crops, {worker_count()} processes")
    print(f"{'':<8}{'seconds':>9}{'photos/s':>10}")
    for name, times in zip(("limit", "cold", "warm"), zip(*rounds, strict=True), strict=True):
        middle = statistics.median(times)
        print(f"{name:<8}{middle:>9.3f}{len(photos) / middle:>10.1f}")
    print(
        f"cold against the limit: {statistics.median(a / b for a, b, _ in rounds):.2f} of its rate"
    )
    print(f"warm against cold: {statistics.median(b / c for _, b, c in rounds):.0f} times as fast")


if __name__ == "__main__":
    main()
