"""What the user asked for, as one value; every change makes another one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from coverart.domain import Crop, Emotion
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example, Wish
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.words import Words
from coverart.ranking.query import WEIGHTS
from coverart.settings import Options

OPTIONS = Options(top=300, every_crop=True)
"""A window has room for a long list, and time to look at every crop."""


def example_of(crop: Crop) -> Example:
    """A crop as an example to follow, or not to."""
    return Example(crop.photo.path, crop.box)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A song, photos, and all that says which crops of them.

    `words` is what was typed (see `words`), and `lyrics` those to use in place of the song's own.
    `weights` holds the weight of each kind of part, below
    zero for what is not wanted. `mood` is asked for instead of the song's own.
    """

    song: Path | None = None
    places: tuple[Path, ...] = ()
    words: str = ""
    lyrics: str = ""
    liked: tuple[Example, ...] = ()
    disliked: tuple[Example, ...] = ()
    pictures: tuple[Example, ...] = ()
    weights: Mapping[Kind, float] = field(default_factory=lambda: WEIGHTS)
    shape: Shape = Shape.SQUARE
    options: Options = field(default_factory=lambda: OPTIONS)
    mood: Emotion | None = None

    @property
    def wish(self) -> Wish:
        """What the engine is asked."""
        words = Words.parse(self.words)
        return Wish(
            song=self.song,
            text=words.text,
            lyrics=self.lyrics,
            without=words.unwanted,
            liked=self.liked,
            disliked=self.disliked,
            pictures=self.pictures,
            weights=self.weights,
            mood=self.mood,
        )

    @property
    def listing(self) -> Options:
        """The options of the list, with pairs where both shapes are wanted."""
        return replace(self.options, pairs=self.shape is Shape.BOTH)

    @property
    def complete(self) -> bool:
        """Whether there is something to look for, and somewhere to look."""
        return bool(self.places) and not self.wish.empty

    def changed(
        self,
        song: Path | None = None,
        places: Sequence[Path] = (),
        words: str | None = None,
        shape: Shape | None = None,
    ) -> Self:
        """The same but for what is named; nothing and None leave things as they are."""
        wanted = self if song in (None, self.song) else self.with_song(song)
        return replace(
            wanted,
            places=tuple(places) or self.places,
            words=self.words if words is None else words.strip(),
            shape=shape or self.shape,
        )

    def with_song(self, song: Path | None) -> Self:
        """The same for a song, whose own mood counts, and its lyrics as usual."""
        weights = {**self.weights, Kind.LYRICS: WEIGHTS[Kind.LYRICS]}
        return replace(self, song=song, lyrics="", weights=weights, mood=None)

    def singing(self, lyrics: str) -> Self:
        """With these lyrics, which count as usual."""
        weights = {**self.weights, Kind.LYRICS: WEIGHTS[Kind.LYRICS]}
        return replace(self, lyrics=lyrics, weights=weights)

    def feeling(self, mood: Emotion | None) -> Self:
        """With another mood than the song's; None for the song's own."""
        return replace(self, mood=mood)

    def liking(self, example: Example) -> Self:
        """More like an example; no longer so where it was asked for before."""
        return replace(
            self,
            liked=_turned(self.liked, example),
            disliked=_without(self.disliked, example),
        )

    def disliking(self, example: Example) -> Self:
        """Less like an example; no longer so where it was asked for before."""
        return replace(
            self,
            liked=_without(self.liked, example),
            disliked=_turned(self.disliked, example),
        )

    def referring(self, example: Example) -> Self:
        """With a picture that crops shall be like."""
        return replace(self, pictures=(*_without(self.pictures, example), example))

    def weighing(self, kind: Kind, size: float) -> Self:
        """With so much weight, from 0 on, for all parts of a kind together."""
        signed = size if WEIGHTS[kind] > 0 else -size
        return replace(self, weights={**self.weights, kind: signed})

    def less(self, kind: Kind, what: str | Example | None) -> Self:
        """Without one part: a group of words, an example, or the only one of its kind."""
        if isinstance(what, Example):
            return replace(
                self,
                liked=_without(self.liked, what) if kind is Kind.LIKED else self.liked,
                disliked=_without(self.disliked, what) if kind is Kind.DISLIKED else self.disliked,
                pictures=_without(self.pictures, what) if kind is Kind.PICTURE else self.pictures,
            )
        if kind in (Kind.TEXT, Kind.WITHOUT):
            return replace(self, words=Words.parse(self.words).less(what or "").typed)
        if kind is Kind.LYRICS and self.lyrics:
            return replace(self, lyrics="")
        if kind is Kind.LYRICS:
            return self.weighing(kind, 0.0)
        if kind is Kind.MOOD:
            return self.feeling(None)
        return replace(self, song=None)


def _without(examples: tuple[Example, ...], example: Example) -> tuple[Example, ...]:
    return tuple(own for own in examples if own != example)


def _turned(examples: tuple[Example, ...], example: Example) -> tuple[Example, ...]:
    """With an example that was not there, and without one that was."""
    return _without(examples, example) if example in examples else (*examples, example)
