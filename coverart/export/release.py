"""A release set: all the covers that a release needs, at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coverart.domain import SQUARE, WIDE, Box
from coverart.export.check import check, trimmed
from coverart.export.lettering import Lettering
from coverart.export.presets import Preset, preset
from coverart.export.render import ExportOrder
from coverart.language import _

STANDARD = ("square", "square-master", "wide")
"""What every release needs: a square JPEG and its lossless master, and a wide JPEG for videos."""
LONGEST_STEM = 80
Source = tuple[Path, Box]
"""A photo, and the box of it that a cover is cut from."""

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Impossible:
    """A preset that no cover can be made for, and why, in a full sentence."""

    preset: Preset
    sentence: str


@dataclass(frozen=True, slots=True)
class Release:
    """The covers to write, no two of one name, and the presets there can be none for."""

    orders: tuple[ExportOrder, ...]
    impossible: tuple[Impossible, ...] = ()

    def replacing(self) -> "Release":
        """The same, but files that exist already are replaced."""
        return replace(self, orders=tuple(replace(own, overwrite=True) for own in self.orders))


def release_orders(
    square: Source | None,
    wide: Source | None,
    folder: Path,
    stem: str,
    presets: Sequence[Preset | str] = (),
    lettering: Lettering | None = None,
) -> Release:
    """The standard set, and a cover for each of `presets`, each from the crop of its shape.

    Files are called "<stem> - <preset>.jpg" in `folder`, or ".png" where the preset takes nothing
    else. A preset that is named twice gives one cover. Raises `UsageError` for one that is unknown.
    """
    orders: list[ExportOrder] = []
    impossible: list[Impossible] = []
    for own in _unique((*STANDARD, *presets)):
        source = _source(own, square, wide)
        sentence = _objection(own, source)
        if source is None or sentence:
            impossible.append(Impossible(own, sentence))
            continue
        target = folder / _free_name(f"{file_stem(stem)} - {own.name}", own, orders)
        orders.append(ExportOrder(*source, target, own, lettering=lettering))
    return Release(tuple(orders), tuple(impossible))


def file_stem(name: str) -> str:
    """A name without what file systems forbid, and not too long; never empty."""
    allowed = " ".join(_FORBIDDEN.sub(" ", name).split())
    return allowed[:LONGEST_STEM].strip(". ") or _("Cover")


def _unique(wanted: Sequence[Preset | str]) -> Iterator[Preset]:
    """The presets, each once, in their order."""
    return iter(dict.fromkeys(preset(one) if isinstance(one, str) else one for one in wanted))


def _source(own: Preset, square: Source | None, wide: Source | None) -> Source | None:
    """What the cover of a preset is cut from."""
    return {SQUARE: square, WIDE: wide}.get(own.aspect)


def _objection(own: Preset, source: Source | None) -> str:
    """Why there can be no cover for a preset; empty where there can."""
    if source is None:
        sentence = _("{title} needs a crop of {shape}, and none was chosen.")
        return sentence.format(title=_(own.title), shape=own.aspect)
    if trimmed(source[1], own.aspect) is None:
        return check(own, source[1])[0].sentence
    return ""


def _free_name(stem: str, own: Preset, orders: Sequence[ExportOrder]) -> str:
    """A file name that none of the orders has, whatever its capitals."""
    taken = {order.target.name.casefold() for order in orders}
    suffix = own.formats[0].suffixes[0]
    names = (
        f"{stem}{f' {number}' if number > 1 else ''}{suffix}"
        for number in range(1, len(orders) + 2)
    )
    return next(name for name in names if name.casefold() not in taken)
