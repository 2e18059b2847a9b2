"""ONNX graphs as a pack holds them: what is in them, and that they reach for nothing outside.

A *weight-less* graph has placeholders: initializers of its main graph whose data are external, with
the one entry `location` = "@" + the name of a tensor. In a *bound* graph the same entries name a
safetensors file of the pack, an offset and a length. Anything else that would make a runtime open
another file is refused: other locations, external data anywhere but in those initializers, and
nodes that load a compiled model by its path.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto

from coverart.errors import PackError
from coverart.language import _, listed
from coverart.packs.manifest import AudioTower, ImageTower, Tower

OUTPUT = "embedding"
MARK = "@"
LARGEST_GRAPH = 2**31 - 1  # what protobuf can hold
_FOREIGN_NODES = frozenset({"EPContext"})
# Types of ONNX in the words of safetensors.
_DTYPES: dict[int, str] = {
    TensorProto.FLOAT: "F32",
    TensorProto.FLOAT16: "F16",
    TensorProto.BFLOAT16: "BF16",
    TensorProto.DOUBLE: "F64",
    TensorProto.INT64: "I64",
    TensorProto.INT32: "I32",
    TensorProto.INT8: "I8",
    TensorProto.UINT8: "U8",
    TensorProto.BOOL: "BOOL",
}


@dataclass(frozen=True, slots=True)
class Placeholder:
    """An initializer that waits for its data: the tensor it names, its dtype and shape."""

    tensor: str
    dtype: str
    shape: tuple[int, ...]


def load_graph(path: Path) -> ModelProto:
    """Read a graph, and none of the files it may name. Raises `PackError` where it is damaged."""
    try:
        if path.stat().st_size > LARGEST_GRAPH:
            raise PackError(
                path.parent.name,
                _("its “{name}” is larger than a graph can be").format(name=path.name),
            )
        model = onnx.load(path, load_external_data=False)
    except OSError as error:
        raise PackError(
            path.parent.name, _("its “{name}” cannot be read").format(name=path.name)
        ) from error
    except DecodeError as error:
        raise PackError(
            path.parent.name, _("its “{name}” is no ONNX graph").format(name=path.name)
        ) from error
    if not model.graph.node:  # bytes that happen to decode
        raise PackError(
            path.parent.name, _("its “{name}” is an empty graph").format(name=path.name)
        )
    return model


def placeholders(path: Path, model: ModelProto) -> tuple[Placeholder, ...]:
    """The placeholders of a weight-less graph, which was read from `path`.

    None of a graph that carries its weights. Raises `PackError` where it reaches for anything else.
    """
    _check_nodes(path, model)
    return tuple(_placeholder(path, tensor) for tensor in external(path, model))


def check_bound(path: Path, files: Collection[str]) -> None:
    """Check that a bound graph reads nothing but `files`, which lie in its own folder.

    Raises `PackError` where it does.
    """
    model = load_graph(path)
    _check_nodes(path, model)
    for tensor in external(path, model):
        entries = {entry.key: entry.value for entry in tensor.external_data}
        numbers = (entries.get("offset", ""), entries.get("length", ""))
        if entries.get("location") not in files or not all(map(str.isdecimal, numbers)):
            raise _reaching(path, entries.get("location", ""))


def external(path: Path, model: ModelProto) -> list[TensorProto]:
    """The initializers of the main graph whose data lie elsewhere.

    Raises `PackError` where any other tensor's data do.
    """
    for tensor in _other_tensors(model):
        if _is_external(tensor):
            raise _reaching(path, next((one.value for one in tensor.external_data), ""))
    return [tensor for tensor in model.graph.initializer if _is_external(tensor)]


def check_interface(path: Path, model: ModelProto, tower: Tower) -> None:
    """Check that a graph has the inputs and the output of its tower, by name and dimension.

    Raises `PackError` where it has not.
    """
    constants = {tensor.name for tensor in model.graph.initializer}
    names = [value.name for value in model.graph.input if value.name not in constants]
    wanted = input_names(tower)
    if sorted(names) != sorted(wanted):
        raise PackError(
            path.parent.name,
            _("its “{name}” takes {found} where {wanted} is to be given").format(
                name=path.name, found=_listed(names), wanted=_listed(wanted)
            ),
        )
    outputs = {value.name: value for value in model.graph.output}
    if OUTPUT not in outputs:
        raise PackError(
            path.parent.name,
            _("its “{name}” gives no “{output}”").format(name=path.name, output=OUTPUT),
        )
    shape = outputs[OUTPUT].type.tensor_type.shape.dim
    if shape and shape[-1].dim_value not in {0, tower.dimension}:
        raise PackError(
            path.parent.name,
            _(
                "its “{name}” gives vectors of {given} numbers, and its manifest says {dimension}"
            ).format(name=path.name, given=shape[-1].dim_value, dimension=tower.dimension),
        )


def input_names(tower: Tower) -> tuple[str, ...]:
    """The names of the inputs of a tower's graph."""
    if isinstance(tower, ImageTower):
        return ("pixels",)
    if isinstance(tower, AudioTower):
        return ("mel", "longer") if tower.fusion else ("mel",)
    return ("tokens", "mask") if tower.masked else ("tokens",)


def _placeholder(path: Path, tensor: TensorProto) -> Placeholder:
    entries = [(entry.key, entry.value) for entry in tensor.external_data]
    if len(entries) != 1 or entries[0][0] != "location" or not entries[0][1].startswith(MARK):
        raise _reaching(path, dict(entries).get("location", ""))
    if tensor.data_type not in _DTYPES:
        raise PackError(
            path.parent.name,
            _("its “{name}” has a tensor “{tensor}” of an unknown kind").format(
                name=path.name, tensor=tensor.name
            ),
        )
    name = entries[0][1].removeprefix(MARK)
    return Placeholder(name, _DTYPES[tensor.data_type], tuple(tensor.dims))


def _reaching(path: Path, location: str) -> PackError:
    return PackError(
        path.parent.name,
        _("its “{name}” reads “{location}”, which is not of this pack").format(
            name=path.name, location=location
        ),
        _("do not use it unless you know who made it"),
    )


def _check_nodes(path: Path, model: ModelProto) -> None:
    """Refuse nodes that open files of their own."""
    for node in _nodes(model):
        if node.op_type in _FOREIGN_NODES:
            raise _reaching(path, node.op_type)


def _is_external(tensor: TensorProto) -> bool:
    return tensor.data_location == TensorProto.EXTERNAL or len(tensor.external_data) > 0


def _graphs(model: ModelProto) -> Iterator[GraphProto]:
    """The main graph first, then those for training, and all that are nested in their nodes."""
    yield model.graph
    waiting = _nested(model.graph.node)
    for training in model.training_info:
        waiting += [training.initialization, training.algorithm]
    for function in model.functions:
        waiting += _nested(function.node)
    while waiting:
        graph = waiting.pop()
        yield graph
        waiting += _nested(graph.node)


def _nested(nodes: Iterable[NodeProto]) -> list[GraphProto]:
    attributes = [one for node in nodes for one in node.attribute]
    single = [one.g for one in attributes if one.type == AttributeProto.GRAPH]
    return single + [graph for one in attributes for graph in one.graphs]


def _nodes(model: ModelProto) -> Iterator[NodeProto]:
    for graph in _graphs(model):
        yield from graph.node
    for function in model.functions:
        yield from function.node


def _other_tensors(model: ModelProto) -> Iterator[TensorProto]:
    """Every tensor of a model, wherever it stands, but the initializers of its main graph."""
    for place, graph in enumerate(_graphs(model)):
        if place > 0:
            yield from graph.initializer
        for sparse in graph.sparse_initializer:
            yield from (sparse.values, sparse.indices)
    for node in _nodes(model):
        for attribute in node.attribute:
            yield from _attribute_tensors(attribute)
    for function in model.functions:
        for attribute in function.attribute_proto:
            yield from _attribute_tensors(attribute)


def _attribute_tensors(attribute: AttributeProto) -> Iterator[TensorProto]:
    if attribute.HasField("t"):
        yield attribute.t
    yield from attribute.tensors
    for sparse in (attribute.sparse_tensor, *attribute.sparse_tensors):
        yield from (sparse.values, sparse.indices)


def _listed(names: Iterable[str]) -> str:
    return listed([_("“{name}”").format(name=name) for name in names]) or _("nothing")
