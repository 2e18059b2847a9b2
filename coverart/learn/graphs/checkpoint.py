"""Checkpoints as state dicts: safetensors are read here, pickles in a child process."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from coverart.errors import PackError
from coverart.learn.graphs.unpickle import MORE_THAN_WEIGHTS

CHILD = Path(__file__).with_name("unpickle.py")
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
State = dict[str, Tensor]


def read_checkpoint(path: Path, pack: str) -> State:
    """The float32 tensors of a checkpoint, by name: `.safetensors`, or what `torch.save` wrote.

    Raises `PackError` in the name of `pack` where it is damaged, or asks for more than tensors.
    """
    if not path.is_file():
        raise PackError(pack, f"there is no checkpoint “{path}”")
    if path.suffix == ".safetensors":
        return _floats(_loaded(path, pack))
    with tempfile.TemporaryDirectory() as aside:
        plain = Path(aside) / "plain.safetensors"
        _unpickle(path, plain, pack)
        return _loaded(plain, pack)


def load_into(model: nn.Module, state: Mapping[str, Tensor], pack: str) -> None:
    """Give a model the weights of a state dict; what the model does not have is passed over.

    Whole numbers (index tables, counters) may be missing. Raises `PackError`, which names the
    first tensor that is missing or has another shape.
    """
    wanted: dict[str, Any] = model.state_dict()
    for name, tensor in wanted.items():
        found = state.get(name)
        if found is None and tensor.is_floating_point():
            raise PackError(pack, f"its checkpoint has no “{name}”", "is it of this architecture?")
        if found is not None and found.shape != tensor.shape:
            shapes = f"{tuple(found.shape)}, not {tuple(tensor.shape)}"
            raise PackError(pack, f"in its checkpoint, “{name}” has the shape {shapes}")
    model.load_state_dict({name: state[name] for name in wanted if name in state}, strict=False)


def _loaded(path: Path, pack: str) -> State:
    try:
        loaded: State = load_file(path)
    except (OSError, SafetensorError) as error:
        raise PackError(pack, f"its checkpoint “{path.name}” is damaged") from error
    return loaded


def _floats(state: State) -> State:
    return {
        name: value.float() if value.is_floating_point() else value for name, value in state.items()
    }


def _unpickle(path: Path, target: Path, pack: str) -> None:
    """Have a child process turn a pickle into safetensors."""
    done = subprocess.run(  # noqa: S603 (this Python and a file of ours)
        [sys.executable, "-I", str(CHILD), str(path), str(target)],
        env=os.environ | OFFLINE,
        capture_output=True,
        check=False,
    )
    if done.returncode == MORE_THAN_WEIGHTS:
        raise PackError(
            pack,
            f"its checkpoint “{path.name}” holds more than weights, and was not run",
            "ask its publisher for safetensors",
        )
    if done.returncode != 0:
        raise PackError(pack, f"its checkpoint “{path.name}” is damaged, or holds no weights")
