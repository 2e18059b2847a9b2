"""Weight-less graphs: exported, compared with torch at other weights, and made into packs."""

import itertools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import open_clip
import pytest
import torch
from open_clip.tokenizer import get_clean_fn
from safetensors.torch import save_file

from coverart.errors import PackError
from coverart.learn.graphs import build as building
from coverart.learn.graphs import checkpoint, laion, models, proof, tower
from coverart.learn.graphs.build import BuildOptions, build
from coverart.learn.graphs.export import MOST_INLINE, export_graph
from coverart.learn.graphs.recipes import PAPER, RECIPES
from coverart.learn.graphs.tokenizer import CLIP_VOCABULARY, clip_tokenizer
from coverart.packs.bind import bind_towers
from coverart.packs.manifest import Link, Proof
from coverart.packs.toml import read_manifest
from coverart.resources import models_folder
from tests.packs import kept_graph, tiny_clap, tiny_clap_tokenizer, tiny_clip, tiny_pack

KINDS = {
    "image": lambda: tower.clip_image(tiny_clip()),
    "text": lambda: tower.clip_text(tiny_clip()),
    "audio-24": lambda: tower.clap_audio(tiny_clap()),
    "fused-24": lambda: tower.clap_audio(tiny_clap(fusion=True)),
    "audio_text": lambda: tower.clap_text(tiny_clap()),
}
KB = 1000


def placeholders(graph: bytes) -> set[str]:
    """The tensors that a graph asks for."""
    initializers = onnx.load_from_string(graph).graph.initializer
    return {one.external_data[0].value[1:] for one in initializers if one.external_data}


def floats(model: Any) -> set[str]:
    """The names of a model's weights, without the tables of whole numbers."""
    return {name for name, value in model.state_dict().items() if value.is_floating_point()}


def test_the_cosine_and_difference_of_vectors_that_are_checked_by_hand() -> None:
    one = np.array([[1.0, 0.0], [3.0, 4.0]], dtype=np.float32)
    other = np.array([[1.0, 0.0], [4.0, 3.0]], dtype=np.float32)
    assert proof.compare(one, one) == Proof(0.0, 1.0)
    assert proof.compare(one, other) == Proof(1.0, 0.96)


@pytest.mark.parametrize("kind", KINDS)
def test_a_graph_at_other_weights_gives_what_torch_gives(kind: str, tmp_path: Path) -> None:
    made = KINDS[kind]()
    graph = tmp_path / "tower.onnx"
    graph.write_bytes(kept_graph(kind))
    proof.scramble(made.model, seed=5)
    proof.save_weights(made.model, tmp_path / "other.safetensors")
    found = proof.prove(graph, made, tmp_path / "other.safetensors")
    assert found.difference < 5e-6
    assert found.cosine > 0.999999
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.safetensors", "tower.onnx"]


def test_a_graph_with_weights_of_another_model_is_no_proof(tmp_path: Path) -> None:
    made = KINDS["image"]()
    (tmp_path / "tower.onnx").write_bytes(kept_graph("image"))
    proof.save_weights(made.model, tmp_path / "w.safetensors")
    proof.scramble(made.model, seed=1)
    with pytest.raises(ValueError, match="from torch"):
        proof.prove(tmp_path / "tower.onnx", made, tmp_path / "w.safetensors")


@pytest.mark.parametrize("kind", ["text", "fused-24"])
def test_a_tower_exported_twice_gives_the_same_bytes(kind: str) -> None:
    again = KINDS[kind]()
    proof.scramble(again.model, seed=3)
    assert export_graph(again) == kept_graph(kind)


def test_graphs_ask_for_all_weights_of_open_clip_by_their_names() -> None:
    asked = placeholders(kept_graph("image")) | placeholders(kept_graph("text"))
    assert asked == floats(tiny_clip()) - {"logit_scale"}
    assert "visual.transformer.resblocks.0.attn.in_proj_weight" in asked


def test_graphs_ask_for_all_weights_of_transformers_by_their_names() -> None:
    asked = placeholders(kept_graph("fused-24")) | placeholders(kept_graph("audio_text"))
    assert asked == floats(tiny_clap(fusion=True)) - {"logit_scale_a", "logit_scale_t"}
    assert "audio_model.audio_encoder.layers.0.blocks.0.attention.self.query.weight" in asked
    assert "text_model.encoder.layer.0.attention.self.query.weight" in asked


@pytest.mark.parametrize("kind", KINDS)
def test_a_graph_says_nothing_of_where_it_was_made(kind: str) -> None:
    graph = kept_graph(kind)
    assert len(graph) < 150 * KB
    for trace in (b"site-packages", b".py", b"pkg.torch", torch.__version__.encode()):
        assert trace not in graph
    assert onnx.load_from_string(graph).opset_import[0].version == 20


def test_constants_that_make_a_graph_large_are_refused_by_name() -> None:
    class Heavy(torch.nn.Module):
        heavy_table: torch.Tensor

        def __init__(self) -> None:
            super().__init__()
            table = torch.randn(MOST_INLINE // 4 + 1)
            self.register_buffer("heavy_table", table, persistent=False)

        def forward(self, pixels: torch.Tensor) -> torch.Tensor:
            return pixels * self.heavy_table

    heavy = Heavy()
    inputs = lambda rows, seed: {"pixels": torch.ones(rows, 1)}  # noqa: E731
    made = tower.Tower(heavy, heavy, heavy, inputs, {"pixels": {0: tower.BATCH}})
    with pytest.raises(ValueError, match=r"heavy_table \(200004 bytes\)"):
        export_graph(made)


@pytest.mark.parametrize("pattern", list(itertools.product([False, True], repeat=2)))
def test_fusion_without_questions_is_that_of_upstream(pattern: tuple[bool, ...]) -> None:
    made = tower.clap_audio(tiny_clap(fusion=True))
    proof.scramble(made.model, seed=2)
    mel = made.inputs(2, 0)["mel"]
    longer = torch.tensor(pattern)[:, None]
    with torch.no_grad():
        assert torch.allclose(made.module(mel, longer), made.reference(mel, longer), atol=1e-6)
        opposite = made.module(mel, ~longer)
    assert not torch.allclose(made.module(mel, longer), opposite, atol=1e-3)


TEXTS = [
    "",
    "a photo of a cat",
    "It's RAINING, isn't IT? we'LL see: 'S 'T",
    "naïve café — Ünïcödé ÀÉÎ ß STRASSE",
    "🎸🔥 rock'n'roll 👩‍👩‍👧‍👦 x️",
    "日本語の歌 と 한국어 हिन्दी مرحبا",
    "123 4567 3.14 ½ ²",
    "&lt;b&gt; &amp;amp; entities",
    "  tabs\t\nnew  lines ",
    "word " * 100,
    "a" * 300,
    "ΣΊΣΥΦΟΣ İstanbul ﬁne ‘curly’ “quotes”",
    "e\u0301 combining \u200bzero\u00a0width \x00\x01",
    "_under_score_ <|endoftext|> #@!",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_tokenizer_of_clip_gives_the_ids_of_open_clip(text: str) -> None:
    wanted = open_clip.tokenize([text])[0].tolist()
    found = clip_tokenizer().encode(get_clean_fn("lower")(text)).ids
    if len(found) > 77:
        found = [*found[:76], found[-1]]
    assert found + [0] * (77 - len(found)) == wanted


def test_the_tokenizer_of_clip_has_its_vocabulary_and_takes_no_orders() -> None:
    tokenizer = clip_tokenizer()
    assert tokenizer.get_vocab_size() == CLIP_VOCABULARY
    assert tokenizer.encode("a").ids == [49_406, 320, 49_407]
    assert tokenizer.encode("<end_of_text> a").ids.count(49_407) == 1


# Checkpoints of LAION: made from a small `ClapModel` by the way back.

BACK = (
    (r"\.attention\.output\.dense\.", ".attn.proj."),
    (r"\.attention\.self\.", ".attn."),
    (r"\.intermediate\.dense\.", ".mlp.fc1."),
    (r"\.output\.dense\.", ".mlp.fc2."),
    (r"\.layernorm_before\.", ".norm1."),
    (r"\.layernorm_after\.", ".norm2."),
    (r"^audio_model\.audio_encoder\.batch_norm\.", "audio_branch.bn0."),
    (r"^audio_model\.audio_encoder\.", "audio_branch."),
)


def small_clap() -> Any:
    """A fused CLAP whose heads are as wide as those of RoBERTa."""
    size: dict[str, Any] = {"projection_dim": 24}
    audio = {
        "enable_fusion": True,
        "patch_embeds_hidden_size": 16,
        "hidden_size": 32,
        "depths": [2, 1],
        "num_attention_heads": [2, 4],
    }
    text = {
        "vocab_size": 400,
        "hidden_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
        "intermediate_size": 64,
        "max_position_embeddings": 130,
        "layer_norm_eps": 1e-5,
    }
    config = {"audio_config": audio | size, "text_config": text | size, **size}
    model = models.clap_model(config)
    proof.scramble(model, seed=4)
    return model


def in_laions_names(model: Any) -> dict[str, torch.Tensor]:
    """The state dict of a model as LAION would have saved it."""
    state = {_back(name): value for name, value in model.state_dict().items()}
    for name in [name for name in state if ".attn.query." in name]:
        parts = [state.pop(name.replace("query", part)) for part in ("query", "key", "value")]
        state[name.replace("query", "qkv")] = torch.cat(parts)
    state["audio_branch.layers.0.blocks.1.attn_mask"] = torch.zeros(4, 64, 64)
    state["audio_branch.logmel_extractor.melW"] = torch.zeros(513, 64)
    return state


def _back(name: str) -> str:
    name = name.replace("_projection.linear1", "_projection.0").replace(
        "_projection.linear2", "_projection.2"
    )
    if name.startswith("text_model."):
        return name.replace("text_model.", "text_branch.")
    for pattern, replacement in BACK:
        name = re.sub(pattern, replacement, name)
    return name


def save_laion(path: Path, model: Any) -> Path:
    """Save as LAION's training did, with numbers of NumPy about and the prefix of its wrapper."""
    state = {f"module.{name}": value for name, value in in_laions_names(model).items()}
    torch.save({"epoch": 15, "loss": np.float64(0.25), "name": "x", "state_dict": state}, path)
    return path


def test_a_checkpoint_of_laion_becomes_the_model_it_was_made_of(tmp_path: Path) -> None:
    original = small_clap()
    state = checkpoint.read_checkpoint(save_laion(tmp_path / "clap.pt", original), "mine")
    assert laion.is_laion(state)
    model = models.clap_model(laion.config_of(state))
    checkpoint.load_into(model, laion.renamed(state), "mine")
    for name, value in original.state_dict().items():
        assert torch.equal(model.state_dict()[name], value), name
    wanted, found = original.config.to_dict(), model.config.to_dict()
    for part in ("audio_config", "text_config"):
        assert found[part] == wanted[part]


class Malicious:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self._path,)


def test_a_malicious_checkpoint_is_refused_and_not_run(tmp_path: Path) -> None:
    struck = tmp_path / "struck"
    state = in_laions_names(small_clap())
    torch.save({"state_dict": state, "extra": Malicious(struck)}, tmp_path / "bad.pt")
    with pytest.raises(PackError, match="holds more than weights, and was not run"):
        checkpoint.read_checkpoint(tmp_path / "bad.pt", "mine")
    assert not struck.exists()
    torch.load(tmp_path / "bad.pt", weights_only=False)
    assert struck.exists()  # it would have struck


def test_checkpoints_that_are_none_are_refused(tmp_path: Path) -> None:
    torch.save([1, 2, 3], tmp_path / "list.pt")
    (tmp_path / "noise.pt").write_bytes(b"no checkpoint at all")
    (tmp_path / "noise.safetensors").write_bytes(b"\x08" + bytes(20))
    for name in ("list.pt", "noise.pt", "noise.safetensors", "missing.pt"):
        with pytest.raises(PackError, match=r"damaged|more than weights|no checkpoint"):
            checkpoint.read_checkpoint(tmp_path / name, "mine")


def test_weights_that_do_not_go_with_a_model_are_named() -> None:
    model = tiny_clip()
    state = dict(model.state_dict())
    with pytest.raises(PackError, match=r"no “ln_final\.bias”"):
        checkpoint.load_into(model, {k: v for k, v in state.items() if k != "ln_final.bias"}, "x")
    state["ln_final.bias"] = torch.zeros(5)
    with pytest.raises(PackError, match=r"“ln_final.bias” has the shape \(5,\), not \(32,\)"):
        checkpoint.load_into(model, state, "x")


# Packs.


@pytest.fixture
def architecture(tmp_path: Path) -> str:
    """A small architecture that open_clip knows."""
    config = {
        "embed_dim": 16,
        "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "patch_size": 16},
        "text_cfg": {
            "context_length": 77,
            "vocab_size": 49_408,
            "width": 32,
            "heads": 2,
            "layers": 1,
        },
    }
    (tmp_path / "Tiny-B-16.json").write_text(json.dumps(config))
    open_clip.add_model_config(tmp_path / "Tiny-B-16.json")
    return "Tiny-B-16"


def built(options: BuildOptions, folder: Path) -> list[str]:
    """The steps of building a pack."""
    return list(build(options, folder))


def save_folder(folder: Path, model: Any) -> Path:
    """Save a model as transformers does, and a tokenizer beside it."""
    folder.mkdir()
    (folder / "config.json").write_text(model.config.to_json_string())
    save_file(dict(model.state_dict()), folder / "model.safetensors")
    tiny_clap_tokenizer().save(str(folder / "tokenizer.json"))
    return folder


def test_a_pack_is_built_from_a_checkpoint_and_a_folder(architecture: str, tmp_path: Path) -> None:
    clip = models.clip_model(architecture)
    proof.scramble(clip, seed=8)
    torch.save({"state_dict": clip.state_dict()}, tmp_path / "clip.pt")
    clap = save_folder(tmp_path / "clap", tiny_clap())
    options = BuildOptions("mine", architecture, clap, tmp_path / "clip.pt")
    steps = built(options, tmp_path / "pack")
    assert steps[0] == "Reading Tiny-B-16"
    pack = read_manifest(tmp_path / "pack")
    assert (pack.image.side, pack.image.dimension, pack.audio.dimension) == (32, 16, 24)
    assert (pack.text.clean, pack.text.padding, pack.audio_text and pack.audio_text.padding) == (
        "lower",
        0,
        1,
    )
    assert set(pack.proofs) == {"image.onnx", "text.onnx", "audio.onnx", "audio_text.onnx"}
    assert {path.name for path in (tmp_path / "pack").iterdir()} == {*pack.files, "pack.toml"}
    assert all(file.sha256 for file in pack.files.values())
    assert len(bind_towers(tmp_path / "pack", pack)) == 4
    saved = checkpoint.read_checkpoint(tmp_path / "pack" / "clip.safetensors", "mine")
    assert torch.equal(saved["visual.proj"], clip.state_dict()["visual.proj"])


def test_a_pack_is_built_from_a_checkpoint_of_laion(
    architecture: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "export_graph", lambda tower: b"")
    monkeypatch.setattr(building, "prove", lambda *given: Proof(0.0, 1.0))
    tiny_clap_tokenizer().save(str(tmp_path / "tokenizer.json"))
    clap = save_laion(tmp_path / "music.pt", small_clap())
    built(BuildOptions("mine", architecture, clap, random=True), tmp_path / "pack")
    pack = read_manifest(tmp_path / "pack")
    assert pack.audio.fusion
    assert "random weights" in pack.models
    saved = checkpoint.read_checkpoint(tmp_path / "pack" / "clap.safetensors", "mine")
    for name, value in small_clap().state_dict().items():
        assert torch.equal(saved[name], value), name


def refusals(architecture: str, folder: Path) -> Mapping[str, BuildOptions]:
    """What cannot be built, by what is said of it."""
    clap = save_folder(folder / "clap", tiny_clap())
    bare = folder / "bare"
    bare.mkdir()
    (bare / "config.json").write_text((clap / "config.json").read_text())
    (bare / "tokenizer.json").write_text("{}")
    other = folder / "other.safetensors"
    save_file({"x": torch.zeros(1)}, other)
    return {
        "no architecture “ViT-X”": BuildOptions("mine", "ViT-X", clap, random=True),
        "no weights of CLIP": BuildOptions("mine", architecture, clap),
        "no name for a pack": BuildOptions("../mine", architecture, clap, random=True),
        "checkpoint has no “": BuildOptions("mine", architecture, clap, other),
        "no “model.safetensors”": BuildOptions(
            "mine", architecture, bare, _saved(architecture, folder)
        ),
        "“tokenizer.json” is no tokenizer": BuildOptions("mine", architecture, bare, random=True),
        "is not of LAION's": BuildOptions("mine", architecture, other, random=True),
        "has a tokenizer of its own": BuildOptions("mine", "ViT-B-16-SigLIP2", clap, random=True),
    }


def _saved(architecture: str, folder: Path) -> Path:
    save_file(dict(models.clip_model(architecture).state_dict()), folder / "good.safetensors")
    return folder / "good.safetensors"


def test_what_cannot_be_built_is_refused_and_leaves_nothing(
    architecture: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Not one of these refusals needs a graph.
    monkeypatch.setattr(building, "export_graph", lambda tower: b"")
    monkeypatch.setattr(building, "prove", lambda *given: Proof(0.0, 1.0))
    monkeypatch.setattr(open_clip, "create_model", _small_instead)
    before = None
    for said, options in refusals(architecture, tmp_path).items():
        before = before or sorted(tmp_path.iterdir())
        with pytest.raises(PackError, match=re.escape(said)):
            built(options, tmp_path / "pack")
        assert sorted(tmp_path.iterdir()) == before, said


def _small_instead(_architecture: str, **_given: Any) -> Any:
    return tiny_clip()


def test_a_folder_with_something_in_it_is_not_built_into(architecture: str, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="is not empty"):
        built(BuildOptions("mine", architecture, tmp_path, random=True), tmp_path)


@pytest.mark.parametrize("fusion", [False, True])
@pytest.mark.parametrize("shared", [False, True])
def test_the_tiny_pack_is_whole(fusion: bool, shared: bool, tmp_path: Path) -> None:
    folder = tiny_pack(tmp_path / "tiny", fusion=fusion, shared=shared)
    pack = read_manifest(folder)
    assert pack.link is (Link.SHARED if shared else Link.BANK)
    assert len(bind_towers(folder, pack)) == (3 if shared else 4)


# The catalogue, as it is committed.


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_the_catalogue_holds_what_its_recipes_say(recipe: Any) -> None:
    folder = models_folder() / recipe.name
    pack = read_manifest(folder)
    assert (pack.name, pack.title, pack.licence) == (recipe.name, recipe.title, recipe.licence)
    assert pack.files["clip.safetensors"].source == recipe.clip.source(
        "open_clip_model.safetensors"
    )
    assert pack.files["clap.safetensors"].source == recipe.clap.source("model.safetensors")
    assert pack.audio.fusion == (recipe.name == "paper")
    for name, found in pack.proofs.items():
        content = (folder / name).read_bytes()
        assert len(content) == pack.files[name].size
        assert len(content) < 500 * KB
        assert found.difference < 2e-6
        assert found.cosine > 0.999999


def test_the_vocabularies_of_the_catalogue_are_those_that_are_published() -> None:
    sizes = {}
    for recipe in RECIPES:
        pack = read_manifest(models_folder() / recipe.name)
        assert pack.audio_text is not None
        sizes[recipe.name] = (pack.text.vocabulary, pack.audio_text.vocabulary)
    clap = 50_265
    assert sizes == {"fast": (49_408, clap), "paper": (49_408, clap), "best": (256_000, clap)}


@pytest.mark.slow
def test_the_committed_graphs_of_the_paper_give_what_torch_gives(tmp_path: Path) -> None:
    folder = models_folder() / PAPER.name
    clip = models.clip_model(PAPER.clip.architecture)
    clap = models.clap_model(PAPER.clap.config)
    towers = {
        "image": tower.clip_image(clip),
        "text": tower.clip_text(clip),
        "audio": tower.clap_audio(clap),
        "audio_text": tower.clap_text(clap),
    }
    for model in (clip, clap):
        proof.save_weights(model, tmp_path / f"{id(model)}.safetensors")
    for name, made in towers.items():
        weights = tmp_path / f"{id(made.model)}.safetensors"
        found = proof.prove(folder / f"{name}.onnx", made, weights)
        assert found.difference < 2e-6, name
        assert found.cosine > 0.999999, name
