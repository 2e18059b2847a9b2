"""A star, as it is painted wherever crops are rated."""

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

INNER = 0.45
"""How far the inner corners are from the middle, where the outer ones are 1."""


def star(middle: QPointF, radius: float) -> QPolygonF:
    """A star of five points around a place."""
    corners = []
    for number in range(10):
        reach = radius * (INNER if number % 2 else 1.0)
        angle = math.pi * (number / 5 - 0.5)
        corners.append(middle + QPointF(reach * math.cos(angle), reach * math.sin(angle)))
    return QPolygonF(corners)
