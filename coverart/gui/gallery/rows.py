"""What stands in one tile of the gallery: a match, or two that belong together."""

from collections.abc import Hashable, Sequence

from coverart.domain import Crop, Match
from coverart.triage.judgement import CropKey

Row = tuple[Match, ...]
"""One match, or a pair of one photo: square, wide."""

Identity = tuple[str, int, int, int, int]
"""What a `CropKey` says, in a form of which ten thousand can be looked up in no time."""


def identity(crop: Crop | CropKey) -> Identity:
    """What a crop is, whatever its photo is called; its box tells the aspect too."""
    box = crop.box
    content = crop.content if isinstance(crop, CropKey) else crop.photo.content
    return content, box.left, box.top, box.right, box.bottom


def rows_of(matches: Sequence[Match], paired: bool = False) -> list[Row]:
    """Matches as rows of one or, where they stand square, wide, square, wide, …, as pairs."""
    if not paired:
        return [(match,) for match in matches]
    return list(zip(matches[::2], matches[1::2], strict=True))


def moved_row(before: Sequence[Hashable], after: Sequence[Hashable], row: int) -> int:
    """Where in another list the view belongs that began with `row` of a list.

    Further down by what came in above it, further up by what went away above it. What merely
    changed places moves nothing, or else a view would jump about with a single row.
    """
    new, old = set(after), set(before)
    anchor = next((place for place in range(row, len(before)) if before[place] in new), None)
    if anchor is None:
        return min(row, max(0, len(after) - 1))
    left = sum(own not in new for own in before[:row])
    came = sum(own not in old for own in after[: after.index(before[anchor])])
    return row + came - left
