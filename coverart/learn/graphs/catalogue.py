"""Makes the packs of the catalogue: graphs and manifests, with proofs, but without weights.

    python -m coverart.learn.graphs [NAME …] [--into FOLDER]

The architectures are built at random weights and exported; then they get other random weights, and
each graph is compared with torch at those. Memory: about three times the largest model's weights.
"""

import gc
import tempfile
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from math import prod
from pathlib import Path

from coverart.learn.graphs import folder as names
from coverart.learn.graphs.export import export_graph
from coverart.learn.graphs.models import clap_model, clip_model, conventions, state_bytes
from coverart.learn.graphs.proof import prove, save_weights, scramble
from coverart.learn.graphs.recipes import CLAP_FILE, CLIP_FILE, TOKENIZER_FILE, Recipe
from coverart.learn.graphs.tower import Tower, clap_audio, clap_text, clip_image, clip_text
from coverart.packs.graph import load_graph, placeholders
from coverart.packs.manifest import Link, Pack, PackFile, Proof

OTHER_SEED = 1


def make_pack(recipe: Recipe, folder: Path) -> Iterator[str]:
    """Put the graphs and the manifest of a pack into `folder`; yields what was done."""
    folder.mkdir(parents=True, exist_ok=True)
    clip = clip_model(recipe.clip.architecture)
    kind = conventions(recipe.clip.architecture, recipe.clip.pretrained)
    image = names.image_tower(clip, kind.pixels)
    text = names.text_tower(clip, clean=kind.clean)
    towers = {names.IMAGE: clip_image(clip), names.TEXT: clip_text(clip)}
    proofs = yield from _graphs(towers, folder)
    del clip, towers
    gc.collect()
    clap = clap_model(recipe.clap.config)
    towers = {names.AUDIO: clap_audio(clap), names.AUDIO_TEXT: clap_text(clap)}
    proofs |= yield from _graphs(towers, folder)
    pack = Pack(
        name=recipe.name,
        title=recipe.title,
        models=recipe.models,
        licence=recipe.licence,
        link=Link.BANK,
        image=image,
        text=text,
        audio=names.audio_tower(clap.config),
        audio_text=names.audio_text_tower(clap.config),
        files=_files(recipe),
        proofs=proofs,
    )
    names.write_pack(folder, with_least(folder, pack))


def _graphs(towers: Mapping[str, Tower], folder: Path) -> Generator[str, None, dict[str, Proof]]:
    """Export the towers of one model and prove each at other weights, in one file for all."""
    model = next(iter(towers.values())).model
    yield f"weights of {state_bytes(model) / 1e6:.0f} MB"
    for name, tower in towers.items():
        (folder / name).write_bytes(export_graph(tower))
        yield f"{name}: {(folder / name).stat().st_size / 1e3:.0f} KB"
    scramble(model, OTHER_SEED)
    proofs = {}
    with tempfile.TemporaryDirectory() as aside:
        weights = Path(aside) / "other.safetensors"
        save_weights(model, weights)
        for name, tower in towers.items():
            proof = prove(folder / name, tower, weights)
            proofs[name] = proof
            yield f"{name}: {proof.difference:.1e} from torch, cosine {proof.cosine:.9f}"
    return proofs


def needed_bytes(folder: Path, pack: Pack) -> dict[str, int]:
    """The bytes of those tensors that the graphs of a pack ask for, by the file they lie in."""
    wanted: dict[str, dict[str, int]] = {}
    for tower in pack.towers.values():
        path = folder / tower.graph
        for one in placeholders(path, load_graph(path)):
            wanted.setdefault(tower.weights, {})[one.tensor] = 4 * prod(one.shape)
    return {name: sum(tensors.values()) for name, tensors in wanted.items()}


def with_least(folder: Path, pack: Pack) -> Pack:
    """The pack with what each file of weights must have at least."""
    needed = needed_bytes(folder, pack)
    files = {
        name: replace(file, least=needed[name]) if name in needed and file.size is None else file
        for name, file in pack.files.items()
    }
    return replace(pack, files=files)


def _files(recipe: Recipe) -> dict[str, PackFile]:
    """The graphs, which are here, and what is still with its publishers."""
    sources = {
        names.CLIP_WEIGHTS: recipe.clip.source(CLIP_FILE),
        names.CLIP_TOKENIZER: recipe.clip.source(TOKENIZER_FILE),
        names.CLAP_WEIGHTS: recipe.clap.source(CLAP_FILE),
        names.CLAP_TOKENIZER: recipe.clap.source(TOKENIZER_FILE),
    }
    graphs = (names.IMAGE, names.TEXT, names.AUDIO, names.AUDIO_TEXT)
    here = {name: PackFile(name) for name in graphs}
    return here | {name: PackFile(name, source=source) for name, source in sources.items()}
