"""From a song's vector to a query among crops, over a bank of prompts both text towers know.

A song (d_a,) lies near those prompts that describe it, as the text tower of sound places them; the
query is the mean of the same prompts as the text tower of pictures places them, each by its weight.

Texts, sounds and pictures lie in separate cones of their spaces, and prompts of one sentence
("album cover photo for …") in cones of their own. Hence every vector is *centred* before it is
compared: prompts by the mean of their group, songs and crops by the mean of the library's, where
one is given. All vectors here are float32; unit rows unless said otherwise.

References
----------
Liang et al. (2022). Mind the gap: understanding the modality gap in multi-modal contrastive
representation learning. NeurIPS.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from coverart.domain import Floats
from coverart.encoders.neural.prompts import Vocabulary
from coverart.errors import PackError
from coverart.language import _, mark

PROMPTS_HEARD = 12.0
"""How many prompts, by perplexity, a song is described with.

One or two of each of the twelve facets: with far fewer, one prompt misheard turns the query round;
with far more, all queries draw near the mean of the bank. See docs/decisions/008-linking.md.
"""
REASONS = 3
WEAKEST_REASON = 0.2
"""A prompt with less than this share of the strongest one's part in a match is no reason."""
STEM = 4
"""Words alike in so many letters say the same: "rain" and "rainy"."""
CLOSEST = 0.15
"""A crop fits if at most this share of the bank describes it better than the query does."""
ENOUGH = 50
"""The mean of fewer vectors is more theirs than their kind's."""

_REDO = mark("install the pack again")


@dataclass(frozen=True, slots=True)
class Bank:
    """m prompts as both text towers place them, unit rows: `sound` (m, d_a), `picture` (m, d_i).

    `labels` are for users; prompts of one of `groups` share a sentence; `digest` is that of the
    vocabulary. `heard` and `seen` are the same rows less the mean of their group, and unit again.
    """

    sound: Floats
    picture: Floats
    labels: tuple[str, ...]
    groups: tuple[str, ...]
    digest: str = ""
    heard: Floats = field(init=False, repr=False)
    seen: Floats = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "heard", _centred_by_group(self.sound, self.groups))
        object.__setattr__(self, "seen", _centred_by_group(self.picture, self.groups))

    @classmethod
    def embedded(
        cls,
        known: Vocabulary,
        sound: Callable[[Sequence[str]], Floats],
        picture: Callable[[Sequence[str]], Floats],
    ) -> Self:
        """Make a bank of a vocabulary with the two text towers, each texts → unit rows."""
        said = [prompt.caption for prompt in known.prompts]
        return cls.of(
            known, sound([one.sound for one in said]), picture([one.picture for one in said])
        )

    @classmethod
    def of(cls, known: Vocabulary, sound: Floats, picture: Floats) -> Self:
        """Name the rows of a vocabulary's prompts, which are in its order."""
        labels = tuple(prompt.label for prompt in known.prompts)
        groups = tuple(prompt.group for prompt in known.prompts)
        return cls(sound, picture, labels, groups, known.digest)

    @classmethod
    def read(
        cls,
        tensors: Mapping[str, NDArray[Any]],
        known: Vocabulary,
        dimensions: tuple[int, int],
        pack: str,
    ) -> Self:
        """Take a bank from what a pack keeps of it (see `tensors`).

        `dimensions` are those of the audio and the image tower. Raises `PackError` for a bank that
        is damaged, of other towers, or of another vocabulary.
        """
        if bytes(tensors.get("vocabulary", np.empty(0, np.uint8))).hex() != known.digest:
            raise PackError(
                pack, _("its bank of prompts is of another version of Coverart"), _(_REDO)
            )
        for name, dimension in zip(("sound", "picture"), dimensions, strict=True):
            shape = (len(known.prompts), dimension)
            if name not in tensors or tensors[name].shape != shape:
                raise PackError(
                    pack,
                    _("its bank of prompts lacks “{name}” of shape {shape}").format(
                        name=name, shape=shape
                    ),
                    _(_REDO),
                )
            if not _all_unit(tensors[name]):
                raise PackError(
                    pack,
                    _("“{name}” of its bank of prompts is damaged").format(name=name),
                    _(_REDO),
                )
        return cls.of(known, *(tensors[name].astype(np.float32) for name in ("sound", "picture")))

    def tensors(self) -> dict[str, NDArray[Any]]:
        """What a pack keeps: both sides, and the vocabulary's digest (32,) uint8."""
        digest = np.frombuffer(bytes.fromhex(self.digest), np.uint8)
        return {"sound": self.sound, "picture": self.picture, "vocabulary": digest}


def through_bank(
    song: Floats, bank: Bank, temperature: float | None = None, centre: Floats | None = None
) -> tuple[Floats, Floats]:
    """Turn a song (d_a,) into a query among crops: the query (d_i,) and the prompts' weights (m,).

    p = softmax(z·T_sound / τ), query = p·T_picture, of centred rows; p sums to 1 and the query is a
    unit vector, or 0 if the song says nothing. `temperature` is τ; without one it is chosen for
    the song by `temperature_for`. `centre` (d_a,) is the mean of many songs' vectors.
    """
    logits = bank.heard @ centred(song, centre)
    weights = softmax(logits, temperature or temperature_for(logits))
    return unit(weights @ bank.seen), weights


def prompts_near(vector: Floats, bank: Bank) -> Floats:
    """Weights (m,) that sum to 1 of the prompts that say the same as a centred vector (d_i,)."""
    logits = bank.seen @ vector
    return softmax(logits, temperature_for(logits))


def temperature_for(logits: Floats, prompts: float = PROMPTS_HEARD) -> float:
    """The temperature at which softmax(logits / τ) has the perplexity `prompts`, within 0.1 %.

    Perplexity, e to the entropy, is the number of prompts that effectively take part; it grows with
    τ from the number of equal largest logits to that of all. Beyond either end, τ is that end of
    the search: a billionth of, or a million times, the logits' range. The scale of logits, which
    differs between towers by how they were trained, has no influence on the weights.
    """
    spread = float(np.ptp(logits)) or 1.0
    low, high = np.log(spread * 1e-9), np.log(spread * 1e6)
    for _step in range(60):
        middle = (low + high) / 2
        reached = perplexity(softmax(logits, float(np.exp(middle))))
        if abs(reached / prompts - 1) < 1e-3:
            break
        low, high = (middle, high) if reached < prompts else (low, middle)
    return float(np.exp(middle))


def perplexity(weights: Floats) -> float:
    """The effective number of weights (m,) that sum to 1: e to their entropy, from 1 to m."""
    positive = weights[weights > 0].astype(np.float64)
    return float(np.exp(-(positive * np.log(positive)).sum()))


def reasons(
    weights: Floats, bank: Bank, crop: Floats, centre: Floats | None = None, most: int = REASONS
) -> list[str]:
    """Labels of the prompts that decided for a crop (d_i,), strongest first; maybe none.

    What a prompt did for the match is its weight times the crop's agreement with it. Of those told,
    no two are of one group, and no two share a word. `centre` (d_i,) is the mean of many crops.
    """
    done = weights * np.maximum(bank.seen @ centred(crop, centre), 0)
    order = np.argsort(-done, kind="stable")
    told: list[int] = []
    for place in order[done[order] > WEAKEST_REASON * done.max(initial=0)]:
        if len(told) == most:
            break
        if not any(_says_the_same(bank, place, other) for other in told):
            told.append(int(place))
    return [bank.labels[place] for place in told]


def share_closer(query: Floats, bank: Bank, crop: Floats, centre: Floats | None = None) -> float:
    """The share, in [0, 1], of prompts that describe a crop (d_i,) better than a query (d_i,) does.

    About ½ for a query that has nothing to do with the crop. `query` is centred, as `through_bank`
    gives it; one of words is `centred(vector, bank.picture.mean(axis=0))`.
    """
    seen = centred(crop, centre)
    return float(np.mean(bank.seen @ seen > query @ seen))


def fits(query: Floats, bank: Bank, crop: Floats, centre: Floats | None = None) -> bool:
    """Whether a crop, the best there is, fits a query at all (see `share_closer`)."""
    return share_closer(query, bank, crop, centre) <= CLOSEST


def centre_of(rows: Floats) -> Floats | None:
    """The mean (d,) that vectors (n, d) of one kind share; None of fewer than `ENOUGH`.

    It must be that of a mixed collection: of songs all alike it is what they sound like, and
    centring would take just that away.
    """
    return rows.mean(axis=0, dtype=np.float32) if len(rows) >= ENOUGH else None


def centred(vectors: Floats, centre: Floats | None) -> Floats:
    """Unit vectors (…, d) less what all of their kind share, unit again; as they are without."""
    return vectors if centre is None else unit(vectors - centre)


def _centred_by_group(rows: Floats, groups: Sequence[str]) -> Floats:
    names = np.array(groups)
    less = np.array(rows, dtype=np.float32)
    for name in dict.fromkeys(groups):
        less[names == name] -= less[names == name].mean(axis=0)
    return unit(less)


def _says_the_same(bank: Bank, place: int, other: int) -> bool:
    stems = [{word[:STEM] for word in bank.labels[i].lower().split()} for i in (place, other)]
    return bank.groups[place] == bank.groups[other] or not stems[0].isdisjoint(stems[1])


def softmax(logits: Floats, temperature: float) -> Floats:
    """Weights (m,) that sum to 1, of logits (m,) at a temperature above 0."""
    scaled = (logits.astype(np.float64) - logits.max()) / temperature
    exponentials = np.exp(scaled)
    weights: Floats = (exponentials / exponentials.sum()).astype(np.float32)
    return weights


def unit(vectors: Floats) -> Floats:
    """Unit vectors along the last axis; what has next to no length becomes 0."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Floats = np.where(lengths > 1e-6, vectors / np.maximum(lengths, 1e-6), 0)
    return unit.astype(np.float32)


def _all_unit(rows: Floats) -> bool:
    return bool(np.allclose(np.linalg.norm(rows.astype(np.float32), axis=1), 1, atol=1e-2))
