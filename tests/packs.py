"""Packs small enough for tests: the real architectures, shrunken, with random weights.

`tiny_pack(folder)` gives a folder as `coverart packs build` would: graphs, weights, tokenizers and
a manifest with digests, not yet installed. The graphs, which take seconds to export, are kept
beside pytest's own cache, under a name that changes with the code and the libraries that make them.
The weights are drawn anew: their names and shapes are those that the graphs ask for.
"""

import functools
import hashlib
import importlib.metadata
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

import coverart.learn.graphs
from coverart.packs.manifest import (
    AudioTower,
    ImageTower,
    Link,
    Pack,
    PackFile,
    Proof,
    TextTower,
)

if TYPE_CHECKING:
    from tokenizers import Tokenizer

CACHE = Path(__file__).parents[1] / ".pytest_cache" / "packs"
LIBRARIES = ("torch", "open_clip_torch", "transformers", "onnx", "onnxscript", "tokenizers")
EXPORTERS = ("tower.py", "fusion.py", "export.py", "tokenizer.py")

SIDE, DIMENSION, AUDIO_DIMENSION = 32, 16, 24
CLIP_WORDS, CLAP_WORDS = 49_408, 400
MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
CLIP, CLAP = "clip.safetensors", "clap.safetensors"
CLIP_TOKENS, CLAP_TOKENS = "clip_tokenizer.json", "clap_tokenizer.json"
CORPUS = (
    "a calm and dreamy piano in the rain at night",
    "a happy summer song with bright guitars and drums",
    "dark heavy metal with distorted voices and neon lights",
    "a melancholic synth over a slow beat, a warm sunset by the sea",
    "an old folk tune in a field of snow, a fast jazz trio in a city bar",
)


def tiny_pack(folder: Path, seed: int = 0, fusion: bool = False, shared: bool = False) -> Path:
    """Put an uninstalled pack into `folder`, which is made if need be, and return it.

    Its weights depend on `seed`. With `fusion` its audio tower takes four channels and `longer`;
    with `shared` its audio and image towers share one space, and it has no `audio_text`.
    """
    from coverart.learn.graphs.folder import write_pack  # noqa: PLC0415 (needs the extra learn)

    dimension = DIMENSION if shared else AUDIO_DIMENSION
    audio = "fused" if fusion else "audio"
    contents = {
        "image.onnx": kept_graph("image"),
        "text.onnx": kept_graph("text"),
        "audio.onnx": kept_graph(f"{audio}-{dimension}"),
        CLIP_TOKENS: kept_graph("clip-tokens"),
    }
    if not shared:
        contents |= {
            "audio_text.onnx": kept_graph("audio_text"),
            CLAP_TOKENS: kept_graph("clap-tokens"),
        }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    _write_weights(folder / CLIP, ("image.onnx", "text.onnx"), seed)
    _write_weights(folder / CLAP, ("audio.onnx", "audio_text.onnx"), seed + 1)
    write_pack(folder, _described([*contents, CLIP, CLAP], dimension, fusion, shared))
    return folder


def tiny_clip() -> Any:
    """An open_clip model with its real vocabulary and little else."""
    import torch  # noqa: PLC0415 (seconds, where kept graphs would do)
    from open_clip.model import CLIP  # noqa: PLC0415

    torch.manual_seed(0)
    vision = {"image_size": SIDE, "layers": 2, "width": 32, "patch_size": 8, "head_width": 16}
    text = {"context_length": 77, "vocab_size": CLIP_WORDS, "width": 32, "heads": 2, "layers": 2}
    return CLIP(DIMENSION, vision, text).eval()


def tiny_clap(fusion: bool = False, dimension: int = AUDIO_DIMENSION) -> Any:
    """A transformers `ClapModel` for real log-mel spectrograms, with two small stages."""
    import torch  # noqa: PLC0415
    from transformers import ClapConfig, ClapModel  # noqa: PLC0415

    torch.manual_seed(0)
    audio = {
        "enable_fusion": fusion,
        "patch_embeds_hidden_size": 16,
        "hidden_size": 32,
        "depths": [2, 1],
        "num_attention_heads": [2, 2],
        "projection_dim": dimension,
    }
    text = {
        "vocab_size": CLAP_WORDS,
        "hidden_size": 32,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 130,
        "projection_dim": dimension,
    }
    config = ClapConfig(audio_config=audio, text_config=text, projection_dim=dimension)
    model: Any = ClapModel(config)
    return model.eval()


def tiny_clap_tokenizer() -> "Tokenizer":
    """A byte-level tokenizer in the manner of RoBERTa, with `CLAP_WORDS` entries."""
    from tokenizers import Tokenizer, pre_tokenizers  # noqa: PLC0415 (as above)
    from tokenizers.decoders import ByteLevel  # noqa: PLC0415
    from tokenizers.models import BPE  # noqa: PLC0415
    from tokenizers.processors import RobertaProcessing  # noqa: PLC0415
    from tokenizers.trainers import BpeTrainer  # noqa: PLC0415

    tokenizer = Tokenizer(BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = ByteLevel()
    trainer = BpeTrainer(
        vocab_size=CLAP_WORDS,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.post_processor = RobertaProcessing(("</s>", 2), ("<s>", 0))
    return tokenizer


def random_weights(graphs: list[bytes], seed: int) -> dict[str, NDArray[np.float32]]:
    """Weights for all placeholders of the graphs, so large that different inputs differ."""
    import onnx  # noqa: PLC0415 (as above)

    random = np.random.default_rng(seed)
    shapes = {
        tensor.external_data[0].value[1:]: tuple(tensor.dims)
        for graph in graphs
        for tensor in onnx.load_from_string(graph).graph.initializer
        if tensor.external_data
    }
    return {name: _drawn(name, shape, random) for name, shape in sorted(shapes.items())}


def _drawn(name: str, shape: tuple[int, ...], random: np.random.Generator) -> NDArray[np.float32]:
    values = random.standard_normal(shape)
    if name.endswith("running_var"):
        values = 1 + values**2
    elif name.endswith("audio_encoder.batch_norm.running_mean"):
        values = values - 30  # dB, as the mean of a spectrogram is
    elif len(shape) < 2:
        values = 0.1 * values + (1.0 if name.endswith("weight") else 0.0)
    elif "embedding" not in name:
        values *= 2 / np.sqrt(np.prod(shape[1:]))
    return np.asarray(values, dtype=np.float32)


def _write_weights(path: Path, graphs: tuple[str, ...], seed: int) -> None:
    from safetensors.numpy import save_file  # noqa: PLC0415 (as above)

    present = [path.with_name(name) for name in graphs if path.with_name(name).exists()]
    weights = random_weights([graph.read_bytes() for graph in present], seed)
    # Published files hold more than the towers need.
    save_file(weights | {"logit_scale": np.array(2.7, dtype=np.float32)}, path)


def _described(names: list[str], dimension: int, fusion: bool, shared: bool) -> Pack:
    words = TextTower("audio_text.onnx", CLAP, dimension, CLAP_TOKENS, CLAP_WORDS, 77, 1)
    graphs = [name for name in names if name.endswith(".onnx")]
    return Pack(
        name="tiny",
        title="A tiny pack with random weights, for tests",
        models="CLIP and CLAP, shrunken, at random weights",
        licence="CC0-1.0",
        link=Link.SHARED if shared else Link.BANK,
        image=ImageTower("image.onnx", CLIP, DIMENSION, SIDE, MEAN, STD),
        text=TextTower("text.onnx", CLIP, DIMENSION, CLIP_TOKENS, CLIP_WORDS, 77, 0),
        audio=AudioTower("audio.onnx", CLAP, dimension, fusion=fusion, slaney=not fusion),
        audio_text=None if shared else replace(words, fixed=False, masked=True, clean="none"),
        files={name: PackFile(name) for name in names},
        proofs={name: Proof(difference=1e-5, cosine=0.99999) for name in graphs},
    )


@functools.cache
def kept_graph(kind: str) -> bytes:
    """A graph or tokenizer, made once for each version of the code and the libraries.

    Of "image", "text", "audio_text", "audio-D" and "fused-D" for vectors of D numbers,
    "clip-tokens" and "clap-tokens".
    """
    path = CACHE / _fingerprint() / kind
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(_made(kind))
        Path(file.name).replace(path)
    return path.read_bytes()


def _made(kind: str) -> bytes:
    from coverart.learn.graphs import export, tokenizer, tower  # noqa: PLC0415 (as above)

    if kind == "clip-tokens":
        return tokenizer.clip_tokenizer().to_str().encode()
    if kind == "clap-tokens":
        return tiny_clap_tokenizer().to_str().encode()
    if kind == "image":
        return export.export_graph(tower.clip_image(tiny_clip()))
    if kind == "text":
        return export.export_graph(tower.clip_text(tiny_clip()))
    if kind == "audio_text":
        return export.export_graph(tower.clap_text(tiny_clap()))
    fused, dimension = kind.split("-")
    clap = tiny_clap(fused == "fused", int(dimension))
    return export.export_graph(tower.clap_audio(clap))


@functools.cache
def _fingerprint() -> str:
    """A name for the code and the versions that graphs are made with."""
    sources = [Path(coverart.learn.graphs.__path__[0]) / name for name in EXPORTERS]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in [Path(__file__), *sources]))
    for library in LIBRARIES:
        digest.update(importlib.metadata.version(library).encode())
    return digest.hexdigest()[:16]
