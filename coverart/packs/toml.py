"""`pack.toml`: a manifest as a file.

Each tower is a table of its own, `[image]`, `[text]`, `[audio]` and `[audio_text]`; each file is a
table `[files."name"]`, each proof `[proofs."graph"]`. Fields are called as in `packs.manifest`;
what is None or missing has its default. Fields that are not known are refused: a typing error is
found, and what a later format says is not passed over.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import tomli_w

from coverart.errors import PackError
from coverart.language import _, mark
from coverart.packs.manifest import FORMAT, MANIFEST, Pack
from coverart.packs.rules import faults

LARGEST_MANIFEST = 1 << 20
_PLAIN_KINDS = {
    str: mark("a text"),
    int: mark("a whole number"),
    bool: mark("true or false"),
    float: mark("a number"),
}


class _FieldError(Exception):
    """A field that is not what it should be; its text is a sentence that the field begins."""


def read_manifest(folder: Path) -> Pack:
    """Read the manifest of a pack.

    Raises `PackError`, which names the field, where anything is missing, of the wrong kind or
    makes no sense, and where a file of the pack is a symbolic link.
    """
    raw = _parsed(folder)
    if raw.pop("format", None) != FORMAT:
        raise PackError(
            folder.name,
            _("the format of its {manifest} is not {format}").format(
                manifest=MANIFEST, format=FORMAT
            ),
            _("update Coverart"),
        )
    try:
        pack: Pack = _dataclass(Pack, _with_names(raw), "")
    except _FieldError as error:
        raise PackError(
            folder.name, _("in its {manifest}, {error}").format(manifest=MANIFEST, error=error)
        ) from error
    fault = next(faults(pack), None)
    if fault is not None:
        raise PackError(
            folder.name, _("in its {manifest}, {fault}").format(manifest=MANIFEST, fault=fault)
        )
    for name in pack.files:
        if (folder / name).is_symlink():
            raise PackError(
                folder.name,
                _("its “{name}” is a symbolic link").format(name=name),
                _("copy the file itself"),
            )
    return pack


def write_manifest(folder: Path, pack: Pack) -> None:
    """Write the manifest of a pack, all of it or nothing. Raises `PackError` as reading does."""
    fault = next(faults(pack), None)
    if fault is not None:
        raise PackError(
            pack.name, _("in its {manifest}, {fault}").format(manifest=MANIFEST, fault=fault)
        )
    raw = _without_nothing(asdict(pack))
    for file in raw["files"].values():
        del file["name"]
    text = tomli_w.dumps({"format": FORMAT, **raw}, multiline_strings=False)
    beside = folder / f".{MANIFEST}.{os.getpid()}"
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(folder / MANIFEST)
    finally:
        beside.unlink(missing_ok=True)


def _parsed(folder: Path) -> dict[str, Any]:
    """The raw tables of the manifest."""
    path = folder / MANIFEST
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_MANIFEST + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise PackError(
            folder.name,
            _("there is no {manifest} in {folder}").format(manifest=MANIFEST, folder=folder),
        ) from error
    except OSError as error:
        raise PackError(
            folder.name, _("its {manifest} cannot be read").format(manifest=MANIFEST)
        ) from error
    if len(content) > LARGEST_MANIFEST:
        raise PackError(
            folder.name,
            _("its {manifest} is larger than a manifest can be").format(manifest=MANIFEST),
        )
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise PackError(
            folder.name,
            _("its {manifest} is damaged: {error}").format(manifest=MANIFEST, error=error),
        ) from error


def _with_names(raw: dict[str, Any]) -> dict[str, Any]:
    """The raw tables, with the name of each file in its table."""
    files = raw.get("files")
    if not isinstance(files, dict):
        raise _FieldError(_("`files` is missing"))
    for name, file in files.items():
        if not isinstance(file, dict) or "name" in file:
            raise _FieldError(_("`files.{name}` is not a table of a file").format(name=name))
        file["name"] = name
    return raw


def _value(kind: Any, raw: Any, where: str) -> Any:
    """`raw` as a value of `kind`; where it is none, the field `where` is named."""
    if get_origin(kind) is UnionType:  # of something and None
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
    if is_dataclass(kind):
        return _dataclass(kind, raw, where)
    origin = get_origin(kind)
    if origin is tuple:
        return _tuple(get_args(kind), raw, where)
    if origin is Mapping:
        return _mapping(get_args(kind)[1], raw, where)
    if issubclass(kind, StrEnum):
        return _choice(kind, raw, where)
    if kind is float and type(raw) is int:
        raw = float(raw)
    if type(raw) is not kind:  # a truth value is no number here
        raise _FieldError(
            _("`{where}` is not {kind}").format(where=where, kind=_(_PLAIN_KINDS[kind]))
        )
    return raw


def _dataclass(kind: Any, raw: Any, where: str) -> Any:
    if not isinstance(raw, dict):
        raise _FieldError(_("`{where}` is not a table").format(where=where))
    kinds = get_type_hints(kind)
    values = {}
    start = f"{where}." if where else ""
    for field in fields(kind):
        if field.name in raw:
            values[field.name] = _value(kinds[field.name], raw[field.name], start + field.name)
        elif type(None) in get_args(kinds[field.name]):
            values[field.name] = None
        elif field.default is MISSING and field.default_factory is MISSING:
            raise _FieldError(_("`{where}` is missing").format(where=start + field.name))
    unknown = sorted(raw.keys() - kinds.keys())
    if unknown:
        raise _FieldError(_("`{where}` is not known").format(where=start + unknown[0]))
    return kind(**values)


def _tuple(kinds: tuple[Any, ...], raw: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise _FieldError(_("`{where}` is not a list").format(where=where))
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(raw)
    if len(raw) != len(kinds):
        raise _FieldError(
            _("`{where}` is not a list of {number}").format(where=where, number=len(kinds))
        )
    return tuple(_value(kind, one, where) for kind, one in zip(kinds, raw, strict=True))


def _mapping(kind: Any, raw: Any, where: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise _FieldError(_("`{where}` is not a table").format(where=where))
    return {name: _value(kind, one, f"{where}.{name}") for name, one in raw.items()}


def _choice(kind: type[StrEnum], raw: Any, where: str) -> StrEnum:
    try:
        return kind(raw)
    except ValueError as error:
        raise _FieldError(
            _("`{where}` is none of {names}").format(where=where, names=", ".join(kind))
        ) from error


def _without_nothing(raw: Any) -> Any:
    """Tables without what is None or empty, which TOML has no word for; tuples as lists."""
    if isinstance(raw, dict):
        cleaned = {name: _without_nothing(one) for name, one in raw.items()}
        return {name: one for name, one in cleaned.items() if one is not None and one != []}
    if isinstance(raw, tuple):
        return [_without_nothing(one) for one in raw]
    return str(raw) if isinstance(raw, StrEnum) else raw
