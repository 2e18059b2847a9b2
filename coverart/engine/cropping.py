"""The crop candidates of one photo, rated by themselves."""

from dataclasses import dataclass
from pathlib import Path

from coverart.crops.composition import Scene, composition_score
from coverart.crops.grid import Candidates, Mode, candidates
from coverart.domain import Aspect, Floats, Size
from coverart.engine.job import Job
from coverart.engine.reading import COMPOSITION_SIDE
from coverart.engine.session import Tools
from coverart.engine.waiting import awaited
from coverart.language import _
from coverart.media.photo import read_photo
from coverart.media.pool import Task


@dataclass(frozen=True, slots=True)
class Cropped:
    """A photo's size, its candidates (n), and how well each is composed: (n,) in [0, 1]."""

    size: Size
    candidates: Candidates
    composition: Floats


def crop(path: Path, aspect: Aspect, mode: Mode, tools: Tools) -> Job[Cropped]:
    """Find and rate the crops of one photo. Raises `MediaError` if it cannot be used."""
    task = Task(_crop, path, (aspect, mode, COMPOSITION_SIDE))
    return (
        yield from awaited(tools.pool.begin(task), _("Looking at {name}").format(name=path.name))
    )


def _crop(path: Path, aspect: Aspect, mode: Mode, side: int) -> Cropped:
    decoded = read_photo(path, side)
    found = candidates(decoded.size, aspect, mode)
    terms = Scene.of(decoded.pixels, decoded.size).terms(found.boxes)
    return Cropped(decoded.size, found, composition_score(terms))
