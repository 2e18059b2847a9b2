"""safetensors files: where each tensor lies, and small arrays read and written.

A safetensors file is the length of its header (eight bytes, little-endian), the header (JSON: name
to dtype, shape and the offsets of its bytes) and the bytes of all tensors, one after another
without a gap (https://huggingface.co/docs/safetensors). Reading the header reads no weights, so
that it takes milliseconds for any model.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from coverart.errors import PackError
from coverart.language import _

LARGEST_HEADER = 100_000_000  # the limit of the library itself
MOST_AXES = 32
_BYTES = {
    **dict.fromkeys(("BOOL", "U8", "I8", "F8_E4M3", "F8_E5M2"), 1),
    **dict.fromkeys(("U16", "I16", "F16", "BF16"), 2),
    **dict.fromkeys(("U32", "I32", "F32"), 4),
    **dict.fromkeys(("U64", "I64", "F64"), 8),
}
_NOT_IN_NUMPY = frozenset({"BF16", "F8_E4M3", "F8_E5M2"})


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies: dtype in safetensors' words, `offset` and `length` in bytes of the file.

    `offset` is counted from the beginning of the file, not of the tensors.
    """

    dtype: str
    shape: tuple[int, ...]
    offset: int
    length: int


class _HeaderError(Exception):
    """A header that is no header; its text continues the sentence that the file begins."""


def read_header(path: Path) -> dict[str, Tensor]:
    """Where each tensor of a safetensors file lies.

    Raises `PackError` where the header is damaged or contradicts the file: tensors outside of it,
    over each other or with gaps, lengths that do not go with their shapes.
    """
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            length = int.from_bytes(file.read(8), "little")
            if size < 8 or length > min(size - 8, LARGEST_HEADER):
                raise _HeaderError(_("is truncated, or no safetensors file"))
            header = _header(file.read(length))
        tensors = {
            name: _tensor(name, entry, 8 + length)
            for name, entry in header.items()
            if name != "__metadata__"
        }
        _check_layout(tensors, 8 + length, size)
    except OSError as error:
        raise PackError(
            path.parent.name, _("its “{name}” cannot be read").format(name=path.name)
        ) from error
    except _HeaderError as error:
        raise PackError(
            path.parent.name,
            _("its “{name}” {error}").format(name=path.name, error=error),
            _("install it again"),
        ) from error
    return tensors


def read_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """All arrays of a small safetensors file, of dtypes that NumPy has.

    Raises `PackError` where it is damaged, or holds anything else.
    """
    foreign = {tensor.dtype for tensor in read_header(path).values()} & _NOT_IN_NUMPY
    if foreign:
        raise PackError(
            path.parent.name,
            _("its “{name}” holds {kind}").format(name=path.name, kind=min(foreign)),
        )
    try:
        return load_file(path)
    except (OSError, SafetensorError) as error:
        raise PackError(
            path.parent.name, _("its “{name}” is damaged").format(name=path.name)
        ) from error


def save_arrays(
    path: Path, arrays: Mapping[str, NDArray[Any]], notes: Mapping[str, str] | None = None
) -> None:
    """Write arrays, and `notes` on them, as a safetensors file: all of it or nothing."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # Written as they lie in memory, whatever their strides say: so they must lie in order.
        ordered = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
        save_file(ordered, beside, dict(notes) if notes else None)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _header(content: bytes) -> dict[str, Any]:
    """The header as a dictionary, in which no name stands twice."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise _HeaderError(_("names a tensor twice"))
        return found

    try:
        header = json.loads(content.decode("utf-8"), object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise _HeaderError(_("has a damaged header")) from error
    if not isinstance(header, dict):
        raise _HeaderError(_("has a damaged header"))
    return header


def _tensor(name: str, entry: Any, base: int) -> Tensor:
    """One entry of the header."""
    try:
        dtype, shape, (begin, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
        numbers = [begin, end, *shape]
    except (KeyError, TypeError, ValueError) as error:
        raise _HeaderError(_("has a damaged entry “{name}”").format(name=name)) from error
    if not isinstance(dtype, str) or dtype not in _BYTES:
        raise _HeaderError(_("has a tensor “{name}” of an unknown kind").format(name=name))
    if len(numbers) > MOST_AXES or any(type(one) is not int or one < 0 for one in numbers):
        raise _HeaderError(_("has a damaged entry “{name}”").format(name=name))
    if end - begin != prod(shape) * _BYTES[dtype]:
        raise _HeaderError(
            _("has a tensor “{name}” whose length does not go with its shape").format(name=name)
        )
    return Tensor(dtype, tuple(shape), base + begin, end - begin)


def _check_layout(tensors: Mapping[str, Tensor], base: int, size: int) -> None:
    """Tensors must follow each other without gap or overlap, from the header to the end."""
    position = base
    for tensor in sorted(tensors.values(), key=lambda one: (one.offset, one.length)):
        if tensor.offset != position:
            raise _HeaderError(_("has tensors over each other, or with a gap between them"))
        position += tensor.length
    if position != size:
        cut = _("is truncated") if position > size else _("has bytes that belong to no tensor")
        raise _HeaderError(cut)
