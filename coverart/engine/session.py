"""The one place where real things are built: the library, the reading processes, the spaces."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from coverart.choices import Choices, load_choices
from coverart.encoders.affect.space import NAME, AffectSpace
from coverart.encoders.encoder import Space
from coverart.engine.readers import make_readers_ready
from coverart.errors import PackError, UsageError
from coverart.language import _, either
from coverart.library.store import Library
from coverart.media.pool import ReaderPool
from coverart.packs.store import Stored, find_installed, installed
from coverart.settings import library_path, packs_path

DEFAULT_SPACE = NAME


@dataclass(frozen=True, slots=True)
class Opened:
    """A space, and a sentence if it is not the one that was asked for."""

    space: Space
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Tools:
    """What jobs work with. A context manager; it belongs to the thread that opened it.

    The space may be shared, and is closed with the tools only if it is their `own`. `notices` are
    sentences to begin with.
    """

    library: Library
    pool: ReaderPool
    space: Space
    notices: tuple[str, ...] = ()
    own: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.close()
        self.library.close()
        if self.own:
            self.space.close()


def space_names() -> tuple[str, ...]:
    """The spaces that can be asked for: the embedded one, and those of the installed packs."""
    return (NAME, *(one.pack.name for one in installed() if isinstance(one, Stored)))


def open_space(name: str = "", choices: Choices | None = None) -> Opened:
    """The space of that name; without one, the one that was chosen.

    A pack that cannot be used is replaced by the embedded space, and that is said. Raises
    `UsageError` where there is no pack of that name.
    """
    choices = load_choices() if choices is None else choices
    wanted = name or choices.space or NAME
    if wanted == NAME:
        return Opened(AffectSpace())
    if name and not (packs_path() / name).is_dir():
        raise UsageError(
            _("There is no space “{name}”").format(name=name),
            _("choose {names}").format(names=either(space_names())),
        )
    # Not at the top: ONNX Runtime takes long to load, and most runs do without it.
    from coverart.encoders.neural.opening import open_pack  # noqa: PLC0415

    try:
        return Opened(open_pack(find_installed(wanted), choices.of(wanted), choices.graphics))
    except PackError as error:
        return Opened(
            AffectSpace(),
            _("{error} The space “{name}” is used instead.").format(error=error, name=NAME),
        )


def open_tools(space: str = "", library: Path | None = None) -> Tools:
    """Build what jobs work with. No file is read, and none is written, before a job asks for it."""
    make_readers_ready()
    return replace(tools_for(open_space(space), library), own=True)


def tools_for(opened: Opened, library: Path | None = None) -> Tools:
    """Build what jobs work with, around a space that is open, and stays so."""
    notices = (opened.notice,) if opened.notice else ()
    return Tools(Library(library or library_path()), ReaderPool(), opened.space, notices)
