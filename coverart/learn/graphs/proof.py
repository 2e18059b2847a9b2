"""Each graph proves itself: torch against ONNX Runtime, at other weights than those exported.

That the weights are others shows that nothing of the exported ones is left in the graph. The
publisher's own code is the measure, not the module that was exported.
"""

from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import nn

from coverart.learn.graphs.tower import Tower
from coverart.packs.bind import bind
from coverart.packs.manifest import Proof

ROWS = 3
"""Inputs of a comparison: not the number a graph was exported with."""
WORST_DIFFERENCE, WORST_COSINE = 1e-4, 0.9999
"""What is further from torch than this is refused."""


def prove(graph: Path, tower: Tower, weights: Path, seed: int = 7) -> Proof:
    """Compare `graph`, with `weights` (the state dict of the tower's model), with torch.

    Raises `ValueError` where they differ by more than rounding, `PackError` where the graph and
    the weights do not go together.
    """
    inputs = tower.inputs(ROWS, seed)
    with torch.no_grad():
        wanted = tower.reference(*inputs.values()).numpy()
    bound = weights.with_name("proof.onnx")
    try:
        bind(graph, weights, (), bound)
        ours = _run(bound, {name: value.numpy() for name, value in inputs.items()})
    finally:
        bound.unlink(missing_ok=True)
    proof = compare(wanted, ours)
    if not (proof.difference <= WORST_DIFFERENCE and proof.cosine >= WORST_COSINE):
        raise ValueError(f"the graph is {proof.difference:.1e} from torch, cosine {proof.cosine}")
    return proof


def compare(wanted: NDArray[np.float32], ours: NDArray[np.float32]) -> Proof:
    """The largest difference and the smallest cosine of rows (n, d) that belong together."""
    one, other = wanted.astype(np.float64), ours.astype(np.float64)
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    cosines = (one * other).sum(axis=1) / lengths
    difference = float(f"{np.abs(one - other).max():.1e}")  # more digits would be the machine's
    return Proof(difference, round(float(cosines.min()), 9))


def scramble(model: nn.Module, seed: int) -> None:
    """Give a model other random weights, none of which is zero, in place.

    Each value is scaled by 0.5 to 1.5 and the whole moved a little; variances stay positive.
    """
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in model.state_dict().items():
            if not tensor.is_floating_point():
                continue
            tensor.mul_(torch.rand(tensor.shape, generator=random) + 0.5)
            noise = torch.randn(tensor.shape, generator=random) * 0.02
            tensor.add_(noise.abs() if name.endswith("running_var") else noise)


def save_weights(model: nn.Module, path: Path) -> None:
    """Write the state dict of a model as safetensors, the names as they are."""
    state = model.state_dict()
    save_file({name: value.contiguous() for name, value in state.items()}, path)


def _run(bound: Path, inputs: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        bound, sess_options=options, providers=["CPUExecutionProvider"]
    )
    vectors: NDArray[np.float32] = session.run(["embedding"], inputs)[0]
    return vectors
