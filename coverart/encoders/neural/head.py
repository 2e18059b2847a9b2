"""The linking head at run time: a song's vector becomes a query among crops.

Linear d_a → 1024, batch normalisation, ReLU, Linear 1024 → d_i, batch normalisation, unit length:
the projector of C-MCR, with the image space left as it is, as in Ex-MCR. `learn.link` trains it.
It is kept as safetensors under the names of `SHAPES`; everything is float32.

References
----------
Wang et al. (2023). Connecting multi-modal contrastive representations (C-MCR). NeurIPS.
Zhang et al. (2024). Extending multi-modal contrastive representations (Ex-MCR). NeurIPS.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from coverart.domain import Floats
from coverart.encoders.neural.linking import unit
from coverart.errors import PackError
from coverart.language import _

WIDTH = 1024
"""Neurons between the two linear layers."""
EPSILON = 1e-5
"""Added to variances, as torch's BatchNorm1d does."""

Shape = tuple[str, ...]
SHAPES: Mapping[str, Shape] = {
    "origin": ("audio",),
    **{
        f"{layer}.{name}": shape
        for layer, into, out in (("hidden", "audio", "width"), ("output", "width", "image"))
        for name, shape in (
            ("weight", (out, into)),
            *((name, (out,)) for name in ("bias", "scale", "shift", "mean", "variance")),
        )
    },
}
"""The tensors of a head, their sides named: the audio space, the width, the image space."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A linear layer `weight` (out, in), `bias` (out,), and batch normalisation after it.

    y = (Wx + b − mean) / √(variance + ε) · scale + shift.
    """

    weight: Floats
    bias: Floats
    scale: Floats
    shift: Floats
    mean: Floats
    variance: Floats

    def __call__(self, rows: Floats) -> Floats:
        """Rows (…, in) become rows (…, out)."""
        slope = self.scale / np.sqrt(self.variance + np.float32(EPSILON))
        result: Floats = (rows @ self.weight.T + (self.bias - self.mean)) * slope + self.shift
        return result


@dataclass(frozen=True, slots=True)
class Head:
    """Maps vectors of an audio space into an image space.

    `origin` (d_a,) is the mean of the texts the head was trained with: where it expects its input.
    """

    origin: Floats
    hidden: Layer
    output: Layer

    def __call__(self, songs: Floats, centre: Floats | None = None) -> Floats:
        """Unit vectors (…, d_i) of unit vectors (…, d_a).

        With `centre` (d_a,), the mean of many songs, songs are moved to where texts lie, which is
        what the head has seen; without, they are taken as they are.
        """
        moved = songs if centre is None else unit(songs - centre + self.origin)
        return unit(self.output(np.maximum(self.hidden(moved), 0)))

    @classmethod
    def read(cls, tensors: Mapping[str, Floats], dimensions: tuple[int, int], pack: str) -> Self:
        """Take a head from what a pack keeps, under the names of `SHAPES`.

        `dimensions` are those of the audio and the image tower. Raises `PackError` that names the
        tensor which is missing, of another shape, or not of numbers.
        """
        sides = {"audio": dimensions[0], "width": WIDTH, "image": dimensions[1]}
        for name, shape in SHAPES.items():
            _check(tensors, name, tuple(sides[side] for side in shape), pack)
        return cls(
            tensors["origin"].astype(np.float32),
            *(_layer(tensors, layer) for layer in ("hidden", "output")),
        )

    def tensors(self) -> dict[str, Floats]:
        """What a pack keeps of the head."""
        owners = {"hidden": self.hidden, "output": self.output}
        named = (name.split(".") for name in SHAPES if "." in name)
        parts = {f"{layer}.{name}": getattr(owners[layer], name) for layer, name in named}
        return {"origin": self.origin, **parts}


def _layer(tensors: Mapping[str, Floats], layer: str) -> Layer:
    names = [name for name in SHAPES if name.startswith(f"{layer}.")]
    return Layer(*(tensors[name].astype(np.float32) for name in names))


def _check(tensors: Mapping[str, Floats], name: str, shape: tuple[int, ...], pack: str) -> None:
    hint = _("train it again: coverart packs link {pack}").format(pack=pack)
    if name not in tensors:
        raise PackError(pack, _("its linking head lacks “{name}”").format(name=name), hint)
    if tensors[name].shape != shape:
        reason = _("“{name}” of its linking head is {shape} instead of {wanted}").format(
            name=name, shape=tensors[name].shape, wanted=shape
        )
        raise PackError(pack, reason, hint)
    if not np.isfinite(tensors[name]).all():
        raise PackError(pack, _("“{name}” of its linking head is damaged").format(name=name), hint)
    if name.endswith("variance") and tensors[name].min() < 0:
        raise PackError(
            pack, _("“{name}” of its linking head is below zero").format(name=name), hint
        )
