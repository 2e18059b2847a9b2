"""The one place where real things are built: the library, the reading processes, the spaces."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from coverart.encoders.affect.space import NAME, AffectSpace
from coverart.encoders.encoder import Space
from coverart.errors import UsageError
from coverart.library.store import Library
from coverart.media.pool import ReaderPool
from coverart.settings import library_path

DEFAULT_SPACE = NAME


def space_names() -> tuple[str, ...]:
    """The spaces that can be asked for."""
    return (NAME,)


def open_space(name: str) -> Space:
    """The space of that name. Raises `UsageError` if there is none."""
    if name not in space_names():
        raise UsageError(f"There is no space “{name}”", f"choose {' or '.join(space_names())}")
    return AffectSpace()


@dataclass(frozen=True, slots=True)
class Tools:
    """What jobs work with. A context manager; it belongs to the thread that opened it."""

    library: Library
    pool: ReaderPool
    space: Space

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.close()
        self.library.close()


def open_tools(space: str = DEFAULT_SPACE, library: Path | None = None) -> Tools:
    """Build what jobs work with. No process is started before there is a file to read."""
    chosen = open_space(space)
    return Tools(Library(library or library_path()), ReaderPool(), chosen)
