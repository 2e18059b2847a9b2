"""CLAP's audio tower made independent of its data, so that it can be exported for any batch.

Upstream fuses only those rows of a batch that are cut from something longer, which makes the graph
depend on the data. Here all rows are fused, and `torch.where` chooses: the same numbers.

References
----------
Wu et al. (2023). Large-scale contrastive language-audio pretraining with feature fusion and
keyword-to-caption augmentation. ICASSP. Section 3.3; code: transformers, `modeling_clap`.
"""

from types import TracebackType
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import pad


class FusedPatches:
    """While it is entered, a model's patches are fused by `longer` (n, 1) for all rows alike."""

    def __init__(self, model: Any, longer: Tensor | None) -> None:
        self._encoder = model.audio_model.audio_encoder
        self._longer = longer

    def __enter__(self) -> None:
        if self._longer is None:
            return
        patches, longer = self._encoder.patch_embed, self._longer
        self._encoder.enable_fusion = False
        patches.forward = lambda mel, _rows=None: _fused(patches, mel, longer)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._longer is not None:
            self._encoder.enable_fusion = True
            del self._encoder.patch_embed.forward


def _fused(patches: Any, mel: Tensor, longer: Tensor) -> Tensor:
    """Patches (n, p, channels) of `mel` (n, 4, side, side): the whole first, then three parts."""
    whole = patches.proj(mel[:, :1])
    parts = mel[:, 1:]
    rows, count, height, width = parts.shape
    parts = patches.mel_conv2d(parts.reshape(rows * count, 1, height, width))
    _, channels, high, wide = parts.shape
    parts = parts.view(rows, count, channels, high, wide).permute(0, 2, 3, 1, 4)
    parts = parts.contiguous().flatten(3)
    parts = pad(parts, (0, whole.size(-1) - parts.size(-1)))
    chosen = torch.where(longer.view(-1, 1, 1, 1), patches.fusion_model(whole, parts), whole)
    patched: Tensor = patches.norm(chosen.flatten(2).transpose(1, 2))
    return patched


def settle_windows(model: Any) -> None:
    """Fix the attention windows, which upstream sets anew on each call, at what they become."""
    encoder = model.audio_model.audio_encoder
    for stage, resolution in zip(encoder.layers, encoder.input_resolutions, strict=True):
        for layer in stage.blocks:
            layer.set_shift_and_window_size(resolution)
            layer.set_shift_and_window_size = _nothing


def _nothing(_resolution: tuple[int, int]) -> None:
    """Nothing is left to be set."""
