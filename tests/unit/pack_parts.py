"""Small things for tests of packs: graphs made by hand, weights, a folder to install from."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file

from coverart.packs.manifest import (
    AudioTower,
    ImageTower,
    Link,
    Pack,
    PackFile,
    TextTower,
)
from coverart.packs.toml import write_manifest

SIDE, DIMENSION, CONTEXT = 4, 8, 6
INPUTS = 3 * SIDE * SIDE
Result = TypeVar("Result")


def here(function: Callable[..., Result], *arguments: object) -> Generator[None, None, Result]:
    """Run something without a process of its own, pausing once before it."""
    yield
    return function(*arguments)


def placeholder(name: str, tensor: str, shape: tuple[int, ...]) -> TensorProto:
    """An initializer that waits for the tensor of that name."""
    made = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
    made.data_location = TensorProto.EXTERNAL
    entry = made.external_data.add()
    entry.key, entry.value = "location", f"@{tensor}"
    return made


def product_graph(
    source: str, kind: int, shape: tuple[Any, ...], width: int, prefix: str
) -> onnx.ModelProto:
    """embedding = normalised(flattened input · Wᵀ + b), with W (8, width) and b to be bound."""
    nodes = [
        helper.make_node("Cast", [source], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["numbers", "flat"], ["row"]),
        helper.make_node("Transpose", ["weight"], ["turned"], perm=[1, 0]),
        helper.make_node("MatMul", ["row", "turned"], ["product"]),
        helper.make_node("Add", ["product", "bias"], ["sum"]),
        helper.make_node("LpNormalization", ["sum"], ["embedding"], axis=-1, p=2),
    ]
    graph = helper.make_graph(
        nodes,
        "tower",
        [helper.make_tensor_value_info(source, kind, shape)],
        [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", DIMENSION])],
        [
            numpy_helper.from_array(np.array([-1, width]), "flat"),
            placeholder("weight", f"{prefix}.weight", (DIMENSION, width)),
            placeholder("bias", f"{prefix}.bias", (DIMENSION,)),
        ],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)


def image_graph() -> onnx.ModelProto:
    """An image tower: `pixels` (n, 3, 4, 4) float32 to `embedding` (n, 8)."""
    shape = ("n", 3, SIDE, SIDE)
    return product_graph("pixels", TensorProto.FLOAT, shape, INPUTS, "visual")


def text_graph() -> onnx.ModelProto:
    """A text tower: `tokens` (n, 6) int64 to `embedding` (n, 8)."""
    return product_graph("tokens", TensorProto.INT64, ("n", CONTEXT), CONTEXT, "text")


def audio_graph() -> onnx.ModelProto:
    """An audio tower: `mel` (n, 1, 3, 4) float32 to `embedding` (n, 8)."""
    return product_graph("mel", TensorProto.FLOAT, ("n", 1, 3, 4), 12, "audio")


def weights(seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """Weights for all three graphs."""
    random = np.random.default_rng(seed)
    widths = {"visual": INPUTS, "text": CONTEXT, "audio": 12}
    drawn: dict[str, tuple[int, ...]] = {
        f"{one}.weight": (DIMENSION, width) for one, width in widths.items()
    }
    drawn |= {f"{one}.bias": (DIMENSION,) for one in widths}
    return {name: random.normal(size=shape).astype(np.float32) for name, shape in drawn.items()}


def pack(name: str = "small") -> Pack:
    """A pack of three towers, whose audio and image towers share one space."""
    image = ImageTower("image.onnx", "m.safetensors", DIMENSION, SIDE, (0.5,) * 3, (0.25,) * 3)
    text = TextTower("text.onnx", "m.safetensors", DIMENSION, "words.json", 10, CONTEXT, 0)
    audio = AudioTower("audio.onnx", "m.safetensors", DIMENSION)
    names = ("image.onnx", "text.onnx", "audio.onnx", "m.safetensors", "words.json")
    files = {one: PackFile(one) for one in names}
    return Pack(
        name, "A small pack", "none", "CC0-1.0", Link.SHARED, image, text, audio, None, files
    )


def pack_folder(folder: Path, seed: int = 0, called: str = "small") -> Path:
    """A folder to install a pack from."""
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(image_graph(), folder / "image.onnx")
    onnx.save(text_graph(), folder / "text.onnx")
    onnx.save(audio_graph(), folder / "audio.onnx")
    save_file(weights(seed), folder / "m.safetensors")
    (folder / "words.json").write_text("{}")
    write_manifest(folder, pack(called))
    return folder


def unit(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows of length one."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))
