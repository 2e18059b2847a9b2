"""What can be asked for: a picture, in a size."""

from dataclasses import dataclass
from pathlib import Path

from coverart.domain import Box


@dataclass(frozen=True, slots=True)
class Picture:
    """A box of a photo, or all of it, at most `longest` pixels on the long side."""

    path: Path
    box: Box | None
    longest: int
