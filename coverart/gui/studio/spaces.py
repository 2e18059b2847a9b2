"""The space that all jobs share: opened by the first that needs it, closed when none uses it.

Opening one may take seconds, so it happens in the thread of a job, and what can be told of it, the
name of its device above all, is noted there too.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

from coverart.encoders.encoder import Space
from coverart.engine.job import Better, Job
from coverart.engine.session import DEFAULT_SPACE, Opened, Tools, open_space, open_tools, tools_for
from coverart.language import _, mark

Result = TypeVar("Result")
OpenSpace = Callable[[str], Opened]

EMBEDDED = mark("Mood and colour")


@dataclass(frozen=True, slots=True)
class SpaceLabel:
    """What a space is called, what it compares, and what it computes on, as far as known.

    `moods` says whether it compares moods, so that one can be asked for.
    """

    name: str = EMBEDDED
    title: str = ""
    device: str = ""
    moods: bool = True

    def __str__(self) -> str:
        return " · ".join(filter(None, (_(self.name), self.device)))


def short_name(title: str) -> str:
    """The name at the beginning of a pack's title."""
    return title.partition(":")[0]


class _Held:
    """A space, and how many jobs use it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.opening = Lock()
        self.opened: Opened | None = None
        self.users = 0
        self.label: SpaceLabel | None = None


class Spaces:
    """Holds the space in use; may be asked from any thread."""

    def __init__(
        self, name: str = "", library: Path | None = None, open_named: OpenSpace = open_space
    ) -> None:
        self._library = library
        self._open = open_named
        self._lock = Lock()
        self._held = _Held(name)

    @property
    def label(self) -> SpaceLabel | None:
        """What is known of the space in use."""
        return self._held.label

    def choose(self, name: str = "") -> None:
        """Use another space from now on: by its name, or else the one that the user has chosen."""
        with self._lock:
            left, self._held = self._held, _Held(name)
            idle = not left.users
        if idle:
            _close(left)

    def close(self) -> None:
        """Close the space; no job may be under way."""
        self.choose()

    @contextmanager
    def tools(self) -> Iterator[Tools]:
        """Tools for one job, in its own thread."""
        with self._lock:
            held = self._held
            held.users += 1
        try:
            with tools_for(self._opened(held), self._library) as tools:
                yield tools
        finally:
            with self._lock:
                held.users -= 1
                idle = not held.users and held is not self._held
            if idle:
                _close(held)

    def embedded_tools(self) -> Tools:
        """Tools for a job that needs no space but the one that is always there."""
        return open_tools(DEFAULT_SPACE, self._library)

    def noting(self, job: Job[Result], space: Space) -> Job[Result]:
        """The job, which is looked over the shoulder for the device of its space.

        That is asked for after the first ranking, when the space has begun to compute.
        """
        with closing(job):
            while True:
                try:
                    event = next(job)
                except StopIteration as finished:
                    result: Result = finished.value
                    return result
                yield event
                if isinstance(event, Better):
                    self._note_device(space)

    def _note_device(self, space: Space) -> None:
        held = self._held
        own = held.opened is not None and held.opened.space is space
        if own and not space.light and not (held.label and held.label.device):
            held.label = _label(space, space.device)

    def _opened(self, held: _Held) -> Opened:
        with held.opening:
            if held.opened is None:
                opened = self._open(held.name)
                held.label = _label(opened.space)
                held.opened = replace(opened, notice="")  # one job tells it, and no other
                return opened
            return held.opened


def _label(space: Space, device: str = "") -> SpaceLabel:
    # Packs have a title of their own; the embedded space is none.
    pack = getattr(space, "pack", None)
    name = EMBEDDED if pack is None else short_name(_(pack.title))
    return SpaceLabel(name, space.title, device, moods=pack is None)


def _close(held: _Held) -> None:
    if held.opened is not None:
        held.opened.space.close()
