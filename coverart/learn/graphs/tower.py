"""The towers of open_clip and CLAP models, each as one torch module that gives unit vectors.

A `Tower` holds two modules over the same model: `module`, which can be exported, and `reference`,
the publisher's own way to the same vector, with which every graph is compared.

Shapes: `pixels` (n, 3, side, side) float32; `tokens` and `mask` (n, t) int64; `mel` (n, c, frames,
mels) float32 with c = 4 for fusion, else 1; `longer` (n, 1) bool; `embedding` (n, d) float32.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import normalize

from coverart.learn.graphs.fusion import FusedPatches, settle_windows

BATCH = torch.export.Dim("batch", min=1, max=1024)
FRAMES = 1001
"""Frames of ten seconds at 48 kHz and a hop of 480 samples."""
LONGEST = 32
"""Tokens of the longest random text."""


@dataclass(frozen=True, slots=True)
class Tower:
    """One tower of a model.

    `inputs(rows, seed)` draws random inputs, by name and in the order of the arguments;
    `varying` says which of their axes may have any length. `model` is whose state dict names the
    weights.
    """

    model: nn.Module
    module: nn.Module
    reference: nn.Module
    inputs: Callable[[int, int], Mapping[str, Tensor]]
    varying: Mapping[str, Mapping[int, Any]]


class _Calling(nn.Module):
    """The unit vectors of a method of a model."""

    def __init__(self, model: nn.Module, method: Callable[..., Tensor]) -> None:
        super().__init__()
        self.model = model
        self._method = method

    def forward(self, *inputs: Tensor) -> Tensor:
        """Unit vectors (n, d), whatever the method's own scale."""
        return normalize(self._method(*inputs).float(), dim=-1)


class _ClapAudio(nn.Module):
    """CLAP's audio tower with a fusion that does not ask about its data."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model
        settle_windows(model)

    def forward(self, mel: Tensor, longer: Tensor | None = None) -> Tensor:
        """Unit vectors (n, d)."""
        with FusedPatches(self.model, longer):
            pooled = self.model.audio_model(input_features=mel).pooler_output
        return normalize(self.model.audio_projection(pooled), dim=-1)


def clip_image(model: Any) -> Tower:
    """The image tower of an open_clip model."""
    side = _side(model)

    def inputs(rows: int, seed: int) -> Mapping[str, Tensor]:
        return {"pixels": torch.randn(rows, 3, side, side, generator=_random(seed))}

    module = _Calling(model, model.encode_image)
    return Tower(model, module, module, inputs, {"pixels": {0: BATCH}})


def clip_text(model: Any) -> Tower:
    """The text tower of an open_clip model; texts always have its full context."""
    context, vocabulary = int(model.context_length), int(model.vocab_size)

    def inputs(rows: int, seed: int) -> Mapping[str, Tensor]:
        # The end token is the highest, by which CLIP finds the end; what follows is padding.
        tokens = torch.randint(1, vocabulary - 1, (rows, context), generator=_random(seed))
        for row, length in enumerate(_lengths(rows, min(context, LONGEST), seed)):
            tokens[row, length - 1] = vocabulary - 1
            tokens[row, length:] = 0
        return {"tokens": tokens}

    module = _Calling(model, model.encode_text)
    return Tower(model, module, module, inputs, {"tokens": {0: BATCH}})


def clap_audio(model: Any) -> Tower:
    """The audio tower of a transformers `ClapModel`, fused or not."""
    audio = model.config.audio_config
    fused = bool(audio.enable_fusion)

    def inputs(rows: int, seed: int) -> Mapping[str, Tensor]:
        random = _random(seed)
        shape = (rows, 4 if fused else 1, FRAMES, audio.num_mel_bins)
        mel = torch.randn(shape, generator=random) * 10 - 30
        longer = torch.arange(rows)[:, None] % 2 == 1
        return {"mel": mel, "longer": longer} if fused else {"mel": mel}

    def heard(mel: Tensor, longer: Tensor | None = None) -> Tensor:
        pooled: Tensor = model.get_audio_features(mel, is_longer=longer).pooler_output
        return pooled

    varying = {"mel": {0: BATCH}} | ({"longer": {0: BATCH}} if fused else {})
    return Tower(model, _ClapAudio(model), _Calling(model, heard), inputs, varying)


def clap_text(model: Any) -> Tower:
    """The text tower of a transformers `ClapModel`; texts may have any length."""
    text = model.config.text_config
    longest = int(text.max_position_embeddings) - int(text.pad_token_id) - 1

    def inputs(rows: int, seed: int) -> Mapping[str, Tensor]:
        random, length = _random(seed), min(LONGEST, longest) - seed % 2
        tokens = torch.randint(4, text.vocab_size, (rows, length), generator=random)
        mask = torch.ones_like(tokens)
        for row, end in enumerate(_lengths(rows, length, seed)):
            mask[row, end:] = 0
        return {"tokens": torch.where(mask == 1, tokens, text.pad_token_id), "mask": mask}

    def read(tokens: Tensor, mask: Tensor) -> Tensor:
        pooled: Tensor = model.get_text_features(tokens, attention_mask=mask).pooler_output
        return pooled

    module = _Calling(model, read)
    axes = {0: BATCH, 1: torch.export.Dim("length", min=2, max=longest)}
    return Tower(model, module, module, inputs, {"tokens": axes, "mask": axes})


def _side(model: Any) -> int:
    size = model.visual.image_size
    return int(size[0] if isinstance(size, tuple | list) else size)


def _random(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def _lengths(rows: int, longest: int, seed: int) -> list[int]:
    """Lengths of texts: the first has them all, so that no axis is longer than its rows need."""
    drawn = torch.randint(3, longest + 1, (rows,), generator=_random(seed + 1)).tolist()
    return [longest, *drawn[1:]]
