"""A query in a neural space: what is compared, how it is measured, and what is said of it.

Each part of a query is a vector among the crops. Its cosine with a crop is comparable from crop to
crop (Nakatsuka et al. 2024, Eq. 4: F = cos(z_query, z_crop)), but not from part to part: a crop
lies much nearer to another crop than to any text. So each part's cosines are standardised over
the library before they are added by their weights. The sum is again one product with the crop:
asking for something else costs one pass over the rows. For a single part the order is that of the
cosine.

Similarity in [0, 1] is ½ + ½ tanh(z / 4) of the standardised sum z: ½ is an average crop of this
library, and the order is kept however good a crop is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from coverart.domain import Floats, Rows
from coverart.encoders.encoder import Kind
from coverart.encoders.neural import linking
from coverart.encoders.neural.linking import Bank
from coverart.language import _
from coverart.library.products import products

SOFTNESS = 4.0
"""Standard deviations above the average of a library at which a crop has .88 of similarity."""
USUAL = {True: 0.1, False: 0.03}
"""How much cosines with a picture (True) and with a text usually vary, before any is known."""
DOUBT = 4.0
"""The usual deviation counts as much as so many photos."""


@dataclass(frozen=True, slots=True)
class Direction:
    """One part of a query among the crops: a unit `vector` (d,) and its weight.

    `prompts` (m,) are weights of the bank's prompts that sum to 1, or None without a bank.
    `centred` tells a vector that a bank has made, which holds nothing that all of its kind share.
    """

    kind: Kind
    vector: Floats
    weight: float
    prompts: Floats | None = None
    centred: bool = False

    @property
    def seen(self) -> bool:
        """Whether the vector is that of a picture."""
        return self.kind in (Kind.LIKED, Kind.DISLIKED, Kind.PICTURE)

    def among_prompts(self, bank: Bank, centre: Floats | None) -> Floats:
        """The vector (d,) less what all of its kind share, as prompts are.

        Pictures share the mean of the library's, `centre`, where it is known; words, and songs
        that were made to lie among them, that of the bank.
        """
        if self.centred:
            return self.vector
        return linking.centred(self.vector, centre if self.seen else bank.picture.mean(axis=0))


@dataclass(frozen=True, slots=True)
class NeuralAim:
    """Directions, each with the mean and the deviation of its cosine over a library, (k,).

    Of all of them together, `query` (d,) and `offset` are what a crop is compared with.
    """

    directions: tuple[Direction, ...]
    means: Floats
    deviations: Floats
    bank: Bank | None
    centre: Floats | None
    query: Floats = field(init=False)
    offset: float = field(init=False)

    def __post_init__(self) -> None:
        weights = np.array([one.weight for one in self.directions], dtype=np.float32)
        # Scaled so that the sum of parts that have nothing to do with each other deviates by 1.
        shares = weights / np.linalg.norm(weights) / self.deviations
        object.__setattr__(self, "query", shares @ _stacked(self.directions))
        object.__setattr__(self, "offset", float((shares * self.means).sum()))

    @classmethod
    def measured(cls, directions: Sequence[Direction], sample: Floats, bank: Bank | None) -> Self:
        """Measure directions on a `sample` (p, d), the mean rows of photos."""
        vectors = _stacked(directions)
        usual = np.array([USUAL[one.seen] for one in directions], dtype=np.float32)
        means = np.zeros(len(directions), dtype=np.float32)
        squares = np.zeros(len(directions), dtype=np.float32)
        if len(sample):
            cosines = sample @ vectors.T
            means = cosines.mean(axis=0, dtype=np.float32)
            squares = np.square(cosines - means).sum(axis=0, dtype=np.float32)
        deviations = np.sqrt((squares + DOUBT * usual**2) / (len(sample) + DOUBT))
        return cls(tuple(directions), means, deviations, bank, linking.centre_of(sample))

    def similarity(self, crops: Rows | Floats) -> Floats:
        """½ + ½ tanh(z / 4) of the standardised sum: (n, d) gives (n,)."""
        cosines = products(Rows(crops.astype(np.float16, copy=False)), self.query[None])[:, 0]
        return _squashed(cosines - self.offset)

    def fits(self, crop: Floats, similarity: float) -> bool:  # noqa: ARG002 (the protocol's)
        """Whether any part that is wanted describes the crop better than most prompts would.

        Without a bank, and for pictures, nothing is known to compare with, and all fits.
        """
        if self.bank is None or any(one.seen and one.weight > 0 for one in self.directions):
            return True
        bank, centre = self.bank, self.centre
        spoken = [one for one in self.directions if one.weight > 0]
        return any(
            linking.fits(one.among_prompts(bank, centre), bank, crop, centre) for one in spoken
        )

    def parts(self, crop: Floats) -> Mapping[str, float]:
        """How well the crop fits each kind of part by itself."""
        cosines: Floats = _stacked(self.directions) @ crop
        z = (cosines - self.means) / self.deviations
        kinds = dict.fromkeys(one.kind for one in self.directions)
        own = {kind: [one.kind == kind for one in self.directions] for kind in kinds}
        return {str(kind): float(_squashed(z[chosen]).mean()) for kind, chosen in own.items()}

    def explain(self, crop: Floats, asked: str) -> str:
        """The prompts that decided: "rainy city night · neon, like the song"."""
        wanted = [(one.prompts, one.weight) for one in self.directions if one.weight > 0]
        known = [weight * prompts for prompts, weight in wanted if prompts is not None]
        if self.bank is not None and known:
            told = linking.reasons(np.sum(known, axis=0), self.bank, crop, self.centre)
            if told:
                return _("{told}, like {asked}").format(told=" · ".join(told), asked=asked)
        return _("close to {asked}").format(asked=asked)


def _stacked(directions: Sequence[Direction]) -> Floats:
    return np.stack([one.vector for one in directions])


def _squashed(z: Floats) -> Floats:
    squashed: Floats = 0.5 + 0.5 * np.tanh(z / SOFTNESS)
    return squashed
