"""Jobs: everything slow is a generator that tells how it goes, and returns what it was for.

A job yields events, each an immutable value, and returns its result. Closing it cancels it at its
next `yield`; whatever it holds is released by its `finally` blocks, and what the library has
learnt is kept. The window, the command line and the tests all drive the same jobs.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import TypeVar

from coverart.domain import Ranking
from coverart.errors import MediaError
from coverart.ranking.search import Search


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job has come: `done` of `total` steps of what `label` names."""

    label: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why."""

    error: MediaError


@dataclass(frozen=True, slots=True)
class Better:
    """The ranking as it stands; a later one replaces it.

    `search` is what it was read off. It belongs to the job, which lets it grow: others may ask it
    once the job has ended.
    """

    ranking: Ranking
    search: Search | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence that the user should read."""

    sentence: str


Event = Progress | Skipped | Better | Notice
Result = TypeVar("Result")
Job = Generator[Event, None, Result]


def run(job: Job[Result], tell: Callable[[Event], object] = lambda _: None) -> Result:
    """Drive a job to its end, hand each event to `tell`, and give back its result."""
    try:
        while True:
            try:
                tell(next(job))
            except StopIteration as finished:
                return finished.value  # type: ignore[no-any-return]
    finally:
        job.close()
