"""What was opened last, kept in a small file between runs.

A file that is missing or damaged is the same as none, and one entry that makes no sense spoils no
other. It is written to a temporary name first, so that a crash leaves the old one.
"""

import json
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from coverart.settings import data_path

MOST = 12
"""As many are remembered of each kind; some of them may be on a disk that is not there today."""


@dataclass(frozen=True, slots=True)
class Recent:
    """Songs, folders of photos and projects, of each kind the last one first."""

    songs: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    projects: tuple[Path, ...] = ()

    def with_song(self, path: Path) -> Self:
        """The same, with a song opened just now."""
        return replace(self, songs=_first(path, self.songs))

    def with_folder(self, path: Path) -> Self:
        """The same, with a folder opened just now."""
        return replace(self, folders=_first(path, self.folders))

    def with_project(self, path: Path) -> Self:
        """The same, with a project opened just now."""
        return replace(self, projects=_first(path, self.projects))


def recent_path() -> Path:
    """The file, in the folder of what cannot be made again."""
    return data_path() / "recent.json"


def load_recent() -> Recent:
    """What was opened last, as far as it can be read."""
    with suppress(OSError, ValueError, AttributeError, RecursionError):
        kept: dict[str, Any] = json.loads(recent_path().read_text(encoding="utf-8"))
        return Recent(**{name: _paths(kept.get(name)) for name in Recent.__dataclass_fields__})
    return Recent()


def save_recent(recent: Recent) -> None:
    """Keep what was opened for the next time; where that is impossible, nothing is said of it."""
    path = recent_path()
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    text = json.dumps(asdict(recent), indent=2, default=str)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _first(path: Path, others: Sequence[Path]) -> tuple[Path, ...]:
    """With `path` at the head, once, whole and within the bound."""
    whole = path.absolute()
    return (whole, *(other for other in others if other != whole))[:MOST]


def _paths(kept: object) -> tuple[Path, ...]:
    entries = kept if isinstance(kept, list) else []
    texts = dict.fromkeys(text for text in entries if isinstance(text, str) and text)
    return tuple(Path(text) for text in texts if "\0" not in text)[:MOST]
