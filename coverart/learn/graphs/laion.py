"""LAION's own CLAP checkpoints, in transformers' names.

LAION's files and transformers' `ClapModel` hold the same numbers; names differ, and LAION keeps
queries, keys and values of the audio tower in one tensor. The architecture is read from the shapes.

References
----------
Wu et al. (2023), code: github.com/LAION-AI/CLAP. The names are those of transformers'
`convert_clap_original_pytorch_to_hf`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from torch import Tensor

MARK = "audio_branch.patch_embed.proj.weight"
"""What LAION's checkpoints have and no other has."""
HEAD_WIDTH = 64  # of RoBERTa, whatever its size
ROBERTA_EPSILON = 1e-5  # transformers' default for CLAP, 1e-12, is not what LAION trained with
RENAMES = (
    (r"^text_branch\.", "text_model."),
    (r"^audio_branch\.bn0\.", "audio_model.audio_encoder.batch_norm."),
    (r"^audio_branch\.", "audio_model.audio_encoder."),
    (r"\.attn\.proj\.", ".attention.output.dense."),
    (r"\.attn\.", ".attention.self."),
    (r"\.mlp\.fc1\.", ".intermediate.dense."),
    (r"\.mlp\.fc2\.", ".output.dense."),
    (r"\.norm1\.", ".layernorm_before."),
    (r"\.norm2\.", ".layernorm_after."),
    (r"_projection\.0\.", "_projection.linear1."),
    (r"_projection\.2\.", "_projection.linear2."),
)
Config = dict[str, Any]


def is_laion(state: Mapping[str, Tensor]) -> bool:
    """Whether a state dict has LAION's names."""
    return MARK in state


def renamed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A state dict in transformers' names; what only LAION has keeps its own."""
    return dict(pair for name, tensor in state.items() for pair in _renamed(name, tensor))


def _renamed(name: str, tensor: Tensor) -> Iterator[tuple[str, Tensor]]:
    for pattern, replacement in RENAMES:
        name = re.sub(pattern, replacement, name)
    if ".qkv." not in name:
        yield name, tensor
        return
    for part, rows in zip(("query", "key", "value"), tensor.chunk(3), strict=True):
        yield name.replace(".qkv.", f".{part}."), rows.contiguous()


def config_of(state: Mapping[str, Tensor]) -> Config:
    """The content of a `config.json` that goes with a state dict in LAION's names."""
    dimension = state["audio_projection.2.weight"].shape[0]
    audio, text = _audio_config(state), _text_config(state)
    parts = {"projection_dim": dimension}
    return {"projection_dim": dimension, "audio_config": audio | parts, "text_config": text | parts}


def _audio_config(state: Mapping[str, Tensor]) -> Config:
    depths: list[int] = []
    heads: list[int] = []
    while f"audio_branch.layers.{len(depths)}.blocks.0.norm1.weight" in state:
        stage = f"audio_branch.layers.{len(depths)}.blocks"
        depths.append(_count(state, stage))
        heads.append(state[f"{stage}.0.attn.relative_position_bias_table"].shape[1])
    return {
        "enable_fusion": any(".fusion_model." in name for name in state),
        "patch_embeds_hidden_size": state[MARK].shape[0],
        "hidden_size": state["audio_branch.norm.weight"].shape[0],
        "num_mel_bins": state["audio_branch.bn0.weight"].shape[0],
        "depths": depths,
        "num_attention_heads": heads,
    }


def _text_config(state: Mapping[str, Tensor]) -> Config:
    words = state["text_branch.embeddings.word_embeddings.weight"]
    places = state["text_branch.embeddings.position_embeddings.weight"]
    inner = state["text_branch.encoder.layer.0.intermediate.dense.weight"]
    return {
        "vocab_size": words.shape[0],
        "hidden_size": words.shape[1],
        "num_attention_heads": max(1, words.shape[1] // HEAD_WIDTH),
        "num_hidden_layers": _count(state, "text_branch.encoder.layer"),
        "intermediate_size": inner.shape[0],
        "max_position_embeddings": places.shape[0],
        "layer_norm_eps": ROBERTA_EPSILON,
    }


def _count(state: Mapping[str, Tensor], prefix: str) -> int:
    """How many numbered parts there are under a prefix."""
    found = re.compile(re.escape(prefix) + r"\.(\d+)\.")
    return len({match[1] for name in state if (match := found.match(name))})
