"""What a change of the wish is called, and which changes belong to one step that is undone."""

from dataclasses import dataclass, fields

from coverart.gui.studio.wanted import Wanted
from coverart.language import mark

TITLES = {
    "song": mark("Change the song"),
    "places": mark("Change the photos"),
    "words": mark("Change the words"),
    "lyrics": mark("Change the lyrics"),
    "liked": mark("More like this"),
    "disliked": mark("Less like this"),
    "pictures": mark("Change the reference pictures"),
    "weights": mark("Change a weight"),
    "shape": mark("Change the shape"),
    "options": mark("Change the list"),
    "mood": mark("Change the mood"),
}
SEVERAL = mark("Change what is looked for")
CONTINUOUS = frozenset(("words", "weights", "options", "mood"))
"""Typed, slid and pushed by keys: what follows at once belongs to the same step."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step's title, to be translated, and the name under which it joins the one before."""

    title: str
    merge: str = ""


def step_of(before: Wanted, after: Wanted) -> Step:
    """What leads from one wish to another."""
    changed = [
        one.name for one in fields(Wanted) if getattr(before, one.name) != getattr(after, one.name)
    ]
    if len(changed) != 1:
        return Step(SEVERAL)
    (name,) = changed
    return Step(TITLES[name], name if name in CONTINUOUS else "")
