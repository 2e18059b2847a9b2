"""A project: everything that one looks for, and how the window stood while one did."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from coverart.domain import Aspect, Box, Crop
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.wanted import Wanted

SUFFIX = ".coverart"
"""That of a project's file."""

Opaque = Mapping[str, Any]
"""What a part of the window keeps: strings, numbers, lists and mappings that JSON can hold."""

NOTHING: Opaque = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Selected:
    """The crop that was chosen, by the name of its photo."""

    path: Path
    aspect: Aspect
    box: Box

    @classmethod
    def of(cls, crop: Crop) -> Self:
        """A crop, so that it is found again."""
        return cls(crop.photo.path, crop.aspect, crop.box)

    def means(self, crop: Crop) -> bool:
        """Whether this is the crop."""
        return self == Selected.of(crop)


@dataclass(frozen=True, slots=True)
class Project:
    """What is wanted, the crop that is chosen, and what the parts of the window keep.

    `filter` is the gallery's, `layout` the window's: its place, its splitters, the size of tiles.
    Where one of these is empty, the window stays as it is. `file` is that of the project, if it
    has one; the file itself does not say what it is called.
    """

    wanted: Wanted = field(default_factory=Wanted)
    selected: Selected | None = None
    filter: Opaque = field(default_factory=lambda: NOTHING)
    layout: Opaque = field(default_factory=lambda: NOTHING)
    file: Path | None = None

    @property
    def blank(self) -> bool:
        """Whether nothing is looked for, and nothing is to be looked through."""
        return self.wanted.wish.empty and not self.wanted.places

    @property
    def work(self) -> Wanted:
        """What would be a loss; to look at the other shape of cover changes nothing of it."""
        return replace(self.wanted, shape=Shape.SQUARE)

    @property
    def elaborate(self) -> bool:
        """Whether more is wanted than a song and photos, which are soon chosen again."""
        return replace(self.work, song=None, places=()) != Wanted()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file and folder that it needs, each once: the song, the photos, the examples."""
        wanted = self.wanted
        song = () if wanted.song is None else (wanted.song,)
        examples = (*wanted.liked, *wanted.disliked, *wanted.pictures)
        every = (*song, *wanted.places, *(one.path for one in examples))
        return tuple(dict.fromkeys(every))
