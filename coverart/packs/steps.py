"""How the slow things of a pack tell how far they are: generators that yield steps."""

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Step:
    """`done` of `total` of what `label` names, in bytes; `total` is 0 where it is not known."""

    label: str
    done: int = 0
    total: int = 0


Result = TypeVar("Result")
Steps = Generator[Step, None, Result]


def finish(steps: Steps[Result]) -> Result:
    """Go through all steps, and give back the result."""
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            result: Result = finished.value
            return result


def waited(work: Generator[None, None, Result], step: Callable[[], Step]) -> Steps[Result]:
    """Yield a step whenever `work` pauses; it is closed when this is."""
    with closing(work):
        while True:
            try:
                next(work)
            except StopIteration as finished:
                result: Result = finished.value
                return result
            yield step()
