"""Smaller twins of a runnable graph: int8 for CPUs, fp16 for GPUs.

int8: the weights of all matrix products become 8-bit integers with a scale for each output channel,
and the activations are quantised as they come ("dynamic"), so that no pictures are needed to make
it. Weights are signed, since the kernels for unsigned ones are half as fast. The patches of a
picture stay in float32: their convolution is a hundredth of the work.

fp16: everything but the normalisation at the end, whose squares would overflow; inputs and outputs
stay float32. A session for it must be made without the optimiser `NchwcTransformer`, with which
ONNX Runtime 1.31 crashes on such graphs of transformers where the CPU takes part of them.

Both start from the graph as ONNX Runtime simplifies it (basic level: the same operators, constants
computed), since a weight that is transposed before its product is no constant to a quantiser.
Each writes one file that carries its weights, and takes about three times the weights in memory.
"""

import logging
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import onnx
import onnxruntime
from onnx import GraphProto, ModelProto, NodeProto
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidGraph, InvalidProtobuf
from onnxruntime.quantization import QuantType, quantize_dynamic

from coverart.errors import PackError
from coverart.language import _
from coverart.packs.graph import OUTPUT

_PRODUCTS = ("MatMul", "Gemm")
# What may stand between the last product of a tower and its output, in any export.
_NORMALISING = frozenset(
    "Abs Add Cast CastLike Clip Constant Div Expand Identity LpNormalization Max Mul Pow ReduceL2 "
    "ReduceSum ReduceSumSquare Reciprocal Sqrt".split()
)


def make_int8(source: Path, target: Path) -> None:
    """Write the int8 twin of a runnable graph. Raises `PackError` where it cannot be made."""
    with _simplified(source) as graph:
        made = graph.with_name("int8.onnx")
        with _refusals(source), _quiet():
            quantize_dynamic(
                graph,
                made,
                op_types_to_quantize=list(_PRODUCTS),
                per_channel=True,
                weight_type=QuantType.QInt8,
            )
        made.replace(target)


def make_half(source: Path, target: Path) -> None:
    """Write the fp16 twin of a runnable graph. Raises `PackError` where it cannot be made."""
    with _simplified(source) as graph:
        made = graph.with_name("fp16.onnx")
        with _refusals(source), _quiet():
            typed = graph.with_name("typed.onnx")
            onnx.shape_inference.infer_shapes_path(graph, typed)
            onnx.save(_halved(onnx.load(typed)), made)
        made.replace(target)


def _halved(model: ModelProto) -> ModelProto:
    """The model in fp16, but for its ending.

    The ending is taken off, what goes into it declared an output, and put back behind the
    conversion: to the converter itself, float32 nodes in a row are so many casts to and fro.
    """
    # Not at the top: the package puts its own folder on the path of all imports.
    from onnxruntime.transformers.float16 import convert_float_to_float16  # noqa: PLC0415

    graph = model.graph
    ending = _ending(graph)
    made = {name for node in ending for name in node.output}
    values = {value.name: value for value in graph.value_info}
    crossing = {name for node in ending for name in node.input} - made
    outputs = list(graph.output)
    if ending:
        kept = [node for node in graph.node if not made.intersection(node.output)]
        _replace(graph.node, kept)
        _replace(graph.output, [values[name] for name in sorted(crossing & values.keys())])
    half: ModelProto = convert_float_to_float16(model, keep_io_types=True, disable_shape_infer=True)
    if ending:
        half.graph.node.extend(ending)
        _replace(half.graph.output, outputs)
    del half.graph.value_info[:]
    _replace(half.graph.node, _in_order(half.graph))
    return half


def _ending(graph: GraphProto) -> list[NodeProto]:
    """The nodes between the last product and the output, that nothing else depends on."""
    waiting = Counter(name for node in graph.node for name in node.input)
    reached = {OUTPUT}
    ending: list[NodeProto] = []
    for node in reversed(graph.node):
        needed = any(waiting[name] for name in node.output)
        if node.op_type in _NORMALISING and not needed and reached.intersection(node.output):
            waiting.subtract(node.input)
            reached.update(node.input)
            ending.append(node)
    return [NodeProto.FromString(node.SerializeToString()) for node in reversed(ending)]


def _in_order(graph: GraphProto) -> list[NodeProto]:
    """The nodes, each after those it depends on: the converter puts its casts at the end."""
    makers = {name: node for node in graph.node for name in node.output}
    ordered: dict[str, NodeProto] = {}
    waiting = list(reversed(graph.node))
    while waiting:
        node = waiting[-1]
        needed = [makers[name] for name in node.input if name in makers]
        missing = [one for one in needed if one.output[0] not in ordered]
        if not missing:
            ordered.setdefault(node.output[0], waiting.pop())
        waiting += missing
    return list(ordered.values())


def _replace(field: Any, values: list[Any]) -> None:
    """Let a repeated field of a graph hold just these values."""
    copies = [type(value).FromString(value.SerializeToString()) for value in values]
    del field[:]
    field.extend(copies)


@contextmanager
def _simplified(source: Path) -> Iterator[Path]:
    """The graph as ONNX Runtime simplifies it, in a folder of its own beside the source.

    It lies on the same disk, so that what is made of it there can be moved to its place at once.
    """
    with tempfile.TemporaryDirectory(prefix=".twin-", dir=source.parent) as folder:
        graph = source
        # What the first pass leaves behind may be constant to the second alone.
        for name in ("once", "twice"):
            with _refusals(source):
                graph = _simpler(graph, Path(folder, f"{name}.onnx"))
        model = onnx.load(graph, load_external_data=False)
        # Shapes that were noted for the float graph contradict those of its twin.
        del model.graph.value_info[:]
        onnx.save(model, graph)
        yield graph


def _simpler(source: Path, target: Path) -> Path:
    """Let ONNX Runtime write a graph as it simplifies it, its weights beside it."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(target)
    options.add_session_config_entry(
        "session.optimized_model_external_initializers_file_name", f"{target.stem}.weights"
    )
    options.log_severity_level = 4
    onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
    return target


@contextmanager
def _refusals(source: Path) -> Iterator[None]:
    """Translate what the libraries raise where a graph is more than they can do."""
    try:
        yield
    except (Fail, InvalidGraph, InvalidProtobuf, RuntimeError, ValueError, KeyError) as error:
        raise PackError(
            source.parent.name,
            _("its “{name}” cannot be made smaller: {error}").format(name=source.name, error=error),
        ) from error
    except MemoryError as error:
        raise PackError(
            source.parent.name,
            _("there is too little memory to make its “{name}” smaller").format(name=source.name),
            _("close other programs, and install it again"),
        ) from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence advice on graphs that others have made; it is logged at the root."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
