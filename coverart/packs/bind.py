"""A weight-less graph is tied to the tensors of a safetensors file.

Each placeholder becomes a reference into the file: its name, an offset and a length. Nothing is
copied, so that a bound graph is as small as the graph it was made of, and a runtime maps the
weights straight from the published file.
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from onnx import ModelProto, TensorProto

from coverart.errors import PackError
from coverart.language import _
from coverart.packs.graph import (
    MARK,
    Placeholder,
    check_interface,
    external,
    load_graph,
    placeholders,
)
from coverart.packs.manifest import Pack, Tower, runnable
from coverart.packs.tensors import Tensor, read_header

Rename = Sequence[tuple[str, str]]


def bind_towers(folder: Path, pack: Pack) -> tuple[str, ...]:
    """Make every tower of a pack runnable; return the names of the files that were written.

    Raises `PackError` where a graph is not what its tower says, or does not go with its weights.
    """
    return tuple(
        runnable(tower) for tower in pack.towers.values() if _bind_tower(folder, pack, tower)
    )


def bind(graph: Path, weights: Path, rename: Rename, target: Path) -> None:
    """Write `graph`, tied to the tensors of `weights`, as `target`, which lies beside `weights`.

    Raises `PackError`, which names the first, where tensors are missing, or have another shape or
    dtype than the graph says.
    """
    model = load_graph(graph)
    wanted = placeholders(graph, model)
    if not wanted:
        raise PackError(
            graph.parent.name, _("its “{name}” asks for no weights").format(name=graph.name)
        )
    found = _found(wanted, weights, rename)
    for tensor, place in zip(external(graph, model), found, strict=True):
        _refer(tensor, weights.name, place)
    _write(model, target)


def _bind_tower(folder: Path, pack: Pack, tower: Tower) -> bool:
    """Make one tower runnable; whether anything had to be done for it."""
    graph = folder / tower.graph
    model = load_graph(graph)
    check_interface(graph, model, tower)
    if tower.weights:
        rename = pack.files[tower.weights].rename
        bind(graph, folder / tower.weights, rename, folder / runnable(tower))
    elif placeholders(graph, model):
        raise PackError(
            folder.name,
            _("its “{name}” has no weights, and none are named").format(name=graph.name),
        )
    return bool(tower.weights)


def _found(wanted: Sequence[Placeholder], weights: Path, rename: Rename) -> list[Tensor]:
    """The tensor of each placeholder."""
    tensors = read_header(weights)
    found = []
    faults = []
    for one in wanted:
        name = _renamed(one.tensor, weights, rename)
        tensor = tensors.get(name)
        fault = (
            _("it has no tensor “{name}”").format(name=name)
            if tensor is None
            else _mismatch(name, one, tensor)
        )
        if tensor is None or fault:
            faults.append(fault)
        else:
            found.append(tensor)
    if faults:
        told = {"name": weights.name, "fault": faults[0], "number": len(faults) - 1}
        reason = _("its “{name}” does not go with its graph: {fault}")
        if len(faults) > 1:
            reason = _(
                "its “{name}” does not go with its graph: {fault}, "
                "and {number} more of {total} do not fit"
            )
        raise PackError(
            weights.parent.name,
            reason.format(**told, total=len(wanted)),
            _("get the file that the pack's card names"),
        )
    return found


def _mismatch(name: str, wanted: Placeholder, tensor: Tensor) -> str:
    """What is wrong with a tensor; nothing, if nothing is."""
    if tensor.shape != wanted.shape:
        return _("“{name}” has the shape {shape}, not {wanted}").format(
            name=name, shape=_shape(tensor.shape), wanted=_shape(wanted.shape)
        )
    if tensor.dtype != wanted.dtype:
        return _("“{name}” is {dtype}, not {wanted}").format(
            name=name, dtype=tensor.dtype, wanted=wanted.dtype
        )
    return ""


def _shape(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) or "()"


def _renamed(name: str, weights: Path, rename: Rename) -> str:
    """What the publisher calls a tensor."""
    for pattern, replacement in rename:
        try:
            name = re.sub(pattern, replacement, name)
        except (re.error, IndexError) as error:
            raise PackError(
                weights.parent.name,
                _("`rename` cannot replace by “{replacement}”: {error}").format(
                    replacement=replacement, error=error
                ),
            ) from error
    return name


def _refer(tensor: TensorProto, file: str, place: Tensor) -> None:
    """Let an initializer refer to bytes of a file beside the graph."""
    assert tensor.external_data[0].value.startswith(MARK)  # noqa: S101 (as `placeholders` checked)
    del tensor.external_data[:]
    for key, value in (("location", file), ("offset", place.offset), ("length", place.length)):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, str(value)


def _write(model: ModelProto, target: Path) -> None:
    """Write a small graph: all of it or nothing."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(model.SerializeToString())
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
