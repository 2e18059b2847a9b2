"""What a user can set, with its default and its span, and where things are kept."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

CACHE_VARIABLE = "COVERART_CACHE"
PACKS_VARIABLE = "COVERART_PACKS"
DATA_VARIABLE = "COVERART_DATA"


MOST_OVERLAP = 0.95
"""However little variety is wanted, nobody wants the same crop twice."""


def option(default: Any, label: str, span: tuple[float, float]) -> Any:
    """A setting: its default, what it is called, and the least and most it may be."""
    return field(default=default, metadata={"label": label, "span": span})


@dataclass(frozen=True, slots=True)
class Options:
    """What a ranking should be like; the command line and the window both take it from here.

    `top` matches at most, `per_photo` of one photo and aspect at most, and `composition` in [0, 1],
    the weight of composition against similarity. With `every_crop`, photos are looked at until the
    ranking is exact; without, only as closely as the top of it seems to need. `variety` in [0, 1]
    says how little two crops of a photo may overlap, and `least_pixels` how many native pixels the
    short side of a crop must have. With `pairs`, square and wide crops come in
    pairs from one photo.
    """

    top: int = option(24, "Matches to show", span=(1, 1000))
    per_photo: int = option(2, "Matches of one photo at most", span=(1, 100))
    composition: float = option(0.3, "Weight of composition", span=(0, 1))
    every_crop: bool = option(False, "Look at every crop", span=(False, True))
    variety: float = option(0.4, "Variety among crops of a photo", span=(0, 1))
    least_pixels: int = option(0, "Native pixels of the short side at least", span=(0, 30_000))

    pairs: bool = option(False, "Square and wide crops in pairs", span=(False, True))

    @property
    def most_overlap(self) -> float:
        """Intersection over union above which two crops of a photo count as nearly the same."""
        return min(1 - self.variety, MOST_OVERLAP)


def span(name: str) -> tuple[float, float]:
    """The least and the most that a setting may be."""
    found: tuple[float, float] = Options.__dataclass_fields__[name].metadata["span"]
    return found


def label(name: str) -> str:
    """What a setting is called."""
    return str(Options.__dataclass_fields__[name].metadata["label"])


def demo_folder() -> Path:
    """Where the demo is written unless a user says otherwise: beside the user's own pictures."""
    return platformdirs.user_pictures_path() / "Coverart Demo"


def library_path() -> Path:
    """The library file, in the user's cache folder or the one that COVERART_CACHE names."""
    named = os.environ.get(CACHE_VARIABLE)
    folder = Path(named) if named else platformdirs.user_cache_path("coverart", appauthor=False)
    return folder / "library.sqlite3"


def data_path() -> Path:
    """What cannot be made again: the user's data folder, or the one that COVERART_DATA names."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("coverart", appauthor=False)


def packs_path() -> Path:
    """The folder of installed packs: in `data_path`, or the one that COVERART_PACKS names."""
    named = os.environ.get(PACKS_VARIABLE)
    return Path(named) if named else data_path() / "packs"
