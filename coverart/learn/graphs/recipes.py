"""What the packs of the catalogue are made of: architectures, and who publishes their weights.

Revisions are commits wherever one is known, so that a publisher's later change is not taken over
unseen. See `docs/decisions/005-weightless-graphs.md` for why these models and not others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from coverart.packs.manifest import Source

CLIP_FILE, CLAP_FILE, TOKENIZER_FILE = (
    "open_clip_model.safetensors",
    "model.safetensors",
    "tokenizer.json",
)
HTSAT_TINY: Mapping[str, Any] = MappingProxyType({"projection_dim": 512})
HTSAT_FUSED: Mapping[str, Any] = MappingProxyType(
    {"projection_dim": 512, "audio_config": {"enable_fusion": True}}
)
HTSAT_BASE: Mapping[str, Any] = MappingProxyType(
    {
        "projection_dim": 512,
        "audio_config": {
            "depths": [2, 2, 12, 2],
            "hidden_size": 1024,
            "patch_embeds_hidden_size": 128,
        },
    }
)


@dataclass(frozen=True, slots=True)
class ClipRecipe:
    """An open_clip architecture and the tag of its weights, from a repository of the hub."""

    architecture: str
    pretrained: str
    repo: str
    revision: str = "main"

    def source(self, file: str) -> Source:
        """A file of the repository."""
        return Source(self.repo, file, self.revision)


@dataclass(frozen=True, slots=True)
class ClapRecipe:
    """What is not default in a `config.json` of CLAP, and a repository of the hub."""

    repo: str
    revision: str
    config: Mapping[str, Any] = field(default_factory=dict)

    def source(self, file: str) -> Source:
        """A file of the repository."""
        return Source(self.repo, file, self.revision)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A pack of the catalogue; the texts are those of its manifest."""

    name: str
    title: str
    models: str
    licence: str
    clip: ClipRecipe
    clap: ClapRecipe


FAST = Recipe(
    name="fast",
    title="A small CLIP and a small CLAP: for computers without a graphics card",
    models="CLIP ViT-B/32 of LAION, trained on DataComp-1B; CLAP HTSAT of LAION, without fusion",
    licence="MIT (CLIP), Apache-2.0 (CLAP)",
    clip=ClipRecipe(
        "ViT-B-32", "datacomp_xl_s13b_b90k", "laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K"
    ),
    clap=ClapRecipe(
        "laion/clap-htsat-unfused", "79b58ed25fc00386262a2bea4b19fd21dc4310a0", HTSAT_TINY
    ),
)
PAPER = Recipe(
    name="paper",
    title="The encoders of the CIC paper: CLIP ViT-B/16 and CLAP with feature fusion",
    models="CLIP ViT-B/16 of OpenAI; CLAP HTSAT of LAION, with feature fusion",
    licence="MIT (CLIP; the copy says Apache-2.0), Apache-2.0 (CLAP)",
    clip=ClipRecipe("ViT-B-16-quickgelu", "openai", "timm/vit_base_patch16_clip_224.openai"),
    clap=ClapRecipe(
        "laion/clap-htsat-fused", "0ebdccc578498c90ecb34353b57d2f197cae6e0a", HTSAT_FUSED
    ),
)
BEST = Recipe(
    name="best",
    title="A large SigLIP 2 and the large CLAP: for a graphics card, or for patience",
    models="SigLIP 2 ViT-L/16 of Google, 256 pixels; larger CLAP of LAION, for music and all else",
    licence="Apache-2.0",
    clip=ClipRecipe("ViT-L-16-SigLIP2-256", "webli", "timm/ViT-L-16-SigLIP2-256"),
    clap=ClapRecipe(
        "laion/larger_clap_general", "16c8cc3159a3c8a31e8ff5ef1f66b0d9ab3667db", HTSAT_BASE
    ),
)
RECIPES = (FAST, PAPER, BEST)
