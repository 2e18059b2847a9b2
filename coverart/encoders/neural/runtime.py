"""Networks are run: the one door of ONNX Runtime, from the choice of a device to its failures.

Whether a device can be used is only known once a model was loaded there: a provider that is listed
may still lack its driver. So they are tried in order, the processor last, and the first that loads
the model runs it. A graphics card that then fails, runs out of memory or answers with numbers that
are none gets half the batch. Where it fails even at a single item, the next way is taken for good,
and `Session.notices` says so once the card is given up.

Everything this module's callers see is in numpy arrays; what ONNX Runtime raises becomes a
`DeviceError` here, and a `PackError` where no device is left.
"""

import contextlib
import io
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as state

from coverart.domain import Floats
from coverart.encoders.neural.batches import CPU_SIZES, GPU_SIZES, BatchSize
from coverart.errors import PackError
from coverart.media.limits import worker_count

Feeds = Mapping[str, NDArray[Any]]

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"
# In the order in which they are tried; TensorRT is left out, since it compiles for minutes.
GRAPHICS = {
    CUDA: "CUDA GPU",
    "ROCMExecutionProvider": "ROCm GPU",
    "MIGraphXExecutionProvider": "MIGraphX GPU",
    "DmlExecutionProvider": "DirectML GPU",
    "CoreMLExecutionProvider": "CoreML",
}
PROVIDER_OPTIONS: Mapping[str, Mapping[str, str]] = {
    CUDA: {"device_id": "0", "cudnn_conv_algo_search": "HEURISTIC"},
}
NVIDIA = Path("/proc/driver/nvidia/gpus")
SILENT = 4
"""The level of ONNX Runtime's log above which it writes nothing to the standard error."""
EXTERNAL = "session.model_external_initializers_file_folder_path"
# ONNX Runtime has no error of its own that the others descend from.
FAILURES: tuple[type[Exception], ...] = tuple(
    kind for kind in vars(state).values() if isinstance(kind, type) and issubclass(kind, Exception)
)
FAILED: tuple[type[Exception], ...] = (*FAILURES, RuntimeError)
UNLOADABLE: tuple[type[Exception], ...] = (*FAILED, ValueError, OSError)


class Precision(StrEnum):
    """What a network calculates with."""

    FULL = "fp32"
    HALF = "fp16"
    INT8 = "int8"


class DeviceError(Exception):
    """A device could not load a model, or not run it."""


class Engine(Protocol):
    """A model, loaded on a device."""

    def run(self, feeds: Feeds) -> Floats:
        """The first output. Raises `DeviceError`."""
        ...


@dataclass(frozen=True, slots=True)
class Network:
    """A network of the pack `pack`: the same one in one or several precisions, a file each.

    `prepare` may make the model that is run out of a file; without, it is the file itself.
    """

    pack: str
    files: Mapping[Precision, Path]
    prepare: Callable[[Path], bytes] | None = None


@dataclass(frozen=True, slots=True)
class Preference:
    """What a user wants networks to be run on.

    `precision` holds for the processor; graphics cards take 16 bits where there is such a file.
    Without `threads`, there is one for each core.
    """

    precision: Precision = Precision.FULL
    graphics: bool = True
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to run a network: by a provider of ONNX Runtime, from the file of a precision."""

    provider: str
    precision: Precision
    threads: int

    @property
    def graphics(self) -> bool:
        """Whether this is anything else than the processor."""
        return self.provider != CPU

    @property
    def name(self) -> str:
        """The device, for users: "NVIDIA H200", or "CPU, 2 threads"."""
        if not self.graphics:
            return f"CPU, {self.threads} thread{'s' if self.threads > 1 else ''}"
        name = _graphics_name() if self.provider != "CoreMLExecutionProvider" else None
        return name or GRAPHICS[self.provider]


Load = Callable[[Network, Way], Engine]


class Session:
    """A network on the device that runs it; loaded when it is first needed, and again after that.

    May be used from several threads. `notices` are sentences for users. `load` raises
    `DeviceError` where a device cannot be used.
    """

    def __init__(
        self,
        network: Network,
        preference: Preference | None = None,
        load: Load | None = None,
        providers: Sequence[str] | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        listed = available() if providers is None else providers
        self.notices: list[str] = []
        self.batch = BatchSize()
        self._network = network
        self._load = load or load_model
        self._clock = clock
        self._ways = _ways(network, preference or Preference(), listed)
        self._engine: Engine | None = None
        self._used: Way | None = None
        self._lock = Lock()

    @property
    def device(self) -> str:
        """The name of the device. Raises `PackError` where none can load the network."""
        self._ready()
        return self._ways[0].name

    @property
    def graphics(self) -> bool:
        """Whether a graphics card runs it; the network is loaded if so, and not if not."""
        with self._lock:
            self._settle(graphics_only=True)
            return self._ways[0].graphics

    @property
    def precision(self) -> Precision:
        """What is calculated with. Raises `PackError` as `device` does."""
        self._ready()
        return self._ways[0].precision

    def run(self, feeds: Feeds, shared: Feeds | None = None) -> Floats:
        """The first output, (n, …), for arrays whose first axis is n ≥ 1, and for `shared` ones.

        Raises `PackError` where no device is left that can do it.
        """
        shared = shared or {}
        engine = self._ready()
        began = self._clock()
        try:
            values = engine.run({**feeds, **shared})
            if not np.isfinite(values).all():
                raise DeviceError("it answers with numbers that are none")
        except DeviceError as error:
            return self._again(engine, feeds, shared, error)
        self.batch.record(_rows(feeds), self._clock() - began)
        return values

    def unload(self) -> None:
        """Free what the network takes; the next use loads it again, on the same device."""
        with self._lock:
            self._engine = None

    def _ready(self) -> Engine:
        with self._lock:
            engine = self._settle()
        assert engine is not None  # noqa: S101 (what cannot be loaded raises)
        return engine

    def _settle(self, graphics_only: bool = False) -> Engine | None:
        """Load the network in the first way that works, unless it is loaded."""
        while self._engine is None and (self._ways[0].graphics or not graphics_only):
            try:
                self._engine = self._load(self._network, self._ways[0])
            except DeviceError as error:
                self._give_up(error)
                continue
            if self._used != self._ways[0]:
                self._used = self._ways[0]
                self.batch = BatchSize(GPU_SIZES if self._used.graphics else CPU_SIZES)
        return self._engine

    def _again(self, engine: Engine, feeds: Feeds, shared: Feeds, error: DeviceError) -> Floats:
        """Run in halves what failed together, and elsewhere what failed alone."""
        rows = _rows(feeds)
        with self._lock:
            halves = rows > 1 and self._engine is engine and self._ways[0].graphics
            if halves:
                self.batch.halve(rows)
            elif self._engine is engine:
                self._engine = None
                self._give_up(error)
        if not halves:
            return self.run(feeds, shared)
        parts = slice(None, rows // 2), slice(rows // 2, None)
        divided = [{name: values[part] for name, values in feeds.items()} for part in parts]
        return np.concatenate([self.run(half, shared) for half in divided])

    def _give_up(self, error: DeviceError) -> None:
        """Turn to the next way, and say so where that leaves a device that was in use."""
        if len(self._ways) == 1:
            hint = "install the pack anew"
            raise PackError(self._network.pack, f"it cannot be run: {error}", hint) from error
        left, self._ways = self._ways[0], self._ways[1:]
        if self._used is not None and not self._ways[0].graphics:
            self.notices.append(f"{left.name} failed, so the processor does its work")


def available() -> tuple[str, ...]:
    """The providers that this build of ONNX Runtime lists, the processor last."""
    listed = ort.get_available_providers()
    return (*(name for name in GRAPHICS if name in listed), CPU)


def load_model(network: Network, way: Way) -> Engine:
    """Load a network on a device. Raises `DeviceError` if that is not possible."""
    _hush()
    path = network.files[way.precision]
    if not path.is_file():
        raise DeviceError(f"{path.name} is missing")
    options = ort.SessionOptions()
    options.log_severity_level = SILENT
    options.intra_op_num_threads = way.threads
    if way.precision is Precision.HALF:
        # The last level arranges convolutions for the processor, and crashes at those of 16 bits.
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    chosen = [(way.provider, dict(PROVIDER_OPTIONS.get(way.provider, {})))]
    if way.graphics:
        chosen.append((CPU, {}))
    try:
        model: str | bytes = str(path)
        if network.prepare is not None:
            model = network.prepare(path)
            options.add_session_config_entry(EXTERNAL, str(path.parent))
        session = ort.InferenceSession(model, options, providers=chosen, enable_fallback=0)
    except UNLOADABLE as error:
        raise DeviceError(_first_line(error)) from error
    if session.get_providers()[0] != way.provider:
        raise DeviceError("its driver is missing")
    return _Loaded(session)


class _Loaded:
    """A session of ONNX Runtime whose half precision, if any, stays inside."""

    def __init__(self, session: Any) -> None:
        self._session = session
        inputs = session.get_inputs()
        self._half = {value.name for value in inputs if value.type == "tensor(float16)"}
        self._output = session.get_outputs()[0].name

    def run(self, feeds: Feeds) -> Floats:
        """The first output, in 32 bits."""
        half = {name: feeds[name].astype(np.float16) for name in self._half}
        try:
            values = self._session.run([self._output], {**feeds, **half})[0]
        except FAILED as error:
            raise DeviceError(_first_line(error)) from error
        return np.asarray(values, dtype=np.float32)


def _ways(network: Network, wanted: Preference, listed: Sequence[str]) -> tuple[Way, ...]:
    """All ways to run a network, best first."""
    threads = wanted.threads or worker_count()
    ways = [
        Way(provider, precision, threads)
        for provider in listed
        for precision in (Precision.HALF, Precision.FULL)
        if wanted.graphics and provider != CPU and precision in network.files
    ]
    kept = next(kind for kind in (wanted.precision, *Precision) if kind in network.files)
    return (*ways, Way(CPU, kept, threads))


def _rows(feeds: Feeds) -> int:
    return len(next(iter(feeds.values())))


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


@cache
def _hush() -> None:
    """Keep ONNX Runtime's log off the standard error, and find CUDA where pip put it.

    The latter is looked for before anything is loaded, and says on the standard output what it
    does not find.
    """
    ort.set_default_logger_severity(SILENT)
    preload = getattr(ort, "preload_dlls", None)
    if preload is not None and CUDA in ort.get_available_providers():
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(RuntimeError, OSError):
            preload()


@cache
def _graphics_name() -> str | None:
    """The graphics card's own name, where the system tells it and there is only one kind."""
    names = {_described(device) for device in ort.get_ep_devices()} - {""}
    if not names and NVIDIA.is_dir():
        texts = [path.read_text(encoding="utf-8") for path in NVIDIA.glob("*/information")]
        models = [line for text in texts for line in text.splitlines() if line.startswith("Model:")]
        names = {line.partition(":")[2].strip() for line in models}
    return names.pop() if len(names) == 1 else None


def _described(device: Any) -> str:
    if device.device.type != ort.OrtHardwareDeviceType.GPU:
        return ""
    return str(device.device.metadata.get("Description", ""))
