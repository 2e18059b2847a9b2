"""Crops are cut and resized where the image tower runs: boxes in, embeddings out.

The graph resamples as Pillow does: a convolution whose kernel widens with the reduction, first
across, then down, each rounded to whole values in between. Both are products with a matrix of
weights, which the graph computes from four numbers of each crop (`cutting.Axis`). It is put before
a tower's own graph, so that only the photo and those numbers travel to a graphics card.

Inputs: `photo` (H, W, 3) uint8; `across` and `down` (n, 4) float32, the rows of `cutting.Axis`.

References
----------
Keys (1981), Cubic convolution interpolation for digital image processing, Eq. 15, with a = −½.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

from coverart.domain import Boxes, Pixels, Size
from coverart.encoders.neural.cutting import EDGE, axes
from coverart.errors import PackError
from coverart.language import _
from coverart.packs.graph import load_graph
from coverart.packs.manifest import ImageTower, Interpolation

PREFIX = "cut."
OPSET = 20
IR_VERSION = 10
PIXELS = "pixels"
CUBIC = -0.5


def feeds(
    pixels: Pixels, size: Size, boxes: Boxes, tower: ImageTower
) -> dict[str, NDArray[np.float32]]:
    """What the graph is told of the crops `boxes` (n, 4) of a photo whose original has `size`."""
    across, down = axes(pixels, size, boxes, tower)
    return {"across": across.rows(), "down": down.rows()}


def cutting_model(tower: ImageTower) -> bytes:
    """The graph alone: its output `pixels` (n, 3, side, side) is what `cutting.cut` gives."""
    side = tower.side
    cut = _cut(tower, TensorProto.FLOAT)
    outputs = [helper.make_tensor_value_info(PIXELS, TensorProto.FLOAT, ["n", 3, side, side])]
    graph = helper.make_graph(cut.nodes, "cut", _inputs(), outputs, cut.constants)
    opset = helper.make_opsetid("", OPSET)
    model = helper.make_model(graph, opset_imports=[opset], ir_version=IR_VERSION)
    return bytes(model.SerializeToString())


def with_cutting(file: Path, tower: ImageTower) -> bytes:
    """A tower's graph that cuts its own crops, out of its file.

    Weights that the graph keeps elsewhere stay there. Raises `PackError` for another file than an
    image tower's.
    """
    model = load_graph(file)
    graph = model.graph
    taken = [value for value in graph.input if value.name == PIXELS]
    if not taken:
        raise PackError(file.parent.name, _("its “{name}” takes no pixels").format(name=file.name))
    cut = _cut(tower, taken[0].type.tensor_type.elem_type)
    graph.input.remove(taken[0])
    graph.input.extend(_inputs())
    graph.initializer.extend(cut.constants)
    nodes = [*cut.nodes, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return bytes(model.SerializeToString())


def _inputs() -> list[ValueInfoProto]:
    return [
        helper.make_tensor_value_info("photo", TensorProto.UINT8, ["height", "width", 3]),
        helper.make_tensor_value_info("across", TensorProto.FLOAT, ["n", 4]),
        helper.make_tensor_value_info("down", TensorProto.FLOAT, ["n", 4]),
    ]


class _Graph:
    """Nodes and constants, written down in the order in which they are computed."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, value: float | Sequence[float] | NDArray[np.generic]) -> str:
        """A constant; numbers become float32."""
        array = value if isinstance(value, np.ndarray) else np.array(value, dtype=np.float32)
        name = f"{PREFIX}constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(array, name))
        return name

    def whole(self, *values: int) -> str:
        """A constant (k,) of int64."""
        return self.constant(np.array(values, dtype=np.int64))

    def add(self, kind: str, *inputs: str | float, output: str = "", **attributes: Any) -> str:
        """A node; numbers among its inputs become constants. Returns the name of its output."""
        names = [value if isinstance(value, str) else self.constant(value) for value in inputs]
        name = output or f"{PREFIX}value{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, names, [name], name=f"{name}.node", **attributes))
        return name


def _cut(tower: ImageTower, element: int) -> _Graph:
    """From `photo`, `across` and `down` to `pixels` of the ONNX type `element`."""
    graph = _Graph()
    # 255 stands before the deviation, as the tensors are of [0, 1] before.
    gain = (1 / (255 * np.array(tower.std))).astype(np.float32)[:, None, None]
    black = (-np.array(tower.mean) / tower.std).astype(np.float32)[:, None, None]
    photo = graph.add("Cast", "photo", output=f"{PREFIX}photo", to=TensorProto.FLOAT)
    planes = graph.add("Transpose", photo, perm=[2, 0, 1])
    height = graph.add("Shape", "photo", start=0, end=1)
    width = graph.add("Shape", "photo", start=1, end=2)
    # (n, W, side), (n, 1, side, H)
    columns = graph.add("Transpose", _weights(graph, "across", width, tower), perm=[0, 2, 1])
    rows = graph.add("Unsqueeze", _weights(graph, "down", height, tower), graph.whole(1))
    # (3 H, W) × (n, W, side): all rows of the photo at once
    lines = graph.add("Reshape", planes, graph.add("Concat", graph.whole(-1), width, axis=0))
    narrow = _rounded(graph, graph.add("MatMul", lines, columns))
    shape = graph.add("Concat", graph.whole(-1, 3), height, graph.whole(tower.side), axis=0)
    small = _rounded(graph, graph.add("MatMul", rows, graph.add("Reshape", narrow, shape)))
    scaled = graph.add("Mul", small, graph.constant(gain))
    pixels = graph.add("Add", scaled, graph.constant(black))
    graph.add("Cast", pixels, output=PIXELS, to=element)
    return graph


def _rounded(graph: _Graph, values: str) -> str:
    """Values as a picture of 8 bits would hold them, in float32."""
    return graph.add("Clip", graph.add("Round", values), 0.0, 255.0)


def _weights(graph: _Graph, axis: str, length: str, tower: ImageTower) -> str:
    """How much of each decoded pixel goes into each of the square's: (n, side, length)."""
    start, step, low, high = (_column(graph, axis, place) for place in range(4))
    half = (np.arange(tower.side, dtype=np.float32) + 0.5)[None, :, None]
    centre = graph.add("Add", start, graph.add("Mul", step, graph.constant(half)))
    count = graph.add("Squeeze", length, graph.whole(0))
    zero, one = (graph.constant(np.array(number, dtype=np.int64)) for number in (0, 1))
    place = graph.add("Cast", graph.add("Range", zero, count, one), to=TensorProto.FLOAT)
    away = graph.add("Abs", graph.add("Sub", graph.add("Add", place, 0.5), centre))
    kernel = _kernel(graph, graph.add("Div", away, graph.add("Max", step, 1.0)), tower)
    # Of the photo only whole pixels that the crop touches, and of the square what lies in the crop.
    first = graph.add("Floor", graph.add("Add", low, EDGE))
    last = graph.add("Sub", graph.add("Ceil", graph.add("Sub", high, EDGE)), 1.0)
    inside = [
        graph.add("GreaterOrEqual", place, first),
        graph.add("LessOrEqual", place, last),
        graph.add("GreaterOrEqual", centre, low),
        graph.add("LessOrEqual", centre, high),
    ]
    within = inside[0]
    for condition in inside[1:]:
        within = graph.add("And", within, condition)
    weights = graph.add("Where", within, kernel, 0.0)
    total = graph.add("ReduceSum", weights, graph.whole(2), keepdims=1)
    return graph.add("Div", weights, graph.add("Where", graph.add("Equal", total, 0.0), 1.0, total))


def _column(graph: _Graph, axis: str, place: int) -> str:
    """One of an axis' numbers, (n, 1, 1)."""
    column = graph.add("Gather", axis, graph.whole(place), axis=1)
    return graph.add("Unsqueeze", column, graph.whole(2))


def _kernel(graph: _Graph, x: str, tower: ImageTower) -> str:
    """The filter at distances x ≥ 0, in pixels of what is coarser, the photo or the square."""
    if tower.interpolation is Interpolation.BILINEAR:
        return graph.add("Max", graph.add("Sub", 1.0, x), 0.0)
    near = _polynomial(graph, x, (CUBIC + 2, -(CUBIC + 3), 0.0, 1.0))
    far = _polynomial(graph, x, (CUBIC, -5 * CUBIC, 8 * CUBIC, -4 * CUBIC))
    outer = graph.add("Where", graph.add("Less", x, 2.0), far, 0.0)
    return graph.add("Where", graph.add("Less", x, 1.0), near, outer)


def _polynomial(graph: _Graph, x: str, coefficients: Sequence[float]) -> str:
    """A polynomial of x, the highest power first, by Horner's rule."""
    value = graph.constant(coefficients[0])
    for coefficient in coefficients[1:]:
        value = graph.add("Add", graph.add("Mul", value, x), coefficient)
    return value
