"""Pictures are decoded in child processes; one thread waits for them and makes images.

Whoever wants pictures tells the whole of what it wants now, best first; what it wanted before and
no longer wants is forgotten, so the queue never grows beyond what is on the screen.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path
from threading import Condition

from PySide6.QtCore import QThread, Signal
from PySide6.QtGui import QImage

from coverart.domain import Box, Pixels
from coverart.engine.picturing import begin_picture
from coverart.errors import MediaError
from coverart.media.pool import Pending, ReaderPool

AT_ONCE = 2
MOST_WANTED = 128
IDLE_SECONDS = 30.0
"""After this long without work the child processes are ended, and their memory given back."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A box of a photo, or all of it, at most `longest` pixels on the long side."""

    path: Path
    box: Box | None
    longest: int


class PictureThread(QThread):
    """Fetches pictures; `arrived` brings each, an image without pixels if it cannot be read."""

    arrived = Signal(object, QImage)

    def __init__(self, open_pool: Callable[[], ReaderPool] = lambda: ReaderPool(AT_ONCE)) -> None:
        super().__init__()
        self._open_pool = open_pool
        self._changed = Condition()
        self._wanted: deque[Picture] = deque()
        self._running: deque[tuple[Picture, Pending[Pixels]]] = deque()
        self._stopping = False

    def want(self, pictures: Sequence[Picture]) -> None:
        """Forget what was wanted before, and fetch these, in this order."""
        with self._changed:
            under_way = {picture for picture, _ in self._running}
            fresh = [picture for picture in pictures if picture not in under_way]
            self._wanted = deque(fresh[:MOST_WANTED])
            self._changed.notify()

    def stop(self) -> None:
        """End the thread and its processes, whatever they are busy with, and wait until they are.

        A thread that was stopped is not started again.
        """
        with self._changed:
            self._stopping = True
            self._wanted.clear()
            for _, pending in self._running:
                pending.cancel()
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        with self._open_pool() as pool:
            while self._begin(pool):
                picture, pending = self._running[0]
                try:
                    image = as_image(pending.result())
                except MediaError:
                    image = QImage()
                except CancelledError:
                    return
                with self._changed:
                    self._running.popleft()
                self.arrived.emit(picture, image)

    def _begin(self, pool: ReaderPool) -> bool:
        """Wait for something to do and keep the processes busy; False when it is time to stop."""
        with self._changed:
            while not (self._stopping or self._running or self._wanted):
                if not self._changed.wait(IDLE_SECONDS):
                    pool.close()
            while not self._stopping and self._wanted and len(self._running) < AT_ONCE:
                picture = self._wanted.popleft()
                pending = begin_picture(picture.path, picture.box, picture.longest, pool)
                self._running.append((picture, pending))
            return not self._stopping


def as_image(pixels: Pixels) -> QImage:
    """Pixels (h, w, 3) as an image that owns them, in the format that is painted fastest."""
    height, width, _ = pixels.shape
    rows = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return rows.convertToFormat(QImage.Format.Format_RGB32)
