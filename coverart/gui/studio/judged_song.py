"""What was decided for one song, in memory, also before it is known which song that is.

Until then the song is named by what stands for it, and what is stored of earlier decisions is not
known. Once it is, the decisions made meanwhile stand over it, part by part: stars that were given
last week stay where today only a flag was set.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coverart.triage.judgement import UNJUDGED, CropKey, Judgement
from coverart.triage.store import SongKey, stand_in

Judged = dict[CropKey, Judgement]


@dataclass(slots=True, eq=False)
class JudgedSong:
    """The decisions for the song at `path`; `beneath` is what was stored before they were made.

    `known` says whether it is known which song it is, and what was stored of it. A song that has
    turned out to be one that is in memory already `follows` that one.
    """

    path: Path | None
    key: SongKey
    judged: Judged = field(default_factory=dict)
    beneath: Judged = field(default_factory=dict)
    known: bool = False
    follows: "JudgedSong | None" = None

    @classmethod
    def at(cls, path: Path | None) -> "JudgedSong":
        """A song of which only its place is known."""
        return cls(path, stand_in(path))

    @property
    def itself(self) -> "JudgedSong":
        """The song that this one follows, or else this one."""
        return self.follows or self

    def of(self, key: CropKey) -> Judgement:
        """What was decided about a crop."""
        return self.judged.get(key, UNJUDGED)

    def set(self, values: Mapping[CropKey, Judgement]) -> None:
        """Decide, or no longer decide."""
        for key, own in values.items():
            if own.blank:
                self.judged.pop(key, None)
            else:
                self.judged[key] = own

    def over_beneath(self, values: Mapping[CropKey, Judgement]) -> Judged:
        """Values that were decided on before it was known what was stored, now that it is."""
        return {key: own.over(self.beneath.get(key, UNJUDGED)) for key, own in values.items()}

    def put_beneath(self, stored: Mapping[CropKey, Judgement]) -> Judged:
        """Learn what was stored before; give back what is to be stored now instead."""
        self.beneath = dict(stored)
        held = self.over_beneath(self.judged)
        self.judged = {**stored, **held}
        return {key: own for key, own in held.items() if own != stored.get(key)}
