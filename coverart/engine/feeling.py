"""The mood of songs, photos and words, by itself."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from coverart.domain import Floats
from coverart.engine.job import Job, Progress, Skipped
from coverart.engine.reading import Lens, glance, listen
from coverart.engine.session import Tools
from coverart.media.folder import PHOTO_SUFFIXES
from coverart.media.pool import Task


class Kind(StrEnum):
    """What a mood was read from."""

    SONG = "song"
    PHOTO = "photo"


@dataclass(frozen=True, slots=True)
class Felt:
    """The coordinates (d,) of one file."""

    path: Path
    kind: Kind
    vector: Floats


def feel(paths: Sequence[Path], tools: Tools) -> Job[tuple[Felt, ...]]:
    """Read the mood of each file: a photo by its name's suffix, and a song otherwise.

    The tools must hold a light space, whose coordinates are moods. Files that cannot be used are
    told as `Skipped` and left out.
    """
    felt: dict[Path, Felt] = {}
    yield Progress("Reading moods", 0, len(paths))
    tasks = [Task(_feel, path, (_kind(path), Lens.of(tools.space))) for path in paths]
    done = 0
    with closing(tools.pool.read_all(tasks)) as outcomes:
        for outcome in outcomes:
            if outcome is not None and outcome.error is not None:
                yield Skipped(outcome.error)
            elif outcome is not None and outcome.result is not None:
                felt[outcome.path] = Felt(outcome.path, _kind(outcome.path), outcome.result)
            done += outcome is not None
            yield Progress("Reading moods", done, len(paths))
    return tuple(felt[path] for path in paths if path in felt)


def _kind(path: Path) -> Kind:
    return Kind.PHOTO if path.suffix.lower() in PHOTO_SUFFIXES else Kind.SONG


def _feel(path: Path, kind: Kind, lens: Lens) -> Floats | None:
    if kind is Kind.SONG:
        vectors = listen(path, lens).vectors
        return None if vectors is None else vectors.mean(axis=0)
    return glance(path, lens, None).vector
