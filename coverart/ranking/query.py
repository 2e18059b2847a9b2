"""What the crops must fit: a song, words, lyrics, each with a weight."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from coverart.domain import Floats
from coverart.encoders.encoder import Space


class Kind(StrEnum):
    """What a part of the query is, in the words used to name it."""

    SONG = "song"
    TEXT = "words"
    LYRICS = "lyrics"


WEIGHTS = {Kind.SONG: 1.0, Kind.TEXT: 1.0, Kind.LYRICS: 0.5}
"""Words somebody types count as much as the song; lyrics, which wander, half as much."""


@dataclass(frozen=True, slots=True)
class QueryPart:
    """One part of a query: its vector (d,) and its weight, above zero."""

    kind: Kind
    vector: Floats
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """The query in a space: one vector (d,), the parts it was made of, and a name for them all.

    `asked` names the query in a sentence: "the song", "the song and the words".
    """

    vector: Floats
    parts: tuple[QueryPart, ...]
    asked: str


def combined(parts: Sequence[QueryPart], space: Space) -> Query:
    """Make one query of its parts, of which there must be at least one."""
    vector = space.combine([part.vector for part in parts], [part.weight for part in parts])
    return Query(vector, tuple(parts), " and ".join(f"the {part.kind}" for part in parts))
