"""Dragging a cover out of the window: other programs get a copy of a finished file.

A file takes a second to make and a drag must begin at once, so it is made when the pointer is
pressed, or rests on the picture. Who begins to drag before it is ready sees the busy pointer; the
drag begins as soon as the file is there, if the button is still held.
"""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from coverart.gui.finish.cover_files import CoverFile, CoverFiles, Wish

PICTURE_SIDE = 128

Start = Callable[[QWidget, QMimeData, QPixmap], object]


def start_drag(widget: QWidget, mime: QMimeData, picture: QPixmap) -> None:
    """Let the user drag; nothing but a copy is ever offered, so that no source can be moved."""
    drag = QDrag(widget)
    drag.setMimeData(mime)
    if not picture.isNull():
        shown = picture.scaled(
            PICTURE_SIDE,
            PICTURE_SIDE,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        drag.setPixmap(shown)
        drag.setHotSpot(QPoint(shown.width() // 2, shown.height() // 2))
    drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction)


def is_held() -> bool:
    """Whether the button is held with which one drags."""
    return bool(QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton)


class DragOut(QObject):
    """Begins drags of covers; `prepare` when the pointer is pressed, `begin` when it moves."""

    def __init__(
        self,
        files: CoverFiles,
        start: Start = start_drag,
        held: Callable[[], bool] = is_held,
    ) -> None:
        super().__init__()
        self._files = files
        self._start = start
        self._held = held
        self._waiting: tuple[Wish, QWidget, QPixmap] | None = None
        files.made.connect(self._go_on)
        files.failed.connect(self._give_up)

    @property
    def waiting(self) -> bool:
        """Whether a drag waits for its file."""
        return self._waiting is not None

    def prepare(self, wish: Wish) -> None:
        """Make a cover that may be dragged soon."""
        self._files.prepare(wish)

    def begin(self, wish: Wish, widget: QWidget, picture: QPixmap) -> None:
        """Drag a cover out of a widget, with a picture of it at the pointer."""
        self._give_up()
        file = self._files.of(wish)
        if file is not None:
            self._start(widget, file.mime(), picture)
            return
        self._waiting = (wish, widget, picture)
        widget.destroyed.connect(self._give_up)
        QGuiApplication.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._files.prepare(wish)

    def close(self) -> None:
        """Wait for nothing more."""
        self._give_up()

    def _go_on(self, wish: Wish, file: CoverFile) -> None:
        if self._waiting is None or self._waiting[0] != wish:
            return
        _wish, widget, picture = self._waiting
        self._give_up()
        if self._held():
            self._start(widget, file.mime(), picture)

    def _give_up(self, *_why: object) -> None:
        if self._waiting is not None:
            self._waiting = None
            QGuiApplication.restoreOverrideCursor()
