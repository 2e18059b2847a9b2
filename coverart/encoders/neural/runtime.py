"""The one door of ONNX Runtime: which devices there are, and models loaded on them.

What ONNX Runtime raises becomes a `DeviceError` here; arrays are numpy's.
"""

import contextlib
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime as ort
from onnxruntime.capi import onnxruntime_pybind11_state as state

from coverart.domain import Floats
from coverart.encoders.neural.devices import (
    CPU,
    CUDA,
    GRAPHICS,
    DeviceError,
    Engine,
    Feeds,
    Network,
    Precision,
    Way,
)
from coverart.language import _, plural

PROVIDER_OPTIONS: Mapping[str, Mapping[str, str]] = {
    CUDA: {"device_id": "0", "cudnn_conv_algo_search": "HEURISTIC"},
}
NVIDIA = Path("/proc/driver/nvidia/gpus")
SILENT = 4
"""The level of ONNX Runtime's log above which it writes nothing to the standard error."""
NEGATION = (
    b'\x08\n:2\n\x0b\n\x01x\x12\x01y"\x03Neg\x12\x01gZ\x0f\n\x01x\x12\n\n\x08\x08\x01'
    b"\x12\x04\n\x02\x08\x01b\x0f\n\x01y\x12\n\n\x08\x08\x01\x12\x04\n\x02\x08\x01B\x04\n\x00\x10\x14"
)
"""A whole network in ONNX: y = -x, of one number."""
EXTERNAL = "session.model_external_initializers_file_folder_path"
# ONNX Runtime has no error of its own that the others descend from.
FAILURES: tuple[type[Exception], ...] = tuple(
    kind for kind in vars(state).values() if isinstance(kind, type) and issubclass(kind, Exception)
)
FAILED: tuple[type[Exception], ...] = (*FAILURES, RuntimeError)
UNLOADABLE: tuple[type[Exception], ...] = (*FAILED, ValueError, OSError)


def available() -> tuple[str, ...]:
    """The providers that this build of ONNX Runtime lists, the processor last."""
    listed = ort.get_available_providers()
    return (*(name for name in GRAPHICS if name in listed), CPU)


def device_name(way: Way) -> str:
    """The device, for users: "NVIDIA H200", or "CPU, 2 threads"."""
    if not way.graphics:
        told = plural("CPU, {number} thread", "CPU, {number} threads", way.threads)
        return told.format(number=way.threads)
    name = _graphics_name() if way.provider != "CoreMLExecutionProvider" else None
    return name or GRAPHICS[way.provider]


def graphics_usable() -> bool:
    """Whether there is a graphics card that networks can be run on, which is tried."""
    return any(_loads(Way(name, Precision.FULL, 1)) for name in available() if name != CPU)


def load_model(network: Network, way: Way) -> Engine:
    """Load a network on a device. Raises `DeviceError` if that is not possible."""
    path = network.files[way.precision]
    if not path.is_file():
        raise DeviceError(_("{name} is missing").format(name=path.name))
    options = _options(way)
    if way.precision is Precision.HALF:
        # The last level arranges convolutions for the processor, and crashes at those of 16 bits.
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    model: str | bytes = str(path)
    if network.prepare is not None:
        try:
            model = network.prepare(path)
        except UNLOADABLE as error:
            raise DeviceError(_first_line(error)) from error
        options.add_session_config_entry(EXTERNAL, str(path.parent))
    return _Loaded(_opened(model, options, way))


def _options(way: Way) -> Any:
    options = ort.SessionOptions()
    options.log_severity_level = SILENT
    options.intra_op_num_threads = way.threads
    return options


def _opened(model: str | bytes, options: Any, way: Way) -> Any:
    """A session of ONNX Runtime by a provider, and by the processor for what that one lacks.

    Raises `DeviceError`.
    """
    _hush()
    chosen = [(way.provider, dict(PROVIDER_OPTIONS.get(way.provider, {})))]
    if way.graphics:
        chosen.append((CPU, {}))
    try:
        session = ort.InferenceSession(model, options, providers=chosen, enable_fallback=0)
    except UNLOADABLE as error:
        raise DeviceError(_first_line(error)) from error
    if session.get_providers()[0] != way.provider:
        raise DeviceError(_("its driver is missing"))
    return session


def _loads(way: Way) -> bool:
    """Whether the smallest of networks can be loaded in a way."""
    try:
        _opened(NEGATION, _options(way), way)
    except DeviceError:
        return False
    return True


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
