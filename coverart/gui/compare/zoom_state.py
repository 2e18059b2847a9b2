"""How far one has zoomed into a picture, and where, in terms that hold for pictures of any size.

The scale is relative to the size at which the whole picture just fits its view, and the centre is
what of the picture stands in the middle of the view, in fractions of its width and height. So one
state, given to several views, shows the same part of pictures with different numbers of pixels.
"""

from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QPointF, QRectF, QSizeF


@dataclass(frozen=True, slots=True)
class ZoomState:
    """A scale, 1 where the picture fits, and the centre, both coordinates in [0, 1].

    `fit` is the place of the picture within its view at scale 1, in the view's coordinates and
    centred in it.
    """

    scale: float = 1.0
    x: float = 0.5
    y: float = 0.5

    def place(self, fit: QRectF) -> QRectF:
        """Where the picture stands."""
        size = fit.size() * self.scale
        middle = fit.center()
        left = middle.x() - self.x * size.width()
        return QRectF(QPointF(left, middle.y() - self.y * size.height()), size)

    def zoomed(self, scale: float, point: QPointF, fit: QRectF) -> Self:
        """At another scale, with the same of the picture under a point of the view."""
        place = self.place(fit)
        size = fit.size() * scale
        across = (point.x() - place.x()) / place.width()
        down = (point.y() - place.y()) / place.height()
        away = point - fit.center()
        return replace(
            self,
            scale=scale,
            x=across - away.x() / size.width(),
            y=down - away.y() / size.height(),
        )

    def moved(self, by: QPointF, fit: QRectF) -> Self:
        """With the picture moved by so many pixels of the view."""
        size = fit.size() * self.scale
        return replace(self, x=self.x - by.x() / size.width(), y=self.y - by.y() / size.height())

    def held(self, fit: QRectF, view: QSizeF) -> Self:
        """The nearest state that leaves no room empty which the picture can fill."""
        size = fit.size() * self.scale
        return replace(
            self,
            x=_held(self.x, view.width() / size.width() / 2),
            y=_held(self.y, view.height() / size.height() / 2),
        )


FIT = ZoomState()


def _held(centre: float, half: float) -> float:
    """A centre from which `half` the view, in fractions of the picture, reaches no edge."""
    return 0.5 if half >= 0.5 else min(max(centre, half), 1.0 - half)
