"""What stands in the chips: every part of a query, as it is named and as it can be removed."""

from collections.abc import Sequence
from dataclasses import dataclass

from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example
from coverart.gui.studio.mood_words import mood_words
from coverart.gui.studio.wanted import Wanted
from coverart.gui.studio.words import Words
from coverart.language import _, mark
from coverart.ranking.query import WEIGHTS

TITLES = {
    Kind.SONG: mark("The song"),
    Kind.TEXT: mark("Words"),
    Kind.LYRICS: mark("The lyrics of the song"),
    Kind.WITHOUT: mark("Unwanted words"),
    Kind.LIKED: mark("Crops to be like"),
    Kind.DISLIKED: mark("Crops not to be like"),
    Kind.PICTURE: mark("Reference pictures"),
    Kind.MOOD: mark("The mood asked for"),
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


def parts_of(wanted: Wanted, song: str, lyrics: bool, moods: bool = True) -> tuple[Part, ...]:
    """The parts of what is wanted, given the song's name and whether it has lyrics.

    A song by itself has no parts that anybody would want to tell apart, and none beside the mood
    that stands in for it. Where the space compares no `moods`, that mood is left out.
    """
    words = Words.parse(wanted.words)
    found: list[tuple[Kind, str, str | Example | None]] = []
    if wanted.mood is not None:
        mood = mood_words(*wanted.mood)
        found.append((Kind.MOOD, _("Mood: {words}").format(words=mood), None))
    if wanted.mood is None or not moods:
        found += _of_song(wanted, song, lyrics)
    found += [(Kind.TEXT, _("“{words}”").format(words=group), group) for group in words.wanted]
    found += [
        (Kind.WITHOUT, _("not “{words}”").format(words=group), group) for group in words.without
    ]
    found += _examples(Kind.PICTURE, _("Like the picture {name}"), wanted.pictures)
    found += _examples(Kind.LIKED, _("More like {name}"), wanted.liked)
    found += _examples(Kind.DISLIKED, _("Less like {name}"), wanted.disliked)
    if [kind for kind, _title, _what in found] == [Kind.SONG]:
        return ()
    counted = {**wanted.weights, **({} if moods else {Kind.MOOD: 0.0})}
    return tuple(Part(kind, title, what, abs(counted[kind])) for kind, title, what in found)


def _of_song(
    wanted: Wanted, song: str, lyrics: bool
) -> list[tuple[Kind, str, str | Example | None]]:
    """What the song says of itself: its sound, and its lyrics."""
    found: list[tuple[Kind, str, str | Example | None]] = []
    if wanted.song is not None:
        found.append((Kind.SONG, song, None))
    if wanted.lyrics or (lyrics and wanted.song is not None):
        found.append((Kind.LYRICS, _("Given lyrics") if wanted.lyrics else _("Lyrics"), None))
    return found


def _examples(
    kind: Kind, title: str, examples: Sequence[Example]
) -> list[tuple[Kind, str, str | Example | None]]:
    return [(kind, title.format(name=one.path.name), one) for one in examples]
