"""The pictures of tiles: which to ask for, and what to show until they are here."""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QPixmap

from coverart.domain import Crop, Match
from coverart.gui.gallery.grid import Grid
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.pictures.sizes import class_of, stand_ins


class Fetching:
    """Asks for pictures in the size in which tiles show them; `told` hears of each that comes."""

    def __init__(self, pictures: Pictures, told: Callable[[Crop], object]) -> None:
        self._pictures = pictures
        self._told = told
        self._awaited: dict[Picture, Crop] = {}
        self._height = 0.0
        pictures.arrived.connect(self._take)

    def show_in(self, grid: Grid, density: float) -> None:
        """Say how large tiles are, and how dense the screen."""
        self._height = grid.pictures[0].height() * density

    def look(self, crop: Crop) -> QPixmap | None:
        """The picture of a crop or, as long as it is not here, the same in another size."""
        wanted = self._longest(crop)
        for longest in (wanted, *stand_ins(wanted)):
            there = self._pictures.get(Picture(crop.photo.path, crop.box, longest))
            if there is not None:
                return there
        return None

    def want(self, wanted: Iterable[tuple[Match, Crop]]) -> None:
        """Ask for these, in this order, in place of all before: matches, and what is shown."""
        self._awaited = {
            Picture(crop.photo.path, crop.box, self._longest(crop)): match.crop
            for match, crop in wanted
        }
        self._pictures.want(Viewer.GALLERY, tuple(self._awaited))

    def _longest(self, crop: Crop) -> int:
        return class_of(round(self._height * max(1.0, crop.aspect.ratio)))

    def _take(self, picture: Picture) -> None:
        if picture in self._awaited:
            self._told(self._awaited[picture])
