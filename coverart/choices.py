"""What a user chose once and for all, kept in a small file of its own between runs.

A file that is missing or damaged is the same as none: every choice has a default. It is written to
a temporary name first, so that a crash leaves the old one.
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

import platformdirs

CONFIG_VARIABLE = "COVERART_CONFIG"


class Looks(StrEnum):
    """Whether the window is light or dark, or as the rest of the system."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class PackChoice:
    """How a pack is used: `link` and `precision` by their names, empty for the pack's own."""

    link: str = ""
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """The space to compare in, by name, whether graphics cards may be used, and a choice by pack.

    An empty `space` is the one that comes with the program. The rest is about the window:
    `language` is a code, empty for the system's language; with `auto_advance`, a crop that was
    judged is followed by the next; `seen_tips` are the names of the tips that were given;
    `export_folder` is where covers went last.
    """

    space: str = ""
    graphics: bool = True
    packs: Mapping[str, PackChoice] = field(default_factory=dict)
    appearance: Looks = Looks.SYSTEM
    language: str = ""
    auto_advance: bool = False
    seen_tips: tuple[str, ...] = ()
    export_folder: str = ""

    def of(self, pack: str) -> PackChoice:
        """How a pack is to be used."""
        return self.packs.get(pack, PackChoice())

    def with_pack(self, name: str, choice: PackChoice) -> Self:
        """The same, but for one pack."""
        return replace(self, packs={**self.packs, name: choice})


def choices_path() -> Path:
    """The file, in the user's configuration folder or the one that COVERART_CONFIG names."""
    named = os.environ.get(CONFIG_VARIABLE)
    folder = Path(named) if named else platformdirs.user_config_path("coverart", appauthor=False)
    return folder / "choices.json"


def load_choices() -> Choices:
    """What was chosen, as far as it can be read."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        kept: dict[str, Any] = json.loads(choices_path().read_text(encoding="utf-8"))
        appearance = kept.get("appearance")
        return Choices(
            space=str(kept.get("space", "")),
            graphics=bool(kept.get("graphics", True)),
            packs={str(name): PackChoice(**own) for name, own in kept.get("packs", {}).items()},
            appearance=Looks(appearance) if appearance in tuple(Looks) else Looks.SYSTEM,
            language=str(kept.get("language", "")),
            auto_advance=bool(kept.get("auto_advance", False)),
            seen_tips=tuple(map(str, kept.get("seen_tips", ()))),
            export_folder=str(kept.get("export_folder", "")),
        )
    return Choices()


def save_choices(choices: Choices) -> None:
    """Keep choices for the next time; where that is impossible, they last for this run."""
    path = choices_path()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text(json.dumps(asdict(choices), indent=2), encoding="utf-8")
        new.replace(path)


def change_choices(change: Callable[[Choices], Choices]) -> Choices:
    """Keep choices that differ from those in the file by a change, and give them back.

    Whoever changes one thing must not undo what another part, or window, changed meanwhile.
    """
    changed = change(load_choices())
    save_choices(changed)
    return changed
