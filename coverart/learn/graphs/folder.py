"""Pack folders: what the towers of a model say about themselves, and the writing of it.

File names are the same in every pack, so that what a folder holds can be seen by a glance.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from coverart.packs.manifest import (
    AudioTower,
    ImageTower,
    Interpolation,
    Pack,
    PackFile,
    Resize,
    TextTower,
)
from coverart.packs.toml import write_manifest

IMAGE, TEXT, AUDIO, AUDIO_TEXT = "image.onnx", "text.onnx", "audio.onnx", "audio_text.onnx"
CLIP_WEIGHTS, CLAP_WEIGHTS = "clip.safetensors", "clap.safetensors"
CLIP_TOKENIZER, CLAP_TOKENIZER = "clip_tokenizer.json", "clap_tokenizer.json"
CLAP_CONTEXT = 77
"""Tokens that LAION's CLAP was trained with; the architecture would take 512."""
UNCLEANED = "none"


def image_tower(model: Any, pretrained: Mapping[str, Any]) -> ImageTower:
    """What an open_clip model wants its crops like.

    `pretrained` is open_clip's own account of the weights (mean, std, interpolation, resize_mode).
    """
    size = model.visual.image_size
    return ImageTower(
        graph=IMAGE,
        weights=CLIP_WEIGHTS,
        dimension=_dimension(model),
        side=int(size[0] if isinstance(size, tuple | list) else size),
        mean=_three(pretrained["mean"]),
        std=_three(pretrained["std"]),
        resize=Resize(pretrained["resize_mode"]),
        interpolation=Interpolation(pretrained["interpolation"]),
    )


def text_tower(model: Any, padding: int = 0, clean: str = "lower") -> TextTower:
    """What an open_clip model wants its texts like."""
    return TextTower(
        graph=TEXT,
        weights=CLIP_WEIGHTS,
        dimension=_dimension(model),
        tokenizer=CLIP_TOKENIZER,
        vocabulary=int(model.vocab_size),
        context=int(model.context_length),
        padding=padding,
        clean=clean,
    )


def audio_tower(config: Any) -> AudioTower:
    """What a CLAP model of a transformers `ClapConfig` wants its sound like."""
    fusion = bool(config.audio_config.enable_fusion)
    return AudioTower(
        graph=AUDIO,
        weights=CLAP_WEIGHTS,
        dimension=int(config.projection_dim),
        mels=int(config.audio_config.num_mel_bins),
        fusion=fusion,
        slaney=not fusion,
    )


def audio_text_tower(config: Any) -> TextTower:
    """What a CLAP model of a transformers `ClapConfig` wants its texts like."""
    text = config.text_config
    longest = int(text.max_position_embeddings) - int(text.pad_token_id) - 1
    return TextTower(
        graph=AUDIO_TEXT,
        weights=CLAP_WEIGHTS,
        dimension=int(config.projection_dim),
        tokenizer=CLAP_TOKENIZER,
        vocabulary=int(text.vocab_size),
        context=min(CLAP_CONTEXT, longest),
        padding=int(text.pad_token_id),
        fixed=False,
        masked=True,
        clean=UNCLEANED,
    )


def recorded(folder: Path, names: Iterable[str]) -> dict[str, PackFile]:
    """The files of a folder, with their sizes and digests."""
    return {name: _recorded(folder / name) for name in sorted(names)}


def write_pack(folder: Path, pack: Pack) -> Pack:
    """Write the manifest of a pack, with the sizes and digests of those files that lie there."""
    lying = [name for name, file in pack.files.items() if file.source is None]
    whole = replace(pack, files=dict(pack.files) | recorded(folder, lying))
    write_manifest(folder, whole)
    return whole


def _recorded(path: Path) -> PackFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return PackFile(path.name, path.stat().st_size, digest)


def _dimension(model: Any) -> int:
    """The length of the vectors of an open_clip model."""
    projected = getattr(model, "text_projection", None)
    if projected is None:
        projected = model.text.text_projection
    return int(projected.shape[1] if hasattr(projected, "shape") else projected.out_features)


def _three(values: Iterable[float]) -> tuple[float, float, float]:
    red, green, blue = values
    return float(red), float(green), float(blue)
