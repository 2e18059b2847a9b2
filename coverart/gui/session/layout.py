"""How the window stands: its place and size, and how its parts share it."""

from collections.abc import Mapping
from contextlib import suppress

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QSplitter, QWidget

from coverart.gui.session.project import Opaque

Splitters = Mapping[str, QSplitter]
"""Splitters by the names under which their sizes are kept."""


def layout_of(window: QWidget, splitters: Splitters) -> Opaque:
    """The place of a window and the sizes within it, so that JSON can hold them."""
    return {
        "geometry": bytes(window.saveGeometry().toBase64().data()).decode("ascii"),
        "splitters": {name: own.sizes() for name, own in splitters.items()},
    }


def restore_layout(kept: Opaque, window: QWidget, splitters: Splitters) -> None:
    """Stand as `layout_of` found it; what is missing or makes no sense stays as it is.

    A window that would lie on a screen which is gone comes to one that is there.
    """
    geometry = kept.get("geometry")
    if isinstance(geometry, str):
        window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))
    sizes = kept.get("splitters")
    if isinstance(sizes, Mapping):
        for name, own in splitters.items():
            with suppress(KeyError, TypeError, ValueError, OverflowError):
                _restore(own, [int(size) for size in sizes[name]])


def _restore(splitter: QSplitter, sizes: list[int]) -> None:
    if len(sizes) == splitter.count() and min(sizes) >= 0 and max(sizes) > 0:
        splitter.setSizes(sizes)
