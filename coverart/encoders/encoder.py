"""What every embedding space offers, whether it rests on colours or on neural networks.

A space places songs, texts and crops as vectors of the same dimension, and says how similar a
query is to each crop. Everything above this layer knows spaces only by this protocol.

A space is a small immutable value: it can be sent to a child process, and what it needs beyond its
own fields it loads there.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from coverart.domain import Boxes, Floats, Pixels, Rows, Size, SpaceId


class Space(Protocol):
    """An embedding space."""

    @property
    def id(self) -> SpaceId:
        """Names the space and everything its coordinates depend on; a new id means new vectors."""
        ...

    @property
    def title(self) -> str:
        """One sentence that tells a user what this space compares, and what it does not."""
        ...

    @property
    def photo_side(self) -> int:
        """The short side, in pixels, at which photos are to be decoded for `encode_crops`."""
        ...

    @property
    def sample_rate(self) -> int:
        """Samples per second of the windows for `encode_song`."""
        ...

    def encode_crops(self, pixels: Pixels, size: Size, boxes: Boxes) -> Floats:
        """Vectors (n, d) of the crops `boxes` (n, 4) of a photo whose original has `size`."""
        ...

    def encode_song(self, windows: Sequence[Floats]) -> Floats:
        """The vector (d,) of a song, from mono windows (samples,) at `sample_rate`."""
        ...

    def encode_text(self, text: str) -> Floats | None:
        """The vector (d,) of a text; None where the text says nothing to this space."""
        ...

    def combine(self, vectors: Sequence[Floats], weights: Sequence[float]) -> Floats:
        """One query vector (d,) from several, by weights above zero."""
        ...

    def similarity(self, query: Floats, crops: Rows | Floats) -> Floats:
        """Similarity in [0, 1] of the query (d,) with each of crops (n, d): (n,)."""
        ...

    def worst_fit(self, photos: Floats) -> float:
        """The similarity below which even the best of `photos` (n, d) does not fit a query."""
        ...

    def parts(self, query: Floats, crop: Floats) -> Mapping[str, float]:
        """What the similarity of one crop (d,) consists of, each in [0, 1], by name."""
        ...

    def explain(self, query: Floats, crop: Floats, asked: str) -> str:
        """Say in a few words how a crop (d,) fits what `asked` names: "calm, like the song"."""
        ...
