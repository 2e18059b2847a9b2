"""Stand-ins that are simple enough to calculate by hand. All of them can be sent to a process."""

import pickle
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from coverart.domain import Boxes, Emotion, Floats, Pixels, Rows, Size, SpaceId
from coverart.encoders.encoder import QueryPart
from coverart.errors import MediaError
from coverart.media.child import Reply
from coverart.media.pool import Outcome, Pending, ReaderPool, Task

Result = TypeVar("Result")

WORDS = {"left": (0.0, 0.5), "right": (1.0, 0.5)}


@dataclass(frozen=True, slots=True)
class FakeSpace:
    """A space of two coordinates: where the middle of a crop lies in its photo, each in [0, 1].

    Every song is at (0.5, 0.5); of words, only "left" and "right" are known. Similarity is one
    less the larger difference of the two coordinates. Queries fit from `worst` on. What is not
    wanted counts for nothing. Unless it is `light`, it encodes `portion` crops at a time.
    """

    worst: float = 0.5
    light: bool = True
    portion: int = 8

    @property
    def id(self) -> SpaceId:
        return SpaceId("fake-1")

    @property
    def title(self) -> str:
        return "Compares places."

    @property
    def device(self) -> str:
        return "" if self.light else "an abacus"

    @property
    def photo_side(self) -> int:
        return 64

    @property
    def sample_rate(self) -> int:
        return 8000

    def crop_vectors(self, pixels: Pixels, size: Size, boxes: Boxes) -> Iterator[Floats]:
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2 / np.array([size.width, size.height])
        for start in range(0, len(boxes), self.portion):
            yield np.asarray(middles[start : start + self.portion], dtype=np.float32)

    def song_vectors(self, windows: Sequence[Floats]) -> Iterator[Floats]:
        for _ in windows:
            yield np.array([[0.5, 0.5]], dtype=np.float32)

    def encode_text(self, text: str) -> Floats | None:
        return np.array(WORDS[text], dtype=np.float32) if text in WORDS else None

    def encode_emotion(self, emotion: Emotion) -> Floats | None:
        return None

    def emotion(self, crop: Floats) -> Emotion | None:
        return None

    def place(self, parts: Sequence[QueryPart]) -> Floats:
        wanted = [part for part in parts if part.weight > 0]
        weights = [part.weight for part in wanted]
        vectors = np.stack([part.vector for part in wanted])
        return np.average(vectors, axis=0, weights=weights).astype(np.float32)

    def aim(self, parts: Sequence[QueryPart], sample: Floats) -> "FakeAim":
        return FakeAim(self.place(parts), self.worst)

    def describe(self, part: QueryPart) -> Mapping[str, float | str]:
        across, down = part.vector.tolist()
        return {"across": across, "down": down}

    def take_notices(self) -> list[str]:
        return []

    def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class FakeAim:
    vector: Floats
    worst: float

    def similarity(self, crops: Rows | Floats) -> Floats:
        away = np.abs(crops.astype(np.float32) - self.vector).max(axis=1)
        return np.asarray(1 - np.clip(away, 0, 1), dtype=np.float32)

    def fits(self, crop: Floats, similarity: float) -> bool:
        return similarity >= self.worst

    def parts(self, crop: Floats) -> Mapping[str, float]:
        across, down = 1 - np.abs(crop - self.vector)
        return {"across": float(across), "down": float(down)}

    def explain(self, crop: Floats, asked: str) -> str:
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
