"""How soon the window is there, and how quickly it answers, with real jobs on rendered photos.

    python bench/window.py [--json] [--explain] [--photos FOLDER] [--rounds 5]

Every figure is taken in a process of the program, on the desktop or, where there is none, on a
screen in memory (Xvfb); each begins with empty folders, so nothing of the user's is read or
written.

- start_s: from the start of the process until the window answers an event that was sent to it once
  it was painted; empty_window_s is the same of a program that shows an empty window of Qt, and
  start_ratio how many times as long the program takes;
- first_tile_s: from the start of the process, with a song and a folder of photos that the library
  has never seen, until the first tile with a picture is painted; first_tile_known_s is the same
  with photos and song that it knows;
- longest_stall_ms: the longest time in which the event loop did not come round while the photos
  were ranked for the first time; longest_stall_cpu_ms is how much of it the window's thread
  calculated, for the rest it waited for a processor or for another thread of Python;
- scroll_ms: a turn of the wheel at ten thousand matches, until everything is painted (see
  `scrolling.py`);
- nudge_ms: an arrow key in the crop editor, until the new rating is painted;
- rerank_ms: a slider moved, until the gallery is painted with the new list; rerank_40_ms is the
  same with forty photos.

Of starts and tiles the median is printed, and the least of all; of scrolling, nudging and sliders
the 95th percentile, and the median. Times differ from machine to machine and from hour to hour, and
on a busy one the least and the ratio say most. With --explain it is said what the window's thread
was doing in the longest stalls, which costs a little time itself. --photos names a folder in which
the rendered photos are kept for the next time.
"""

import argparse
import json
import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.scenes import first_of, home, render_photos, render_song, screen, timed

PHOTOS, FEW = 300, 40
PROGRAM = "bench.watched"
SLOW_ROUNDS = 3
"""Of what takes long, no more rounds than that."""
AIMS = {
    "start_s": 1.5,
    "first_tile_s": 2.0,
    "first_tile_known_s": 2.0,
    "longest_stall_ms": 50.0,
    "scroll_ms": 16.0,
    "nudge_ms": 50.0,
    "rerank_ms": 100.0,
    "rerank_40_ms": 100.0,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, and beside it the least or, of many, the median."""

    value: float
    beside: float


@dataclass(frozen=True, slots=True)
class Material:
    """What is ranked: a song, many photos and a few; and a file for what programs report."""

    song: Path
    photos: Path
    few: Path
    report: Path


def median(values: Sequence[float]) -> Figure:
    """The median, and the least."""
    return Figure(statistics.median(values), min(values))


def most(values: Sequence[float]) -> Figure:
    """The 95th percentile, and the median."""
    return Figure(float(np.percentile(values, 95)), statistics.median(values))


def starts(report: Path, rounds: int) -> Mapping[str, Figure]:
    """The program and the empty window in turn, so that both meet the same machine."""
    empty, own = [], []
    for _ in range(rounds):
        with home() as folders:
            empty.append(timed(PROGRAM, "open", home=folders, report=report)["answered_at"])
        with home() as folders:
            own.append(timed(PROGRAM, "open", "gui", home=folders, report=report)["answered_at"])
    ratios = [mine / least for mine, least in zip(own, empty, strict=True)]
    return {
        "start_s": median(own),
        "empty_window_s": median(empty),
        "start_ratio": median(ratios),
    }


def ranked(
    material: Material, rounds: int, explaining: bool
) -> tuple[Mapping[str, Figure], Sequence[Mapping[str, Any]]]:
    """First tiles and all that is done with the list of many photos; and the longest stalls."""
    song, photos, report = material.song, material.photos, material.report
    new, known = [], []
    for _ in range(rounds):
        with home() as folders:
            seen = timed(PROGRAM, "tile", "gui", song, photos, home=folders, report=report)
            new.append(seen["tile_at"])
    with home() as folders:
        task = "explain" if explaining else "rank"
        whole = timed(PROGRAM, task, "gui", song, photos, home=folders, report=report)
        for _ in range(rounds):
            seen = timed(PROGRAM, "tile", "gui", song, photos, home=folders, report=report)
            known.append(seen["tile_at"])
    stalls = whole["stalls"]
    longest, second = stalls[0], stalls[1]
    figures = {
        "first_tile_s": median([*new, whole["tile_at"]]),
        "first_tile_known_s": median(known),
        "longest_stall_ms": Figure(1000 * longest["lasted"], 1000 * second["lasted"]),
        "longest_stall_cpu_ms": Figure(1000 * longest["calculating"], 1000 * second["calculating"]),
        "nudge_ms": most(whole["nudge_ms"]),
        "nudge_repaint_ms": most(whole["repaint_ms"]),
        "rerank_ms": most(whole["rerank_ms"]),
    }
    return figures, stalls


def few_ranked(material: Material) -> Mapping[str, Figure]:
    """Sliders with few photos."""
    with home() as folders:
        song, few, report = material.song, material.few, material.report
        whole = timed(PROGRAM, "rank", "gui", song, few, home=folders, report=report)
    return {"rerank_40_ms": most(whole["rerank_ms"])}


def scrolled(report: Path) -> Mapping[str, Figure]:
    """The gallery at ten thousand matches."""
    with home() as folders:
        found = timed("bench.scrolling", home=folders, report=report)
    return {
        "scroll_ms": Figure(found["scroll_ms"], found["scroll_median_ms"]),
        "scroll_cpu_ms": Figure(found["scroll_cpu_ms"], found["scroll_cpu_median_ms"]),
    }


@contextmanager
def rendered(kept: Path | None) -> Iterator[Material]:
    """Song and photos, in the folder where they are kept, if there is one."""
    with tempfile.TemporaryDirectory() as scratch:
        own = Path(scratch)
        photos = render_photos(kept or own / "photos", PHOTOS)
        first_of(photos, FEW, own / "few")
        yield Material(render_song(own / "song.wav"), photos, own / "few", own / "report.json")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How soon the window is there, and answers.")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--explain", action="store_true", help="say what the stalls were")
    parser.add_argument("--photos", type=Path, metavar="FOLDER", help="keep rendered photos here")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    slow = min(SLOW_ROUNDS, chosen.rounds)
    with rendered(chosen.photos) as material, screen() as name:
        figures = dict(starts(material.report, chosen.rounds))
        found, stalls = ranked(material, slow, chosen.explain)
        figures |= found
        figures |= few_ranked(material)
        figures |= scrolled(material.report)
    if chosen.json:
        print(json.dumps(as_json(figures, name, stalls if chosen.explain else ())))
    else:
        print(as_table(figures, name))
        print(as_sentences(stalls) if chosen.explain else "", end="")


def as_json(
    figures: Mapping[str, Figure], name: str, stalls: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """All figures by their names, with what stands beside each, its aim, and the stalls if told."""
    values = {one: round(own.value, 3) for one, own in figures.items()}
    beside = {one: round(own.beside, 3) for one, own in figures.items()}
    told = {"stalls": list(stalls)} if stalls else {}
    return {**values, "beside": beside, "aims": AIMS, "screen": name, **told}


def as_table(figures: Mapping[str, Figure], name: str) -> str:
    """A line for each figure."""
    lines = [f"{PHOTOS} photos, screen: {name}", f"{'':<22}{'':>10}{'beside':>10}{'aim':>10}"]
    for one, own in figures.items():
        aim = f"< {AIMS[one]:g}" if one in AIMS else ""
        lines.append(f"{one:<22}{own.value:>10.2f}{own.beside:>10.2f}{aim:>10}")
    return "\n".join(lines)


def as_sentences(stalls: Sequence[Mapping[str, Any]]) -> str:
    """What the window's thread did in the longest stalls."""
    told = ["\n\nLongest stalls"]
    for own in stalls:
        lasted, calculating = 1000 * own["lasted"], 1000 * own["calculating"]
        told.append(
            f"{lasted:.0f} ms, {calculating:.0f} of them calculating: {own['doing'] or '?'}"
        )
    return "\n".join(told) + "\n"


if __name__ == "__main__":
    main()
