"""A song and photos that a library knows already, so that a search among them is soon over."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from coverart.domain import SQUARE, WIDE
from coverart.engine.asking import Wish
from coverart.engine.designing import design
from coverart.engine.session import open_tools
from coverart.gui.studio.wanted import OPTIONS
from tests.conftest import grow_old


@dataclass(frozen=True, slots=True)
class Known:
    """A song, a folder of photos, and the library that has seen both."""

    song: Path
    photos: Path
    library: Path

    def lend(self, folder: Path) -> Path:
        """A copy of the library, to be written to."""
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(self.library, folder))


def get_to_know(song: Path, photos: Path, library: Path) -> Known:
    """Look at all photos once; the library trusts files that have not just been changed."""
    for path in (song, *photos.iterdir()):
        grow_old(path)
    with open_tools("affect", library) as tools:
        for _event in design(Wish(song), (photos,), tools, (SQUARE, WIDE), OPTIONS):
            pass
    return Known(song, photos, library)
