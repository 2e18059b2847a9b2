"""What every embedding space offers, whether it rests on colours or on neural networks.

A space places songs, texts and crops as vectors, and says how similar a query is to each crop.
Everything above this layer knows spaces only by these protocols.

A *light* space is a small immutable value that encodes in the process that reads the file, and can
be sent there. Any other encodes in the process that asks, a batch at a time, on whatever device it
found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from coverart.domain import Boxes, Emotion, Floats, Pixels, Rows, Size, SpaceId


class Kind(StrEnum):
    """What a part of a query is, in the words used to name it."""

    SONG = "song"
    TEXT = "words"
    LYRICS = "lyrics"
    WITHOUT = "unwanted words"
    LIKED = "liked crop"
    DISLIKED = "disliked crop"
    PICTURE = "picture"
    MOOD = "mood"


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One part of a query: its vector (d,) and its weight, below zero for what is not wanted.

    The vector of a song is what `Space.song_vectors` gives, that of words what `encode_text`
    gives, that of a mood what `encode_emotion` gives, and that of everything else a row of
    `Space.crop_vectors`.
    """

    kind: Kind
    vector: Floats
    weight: float


class Aim(Protocol):
    """A query placed in a space, and measured on what a library holds."""

    def similarity(self, crops: Rows | Floats) -> Floats:
        """Similarity in [0, 1] of each of crops (n, d): (n,); NaN where the row is."""
        ...

    def fits(self, crop: Floats, similarity: float) -> bool:
        """Whether the best crop (d,) of a library, of this similarity, fits the query at all."""
        ...

    def parts(self, crop: Floats) -> Mapping[str, float]:
        """What the similarity of one crop (d,) consists of, each in [0, 1], by name."""
        ...

    def explain(self, crop: Floats, asked: str) -> str:
        """Say in a few words how a crop (d,) fits what `asked` names: "calm, like the song"."""
        ...


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
    def device(self) -> str:
        """What the space computes on, by a name a user knows; empty until it has to compute."""
        ...

    @property
    def light(self) -> bool:
        """Whether encoding is so cheap that the process which reads a file does it."""
        ...

    @property
    def photo_side(self) -> int:
        """The short side, in pixels, at which photos are to be decoded for `crop_vectors`."""
        ...

    @property
    def sample_rate(self) -> int:
        """Samples per second of the windows for `song_vectors`."""
        ...

    def crop_vectors(self, pixels: Pixels, size: Size, boxes: Boxes) -> Iterator[Floats]:
        """Vectors (n, d) of the crops `boxes` (n, 4) of a photo whose original has `size`.

        They come in portions, in order; closing the iterator ends the work.
        """
        ...

    def song_vectors(self, windows: Sequence[Floats]) -> Iterator[Floats]:
        """Vectors (n, d) whose mean is a song's, from mono windows (samples,) at `sample_rate`."""
        ...

    def encode_text(self, text: str) -> Floats | None:
        """The vector (d,) of a text; None where the text says nothing to this space."""
        ...

    def encode_emotion(self, emotion: Emotion) -> Floats | None:
        """The vector (d,) of an emotion asked for; None where this space knows no emotions."""
        ...

    def emotion(self, crop: Floats) -> Emotion | None:
        """The emotion of a crop (d,), or of a query among them; None where it knows none."""
        ...

    def place(self, parts: Sequence[QueryPart]) -> Floats:
        """Where a query lies among the crops, (d,); there must be at least one part."""
        ...

    def aim(self, parts: Sequence[QueryPart], sample: Floats) -> Aim:
        """Make a query of its parts, measured on a `sample` (p, d): the mean row of each photo.

        With the parts of a picture, `sample` and the rows to compare may be songs (see `place`).
        """
        ...

    def describe(self, part: QueryPart) -> Mapping[str, float | str]:
        """What can be said of one part of a query, for people and for JSON."""
        ...

    def take_notices(self) -> list[str]:
        """Sentences that the user should read, each given once."""
        ...

    def close(self) -> None:
        """Free what the space holds, for good."""
        ...
