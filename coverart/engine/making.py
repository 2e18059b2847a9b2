"""Packs are built, and their linking heads trained: jobs over `learn`, which needs an extra.

The libraries that train and export models are large, and are there only where the extra `learn`
was installed. Nothing here needs them to be imported; a job that does says what is missing.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np

from coverart.domain import Floats
from coverart.encoders.neural.devices import Preference
from coverart.encoders.neural.towers import TextEncoder
from coverart.engine.extra import needs_extra
from coverart.engine.job import Event, Job, Notice, Progress
from coverart.errors import PackError
from coverart.packs.manifest import HEAD, Pack, TextTower
from coverart.packs.record import add_file, forget_file
from coverart.packs.store import Stored
from coverart.packs.tensors import read_arrays, save_arrays

if TYPE_CHECKING:
    from coverart.learn.graphs.build import BuildOptions
    from coverart.learn.link import Linked

FIGURES = "held_out"
"""The tensor of a head's file that says how well it does; `Head` passes it over."""

LABELS = {"encoding": "Reading texts", "training": "Training the head"}
FEW = 5
"""A head that finds fewer times as many texts as chance would has learnt next to nothing."""

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class HeadFigures:
    """How a head finds texts it was not trained with, from text to text.

    Shares in [0, 1] of `texts` that were found first, and among the first five, by the head, and
    `untrained` those found first before it was trained.
    """

    texts: int
    first: float
    first_five: float
    untrained: float
    trained_on: int

    @property
    def chance(self) -> float:
        """The share that is found first by guessing."""
        return 1 / self.texts

    @classmethod
    def of(cls, linked: "Linked") -> Self:
        """What the training came to."""
        after = linked.after
        return cls(
            after.texts, after.first, after.first_five, linked.before.first, linked.trained_on
        )

    def tensor(self) -> Floats:
        """All figures in a row, as they lie beside the head."""
        return np.array(
            [self.texts, self.first, self.first_five, self.untrained, self.trained_on],
            dtype=np.float32,
        )


def build_options(chosen: Mapping[str, Any]) -> "BuildOptions":
    """What a pack is to be made of, by the fields of `BuildOptions`.

    Raises `CoverArtError` where the extra is not installed.
    """
    with needs_extra():
        from coverart.learn.graphs.build import BuildOptions  # noqa: PLC0415 (see above)
    return BuildOptions(**chosen)


def build_pack(options: "BuildOptions", folder: Path) -> Job[Pack]:
    """Make a pack in `folder`, which must be new or empty; closed, it leaves nothing there.

    Raises `PackError` where anything is wrong with what it is made of.
    """
    with needs_extra():
        from coverart.learn.graphs.build import build  # noqa: PLC0415 (see above)

    def told(step: str) -> Iterator[Event]:
        yield Progress(step, 0, 0)

    return (yield from _carried_out(build(options, folder), told))


def link_pack(stored: Stored, captions: int | None = None) -> Job[HeadFigures]:
    """Train a linking head for an installed pack from texts, so many, and put it into the pack.

    An older head is replaced at the very end. Raises `PackError` for a pack that has no text tower
    of its own for sound, and `CoverArtError` where the extra is not installed.
    """
    with needs_extra():
        from coverart.learn.link import corpus, link  # noqa: PLC0415 (see above)

    folder, pack = stored.folder, stored.pack
    if pack.audio_text is None:
        raise PackError(pack.name, "its songs and pictures share one space", "it needs no head")
    said = corpus() if captions is None else corpus(captions)

    def told(progress: Any) -> Iterator[Event]:
        yield Progress(LABELS[progress.stage], progress.done, progress.total)

    with _reader(stored, pack.audio_text) as sound, _reader(stored, pack.text) as picture:
        linked = yield from _carried_out(link(said, sound, picture), told)
    figures = HeadFigures.of(linked)
    if HEAD in stored.pack.files:
        forget_file(folder, HEAD)  # a head half replaced would make the pack a damaged one
    save_arrays(folder / HEAD, {**linked.head.tensors(), FIGURES: figures.tensor()})
    add_file(folder, HEAD)
    if figures.first < FEW * figures.chance:
        yield Notice("The head finds hardly more than guessing would; the bank is the better link.")
    return figures


def head_figures(stored: Stored) -> HeadFigures | None:
    """What is known of a pack's head; None without one, or of one that came without figures."""
    if HEAD not in stored.pack.files:
        return None
    kept = read_arrays(stored.folder / HEAD).get(FIGURES)
    if kept is None or kept.shape != (5,) or not np.isfinite(kept).all() or kept[0] < 1:
        return None
    texts, first, first_five, untrained, trained_on = kept.tolist()
    return HeadFigures(int(texts), first, first_five, untrained, int(trained_on))


@contextmanager
def _reader(stored: Stored, tower: TextTower) -> Iterator[Callable[[Sequence[str]], Floats]]:
    """A text tower of a pack at work on the processor, as a function from texts to rows."""
    preference = Preference(graphics=False)
    with TextEncoder(stored.folder, stored.pack, tower, preference) as encoder:
        yield lambda texts: np.concatenate(list(encoder.encode(texts)))


def _carried_out(
    steps: Generator[Any, None, Result], told: Callable[[Any], Iterator[Event]]
) -> Job[Result]:
    """Steps of `learn`, as events of a job."""
    with closing(steps):
        while True:
            try:
                step = next(steps)
            except StopIteration as finished:
                result: Result = finished.value
                return result
            yield from told(step)
