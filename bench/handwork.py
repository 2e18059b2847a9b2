"""What a hand does in the window once there is a list, and how long the window takes for it."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coverart.domain import Box, Match
from coverart.gui.detail.canvas import CropCanvas

MOVES = 24
STRIDE = 37
"""Percent from one move to the next, round and round, so that the list changes a good deal."""
KEYS = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up)
ROUNDS = 12
LIMIT = 10.0
"""Seconds after which what should have happened will not happen any more."""
BETWEEN = 0.1
"""Seconds from one press of a key, or move, to the next, in which what follows from it ends."""


class Paintings(QObject):
    """Counts how often a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 (Qt's name)
        """See a painting that is about to be."""
        self.count += event.type() == QEvent.Type.Paint
        return False


def rerank(window: Any) -> list[float]:
    """Milliseconds from each of some moves of a slider until the gallery was painted anew."""
    slider = window.crops_page.browse.side.sliders.slider("composition")
    seen = Paintings(window.gallery.viewport())
    taken = []
    for move in range(MOVES):
        before, begun = seen.count, time.perf_counter()
        slider.setValue((STRIDE * (move + 1)) % 101)
        _until(lambda before=before: seen.count > before)  # type: ignore[misc]
        taken.append(_milliseconds(begun))
        _rest(BETWEEN)
    return taken


def nudge(window: Any) -> Mapping[str, list[float]]:
    """Milliseconds from a key in the crop editor until its crop was painted, and until its rating.

    `repaint_ms` and `nudge_ms`, for each key that changed the crop.
    """
    window.cutting.edit()
    editor = window.crops_page.editor
    (canvas,) = editor.findChildren(CropCanvas)
    rated: list[Box] = []
    show_rating = editor.show_rating

    def noting(box: Box, match: Match | None) -> None:
        show_rating(box, match)
        rated.append(box)

    editor.show_rating = noting  # who brings ratings calls it, and nobody else is told of them
    _rest(10 * BETWEEN)
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_Minus, Qt.Key.Key_Minus):
        QTest.keyClick(canvas, key)
        _rest(10 * BETWEEN)  # the first rating reads the photo
    seen = Paintings(canvas)
    painted, whole = [], []
    for key in KEYS * ROUNDS:
        box, count, before = editor.box, seen.count, len(rated)
        begun = time.perf_counter()
        QTest.keyClick(canvas, key)
        _until(lambda count=count: seen.count > count)  # type: ignore[misc]
        shown = _milliseconds(begun)
        if editor.box != box:
            _until(lambda before=before: editor.box in rated[before:])  # type: ignore[misc]
            QApplication.processEvents()
            painted.append(shown)
            whole.append(_milliseconds(begun))
        _rest(BETWEEN)
    return {"nudge_ms": whole, "repaint_ms": painted}


def _until(holds: Callable[[], bool]) -> None:
    """Go on with what the window has to do until something holds, and once more to its end."""
    begun = time.perf_counter()
    while not holds():
        QApplication.processEvents()
        if time.perf_counter() - begun > LIMIT:
            raise TimeoutError("nothing came of it")
    QApplication.processEvents()


def _rest(seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        QApplication.processEvents()
        time.sleep(0.005)


def _milliseconds(begun: float) -> float:
    return 1000 * (time.perf_counter() - begun)
