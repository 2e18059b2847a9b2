"""Trains a linking head from texts alone: no song and no picture is needed.

Captions of ours go through both text towers of a pack; the head (`encoders.neural.head`) learns to
turn the vector the tower of sound gives into the one the tower of pictures gives. The image space
is never touched, so the crops' vectors stay. The loss is that of C-MCR:

    L = L_inter + λ L_intra
    L_inter = InfoNCE(head(t), v) [+ InfoNCE(head(a'), v')]
    L_intra = ½ mean ‖head(t) − head(a')‖                       (with memories alone)

where t and v are a caption's vectors and a', v' what memories of songs and pictures hold that is
near them: a' = softmax(t·A / τ₁)·A. What enters the head is moved by Gaussian noise first, for a
song lies away from any text. The same seed gives the same head on the same computer.

Most of the time goes into encoding. The text tower of ViT-B/16 needs 6 GFLOP for its 77 tokens, the
RoBERTa of CLAP 3 for the 16 tokens of a caption: `CAPTIONS` of them take minutes on two cores.

References
----------
Wang et al. (2023). Connecting multi-modal contrastive representations (C-MCR). NeurIPS.
Zhang et al. (2024). Extending multi-modal contrastive representations (Ex-MCR). NeurIPS.
"""

import math
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from coverart.domain import Floats
from coverart.encoders.neural.head import WIDTH, Head, Layer
from coverart.encoders.neural.prompts import Caption, captions, vocabulary

CAPTIONS = 12_000
AT_ONCE = 16
"""Texts between two steps of progress while encoding."""

Encode = Callable[[Sequence[str]], Floats]
"""Texts become unit rows (n, d)."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a head is trained.

    `temperature` is τ of InfoNCE and `nearness` τ₁ of the memories; `noise` is σ², the variance in
    each coordinate; `intra` is λ. The learning rate falls from `rate` to 0 along a cosine.
    """

    steps: int = 800
    batch: int = 512
    rate: float = 1e-3
    decay: float = 0.01
    temperature: float = 0.05
    nearness: float = 0.01
    noise: float = 0.004
    intra: float = 0.1
    held_out: float = 0.1
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Memories:
    """Unit rows of songs (k, d_a) by the audio tower, and of pictures (l, d_i) by the image's."""

    songs: Floats
    pictures: Floats


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` parts of a stage, "encoding" or "training"."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Recall:
    """Shares in [0, 1] of captions found first, and among the first five, of all `texts`."""

    texts: int
    first: float
    first_five: float

    @property
    def chance(self) -> float:
        """`first` for a head that knows nothing; `first_five` would be five times as much."""
        return 1 / self.texts


@dataclass(frozen=True, slots=True)
class Linked:
    """A head, and how it finds held-out texts from text to text before and after training.

    `trained_on` captions, `loss` in nats at the last step.
    """

    head: Head
    before: Recall
    after: Recall
    trained_on: int
    loss: float


def corpus(count: int = CAPTIONS, seed: int = 0) -> list[Caption]:
    """The prompts of the bank, and `count` captions composed of the same ideas."""
    bank = [prompt.caption for prompt in vocabulary().prompts]
    return list(dict.fromkeys([*bank, *captions(count, seed)]))


def link(
    said: Sequence[Caption],
    sound: Encode,
    picture: Encode,
    recipe: Recipe | None = None,
    memories: Memories | None = None,
) -> Generator[Progress, None, Linked]:
    """Encode captions with both text towers and train a head on most of them.

    Yields several times a second; closing it gives up. There must be at least 20 captions.
    """
    recipe = recipe or Recipe()
    heard, seen = [], []
    for start in range(0, len(said), AT_ONCE):
        yield Progress("encoding", start, len(said))
        portion = said[start : start + AT_ONCE]
        heard.append(sound([caption.sound for caption in portion]))
        seen.append(picture([caption.picture for caption in portion]))
    rows = np.concatenate(heard).astype(np.float32), np.concatenate(seen).astype(np.float32)
    order = np.random.default_rng(recipe.seed).permutation(len(said))
    held, kept = np.split(order, [max(1, round(recipe.held_out * len(said)))])
    training = _Training(rows[0][kept], rows[1][kept], recipe, memories)
    before = recall(training.head()(rows[0][held]), rows[1][held])
    for step in range(recipe.steps):
        yield Progress("training", step, recipe.steps)
        training.step(step)
    head = training.head()
    after = recall(head(rows[0][held]), rows[1][held])
    return Linked(head, before, after, len(kept), training.loss)


def recall(found: Floats, wanted: Floats) -> Recall:
    """How often row i of `found` is nearest to row i of `wanted`, both (n, d) of unit length.

    A rank counts every better row, and half of those that are equally good.
    """
    cosines = found @ wanted.T
    own = np.diag(cosines)[:, None]
    ranks = 1 + (cosines > own).sum(axis=1) + ((cosines == own).sum(axis=1) - 1) / 2
    return Recall(len(found), float((ranks <= 1).mean()), float((ranks <= 5).mean()))


def info_nce(left: Tensor, right: Tensor, temperature: float) -> Tensor:
    """InfoNCE both ways over unit rows (m, d), in nats; log m when nothing is told apart."""
    logits = left @ right.T / temperature
    target = torch.arange(len(left))
    return (
        functional.cross_entropy(logits, target) + functional.cross_entropy(logits.T, target)
    ) / 2


def remembered(texts: Tensor, memory: Tensor, nearness: float) -> Tensor:
    """What a memory (k, d) holds near each text (n, d): softmax(t·M / τ₁)·M, unit rows (n, d)."""
    portions = torch.split(texts, 1024)
    parts = [(part @ memory.T / nearness).softmax(dim=1) @ memory for part in portions]
    return functional.normalize(torch.cat(parts), dim=1)


class _Training:
    """A head in training on captions `heard` (n, d_a) and `seen` (n, d_i)."""

    def __init__(
        self, heard: Floats, seen: Floats, recipe: Recipe, memories: Memories | None
    ) -> None:
        self.loss = math.nan
        self._recipe = recipe
        self._origin: Floats = heard.mean(axis=0)
        self._random = torch.Generator().manual_seed(recipe.seed)
        self._heard, self._seen = torch.from_numpy(heard), torch.from_numpy(seen)
        self._near = memories and (
            remembered(self._heard, torch.from_numpy(memories.songs), recipe.nearness),
            remembered(self._seen, torch.from_numpy(memories.pictures), recipe.nearness),
        )
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(recipe.seed)
            self._net = _net(heard.shape[1], seen.shape[1])
        self._optimiser = torch.optim.AdamW(
            self._net.parameters(), lr=recipe.rate, weight_decay=recipe.decay
        )

    def step(self, step: int) -> None:
        """Learn from one batch."""
        share = step / self._recipe.steps
        for group in self._optimiser.param_groups:
            group["lr"] = self._recipe.rate * (1 + math.cos(math.pi * share)) / 2
        size = min(self._recipe.batch, len(self._heard))
        batch = torch.randperm(len(self._heard), generator=self._random)[:size]
        with _one_thread():
            loss = self._loss(batch)
            self._optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            self._optimiser.step()
        self.loss = float(loss.detach())

    def head(self) -> Head:
        """The head as it stands, for the run time."""
        first, first_norm, _, second, second_norm = self._net
        return Head(self._origin, _layer(first, first_norm), _layer(second, second_norm))

    def _loss(self, batch: Tensor) -> Tensor:
        recipe = self._recipe
        mapped = self._mapped(self._heard[batch])
        loss = info_nce(mapped, self._seen[batch], recipe.temperature)
        if self._near:
            songs, pictures = (rows[batch] for rows in self._near)
            sung = self._mapped(songs)
            loss = loss + info_nce(sung, pictures, recipe.temperature)
            loss = loss + recipe.intra * (mapped - sung).norm(dim=1).mean() / 2
        return loss

    def _mapped(self, rows: Tensor) -> Tensor:
        """Rows moved by noise, brought back to unit length, and through the head."""
        noise = torch.randn(rows.shape, generator=self._random) * math.sqrt(self._recipe.noise)
        moved = functional.normalize(rows + noise, dim=1)
        mapped: Tensor = functional.normalize(self._net(moved), dim=1)
        return mapped


@contextmanager
def _one_thread() -> Iterator[None]:
    """Sums are added in the same order on any number of cores, and nobody waits for a busy one."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _net(audio: int, image: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(audio, WIDTH),
        nn.BatchNorm1d(WIDTH),
        nn.ReLU(),
        nn.Linear(WIDTH, image),
        nn.BatchNorm1d(image),
    )


def _layer(linear: nn.Module, norm: nn.Module) -> Layer:
    """A linear layer and its normalisation as arrays."""
    values = {**linear.state_dict(), **{f"norm.{k}": v for k, v in norm.state_dict().items()}}
    names = ("weight", "bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var")
    return Layer(*(values[name].numpy().copy() for name in names))
