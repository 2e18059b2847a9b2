"""A project as JSON, and back.

Paths stand there as they are, and also as seen from the folder of the project's file, so that a
folder which is moved or copied as a whole still opens. What is missing has its default, and what
is not known is let be, so that versions of the program understand each other. Values of the wrong
kind raise one of `DAMAGES`.
"""

import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from coverart import __version__
from coverart.domain import Aspect, Box, Emotion
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example
from coverart.errors import CoverArtError
from coverart.gui.session.project import Project, Selected
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.wanted import OPTIONS, Wanted
from coverart.ranking.query import WEIGHTS
from coverart.settings import Options, span

FORMAT = "coverart-project"
VERSION = 1
"""Raised when older programs could no longer read what is written."""

DAMAGES = (ValueError, TypeError, KeyError, AttributeError, OverflowError, CoverArtError)
"""What reading raises where a value is not of the kind that it should be."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Beside:
    """Paths as a project's file in `folder` names them; without a folder, only as they are."""

    folder: Path | None = None

    def write(self, path: Path) -> Json:
        """A path for JSON."""
        own = {"path": str(path.absolute())}
        if self.folder is not None:
            try:
                own["relative"] = Path(os.path.relpath(path, self.folder)).as_posix()
            except ValueError:  # on another drive of Windows
                return own
        return own

    def read(self, kept: Json) -> Path:
        """A path from JSON: as seen from the folder if it is there, and else as it was."""
        path = Path(_text(kept["path"]))
        relative = kept.get("relative")
        if self.folder is not None and relative is not None:
            moved = Path(os.path.normpath(self.folder / _text(relative)))
            if is_there(moved):
                return moved
        return path


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder, as far as we may know."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def as_json(project: Project, paths: Beside) -> Json:
    """A project for JSON."""
    wanted, selected = project.wanted, project.selected
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "song": None if wanted.song is None else paths.write(wanted.song),
        "places": [paths.write(place) for place in wanted.places],
        "words": wanted.words,
        "lyrics": wanted.lyrics,
        "liked": [_written(one, paths) for one in wanted.liked],
        "disliked": [_written(one, paths) for one in wanted.disliked],
        "pictures": [_written(one, paths) for one in wanted.pictures],
        "mood": None if wanted.mood is None else list(wanted.mood),
        "weights": {kind.value: weight for kind, weight in wanted.weights.items()},
        "shape": wanted.shape.value,
        "options": {one.name: getattr(wanted.options, one.name) for one in fields(Options)},
        "selected": None
        if selected is None
        else {
            **paths.write(selected.path),
            "aspect": str(selected.aspect),
            "box": selected.box.as_list(),
        },
        "filter": dict(project.filter),
        "layout": dict(project.layout),
        "file": None
        if project.file is None or paths.folder is not None
        else paths.write(project.file),
    }


def from_json(kept: Json, paths: Beside) -> Project:
    """A project from JSON."""
    song, selected, file = kept.get("song"), kept.get("selected"), kept.get("file")
    wanted = Wanted(
        song=None if song is None else paths.read(song),
        places=tuple(paths.read(place) for place in kept.get("places", ())),
        words=_text(kept.get("words", "")),
        lyrics=_text(kept.get("lyrics", "")),
        liked=_examples(kept.get("liked", ()), paths),
        disliked=_examples(kept.get("disliked", ()), paths),
        pictures=_examples(kept.get("pictures", ()), paths),
        weights=_weights(kept.get("weights", {})),
        shape=Shape(kept.get("shape", Shape.SQUARE.value)),
        options=_options(kept.get("options", {})),
        mood=_mood(kept.get("mood")),
    )
    return Project(
        wanted,
        None if selected is None else _selected(selected, paths),
        {**kept.get("filter", {})},
        {**kept.get("layout", {})},
        None if file is None else paths.read(file),
    )


def _written(example: Example, paths: Beside) -> Json:
    box = None if example.box is None else example.box.as_list()
    return {**paths.write(example.path), "box": box}


def _examples(kept: Sequence[Json], paths: Beside) -> tuple[Example, ...]:
    boxes = (one.get("box") for one in kept)
    read = (None if box is None else _box(box) for box in boxes)
    return tuple(Example(paths.read(one), box) for one, box in zip(kept, read, strict=True))


def _selected(kept: Json, paths: Beside) -> Selected:
    return Selected(paths.read(kept), Aspect.parse(kept["aspect"]), _box(kept["box"]))


def _box(kept: Sequence[int]) -> Box:
    left, top, right, bottom = (int(edge) for edge in kept)
    if not (0 <= left < right and 0 <= top < bottom):
        raise ValueError("this encloses no pixels")
    return Box(left, top, right, bottom)


def _weights(kept: Mapping[str, float]) -> Mapping[Kind, float]:
    """All weights; a kind that this program does not know is left out."""
    known = {kind.value: kind for kind in Kind}
    own = {known[name]: float(kept[name]) for name in kept if name in known}
    if not all(map(math.isfinite, own.values())):
        raise ValueError("this is no weight")
    return {**WEIGHTS, **own}


def _mood(kept: Sequence[float] | None) -> Emotion | None:
    """A mood, both coordinates in [-1, 1]; None where none is asked for."""
    if kept is None:
        return None
    valence, arousal = (float(own) for own in kept)
    if not all(abs(own) <= 1 for own in (valence, arousal)):
        raise ValueError("this is no mood")
    return Emotion(valence, arousal)


def _options(kept: Json) -> Options:
    """Options within their spans, each of the type that its default has."""
    own = {}
    for one in fields(Options):
        least, most = span(one.name)
        default = getattr(OPTIONS, one.name)
        value = kept.get(one.name, default)
        if not math.isfinite(value):
            raise ValueError("this is no number")
        own[one.name] = type(default)(min(max(value, least), most))
    return Options(**own)


def _text(kept: object) -> str:
    if not isinstance(kept, str):
        raise TypeError("this is no text")
    return kept
