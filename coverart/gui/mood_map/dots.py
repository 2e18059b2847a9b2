"""The crops on the map: where they lie, which one is meant, and which have room for a picture."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF

from coverart.domain import Crop, Emotion, Floats, Match
from coverart.gui.mood_map.plane import Plane

MOST_PICTURED = 600
"""So many of the best are tried for room: more than a screen has."""
NOWHERE = np.zeros((0, 2), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Listed:
    """A crop of the list: its rank from 1, its match as ranked, and the crop as it is shown."""

    rank: int
    match: Match
    crop: Crop


class Dots:
    """Crops on a plane, best first; those whose mood is not known are left out."""

    def __init__(self, listed: Sequence[Listed] = ()) -> None:
        known = [(one, one.match.emotion) for one in listed if one.match.emotion is not None]
        self.listed = tuple(one for one, _ in known)
        self.points = NOWHERE
        self._emotions = _rows([emotion for _, emotion in known])
        self._places = {_key(one.match.crop): place for place, one in enumerate(self.listed)}

    def lay_out(self, plane: Plane) -> None:
        """Calculate where they lie."""
        self.points = plane.points(self._emotions)

    def place_of(self, crop: Crop | None) -> int | None:
        """Which one a crop, as it was ranked, is."""
        return None if crop is None else self._places.get(_key(crop))

    def nearest(self, point: QPointF, reach: float) -> int | None:
        """The one nearest to a point, within so many pixels; of equal ones the best."""
        if not len(self.points):
            return None
        away = np.hypot(self.points[:, 0] - point.x(), self.points[:, 1] - point.y())
        place = int(away.argmin())
        return place if away[place] <= reach else None

    def apart(self, distance: float) -> tuple[int, ...]:
        """The best ones that are further than this from each other, across or down."""
        kept: list[int] = []
        for place in range(min(MOST_PICTURED, len(self.points))):
            away = np.abs(self.points[kept] - self.points[place]).max(axis=1, initial=0.0)
            if not kept or bool((away >= distance).all()):
                kept.append(place)
        return tuple(kept)


def _key(crop: Crop) -> tuple[str, int, int, int, int]:
    """What a crop is, in a form of which ten thousand are looked up in no time."""
    box = crop.box
    return crop.photo.content, box.left, box.top, box.right, box.bottom


def _rows(emotions: Sequence[Emotion]) -> Floats:
    return np.array(emotions, dtype=np.float32).reshape(-1, 2)
