"""Picking up a tile: tells of the press, and of the drag once the pointer has gone far enough."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from coverart.domain import Match
from coverart.gui.gallery.gallery import Gallery


class Dragging(QObject):
    """Watches the pointer over a gallery.

    `pressed` carries the match that may be dragged soon, `dragged` the one that is. While a tile is
    held nothing is selected by passing over it.
    """

    pressed = Signal(object)
    dragged = Signal(object)

    def __init__(self, gallery: Gallery) -> None:
        super().__init__(gallery)
        self._gallery = gallery
        self._held: tuple[Match, QPoint] | None = None
        self._told = False
        gallery.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Look at presses and moves; others pass."""
        if isinstance(event, QMouseEvent):
            if event.type() == QEvent.Type.MouseButtonPress:
                self._press(event)
            elif event.type() == QEvent.Type.MouseMove and self._held is not None:
                return self._move(event)
            elif event.type() == QEvent.Type.MouseButtonRelease:
                self._held = None
        return super().eventFilter(watched, event)

    def _press(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        match = self._gallery.match_at(point)
        self._held, self._told = None, False
        if event.button() == Qt.MouseButton.LeftButton and plain and match is not None:
            self._held = (match, point)
            self.pressed.emit(match)

    def _move(self, event: QMouseEvent) -> bool:
        if not event.buttons() & Qt.MouseButton.LeftButton or self._held is None:
            self._held = None
            return False
        match, begun = self._held
        way = (event.position().toPoint() - begun).manhattanLength()
        if way >= QApplication.startDragDistance() and not self._told:
            self._told = True  # and still held, as long as its file is being made
            self.dragged.emit(match)
        return True
