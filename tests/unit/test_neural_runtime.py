"""Networks run where they can, and say so where they cannot."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from coverart.domain import Floats
from coverart.encoders.neural.batches import CPU_SIZES, LONGEST, BatchSize, Sizes
from coverart.encoders.neural.devices import (
    CPU,
    CUDA,
    DeviceError,
    Engine,
    Feeds,
    Network,
    Precision,
    Preference,
    Way,
)
from coverart.encoders.neural.runtime import (
    NEGATION,
    NVIDIA,
    available,
    graphics_usable,
    load_model,
)
from coverart.encoders.neural.session import Session
from coverart.errors import PackError

NETWORK = Network("p", {Precision.FULL: Path("full"), Precision.INT8: Path("int8")})
HALF_TOO = Network("p", {Precision.FULL: Path("full"), Precision.HALF: Path("half")})
TWO_THREADS = Preference(threads=2)


class Doubling:
    """An engine that doubles `x`, as long as its card can hold it."""

    def __init__(self, most: int = 1_000_000, spoilt: Callable[[Floats], bool] | None = None):
        self.most = most
        self.spoilt = spoilt or (lambda _: False)
        self.rows: list[int] = []

    def run(self, feeds: Feeds) -> Floats:
        self.rows.append(len(feeds["x"]))
        if len(feeds["x"]) > self.most:
            raise DeviceError("out of memory")
        doubled: Floats = feeds["x"] * 2
        return np.full_like(doubled, np.nan) if self.spoilt(doubled) else doubled


class Machine:
    """Loads networks on the devices it has; a device it lacks cannot be loaded on."""

    def __init__(self, **engines: Doubling) -> None:
        self.engines: dict[str, Engine] = {CPU: Doubling()}
        self.engines |= {f"{name}ExecutionProvider": engine for name, engine in engines.items()}
        self.ways: list[Way] = []

    def load(self, network: Network, way: Way) -> Engine:
        self.ways.append(way)
        if way.provider not in self.engines:
            raise DeviceError("its driver is missing")
        return self.engines[way.provider]

    def session(
        self,
        network: Network = NETWORK,
        listed: Sequence[str] = (CUDA, CPU),
        wanted: Preference = TWO_THREADS,
    ) -> Session:
        return Session(network, wanted, self.load, listed)


def rows(count: int) -> dict[str, Floats]:
    return {"x": np.arange(count, dtype=np.float32)[:, None]}


def test_a_listed_card_without_a_driver_leaves_the_work_to_the_processor() -> None:
    session = Machine().session()
    assert session.run(rows(3)).ravel().tolist() == [0, 2, 4]
    assert session.device == "CPU, 2 threads"
    assert session.notices == []


def test_a_card_is_preferred_and_given_half_precision() -> None:
    machine = Machine(CUDA=Doubling())
    session = machine.session(HALF_TOO)
    assert session.graphics
    assert session.precision is Precision.HALF
    assert machine.ways == [Way(CUDA, Precision.HALF, 2)]


def test_the_processor_takes_the_precision_that_is_wanted() -> None:
    wanted = Preference(Precision.INT8, graphics=False, threads=1)
    session = Machine(CUDA=Doubling()).session(wanted=wanted)
    assert session.precision is Precision.INT8
    assert session.device == "CPU, 1 thread"
    assert Machine().session(HALF_TOO, wanted=wanted).precision is Precision.FULL


def test_asking_for_a_card_does_not_load_the_processor() -> None:
    machine = Machine()
    assert not machine.session().graphics
    assert {way.provider for way in machine.ways} == {CUDA}


def test_a_batch_that_is_too_large_is_halved_until_it_fits() -> None:
    card = Doubling(most=3)
    session = Machine(CUDA=card).session()
    assert session.run(rows(8)).ravel().tolist() == list(range(0, 16, 2))
    assert card.rows == [8, 4, 2, 2, 4, 2, 2]
    assert session.batch.size <= 2
    assert session.notices == []


def test_a_card_that_fails_at_one_item_is_given_up_with_one_sentence() -> None:
    machine = Machine(CUDA=Doubling(most=0))
    session = machine.session()
    assert session.run(rows(4)).ravel().tolist() == [0, 2, 4, 6]
    assert session.run(rows(1)).tolist() == [[0]]
    assert session.notices == ["CUDA GPU failed, so the processor does its work"]
    assert [way.provider for way in machine.ways] == [CUDA, CPU]


def test_black_output_of_a_card_counts_as_failure() -> None:
    machine = Machine(CUDA=Doubling(spoilt=lambda x: bool((x == 6).any())))
    session = machine.session()
    assert session.run(rows(5)).ravel().tolist() == [0, 2, 4, 6, 8]
    assert not session.graphics
    assert len(session.notices) == 1


def test_half_precision_that_overflows_is_followed_by_full_precision_on_the_card() -> None:
    machine = Machine(CUDA=Doubling())
    session = machine.session(HALF_TOO)
    assert session.graphics
    machine.engines[CUDA] = Doubling()
    session._engine = Doubling(most=0)  # what half precision gave
    assert session.run(rows(1)).tolist() == [[0]]
    assert session.graphics
    assert session.precision is Precision.FULL
    assert session.notices == []


def test_a_processor_that_fails_is_an_error_that_names_the_pack() -> None:
    machine = Machine()
    machine.engines[CPU] = Doubling(most=0)
    with pytest.raises(PackError, match="“p”: it cannot be run: out of memory"):
        machine.session().run(rows(2))


def test_black_output_of_the_processor_is_an_error() -> None:
    machine = Machine()
    machine.engines[CPU] = Doubling(spoilt=lambda _: True)
    with pytest.raises(PackError, match="numbers that are none"):
        machine.session().run(rows(2))


def test_what_is_unloaded_is_loaded_again_on_the_device_that_worked() -> None:
    machine = Machine(CUDA=Doubling(most=0))
    session = machine.session()
    session.run(rows(1))
    session.unload()
    session.run(rows(1))
    assert [way.provider for way in machine.ways] == [CUDA, CPU, CPU]
    assert len(session.notices) == 1


def test_shared_arrays_are_not_divided() -> None:
    class Scaling:
        def run(self, feeds: Feeds) -> Floats:
            if len(feeds["x"]) > 1:
                raise DeviceError("out of memory")
            scaled: Floats = feeds["x"] * feeds["by"].sum()
            return scaled

    machine = Machine()
    machine.engines[CUDA] = Scaling()
    scaled = machine.session().run(rows(4), {"by": np.ones(7, dtype=np.float32)})
    assert scaled.ravel().tolist() == [0, 7, 14, 21]


def test_threads_that_see_a_card_fail_together_are_all_answered() -> None:
    machine = Machine(CUDA=Doubling(most=0))
    session = machine.session()
    answers: list[Floats] = []
    threads = [
        threading.Thread(target=lambda: answers.append(session.run(rows(6)))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(answer.ravel().tolist() == [0, 2, 4, 6, 8, 10] for answer in answers)
    assert len(answers) == 8
    assert len(session.notices) == 1


def test_batches_grow_while_they_are_quick_and_stay_under_a_quarter_second() -> None:
    batch = BatchSize(Sizes(4, 32))
    assert batch.size == 4
    for _ in range(10):
        batch.record(batch.size, batch.size * 0.01)
    assert batch.size == 16  # 20 would fit
    for _ in range(10):
        batch.record(batch.size, batch.size * 0.09)
    assert batch.size == 2
    for _ in range(10):
        batch.record(batch.size, batch.size * 3.0)
    assert batch.size == 1


def test_the_first_run_is_forgotten_if_it_was_slow() -> None:
    batch = BatchSize(Sizes(4, 32))
    batch.record(4, 60.0)
    assert batch.size == 4
    batch.record(4, 60.0)
    assert batch.size == 1


def test_a_processor_begins_with_one_item_however_slow_it_is() -> None:
    batch = BatchSize(CPU_SIZES)
    assert batch.size == 1
    for _ in range(3):
        batch.record(1, 1.5)
        assert batch.size == 1


def test_a_run_that_took_too_long_is_followed_by_one_of_half_the_size() -> None:
    batch = BatchSize(Sizes(32, 32))
    for _ in range(5):
        batch.record(32, 32 * 0.003)
    assert batch.size == 32
    batch.record(32, 1.04 * LONGEST)
    assert batch.size == 16


def test_any_constant_speed_leads_to_batches_within_the_limit() -> None:
    for each in (0.0, 1e-5, 0.003, 0.02, 0.06, 0.11, 0.24):
        batch = BatchSize(Sizes(32, 256))
        for _ in range(12):
            batch.record(batch.size, each * batch.size)
        assert batch.size == 1 or each * batch.size <= LONGEST
        assert batch.size <= 256


def test_int8_takes_one_item_at_a_time_so_that_no_vector_depends_on_others() -> None:
    session = Machine().session(wanted=Preference(Precision.INT8, threads=2))
    for _ in range(9):
        session.run(rows(1))
        assert session.batch.size == 1


def test_int8_is_kept_off_a_card_but_only_where_there_is_int8() -> None:
    machine = Machine(CUDA=Doubling())
    wanted = Preference(Precision.INT8, threads=2)
    assert machine.session(wanted=wanted).device == "CPU, 2 threads"
    assert machine.ways == [Way(CPU, Precision.INT8, 2)]
    assert machine.session(HALF_TOO, wanted=wanted).graphics


def test_the_device_in_use_is_told_without_loading_anything() -> None:
    machine = Machine(CUDA=Doubling(most=0))
    session = machine.session()
    assert session.used == ""
    assert machine.ways == []
    session.run(rows(1))
    assert session.used == "CPU, 2 threads"
    session.unload()
    assert session.used == "CPU, 2 threads"
    assert len(machine.ways) == 2


def test_a_session_times_its_runs_by_its_clock() -> None:
    now = [0.0]

    class Slow:
        def run(self, feeds: Feeds) -> Floats:
            now[0] += 0.03 * len(feeds["x"])
            return np.asarray(feeds["x"], dtype=np.float32)

    machine = Machine()
    machine.engines[CPU] = Slow()
    session = Session(NETWORK, TWO_THREADS, machine.load, (CPU,), lambda: now[0])
    taken = []
    for _ in range(8):
        before = now[0]
        session.run(rows(session.batch.size))
        taken.append(now[0] - before)
    assert session.batch.size == 4
    assert max(taken) <= LONGEST


def graph(path: Path, kind: int = TensorProto.FLOAT) -> Path:
    """x + x, of two numbers a row."""
    values = [helper.make_tensor_value_info(name, kind, ["n", 2]) for name in ("x", "y")]
    nodes = [helper.make_node("Add", ["x", "x"], ["y"])]
    made = helper.make_graph(nodes, "double", values[:1], values[1:])
    opset = helper.make_opsetid("", 20)
    onnx.save(helper.make_model(made, opset_imports=[opset], ir_version=10), path)
    return path


def test_a_real_network_runs_on_the_processor(tmp_path: Path) -> None:
    network = Network("p", {Precision.FULL: graph(tmp_path / "g.onnx")})
    session = Session(network, TWO_THREADS, providers=(CPU,))
    doubled = session.run({"x": np.ones((3, 2), dtype=np.float32)})
    assert doubled.tolist() == [[2, 2]] * 3


def test_half_precision_stays_inside(tmp_path: Path) -> None:
    network = Network("p", {Precision.HALF: graph(tmp_path / "g.onnx", TensorProto.FLOAT16)})
    session = Session(network, TWO_THREADS, providers=(CPU,))
    doubled = session.run({"x": np.full((1, 2), 1.5, dtype=np.float32)})
    assert doubled.dtype == np.float32
    assert doubled.tolist() == [[3, 3]]


def test_a_prepared_network_runs_in_place_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "seed"
    file.write_text("not a graph")
    other = graph(tmp_path / "g.onnx")
    network = Network("p", {Precision.FULL: file}, lambda _: other.read_bytes())
    session = Session(network, TWO_THREADS, providers=(CPU,))
    assert session.run({"x": np.ones((1, 2), dtype=np.float32)}).tolist() == [[2, 2]]


def test_a_card_that_this_machine_lacks_is_passed_over_silently(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network = Network("p", {Precision.FULL: graph(tmp_path / "g.onnx")})
    session = Session(network, TWO_THREADS)
    assert session.run({"x": np.ones((1, 2), dtype=np.float32)}).tolist() == [[2, 2]]
    assert capfd.readouterr() == ("", "")
    if not NVIDIA.is_dir():
        assert not session.graphics


def test_the_smallest_network_tells_whether_a_card_can_be_used(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    network = Network("p", {Precision.FULL: graph(tmp_path / "g.onnx")}, lambda _: NEGATION)
    session = Session(network, TWO_THREADS, providers=(CPU,))
    assert session.run({"x": np.ones(1, dtype=np.float32)}).tolist() == [-1]
    usable = graphics_usable()
    assert capfd.readouterr() == ("", "")
    if not NVIDIA.is_dir():
        assert not usable


def test_the_processor_is_always_last(tmp_path: Path) -> None:
    assert available()[-1] == CPU


@pytest.mark.parametrize("content", [b"", b"garbage"])
def test_a_damaged_network_is_an_error_without_noise(
    tmp_path: Path, content: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "g.onnx").write_bytes(content)
    session = Session(Network("p", {Precision.FULL: tmp_path / "g.onnx"}), TWO_THREADS)
    with pytest.raises(PackError, match="“p”: it cannot be run"):
        session.run({"x": np.ones((1, 2), dtype=np.float32)})
    assert capfd.readouterr() == ("", "")


def test_a_network_removed_while_in_use_works_until_it_is_unloaded(tmp_path: Path) -> None:
    file = graph(tmp_path / "g.onnx")
    session = Session(Network("p", {Precision.FULL: file}), TWO_THREADS, providers=(CPU,))
    feeds = {"x": np.ones((1, 2), dtype=np.float32)}
    session.run(feeds)
    file.unlink()
    session.run(feeds)
    session.unload()
    with pytest.raises(PackError, match=r"g\.onnx is missing"):
        session.run(feeds)


def test_inputs_of_another_shape_are_an_error(tmp_path: Path) -> None:
    engine = load_model(
        Network("p", {Precision.FULL: graph(tmp_path / "g.onnx")}), Way(CPU, Precision.FULL, 1)
    )
    with pytest.raises(DeviceError, match="invalid dimensions"):
        engine.run({"x": np.ones((1, 3), dtype=np.float32)})
