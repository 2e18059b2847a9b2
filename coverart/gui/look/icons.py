"""Icons: drawings of one line weight, in the colour of the text they stand beside."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from coverart.resources import resource

SIDE = 18
DENSITIES = (1, 1.5, 2, 3)
"""Pixels of a screen for each of ours; between these, Qt scales."""


def application_icon() -> QIcon:
    """The icon of the program."""
    return QIcon(str(resource("icons/coverart.svg")))


@lru_cache(maxsize=128)
def drawing(name: str, colour: str, pixels: int) -> QPixmap:
    """`resources/icons/name.svg` in a colour (#rrggbb), `pixels` wide and high."""
    source = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", colour).encode()))
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return picture


def icon(name: str, colour: QColor, side: int = SIDE) -> QIcon:
    """A drawing as an icon that is sharp on screens of any density."""
    own = QIcon()
    for density in DENSITIES:
        picture = QPixmap(drawing(name, colour.name(), round(side * density)))
        picture.setDevicePixelRatio(density)
        own.addPixmap(picture)
    return own


def size(side: int = SIDE) -> QSize:
    """The size of an icon."""
    return QSize(side, side)
