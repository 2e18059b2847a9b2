"""Which rows of the gallery are to be seen, as a value."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from coverart.domain import Crop
from coverart.triage.judgement import MOST_STARS, Flag, Judgement


@dataclass(frozen=True, slots=True)
class Filter:
    """What a crop must be like to be seen.

    Of `kept`, `rejected` and `unseen`, which is without a flag, one must hold that is asked for, if
    any is. At least so many `stars`, and so many native `pixels` along the short side. All words of
    `name` in the name of the photo's file, in any case. `hide_rejected` takes the rejected away.
    """

    kept: bool = False
    rejected: bool = False
    unseen: bool = False
    stars: int = 0
    pixels: int = 0
    name: str = ""
    hide_rejected: bool = False

    @property
    def blank(self) -> bool:
        """Whether everything is to be seen."""
        return self == Filter()

    @property
    def judging(self) -> bool:
        """Whether what is to be seen depends on flags and stars."""
        return self.kept or self.rejected or self.unseen or self.stars > 0 or self.hide_rejected

    def admits(self, halves: Sequence[tuple[Crop, Judgement]]) -> bool:
        """Whether a row is to be seen: if one of its crops, as shown, is all that is asked for."""
        return any(self._admits(crop, judgement) for crop, judgement in halves)

    def _admits(self, crop: Crop, judgement: Judgement) -> bool:
        if self.pixels and crop.box.size.short_side < self.pixels:
            return False
        if judgement.stars < self.stars:
            return False
        if self.hide_rejected and judgement.flag is Flag.REJECTED:
            return False
        name = crop.photo.path.name.casefold()
        return self._flagged(judgement.flag) and all(
            word in name for word in self.name.casefold().split()
        )

    def _flagged(self, flag: Flag) -> bool:
        asked = {Flag.KEPT: self.kept, Flag.REJECTED: self.rejected, Flag.NONE: self.unseen}
        return asked[flag] or not any(asked.values())

    def as_dict(self) -> dict[str, Any]:
        """The filter for a file; see `from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """A filter from a file; what is missing, unknown or of another kind is left out."""
        own: dict[str, Any] = {field.name: field.default for field in fields(cls)}
        for name, usual in own.items():
            if type(kept.get(name)) is type(usual):
                own[name] = kept[name]
        own["stars"] = min(max(0, own["stars"]), MOST_STARS)
        own["pixels"] = max(0, own["pixels"])
        return cls(**own)
