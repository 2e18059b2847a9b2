"""The file of a project: written whole or not at all, and read with one sentence for what fails."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverart.errors import CoverArtError
from coverart.export.write import write_atomically
from coverart.gui.session.project import SUFFIX, Project
from coverart.gui.session.project_json import (
    DAMAGES,
    FORMAT,
    VERSION,
    Beside,
    as_json,
    from_json,
    is_there,
)
from coverart.language import _, plural

LARGEST = 16 * 2**20
"""Bytes; nothing that we write comes near, so that a film with our suffix is not read whole."""
NAMED = 3
"""How many files that are gone are called by their names."""


class ProjectError(CoverArtError):
    """A project's file that cannot be opened."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A project, and which of the files it needs are gone."""

    project: Project
    gone: tuple[Path, ...] = ()


def write_project(path: Path, project: Project, movable: bool = True) -> None:
    """Write a project to its file. Raises `ExportError` where that is impossible.

    What is `movable` will be found again where its folder is moved together with what it needs.
    """
    paths = Beside(path.parent) if movable else Beside()
    written = json.dumps(as_json(project, paths), ensure_ascii=False, indent=2)
    # Names of files that are no text reach JSON as half characters, which only this can write.
    write_atomically(path, written.encode("utf-8", "surrogatepass"))


def open_project(path: Path) -> Opened:
    """Read a project from its file, and look what it needs is still there.

    Raises `ProjectError` for a file that is not there, not a project, damaged, or of a newer
    version of this program.
    """
    project = _parsed(path, _read(path), Beside(path.absolute().parent))
    return Opened(project, tuple(file for file in project.files if not is_there(file)))


def recall_project(path: Path) -> Project | None:
    """A project as it was written, if it can be read, without looking for the files it needs."""
    with suppress(ProjectError):
        return _parsed(path, _read(path), Beside())
    return None


def gone_in_words(gone: Sequence[Path]) -> str:
    """One sentence about files that are gone, or nothing."""
    if not gone:
        return ""
    names = ", ".join(path.name or str(path) for path in gone[:NAMED])
    more = len(gone) - NAMED
    if more > 0:
        return plural(
            "These are no longer where they were: {names}, and {more} more.",
            "These are no longer where they were: {names}, and {more} more.",
            more,
        ).format(names=names, more=more)
    return plural(
        "This is no longer where it was: {names}.",
        "These are no longer where they were: {names}.",
        len(gone),
    ).format(names=names)


def is_project(path: Path) -> bool:
    """Whether this is the name of a project's file."""
    return path.suffix.lower() == SUFFIX


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST)
    except FileNotFoundError as error:
        raise ProjectError(
            _("The project {name} is no longer there").format(name=path.name)
        ) from error
    except OSError as error:
        raise ProjectError(
            _("The project {name} cannot be read: {reason}").format(
                name=path.name, reason=error.strerror or error
            )
        ) from error


def _parsed(path: Path, data: bytes, paths: Beside) -> Project:
    try:
        kept: Any = json.loads(data.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise _damaged(path) if FORMAT.encode() in data else _foreign(path) from error
    if not isinstance(kept, dict) or kept.get("format") != FORMAT:
        raise _foreign(path)
    version = kept.get("version")
    if isinstance(version, int) and version > VERSION:
        raise ProjectError(
            _("The project {name} was made by a newer Coverart").format(name=path.name),
            _("update this one to open it"),
        )
    try:
        return from_json(kept, paths)
    except DAMAGES as error:
        raise _damaged(path) from error


def _foreign(path: Path) -> ProjectError:
    return ProjectError(_("{name} is not a project of Coverart").format(name=path.name))


def _damaged(path: Path) -> ProjectError:
    return ProjectError(
        _("The project {name} is damaged").format(name=path.name),
        _("open an earlier copy of it, or begin anew with the same song and photos"),
    )
