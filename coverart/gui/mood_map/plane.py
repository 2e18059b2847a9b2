"""Where emotions lie on the screen: valence to the right, arousal upwards."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from coverart.domain import Emotion, Floats

DIGITS = 2
"""A hand or a key does not place a mood more exactly than to so many digits."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The rectangle that holds all emotions: both coordinates from -1 to 1."""

    place: QRectF

    def point(self, emotion: Emotion) -> QPointF:
        """Where an emotion lies."""
        ((x, y),) = self.points(np.array([emotion], dtype=np.float32)).tolist()
        return QPointF(x, y)

    def points(self, emotions: Floats) -> Floats:
        """Where emotions (n, 2) lie, (n, 2): from the left, from the top."""
        shares = np.column_stack([1 + emotions[:, 0], 1 - emotions[:, 1]]) / 2
        size = [self.place.width(), self.place.height()]
        found: Floats = shares * np.array(size) + np.array([self.place.left(), self.place.top()])
        return found

    def emotion(self, point: QPointF) -> Emotion:
        """The emotion at a point; of a point beside the plane, the one nearest to it."""
        across = (point.x() - self.place.left()) / max(1.0, self.place.width())
        down = (point.y() - self.place.top()) / max(1.0, self.place.height())
        return held(2 * across - 1, 1 - 2 * down)


def held(valence: float, arousal: float) -> Emotion:
    """An emotion within the plane, rounded as a person can mean it."""
    within = (round(min(1.0, max(-1.0, own)), DIGITS) + 0.0 for own in (valence, arousal))
    return Emotion(*within)
