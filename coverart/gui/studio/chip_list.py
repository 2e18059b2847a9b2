"""What stands in the chips: every part of a query, as it is named and as it can be removed."""

from collections.abc import Sequence
from dataclasses import dataclass

from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example
from coverart.gui.studio.wanted import Wanted
from coverart.gui.studio.words import Words
from coverart.language import _
from coverart.ranking.query import WEIGHTS

TITLES = {
    Kind.SONG: "The song",
    Kind.TEXT: "Words",
    Kind.LYRICS: "The lyrics of the song",
    Kind.WITHOUT: "Unwanted words",
    Kind.LIKED: "Crops to be like",
    Kind.DISLIKED: "Crops not to be like",
    Kind.PICTURE: "Reference pictures",
}
"""Names for all the parts of a kind together, which share their weight."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a query.

    `what` is the group of words or the example that it is. `weight`, from 0 on, is that of all
    parts of its `kind`; one of 0 is left out.
    """

    kind: Kind
    title: str
    what: str | Example | None
    weight: float

    @property
    def usual(self) -> bool:
        """Whether it counts as much as it does unless somebody changes that."""
        return self.weight == abs(WEIGHTS[self.kind])


def parts_of(wanted: Wanted, song: str, lyrics: bool) -> tuple[Part, ...]:
    """The parts of what is wanted, given the song's name and whether it has lyrics.

    A song by itself has no parts that anybody would want to tell apart.
    """
    words = Words.parse(wanted.words)
    found: list[tuple[Kind, str, str | Example | None]] = []
    if wanted.song is not None:
        found.append((Kind.SONG, song, None))
    if wanted.lyrics or (lyrics and wanted.song is not None):
        found.append((Kind.LYRICS, _("Given lyrics") if wanted.lyrics else _("Lyrics"), None))
    found += [(Kind.TEXT, f"“{group}”", group) for group in words.wanted]
    found += [(Kind.WITHOUT, f"not “{group}”", group) for group in words.without]
    found += _examples(Kind.PICTURE, "Like the picture", wanted.pictures)
    found += _examples(Kind.LIKED, "More like", wanted.liked)
    found += _examples(Kind.DISLIKED, "Less like", wanted.disliked)
    if [kind for kind, _, _ in found] == [Kind.SONG]:
        return ()
    return tuple(Part(kind, title, what, abs(wanted.weights[kind])) for kind, title, what in found)


def _examples(
    kind: Kind, title: str, examples: Sequence[Example]
) -> list[tuple[Kind, str, str | Example | None]]:
    return [(kind, f"{title} {one.path.name}", one) for one in examples]
