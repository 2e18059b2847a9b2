"""A tower becomes an ONNX graph without weights.

Each float tensor of the state dict that the graph uses becomes a placeholder: `data_location` is
external, with the single key `location` = "@" and the tensor's name. What else is constant (index
tables, masks) stays in the graph and has to be small. Nothing that says when or where the graph
was made is kept: the same tower gives the same bytes.
"""

import hashlib
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import onnx
import onnx_ir as ir
import torch
from torch import Tensor

from coverart.learn.graphs.tower import Tower

OPSET = 20
MOST_INLINE = 200_000
"""Bytes of constants that a graph may hold itself."""
FORGOTTEN = ("value_info", "metadata_props", "doc_string", "quantization_annotation")


def export_graph(tower: Tower) -> bytes:
    """The graph of a tower, serialised.

    Raises `ValueError` where more than `MOST_INLINE` bytes of constants would stay in it.
    """
    model = _exported(tower)
    _free_of_weights(model, tower.model.state_dict())
    _number_values(model)
    proto = ir.to_proto(model)
    _merge_constants(proto.graph)
    _forget_circumstances(proto)
    _check_inline(proto.graph)
    return bytes(proto.SerializeToString(deterministic=True))


def _exported(tower: Tower) -> ir.Model:
    """What torch makes of the tower, with the names of its state dict."""
    inputs = tower.inputs(2, 0)
    axes = tuple(tower.varying[name] for name in inputs)
    wrapped = _Named(tower.module)
    with _quietly(), torch.no_grad():
        program = torch.onnx.export(
            wrapped,
            tuple(inputs.values()),
            input_names=list(inputs),
            output_names=["embedding"],
            dynamic_shapes=(axes,),
            opset_version=OPSET,
            dynamo=True,
            optimize=False,
            external_data=False,
            verbose=False,
        )
    if program is None:
        raise ValueError("torch returned no program")
    return program.model


class _Named(torch.nn.Module):
    """Takes any number of inputs under one name, whatever the tower calls them."""

    def __init__(self, tower: torch.nn.Module) -> None:
        super().__init__()
        self.tower = tower

    def forward(self, *inputs: Tensor) -> Tensor:
        """The tower's own output."""
        vectors: Tensor = self.tower(*inputs)
        return vectors


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the exporter's notes to itself, and attention out of its untraceable fast path."""
    fast = torch.backends.mha.get_fastpath_enabled()
    torch.backends.mha.set_fastpath_enabled(False)
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
        torch.backends.mha.set_fastpath_enabled(fast)


def _free_of_weights(model: ir.Model, state: Mapping[str, Tensor]) -> None:
    """Put placeholders where the graph holds float tensors of the state dict."""
    for value in model.graph.initializers.values():
        held = value.const_value
        key = str(value.name).removeprefix("tower.model.")
        tensor = state.get(key)
        if held is None or tensor is None or not tensor.is_floating_point():
            continue
        if not torch.equal(torch.from_numpy(held.numpy()), tensor):
            raise ValueError(f"{key} was changed by the export")
        value.const_value = ir.ExternalTensor(
            "@" + key, None, None, held.dtype, shape=ir.Shape(tensor.shape), name=str(value.name)
        )


def _number_values(model: ir.Model) -> None:
    """Number what flows between nodes, lest it be called as an input or the output is."""
    kept = {id(value) for value in model.graph.outputs}
    values = [value for node in model.graph for value in node.outputs if id(value) not in kept]
    for place, value in enumerate(values):
        value.name = f"v{place}"


def _merge_constants(graph: onnx.GraphProto) -> None:
    """Keep one of several constants that are the same: each window has the same index table."""
    first: dict[tuple[Any, ...], str] = {}
    same: dict[str, str] = {}
    for tensor in list(graph.initializer):
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            continue
        content = hashlib.sha256(tensor.raw_data).digest()
        key = (tensor.data_type, tuple(tensor.dims), content)
        kept = first.setdefault(key, tensor.name)
        if kept != tensor.name:
            same[tensor.name] = kept
            graph.initializer.remove(tensor)
    for node in graph.node:
        for place, name in enumerate(node.input):
            node.input[place] = same.get(name, name)


def _forget_circumstances(proto: onnx.ModelProto) -> None:
    """Drop names of source files, traces and versions, which are most of a graph's bytes."""
    proto.producer_name, proto.producer_version = "coverart", ""
    graph = proto.graph
    graph.name = "tower"
    parts = [proto, graph, *graph.node, *graph.input, *graph.output, *graph.initializer]
    for part in [*parts, *proto.functions]:
        for name in FORGOTTEN:
            if name in part.DESCRIPTOR.fields_by_name:
                part.ClearField(name)


def _check_inline(graph: onnx.GraphProto) -> None:
    sizes = {tensor.name: len(tensor.raw_data) for tensor in graph.initializer}
    for node in graph.node:
        for attribute in node.attribute:
            sizes[f"{node.name}.{attribute.name}"] = len(attribute.t.raw_data)
    if sum(sizes.values()) > MOST_INLINE:
        largest = sorted(sizes, key=lambda name: -sizes[name])[:5]
        listed = ", ".join(f"{name} ({sizes[name]} bytes)" for name in largest)
        raise ValueError(f"constants of {sum(sizes.values())} bytes stay in the graph: {listed}")
