"""How smooth the gallery is at ten thousand matches, in the window.

    python bench/scrolling.py [--rows 10000] [--steps 300] [--json]

A list of made-up matches is shown, and fed with pictures as fast as it wants them, by a thread that
makes them up. Printed are, in milliseconds:

- scroll_ms: the 95th percentile of a scroll step, a turn of the wheel by one notch, from the step
  until everything is painted; the aim is less than 16;
- scroll_median_ms and scroll_worst_ms: the median of them, and the longest;
- scroll_cpu_ms and scroll_cpu_median_ms: the same of what the window's thread calculated in a step,
  which a busy computer changes less;
- fill_ms: a list is shown for the first time;
- better_ms: the same list in a quite different order, with a tenth of its rows exchanged;
- filter_ms: a filter that lets half of the rows through.

By itself it takes the screen that there is, and the user's folders, as the program does;
`window.py` runs it with others.
"""

import argparse
import json
import os
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from coverart.domain import SQUARE, Box, ContentHash, Crop, Match, Photo, Ranking, Size
from coverart.gui.app import SECONDS_TO_GIVE_WAY
from coverart.gui.gallery.filters import Filter
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture_thread import PictureThread, as_image
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow

NOTCH = 96
"""Pixels that a notch of the wheel scrolls by: three lines of 32."""
SIZE = Size(1600, 1000)
ROWS, STEPS = 10_000, 300


class Rendered(PictureThread):
    """Makes up each picture that is wanted, a slope in a colour of its own."""

    def run(self) -> None:
        """Answer wishes until the end."""
        while True:
            with self._changed:
                while not (self._wanted or self._stopping):
                    self._changed.wait()
                if self._stopping:
                    return
                picture = self._wanted.popleft()
            # Copied, as pictures from elsewhere are; else making them up would be what is measured.
            self.arrived.emit(picture, slope(picture.longest, hash(picture.path) % 16).copy())


@cache
def slope(side: int, hue: int) -> QImage:
    """A picture that is not of one colour, so that scaling it is honest work."""
    across = np.linspace(0, 255, side, dtype=np.uint8)
    pixels = np.empty((side, side, 3), dtype=np.uint8)
    pixels[..., 0] = across
    pixels[..., 1] = across[:, None]
    pixels[..., 2] = 16 * hue
    return as_image(pixels)


def matches(count: int) -> tuple[Match, ...]:
    """Matches of as many photos, best first."""
    made = []
    for number in range(count):
        photo = Photo(Path(f"/photos/{number}.jpg"), ContentHash(f"{number}"), Size(4000, 3000))
        box = Box(number % 900, 0, number % 900 + 3000, 3000)
        parts = {"match": 0.5, "composition": 0.5}
        made.append(Match(Crop(photo, SQUARE, box), 1 - number / count, parts, "calm and dark"))
    return tuple(made)


def milliseconds(
    deed: Callable[[], object], clock: Callable[[], float] = time.perf_counter
) -> float:
    """How long a deed and all that follows from it keep the window busy."""
    begun = clock()
    deed()
    QApplication.processEvents()
    return 1000 * (clock() - begun)


def scrolled(window: MainWindow, steps: int, clock: Callable[[], float]) -> list[float]:
    """The milliseconds of each of so many scroll steps; pictures come in between."""
    bar = window.gallery.verticalScrollBar()
    taken = []
    for _ in range(steps):
        taken.append(milliseconds(lambda: bar.setValue(bar.value() + NOTCH), clock))
        time.sleep(0.002)
    return taken


def measure(window: MainWindow, rows: int, steps: int) -> Mapping[str, float]:
    """All figures, rounded."""
    results, gallery = window.crops_page.results, window.gallery
    window.crops_page.open_page(window.crops_page.browse)
    window.resize(SIZE.width, SIZE.height)
    window.show()
    QApplication.processEvents()
    first = Ranking(matches(rows))
    shuffled = list(matches(rows + rows // 10)[rows // 10 :])
    random.Random(0).shuffle(shuffled)
    other = Ranking(tuple(shuffled))
    fill = milliseconds(lambda: results.show_ranking(first))
    gallery.setFocus(Qt.FocusReason.OtherFocusReason)
    gallery.choose_first()
    taken = scrolled(window, steps, time.perf_counter)
    calculated = scrolled(window, steps, time.thread_time)
    better = milliseconds(lambda: results.show_ranking(other))
    sifted = milliseconds(lambda: results.set_filter(Filter(name="1", pixels=1000)))
    found = {
        "scroll_ms": float(np.percentile(taken, 95)),
        "scroll_median_ms": float(np.median(taken)),
        "scroll_worst_ms": max(taken),
        "scroll_cpu_ms": float(np.percentile(calculated, 95)),
        "scroll_cpu_median_ms": float(np.median(calculated)),
        "fill_ms": fill,
        "better_ms": better,
        "filter_ms": sifted,
    }
    return {name: round(value, 1) for name, value in found.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How smooth the gallery is.")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    sys.setswitchinterval(SECONDS_TO_GIVE_WAY)
    application = QApplication(sys.argv[:1])
    Appearance(application)
    window = MainWindow(Studio(Spaces()), Pictures(Rendered()))
    found = measure(window, chosen.rows, chosen.steps)
    window.close()
    report = os.environ.get("BENCH_REPORT")
    if report:
        Path(report).write_text(json.dumps(found), encoding="utf-8")
    elif chosen.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:16} {value:8.1f}")


if __name__ == "__main__":
    main()
