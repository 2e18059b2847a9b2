"""Weights and graphs: bound exactly, and refused wherever they are not what they claim."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.capi.onnxruntime_pybind11_state import Fail
from safetensors.numpy import save_file

from coverart.errors import PackError
from coverart.packs.bind import bind, bind_towers
from coverart.packs.graph import check_bound, load_graph, placeholders
from coverart.packs.quantise import make_half, make_int8
from coverart.packs.tensors import Tensor, read_arrays, read_header, save_arrays
from tests.unit.pack_parts import (
    DIMENSION,
    INPUTS,
    SIDE,
    image_graph,
    pack,
    pack_folder,
    placeholder,
    unit,
    weights,
)

FILE = "m.safetensors"


def run(path: Path, pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    (rows,) = session.run(["embedding"], {"pixels": pixels})
    return np.asarray(rows)


def pixels(count: int = 5) -> NDArray[np.float32]:
    drawn = np.random.default_rng(7).normal(size=(count, 3, SIDE, SIDE))
    return drawn.astype(np.float32)


def embedded(drawn: NDArray[np.float32], seed: int = 0) -> NDArray[Any]:
    """What the image tower must give."""
    held = weights(seed)
    return unit(drawn.reshape(-1, INPUTS) @ held["visual.weight"].T + held["visual.bias"])


def raw(path: Path, header: Any, data: bytes = b"", length: int | None = None) -> Path:
    """A safetensors file with any header whatever."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    size = len(text) if length is None else length
    path.write_bytes(size.to_bytes(8, "little") + text + data)
    return path


def entry(begin: int, end: int, shape: Any = (1,), dtype: Any = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


def test_the_header_says_where_each_tensor_lies(tmp_path: Path) -> None:
    header = {"__metadata__": {"a": "b"}, "x": entry(0, 8, (2,)), "y": entry(8, 10, (), "F16")}
    path = raw(tmp_path / FILE, header, bytes(10))
    base = path.stat().st_size - 10
    assert read_header(path) == {
        "x": Tensor("F32", (2,), base, 8),
        "y": Tensor("F16", (), base + 8, 2),
    }


def test_the_bytes_of_a_tensor_are_where_the_header_says(tmp_path: Path) -> None:
    save_file(weights(), tmp_path / FILE)
    content = (tmp_path / FILE).read_bytes()
    for name, tensor in read_header(tmp_path / FILE).items():
        held = np.frombuffer(content[tensor.offset : tensor.offset + tensor.length], np.float32)
        np.testing.assert_array_equal(held.reshape(tensor.shape), weights()[name])


@pytest.mark.parametrize(
    ("header", "data", "reason"),
    [
        (b"{", 0, "damaged header"),
        (b"[]", 0, "damaged header"),
        (b"[" * 50_000, 0, "damaged header"),
        (b"\xff\xff", 0, "damaged header"),
        (b'{"x": {"dtype": "F32"}, "x": {"dtype": "F32"}}', 0, "twice"),
        ({"x": 3}, 0, "damaged entry “x”"),
        ({"x": {"dtype": "F32", "shape": [1]}}, 4, "damaged entry “x”"),
        ({"x": {"dtype": "F32", "shape": 1, "data_offsets": [0, 4]}}, 4, "damaged entry “x”"),
        ({"x": {"dtype": "F32", "shape": [1], "data_offsets": [0]}}, 4, "damaged entry “x”"),
        ({"x": entry(0, 4, (1.0,))}, 4, "damaged entry “x”"),
        ({"x": entry(0, 4, (True,))}, 4, "damaged entry “x”"),
        ({"x": entry(0, 4, (-1,))}, 4, "damaged entry “x”"),
        ({"x": entry(-4, 0)}, 4, "damaged entry “x”"),
        ({"x": entry(0, 4, (1,) * 99)}, 4, "damaged entry “x”"),
        ({"x": entry(0, 4, (1,), "F33")}, 4, "“x” of an unknown kind"),
        ({"x": entry(0, 4, (1,), ["F32"])}, 4, "“x” of an unknown kind"),
        ({"x": entry(0, 4, (2,))}, 4, "does not go with its shape"),
        ({"x": entry(4, 0)}, 4, "does not go with its shape"),
        ({"x": entry(0, 8, (2,)), "y": entry(4, 8)}, 8, "over each other"),
        ({"x": entry(0, 4), "y": entry(0, 4)}, 4, "over each other"),
        ({"x": entry(0, 4), "y": entry(8, 12)}, 12, "with a gap"),
        ({"x": entry(0, 4)}, 3, "is truncated"),
        ({"x": entry(0, 1 << 60, (1 << 58,))}, 4, "is truncated"),
        ({"x": entry(0, 4)}, 5, "belong to no tensor"),
        ({}, 4, "belong to no tensor"),
    ],
)
def test_a_header_that_lies_is_refused(tmp_path: Path, header: Any, data: int, reason: str) -> None:
    with pytest.raises(PackError, match=f"its “{FILE}” .*{reason}"):
        read_header(raw(tmp_path / FILE, header, bytes(data)))


@pytest.mark.parametrize("length", [1, 1 << 20, 2 << 30, 2**64 - 1])
def test_a_header_longer_than_its_file_is_refused(tmp_path: Path, length: int) -> None:
    with pytest.raises(PackError, match="is truncated"):
        read_header(raw(tmp_path / FILE, b"", length=length))


def test_a_header_of_two_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = raw(tmp_path / FILE, b"{}", length=2 << 30)
    with path.open("r+b") as opened:
        opened.truncate((2 << 30) + 100)  # holes: it takes no room
    with pytest.raises(PackError, match="no safetensors file"):
        read_header(path)


def test_an_empty_or_missing_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"")
    for name, reason in ((FILE, "is truncated"), ("missing", "cannot be read")):
        with pytest.raises(PackError, match=reason):
            read_header(tmp_path / name)


def test_arrays_are_kept_as_they_are_whatever_their_strides(tmp_path: Path) -> None:
    arrays = {"a": np.arange(6, dtype=np.float16).reshape(2, 3).T, "b": np.array([3])}
    save_arrays(tmp_path / FILE, arrays, {"made": "here"})
    found = read_arrays(tmp_path / FILE)
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(found[name], array)
        assert found[name].dtype == array.dtype
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_arrays_of_a_kind_that_numpy_lacks_are_one_sentence(tmp_path: Path) -> None:
    raw(tmp_path / FILE, {"x": entry(0, 2, (1,), "BF16")}, bytes(2))
    with pytest.raises(PackError, match="holds BF16"):
        read_arrays(tmp_path / FILE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return pack_folder(tmp_path / "small")


def bound(folder: Path, rename: tuple[tuple[str, str], ...] = ()) -> Path:
    target = folder / "image.bound.onnx"
    bind(folder / "image.onnx", folder / FILE, rename, target)
    return target


def test_a_bound_graph_computes_with_the_weights_beside_it(folder: Path) -> None:
    np.testing.assert_allclose(run(bound(folder), pixels()), embedded(pixels()), atol=1e-6)
    assert (folder / "image.bound.onnx").stat().st_size < 2000
    assert not list(folder.glob(".*"))


def test_all_towers_are_bound_at_once(folder: Path) -> None:
    names = bind_towers(folder, pack())
    assert names == ("image.bound.onnx", "text.bound.onnx", "audio.bound.onnx")
    for name in names:
        check_bound(folder / name, {FILE})


def test_tensors_are_found_by_the_names_their_publisher_gave_them(folder: Path) -> None:
    renamed = {name.replace("visual.", "v.tower."): one for name, one in weights(3).items()}
    save_file(renamed, folder / FILE)
    rename = ((r"^(\w+)\.weight$", r"\1.matrix"), ("matrix", "weight"), ("^visual", "v.tower"))
    path = bound(folder, rename)
    np.testing.assert_allclose(run(path, pixels()), embedded(pixels(), 3), atol=1e-6)


def test_a_replacement_that_names_no_group_is_refused(folder: Path) -> None:
    with pytest.raises(PackError, match="cannot replace by"):
        bound(folder, (("visual", r"\2"),))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda held: held.pop("visual.bias"), "it has no tensor “visual.bias”"),
        (
            lambda held: held.update({"visual.weight": np.zeros((INPUTS, DIMENSION), "f")}),
            f"“visual.weight” has the shape {INPUTS} × {DIMENSION}, not {DIMENSION} × {INPUTS}",
        ),
        (
            lambda held: held.update({"visual.bias": np.zeros(DIMENSION, np.float16)}),
            "“visual.bias” is F16, not F32",
        ),
        (
            lambda held: [held.pop("visual.bias"), held.pop("visual.weight")],
            "“visual.weight”, and 1 more of 2 do not fit",
        ),
    ],
)
def test_weights_that_do_not_fit_are_refused_by_name(
    folder: Path, change: Callable[[dict[str, Any]], Any], reason: str
) -> None:
    held: dict[str, Any] = weights()
    change(held)
    save_file(held, folder / FILE)
    with pytest.raises(PackError) as refused:
        bound(folder)
    assert reason in str(refused.value)
    assert not (folder / "image.bound.onnx").exists()


def reaching(location: str, place: str) -> onnx.ModelProto:
    """An image tower with one tensor that reads `location`."""
    model = image_graph()
    foreign = placeholder("foreign", "x", (1,))
    foreign.external_data[0].value = location
    identity = helper.make_graph([], "inner", [], [])
    if place == "initializer":
        model.graph.initializer.append(foreign)
    elif place == "constant":
        model.graph.node.append(helper.make_node("Constant", [], ["c"], value=foreign))
    elif place == "subgraph":
        identity.initializer.append(foreign)
        node = helper.make_node("If", ["c"], ["d"], then_branch=identity, else_branch=identity)
        model.graph.node.append(node)
    elif place == "sparse":
        model.graph.sparse_initializer.add().values.CopyFrom(foreign)
    elif place == "function":
        inner = helper.make_node("Constant", [], ["c"], value=foreign)
        opsets = [helper.make_opsetid("", 20)]
        model.functions.append(helper.make_function("d", "f", [], ["c"], [inner], opsets))
    else:
        model.training_info.add().initialization.initializer.append(foreign)
    return model


@pytest.mark.parametrize("location", ["/etc/passwd", "../other/w.bin", "w.bin", ""])
def test_weightless_graphs_read_no_files(tmp_path: Path, location: str) -> None:
    path = tmp_path / "image.onnx"
    onnx.save(reaching(location, "initializer"), path)
    with pytest.raises(PackError, match=f"reads “{location}”, which is not of this pack"):
        placeholders(path, load_graph(path))


@pytest.mark.parametrize("place", ["constant", "subgraph", "sparse", "function", "training"])
@pytest.mark.parametrize("location", ["@visual.bias", "/etc/passwd"])
def test_only_initializers_of_the_main_graph_may_wait_for_data(
    tmp_path: Path, place: str, location: str
) -> None:
    path = tmp_path / "image.onnx"
    # As bytes: saving would try to write the data.
    path.write_bytes(reaching(location, place).SerializeToString())
    with pytest.raises(PackError, match="which is not of this pack"):
        placeholders(path, load_graph(path))
    with pytest.raises(PackError, match="which is not of this pack"):
        check_bound(path, {FILE, "@visual.bias"})


def test_a_placeholder_with_an_offset_is_refused(tmp_path: Path) -> None:
    model = image_graph()
    model.graph.initializer[1].external_data.add(key="offset", value="0")
    (tmp_path / "image.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(PackError, match="which is not of this pack"):
        placeholders(tmp_path / "image.onnx", load_graph(tmp_path / "image.onnx"))


def test_nodes_that_load_compiled_models_are_refused(tmp_path: Path) -> None:
    model = image_graph()
    made = helper.make_node("EPContext", [], [], domain="com.microsoft", ep_cache_context="/x")
    model.graph.node.append(made)
    (tmp_path / "image.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(PackError, match="reads “EPContext”"):
        placeholders(tmp_path / "image.onnx", load_graph(tmp_path / "image.onnx"))


@pytest.mark.parametrize(
    ("key", "value"),
    [("location", "../m.safetensors"), ("location", "/m"), ("offset", "-1"), ("length", "x")],
)
def test_a_bound_graph_that_was_changed_is_refused(folder: Path, key: str, value: str) -> None:
    path = bound(folder)
    check_bound(path, {FILE})
    model = load_graph(path)
    for one in model.graph.initializer[1].external_data:
        if one.key == key:
            one.value = value
    path.write_bytes(model.SerializeToString())
    with pytest.raises(PackError, match="which is not of this pack"):
        check_bound(path, {FILE})


@pytest.mark.parametrize("content", [b"", b"no graph at all", b"\x00" * 100, b"\x08\x0a"])
def test_what_is_no_graph_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "image.onnx").write_bytes(content)
    with pytest.raises(PackError, match=r"its “image\.onnx” is (no ONNX|an empty) graph"):
        load_graph(tmp_path / "image.onnx")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda model: setattr(model.graph.input[0], "name", "x"), "takes “x” where “pixels”"),
        (lambda model: setattr(model.graph.output[0], "name", "y"), "gives no “embedding”"),
        (
            lambda model: setattr(
                model.graph.output[0].type.tensor_type.shape.dim[1], "dim_value", 7
            ),
            "gives vectors of 7 numbers, and its manifest says 8",
        ),
    ],
)
def test_a_graph_that_is_not_its_tower_is_refused(
    folder: Path, change: Callable[[onnx.ModelProto], Any], reason: str
) -> None:
    model = image_graph()
    change(model)
    (folder / "image.onnx").write_bytes(model.SerializeToString())
    with pytest.raises(PackError, match=reason):
        bind_towers(folder, pack())


def test_a_graph_without_placeholders_cannot_be_bound(folder: Path) -> None:
    (folder / "image.onnx").write_bytes(whole_graph().SerializeToString())
    with pytest.raises(PackError, match="asks for no weights"):
        bound(folder)


def whole_graph() -> onnx.ModelProto:
    """The image tower with its weights inside."""
    model = image_graph()
    constant = model.graph.initializer[0]
    held = [numpy_helper.from_array(weights()[f"visual.{one}"], one) for one in ("weight", "bias")]
    inside = [constant, *held]
    copies = [TensorProto.FromString(one.SerializeToString()) for one in inside]
    del model.graph.initializer[:]
    model.graph.initializer.extend(copies)
    return model


def test_the_int8_twin_is_small_and_near(folder: Path) -> None:
    make_int8(bound(folder), folder / "image.int8.onnx")
    found = run(folder / "image.int8.onnx", pixels())
    assert np.sum(found * embedded(pixels()), axis=1).min() > 0.999
    assert np.abs(found - embedded(pixels())).max() > 1e-5  # it is quantised, after all
    model = load_graph(folder / "image.int8.onnx")
    assert "MatMulInteger" in {node.op_type for node in model.graph.node}
    check_bound(folder / "image.int8.onnx", set())
    assert not list(folder.glob(".*"))


def test_the_fp16_twin_is_near_and_normalised_in_float32(folder: Path) -> None:
    make_half(bound(folder), folder / "image.fp16.onnx")
    found = run(folder / "image.fp16.onnx", pixels())
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=3e-7)
    np.testing.assert_allclose(found, embedded(pixels()), atol=3e-3)
    model = load_graph(folder / "image.fp16.onnx")
    assert TensorProto.FLOAT16 in {one.data_type for one in model.graph.initializer}
    check_bound(folder / "image.fp16.onnx", set())


def test_the_fp16_twin_can_be_merged_with_other_graphs(folder: Path) -> None:
    make_half(bound(folder), folder / "image.fp16.onnx")
    onnx.checker.check_model(load_graph(folder / "image.fp16.onnx"))


def test_vectors_too_long_for_half_precision_are_normalised_all_the_same(folder: Path) -> None:
    save_file(weights() | {"visual.bias": np.full(DIMENSION, 3e4, "f")}, folder / FILE)
    make_half(bound(folder), folder / "image.fp16.onnx")
    found = run(folder / "image.fp16.onnx", pixels())
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=3e-7)


@pytest.mark.parametrize("make", [make_int8, make_half])
def test_a_graph_that_cannot_be_run_has_no_twin(
    folder: Path, make: Callable[[Path, Path], None]
) -> None:
    with pytest.raises(PackError, match=r"its “image\.onnx” cannot be made smaller"):
        make(folder / "image.onnx", folder / "out.onnx")
    assert not (folder / "out.onnx").exists()
    assert not list(folder.glob(".*"))


def test_the_runtime_itself_opens_nothing_outside_of_a_packs_folder(folder: Path) -> None:
    path = bound(folder)
    model = load_graph(path)
    (folder / FILE).rename(folder.parent / FILE)
    for tensor in model.graph.initializer[1:]:
        tensor.external_data[0].value = f"../{FILE}"
    path.write_bytes(model.SerializeToString())
    with pytest.raises(Fail, match=r"(?i)external data"):
        run(path, pixels())
