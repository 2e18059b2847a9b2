"""Reads a pickled checkpoint and writes its tensors as safetensors; run as a program of its own.

    python -I unpickle.py CHECKPOINT TARGET

A pickle is a program: this one is given nothing but the few globals that a checkpoint of plain
tensors needs, in a process that has nothing to lose. Nothing of Coverart is imported here. Leaves
with 3 where the checkpoint asks for more, with 4 where it holds no state dict.
"""

import sys
from collections.abc import Mapping
from pickle import UnpicklingError
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file

MORE_THAN_WEIGHTS, NO_WEIGHTS = 3, 4
SCALAR = np.float64(0).__reduce__()[0]
HARMLESS: list[Any] = [
    # Losses and epochs, which training loops save as numbers of NumPy.
    (SCALAR, "numpy.core.multiarray.scalar"),
    (SCALAR, "numpy._core.multiarray.scalar"),
    np.dtype,
    type(np.dtype(np.float32)),
    type(np.dtype(np.float64)),
    type(np.dtype(np.int64)),
]


def convert(source: str, target: str) -> int:
    """Convert a checkpoint; the status to leave with."""
    try:
        with torch.serialization.safe_globals(HARMLESS):
            content = torch.load(source, map_location="cpu", weights_only=True)
    except UnpicklingError as error:
        sys.stderr.write(f"{error}\n")
        return MORE_THAN_WEIGHTS
    for key in ("state_dict", "model"):
        if isinstance(content, Mapping) and isinstance(content.get(key), Mapping):
            content = content[key]
    tensors = _tensors(content) if isinstance(content, Mapping) else {}
    if not tensors:
        return NO_WEIGHTS
    save_file(tensors, target)
    return 0


def _tensors(state: Mapping[Any, Any]) -> dict[str, torch.Tensor]:
    """The tensors of a state dict, each with its own memory, without the prefix of `DataParallel`.

    Floats of any width become float32.
    """
    return {
        str(name).removeprefix("module."): _plain(value)
        for name, value in state.items()
        if isinstance(value, torch.Tensor)
    }


def _plain(value: torch.Tensor) -> torch.Tensor:
    value = value.detach()
    return (value.float() if value.is_floating_point() else value).clone().contiguous()


if __name__ == "__main__":
    sys.exit(convert(*sys.argv[1:]))
