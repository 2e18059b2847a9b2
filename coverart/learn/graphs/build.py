"""Makes a pack from any open_clip architecture and any CLAP checkpoint: `coverart packs build`.

A pack built here has its weights, as float32, and a digest for each file: it can be installed from
its folder. Every graph is compared with torch at those very weights before anything is written to
where it is to lie.
"""

import json
import shutil
import tempfile
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import open_clip
from torch import nn

from coverart.errors import PackError
from coverart.learn.graphs import folder as names
from coverart.learn.graphs.checkpoint import State, load_into, read_checkpoint
from coverart.learn.graphs.export import export_graph
from coverart.learn.graphs.laion import config_of, is_laion, renamed
from coverart.learn.graphs.models import Conventions, clap_model, clip_model, conventions
from coverart.learn.graphs.proof import prove, save_weights
from coverart.learn.graphs.tokenizer import token_id, vocabulary, write_clip_tokenizer
from coverart.learn.graphs.tower import Tower, clap_audio, clap_text, clip_image, clip_text
from coverart.packs.manifest import Link, Pack, PackFile, Proof
from coverart.packs.rules import is_plain

WEIGHTS = ("model.safetensors", "pytorch_model.bin")
TOKENIZER, CONFIG = "tokenizer.json", "config.json"
Steps = Generator[str, None, Pack]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What a pack is to be made of.

    `clip` is an architecture of open_clip, `clip_checkpoint` its weights; `pretrained` is the tag
    by which open_clip knows them, for the mean and the standard deviation of their pixels, unless
    they are what all weights of this architecture have. `clip_tokenizer` is needed where open_clip
    would fetch one. `clap` is a folder as transformers' `save_pretrained` writes it, or one of
    LAION's own checkpoints, which need a `clap_tokenizer` beside them. With `random`, weights that
    are not given are drawn: such a pack is good for tests alone.
    """

    name: str
    clip: str
    clap: Path
    clip_checkpoint: Path | None = None
    pretrained: str = ""
    clip_tokenizer: Path | None = None
    clap_tokenizer: Path | None = None
    random: bool = False
    title: str = ""
    licence: str = "not stated"


@dataclass(frozen=True, slots=True)
class _Clap:
    """A CLAP model and the file of its tokenizer."""

    model: Any
    tokenizer: Path


def build(options: BuildOptions, folder: Path) -> Steps:
    """Make a pack in `folder`, which must be new or empty; yields what it is about to do.

    Raises `PackError` where an architecture is unknown, a checkpoint does not go with it, or a
    tokenizer is missing. Nothing is left in `folder` then, nor when the generator is closed.
    """
    _check(options, folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-") as aside:
        pack = yield from _build(options, Path(aside))
        Path(aside).chmod(0o755)  # a temporary folder is for its owner alone
        shutil.copytree(aside, folder, dirs_exist_ok=True, copy_function=shutil.move)
    return pack


def _check(options: BuildOptions, folder: Path) -> None:
    """Refuse at once what can be seen at once."""
    if not is_plain(options.name):
        raise PackError(options.name, "this is no name for a pack", "use letters and numbers")
    if options.clip not in open_clip.list_models():
        raise PackError(options.name, f"open_clip has no architecture “{options.clip}”")
    if "hf_model_name" in open_clip.get_model_config(options.clip)["text_cfg"]:
        raise PackError(
            options.name,
            f"{options.clip} has a text tower of transformers",
            "choose an architecture with one of its own",
        )
    if options.clip_checkpoint is None and not options.random:
        raise PackError(
            options.name, "no weights of CLIP are given", "name a checkpoint, or ask for random"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PackError(options.name, f"“{folder}” is not empty", "choose another folder")


def _build(options: BuildOptions, folder: Path) -> Steps:
    yield f"Reading {options.clip}"
    clip = _clip(options)
    kind = conventions(options.clip, options.pretrained)
    tokenizer = _clip_tokenizer(options, kind.own_tokenizer, folder)
    image = names.image_tower(clip, kind.pixels)
    text = names.text_tower(clip, _padding(options, tokenizer, kind), kind.clean)
    _check_vocabulary(options, tokenizer, text.vocabulary)
    towers = {names.IMAGE: clip_image(clip), names.TEXT: clip_text(clip)}
    proofs = yield from _graphs(towers, folder, names.CLIP_WEIGHTS)
    del clip, towers  # which may be gigabytes
    yield f"Reading {options.clap.name}"
    clap = _clap(options)
    shutil.copyfile(clap.tokenizer, folder / names.CLAP_TOKENIZER)
    audio_text = names.audio_text_tower(clap.model.config)
    _check_vocabulary(options, clap.tokenizer, audio_text.vocabulary)
    towers = {names.AUDIO: clap_audio(clap.model), names.AUDIO_TEXT: clap_text(clap.model)}
    proofs |= yield from _graphs(towers, folder, names.CLAP_WEIGHTS)
    yield "Writing the manifest"
    random = "at random weights" if options.random else ""
    pack = Pack(
        name=options.name,
        title=options.title or f"{options.clip} and {options.clap.stem} {random}".strip(),
        models=f"{options.clip} of open_clip, {options.clap.stem} {random}".strip(),
        licence=options.licence,
        link=Link.BANK,
        image=image,
        text=text,
        audio=names.audio_tower(clap.model.config),
        audio_text=audio_text,
        files={path.name: PackFile(path.name) for path in sorted(folder.iterdir())},
        proofs=proofs,
    )
    return names.write_pack(folder, pack)


def _clip(options: BuildOptions) -> Any:
    model = clip_model(options.clip)
    if options.clip_checkpoint is not None:
        load_into(model, read_checkpoint(options.clip_checkpoint, options.name), options.name)
    return model


def _clap(options: BuildOptions) -> _Clap:
    """The CLAP model of a folder of transformers, or of a checkpoint of LAION."""
    if options.clap.is_dir():
        state, config = _folder_state(options), _config(options)
        tokenizer = options.clap_tokenizer or options.clap / TOKENIZER
    else:
        laion = read_checkpoint(options.clap, options.name)
        if not is_laion(laion):
            raise PackError(
                options.name, f"“{options.clap.name}” is not of LAION's", "name a folder instead"
            )
        state, config = renamed(laion), config_of(laion)
        tokenizer = options.clap_tokenizer or options.clap.with_name(TOKENIZER)
    if not tokenizer.is_file():
        raise PackError(
            options.name, f"there is no “{tokenizer}”", "get the tokenizer.json of RoBERTa"
        )
    model = clap_model(config)
    if state is not None:
        load_into(model, state, options.name)
    return _Clap(model, tokenizer)


def _folder_state(options: BuildOptions) -> State | None:
    """The weights in a folder of transformers; None where random ones will do."""
    found = [options.clap / name for name in WEIGHTS if (options.clap / name).is_file()]
    if found:
        return read_checkpoint(found[0], options.name)
    if options.random:
        return None
    raise PackError(options.name, f"there is no “{WEIGHTS[0]}” in “{options.clap}”")


def _config(options: BuildOptions) -> Mapping[str, Any]:
    path = options.clap / CONFIG
    try:
        config: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise PackError(options.name, f"there is no “{CONFIG}” in “{options.clap}”") from error
    except (OSError, ValueError) as error:
        raise PackError(options.name, f"“{path}” is damaged") from error
    return config


def _clip_tokenizer(options: BuildOptions, own: bool, folder: Path) -> Path:
    """Put the tokenizer of the CLIP model into the pack."""
    path = folder / names.CLIP_TOKENIZER
    if options.clip_tokenizer is not None:
        shutil.copyfile(options.clip_tokenizer, path)
    elif own:
        raise PackError(
            options.name, f"{options.clip} has a tokenizer of its own", "name its tokenizer.json"
        )
    else:
        write_clip_tokenizer(path)
    return path


def _padding(options: BuildOptions, tokenizer: Path, kind: Conventions) -> int:
    """What short texts are filled with: zeros, unless its own tokenizer has a token for it."""
    return token_id(tokenizer, "<pad>", options.name) or 0 if kind.own_tokenizer else 0


def _check_vocabulary(options: BuildOptions, tokenizer: Path, wanted: int) -> None:
    found = vocabulary(tokenizer, options.name)
    if found != wanted:
        raise PackError(
            options.name, f"“{tokenizer.name}” has {found:,} tokens, and its model {wanted:,}"
        )


def _graphs(
    towers: Mapping[str, Tower], folder: Path, weights: str
) -> Generator[str, None, dict[str, Proof]]:
    """Export the towers of one model, write its weights, and prove each graph with them."""
    model: nn.Module = next(iter(towers.values())).model
    for name, tower in towers.items():
        yield f"Exporting {name}"
        (folder / name).write_bytes(export_graph(tower))
    yield f"Writing {weights}"
    save_weights(model, folder / weights)
    proofs = {}
    for name, tower in towers.items():
        yield f"Comparing {name} with torch"
        proofs[name] = prove(folder / name, tower, folder / weights)
    return proofs
