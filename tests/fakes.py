"""Stand-ins that are simple enough to calculate by hand. All of them can be sent to a process."""

import pickle
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from coverart.domain import Boxes, Floats, Pixels, Rows, Size, SpaceId
from coverart.errors import MediaError
from coverart.media.child import Reply
from coverart.media.pool import Outcome, Pending, ReaderPool, Task

Result = TypeVar("Result")

WORDS = {"left": (0.0, 0.5), "right": (1.0, 0.5)}


@dataclass(frozen=True, slots=True)
class FakeSpace:
    """A space of two coordinates: where the middle of a crop lies in its photo, each in [0, 1].

    Every song is at (0.5, 0.5); of words, only "left" and "right" are known. Similarity is one
    less the larger difference of the two coordinates. Queries fit from `worst` on.
    """

    worst: float = 0.5

    @property
    def id(self) -> SpaceId:
        return SpaceId("fake-1")

    @property
    def title(self) -> str:
        return "Compares places."

    @property
    def photo_side(self) -> int:
        return 64

    @property
    def sample_rate(self) -> int:
        return 8000

    def encode_crops(self, pixels: Pixels, size: Size, boxes: Boxes) -> Floats:
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2 / np.array([size.width, size.height])
        return np.asarray(middles, dtype=np.float32)

    def encode_song(self, windows: Sequence[Floats]) -> Floats:
        return np.array([0.5, 0.5], dtype=np.float32)

    def encode_text(self, text: str) -> Floats | None:
        return np.array(WORDS[text], dtype=np.float32) if text in WORDS else None

    def combine(self, vectors: Sequence[Floats], weights: Sequence[float]) -> Floats:
        return np.average(np.stack(vectors), axis=0, weights=weights).astype(np.float32)

    def similarity(self, query: Floats, crops: Rows | Floats) -> Floats:
        away = np.abs(crops.astype(np.float32) - query).max(axis=1)
        return np.asarray(1 - np.clip(away, 0, 1), dtype=np.float32)

    def worst_fit(self, photos: Floats) -> float:
        return self.worst

    def parts(self, query: Floats, crop: Floats) -> Mapping[str, float]:
        across, down = 1 - np.abs(crop - query)
        return {"across": float(across), "down": float(down)}

    def explain(self, query: Floats, crop: Floats, asked: str) -> str:
        return f"where {asked} is"


class InlinePool(ReaderPool):
    """Carries out tasks at once and in this process; `tasks` and `values` tell which, and what."""

    def __init__(self) -> None:
        super().__init__(workers=1)
        self.tasks: list[Task[Any]] = []
        self.values: list[object] = []

    def alone(self) -> ReaderPool:
        return self

    def begin(self, task: Task[Result]) -> Pending[Result]:
        self.tasks.append(task)
        pending: Pending[Result] = Pending(task, lambda _: None)
        try:
            value = task.function(task.path, *task.arguments)
        except MediaError as error:
            pending.settle(Reply(error=error))
        else:
            self.values.append(value)
            # As over a process border, what comes back is a copy.
            pending.settle(Reply(pickle.loads(pickle.dumps(value))))
        return pending

    def read_all(self, tasks: Iterable[Task[Result]]) -> Generator[Outcome[Result]]:
        for task in tasks:
            yield self.begin(task).outcome()
