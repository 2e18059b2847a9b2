"""Pictures as they are painted: in the very size of their place, with soft corners.

Scaling and cutting corners costs ten times as much as painting; so it is done once for each.
"""

from collections import OrderedDict

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

CORNER = 4.0
MOST_BYTES = 96 * 1024 * 1024

Key = tuple[int, int, int, float]


class Finished:
    """Finishes pictures, and remembers the last of them within a bound."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0

    def get(self, picture: QPixmap, size: QSize, density: float) -> QPixmap:
        """A picture as large as fits into `size`, in pixels of the window, at this density."""
        key = (picture.cacheKey(), size.width(), size.height(), density)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        done = _finish(picture, size, density)
        self._kept[key] = done
        self._bytes += _bytes(done)
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            self._bytes -= _bytes(self._kept.popitem(last=False)[1])
        return done


def _finish(picture: QPixmap, size: QSize, density: float) -> QPixmap:
    wanted = picture.size().scaled(size * density, Qt.AspectRatioMode.KeepAspectRatio)
    if abs(wanted.width() - size.width() * density) < density * 2:
        wanted = size * density  # the same shape but for rounding
    small = picture.scaled(
        wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    done = QPixmap(small.size())
    done.fill(Qt.GlobalColor.transparent)
    outline = QPainterPath()
    outline.addRoundedRect(QRectF(done.rect()), CORNER * density, CORNER * density)
    painter = QPainter(done)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(outline)
    painter.drawPixmap(0, 0, small)
    painter.end()
    done.setDevicePixelRatio(density)
    return done


def _bytes(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
