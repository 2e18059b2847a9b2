"""What networks are run on, and how: devices, precisions, and what a user prefers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.encoders.neural.batches import CPU_SIZES, GPU_SIZES, INT8_SIZES, Sizes

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

    `precision` holds for the processor; graphics cards take 16 bits where there is such a file. A
    network that is wanted in int8, and is there in it, is kept off graphics cards, so that its
    vectors are always the same. Without `threads`, there is one for each core.
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
    def sizes(self) -> Sizes:
        """How many items are taken at once."""
        if self.graphics:
            return GPU_SIZES
        return INT8_SIZES if self.precision is Precision.INT8 else CPU_SIZES


Load = Callable[[Network, Way], Engine]
