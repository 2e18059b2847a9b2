"""The models that packs are made of, as their own libraries build them; nothing is fetched."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import open_clip
import torch
from transformers import ClapConfig, ClapModel

FETCHED_CLEANING, OWN_CLEANING = "whitespace", "lower"  # open_clip's defaults


@dataclass(frozen=True, slots=True)
class Conventions:
    """What open_clip knows of the inputs of a model.

    `pixels` has mean, std, interpolation and resize_mode; `own_tokenizer` says that texts are not
    read by CLIP's tokenizer, but by one that lies with the weights.
    """

    pixels: Mapping[str, Any]
    clean: str
    own_tokenizer: bool


def clip_model(architecture: str) -> Any:
    """An open_clip model with random weights, the same each time.

    Raises `RuntimeError`, as open_clip does, for an architecture that it does not know.
    """
    torch.manual_seed(0)
    with _quiet():  # it warns that the weights are random
        return open_clip.create_model(architecture, pretrained_text=False).eval()


def conventions(architecture: str, pretrained: str = "") -> Conventions:
    """How the inputs of an architecture are prepared, for the weights of a tag.

    Without a tag, for the first weights that open_clip knows, whose conventions are, with few
    exceptions, those of all.
    """
    tags = open_clip.list_pretrained_tags_by_model(architecture.removesuffix("-quickgelu"))
    tag = pretrained or next(iter(tags), "")
    known = open_clip.get_pretrained_cfg(architecture.removesuffix("-quickgelu"), tag)
    text = open_clip.get_model_config(architecture)["text_cfg"]
    own = "hf_tokenizer_name" in text
    default = FETCHED_CLEANING if own else OWN_CLEANING
    clean = text.get("tokenizer_kwargs", {}).get("clean", default)
    return Conventions(known or _usual_pixels(), clean, own)


def clap_model(config: Mapping[str, Any]) -> Any:
    """A transformers `ClapModel` with random weights, from the content of a `config.json`."""
    torch.manual_seed(0)
    model: Any = ClapModel(ClapConfig.from_dict(dict(config)))
    return model.eval()


def state_bytes(model: Any) -> int:
    """The size of the float32 weights of a model in bytes, as a safetensors file would hold them.

    Whole numbers, which are index tables, and the file's header are not counted.
    """
    tensors = model.state_dict().values()
    return sum(4 * tensor.numel() for tensor in tensors if tensor.is_floating_point())


def _usual_pixels() -> Mapping[str, Any]:
    return {
        "mean": open_clip.OPENAI_DATASET_MEAN,
        "std": open_clip.OPENAI_DATASET_STD,
        "interpolation": "bicubic",
        "resize_mode": "shortest",
    }


@contextmanager
def _quiet() -> Iterator[None]:
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)
