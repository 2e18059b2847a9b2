"""What each platform asks of a cover, as read from `resources/presets.toml`."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from coverart.domain import Aspect, Size
from coverart.errors import UsageError
from coverart.language import _, either
from coverart.resources import resource

Confidence = Literal["high", "medium", "low"]


class Format(StrEnum):
    """The file formats a cover is written in."""

    JPEG = "jpeg"
    PNG = "png"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """How the names of such files end, the usual ending first."""
        return (".jpg", ".jpeg") if self is Format.JPEG else (".png",)


@dataclass(frozen=True, slots=True)
class Preset:
    """The rules of one platform.

    `pixels` is what is written; `least` and `most` are the sizes beyond which the platform
    refuses. The first of `formats` is written unless another is asked for. `rules` are sentences
    for people, about what no program can check. `unconfirmed` marks platforms of which no page
    was read, so that the rules of another stand in.
    """

    name: str
    title: str
    pixels: Size
    formats: tuple[Format, ...]
    confidence: Confidence
    least: Size | None = None
    most: Size | None = None
    max_bytes: int | None = None
    unconfirmed: bool = False
    refuses_enlarging: bool = False
    rules: tuple[str, ...] = ()

    @property
    def aspect(self) -> Aspect:
        """The shape of what is written."""
        return Aspect(self.pixels.width, self.pixels.height)

    @property
    def doubtful(self) -> bool:
        """Whether the rules rest on weak sources, so that nobody knows what is refused."""
        return self.unconfirmed or self.confidence == "low"


@cache
def load_presets() -> Mapping[str, Preset]:
    """All presets by name, in the order of the file."""
    text = resource("presets.toml").read_text(encoding="utf-8")
    return MappingProxyType(
        {name: _preset(name, table) for name, table in tomllib.loads(text).items()}
    )


def preset(name: str) -> Preset:
    """The preset of that name; capitals do not matter, and spaces stand for hyphens.

    Raises `UsageError`, which names the nearest presets, where there is none.
    """
    presets = load_presets()
    wanted = name.strip().casefold().replace(" ", "-")
    if wanted in presets:
        return presets[wanted]
    near = difflib.get_close_matches(wanted, presets)
    near_by = _("perhaps you mean {names}").format(names=either(near))
    hint = near_by if near else _("see “coverart presets”")
    raise UsageError(_("There is no preset “{name}”").format(name=name), hint)


def _preset(name: str, table: Mapping[str, Any]) -> Preset:
    sizes = {key: Size(*table[key]) for key in ("pixels", "least", "most") if key in table}
    formats = tuple(Format(value) for value in table["formats"])
    rules = tuple(table.get("rules", ()))
    return Preset(**{**table, **sizes, "name": name, "formats": formats, "rules": rules})
