"""What a pack is: towers, their files, and how their inputs are to be prepared.

A pack is a folder with a `pack.toml`, the one file that says everything about it. A *tower* is an
ONNX graph without weights; each of its initializers names a tensor of a safetensors file, the
*weights*, to which `packs.bind` ties it. The catalogue (`models/` in the source) holds packs whose
weights are still with their publisher: their entries have a `source`, and no digest before they
were fetched. An installed pack has every file, each with its size and SHA-256.

A graph may also carry its weights inside: its tower's `weights` is then "", and no file is tied to
it.

Nothing of a manifest is trusted: names of files are plain names within the pack's own folder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

FORMAT = 1
MANIFEST = "pack.toml"
BANK = "bank.safetensors"
HEAD = "head.safetensors"
BOUND, INT8, HALF = ".bound.onnx", ".int8.onnx", ".fp16.onnx"


class Link(StrEnum):
    """How a song's vector becomes a query among the crops (see `encoders.neural.linking`)."""

    SHARED = "shared"
    """Audio and image tower share one space."""
    BANK = "bank"
    """Prompts that both text towers know stand between them."""
    HEAD = "head"
    """A small trained network maps the audio space into the image space."""


class Resize(StrEnum):
    """How a crop is brought to the square that an image tower wants, in open_clip's words."""

    SHORTEST = "shortest"
    """The short side is scaled to the square's, and the centre cut out."""
    SQUASH = "squash"
    """Both sides are scaled to the square's."""
    LONGEST = "longest"
    """The long side is scaled to the square's, and the rest filled."""


class Interpolation(StrEnum):
    """How pixels are resampled; always antialiased."""

    BICUBIC = "bicubic"
    BILINEAR = "bilinear"


@dataclass(frozen=True, slots=True)
class Source:
    """A file at its publisher, on the Hugging Face hub; `revision` is a commit, or a branch."""

    repo: str
    file: str
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a publisher says of a file: its size in bytes, its digest and the commit it is from.

    `digest` is a SHA-256 (64 hexadecimal digits) or, for files that the hub keeps in git, the
    SHA-1 of a git blob (40 digits).
    """

    size: int
    digest: str
    commit: str


@dataclass(frozen=True, slots=True)
class PackFile:
    """A file of a pack, by its plain name within the pack's folder.

    `size` is in bytes and `sha256` in hexadecimal; both are None of a file that was not fetched
    yet. `rename` holds pairs (pattern, replacement) of regular expressions, applied in order with
    `re.sub` to the names of a graph's initializers to find the tensors of this safetensors file.
    `sample` is the digest of a few blocks of a large file (see `packs.check`), made at install.
    `least` is what a file that was not fetched yet must have at least, in bytes: the tensors that
    the graphs ask for.
    """

    name: str
    size: int | None = None
    sha256: str | None = None
    source: Source | None = None
    rename: tuple[tuple[str, str], ...] = ()
    sample: str | None = None
    least: int | None = None


@dataclass(frozen=True, slots=True)
class ImageTower:
    """Crops become vectors: input `pixels` (n, 3, side, side) float32, output `embedding` (n, d).

    Pixels are RGB in [0, 1], less `mean`, over `std`. Outputs are unit vectors.
    """

    graph: str
    weights: str
    dimension: int
    side: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    resize: Resize = Resize.SHORTEST
    interpolation: Interpolation = Interpolation.BICUBIC


@dataclass(frozen=True, slots=True)
class TextTower:
    """Texts become vectors: input `tokens` (n, t) int64, output `embedding` (n, d), unit vectors.

    `tokenizer` names a file of the `tokenizers` library with `vocabulary` entries. At most
    `context` tokens are read, the last of which is always the end token; with `fixed`, shorter
    texts are padded with `padding` to exactly `context`. With `masked` there is a second input
    `mask` (n, t) int64, 1 for tokens and 0 for padding. `clean` is applied before: see
    `encoders.neural.tokens`.
    """

    graph: str
    weights: str
    dimension: int
    tokenizer: str
    vocabulary: int
    context: int
    padding: int
    fixed: bool = True
    masked: bool = False
    clean: str = "lower"


@dataclass(frozen=True, slots=True)
class AudioTower:
    """Windows of sound become vectors: input `mel`, output `embedding` (n, d), unit vectors.

    `mel` (n, c, frames, mels) float32 is a log-mel spectrogram in dB: c is 4 with `fusion`, whose
    second input `longer` (n, 1) bool says which windows are cut from something longer than
    `seconds`; else c is 1. `rate` in samples a second, `hop` and `window` in samples, frequencies
    in Hz. `slaney` says whether the filters are scaled to equal area, as for CLAP without fusion.
    """

    graph: str
    weights: str
    dimension: int
    rate: int = 48_000
    seconds: float = 10.0
    window: int = 1024
    hop: int = 480
    mels: int = 64
    lowest: float = 50.0
    highest: float = 14_000.0
    fusion: bool = False
    slaney: bool = True


Tower = ImageTower | TextTower | AudioTower


@dataclass(frozen=True, slots=True)
class Proof:
    """How far the graph, run by ONNX Runtime, was from torch on random inputs when it was made."""

    difference: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Pack:
    """A model: an image, a text and an audio tower, and the text tower that belongs to the audio.

    `link` is the way from songs to crops unless a user chooses another; packs with `Link.SHARED`
    need no `audio_text`. `title` is one line for users, `models` says what is inside and from
    whom, `licence` under which terms. `proofs` are keyed by the name of the graph.
    """

    name: str
    title: str
    models: str
    licence: str
    link: Link
    image: ImageTower
    text: TextTower
    audio: AudioTower
    audio_text: TextTower | None
    files: Mapping[str, PackFile]
    proofs: Mapping[str, Proof] = field(default_factory=dict)

    @property
    def towers(self) -> dict[str, Tower]:
        """The towers there are, by the names they have in the manifest."""
        towers: dict[str, Tower] = {"image": self.image, "text": self.text, "audio": self.audio}
        if self.audio_text is not None:
            towers["audio_text"] = self.audio_text
        return towers


def runnable(tower: Tower) -> str:
    """The name of the graph that can be run: made at install, unless it carries its weights."""
    return derived(tower.graph, BOUND) if tower.weights else tower.graph


def derived(graph: str, suffix: str) -> str:
    """The name of what is made of a graph at install: `suffix` is BOUND, INT8 or HALF."""
    return graph.removesuffix(".onnx") + suffix


def made_here(name: str) -> bool:
    """Whether a file of this name is made at install, and never taken over from elsewhere."""
    return name == BANK or name.endswith((BOUND, INT8, HALF))
