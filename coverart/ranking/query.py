"""What the crops must fit: a song, or another mood, words, pictures, each with a weight."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from coverart.domain import Floats
from coverart.encoders.encoder import Kind, QueryPart
from coverart.language import _, listed, mark, plural

WEIGHTS: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.SONG: 1.0,
        Kind.TEXT: 1.0,
        Kind.LYRICS: 0.5,
        Kind.WITHOUT: -0.75,
        Kind.LIKED: 0.75,
        Kind.DISLIKED: -0.5,
        Kind.PICTURE: 1.0,
        Kind.MOOD: 1.0,
    }
)
"""Words somebody types count as much as the song, or as the mood that stands in for it; lyrics,
which wander, half as much.

Crops that are liked move the query more than those that are not, as in Rocchio's feedback.
"""

NAMES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SONG: mark("the song"),
        Kind.TEXT: mark("the words"),
        Kind.LYRICS: mark("the lyrics"),
        Kind.WITHOUT: mark("the unwanted words"),
        Kind.DISLIKED: mark("the disliked crop"),
        Kind.MOOD: mark("the mood you ask for"),
    }
)
"""What kinds are called within a sentence, of which they are the subject; see also `_name`."""


@dataclass(frozen=True, slots=True)
class Query:
    """The parts of a query, of which there is at least one, and a name for them all.

    `asked` names what is wanted in a sentence: "the song", "the song and the words".
    """

    parts: tuple[QueryPart, ...]
    asked: str


def weighted(
    vectors: Sequence[tuple[Kind, Floats]], weights: Mapping[Kind, float] = WEIGHTS
) -> Query:
    """Make one query of vectors (d,).

    Parts of the same kind share its weight among them. A weight of 0 leaves its kind out.
    """
    counts = Counter(kind for kind, _ in vectors)
    parts = [QueryPart(kind, own, weights[kind] / counts[kind]) for kind, own in vectors]
    kept = tuple(part for part in parts if part.weight)
    names = dict.fromkeys(_name(part.kind, counts[part.kind]) for part in kept if part.weight > 0)
    return Query(kept, listed(list(names)) or _("what you asked for"))


def _name(kind: Kind, count: int) -> str:
    if kind is Kind.LIKED:
        return plural("the liked crop", "the liked crops", count)
    if kind is Kind.PICTURE:
        return plural("the picture", "the pictures", count)
    return _(NAMES[kind])
