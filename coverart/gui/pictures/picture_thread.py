"""Pictures are decoded in child processes; one thread waits for them and makes images.

Whoever wants pictures tells the whole of what it wants now, best first; what it wanted before and
no longer wants is forgotten, so the queue never grows beyond what is on the screen. Small pictures
that are kept on disk need no child process at all.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from threading import Condition

from PySide6.QtCore import QThread, Signal
from PySide6.QtGui import QImage

from coverart.domain import Pixels
from coverart.engine.picturing import begin_picture
from coverart.errors import MediaError
from coverart.gui.pictures.disk import Mark, Thumbnails
from coverart.gui.pictures.picture import Picture as Picture  # noqa: PLC0414 (for its users)
from coverart.media.pool import Pending, ReaderPool

AT_ONCE = 2
MOST_WANTED = 1024
"""More than the tiles of two pages on the largest screen, when they are smallest."""
IDLE_SECONDS = 30.0
"""After this long without work the child processes are ended, and their memory given back."""


@dataclass(frozen=True, slots=True)
class _Under:
    """A picture under way, and the mark under which it may be kept."""

    picture: Picture
    mark: Mark | None
    pending: Pending[Pixels]


class PictureThread(QThread):
    """Fetches pictures; `arrived` brings each, an image without pixels if it cannot be read.

    `thumbnails` are where small pictures are kept between runs; without, none are.
    """

    arrived = Signal(object, QImage)

    def __init__(
        self,
        open_pool: Callable[[], ReaderPool] = lambda: ReaderPool(AT_ONCE),
        thumbnails: Thumbnails | None = None,
    ) -> None:
        super().__init__()
        self._open_pool = open_pool
        self._thumbnails = thumbnails
        self._pruned = thumbnails is None
        self._changed = Condition()
        self._wanted: deque[Picture] = deque()
        self._running: deque[_Under] = deque()
        self._taken: Picture | None = None
        self._stopping = False

    def want(self, pictures: Sequence[Picture]) -> None:
        """Forget what was wanted before, and fetch these, in this order."""
        with self._changed:
            under_way = {self._taken, *(one.picture for one in self._running)}
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
            for one in self._running:
                one.pending.cancel()
            self._changed.notify()
        self.wait()

    def run(self) -> None:
        with self._open_pool() as pool:
            while not self._stopping:
                if not self._wait():
                    pool.close()
                    self._prune()
                elif not self._begin(pool) and self._running and not self._finish(self._running[0]):
                    return

    def _finish(self, one: _Under) -> bool:
        """Wait for a picture and bring it; False if it was given up."""
        try:
            image = as_image(one.pending.result())
        except MediaError:
            image = QImage()
        except CancelledError:
            return False
        with self._changed:
            self._running.popleft()
        self.arrived.emit(one.picture, image)
        if self._thumbnails is not None and one.mark is not None:
            self._thumbnails.put(one.picture, one.mark, image)
        return True

    def _wait(self) -> bool:
        """Wait for something to do; False where there was nothing for long."""
        with self._changed:
            while not (self._stopping or self._running or self._wanted):
                if not self._changed.wait(IDLE_SECONDS):
                    return False
            return True

    def _begin(self, pool: ReaderPool) -> bool:
        """Take up the next wish, if there is one and a process free for it: True if it did."""
        with self._changed:
            if self._stopping or not self._wanted or len(self._running) >= AT_ONCE:
                return False
            self._taken = picture = self._wanted.popleft()
        mark = self._thumbnails.mark(picture) if self._thumbnails is not None else None
        kept = self._kept(picture, mark)
        running = []
        if kept is None:
            pending = begin_picture(picture.path, picture.box, picture.longest, pool)
            running.append(_Under(picture, mark, pending))
        with self._changed:
            self._taken = None
            self._running += running
            if self._stopping:
                for one in running:
                    one.pending.cancel()
        if kept is not None:
            self.arrived.emit(picture, kept)  # not before: from now on it may be wanted once more
        return True

    def _kept(self, picture: Picture, mark: Mark | None) -> QImage | None:
        """The picture as it is kept on disk, if it is."""
        if self._thumbnails is None or mark is None:
            return None
        return self._thumbnails.get(picture, mark)

    def _prune(self) -> None:
        """Once in a run, when there is nothing else to do, make room on disk."""
        if not self._pruned and self._thumbnails is not None:
            self._pruned = True
            self._thumbnails.prune()


def as_image(pixels: Pixels) -> QImage:
    """Pixels (h, w, 3) as an image that owns them, in the format that is painted fastest."""
    height, width, _ = pixels.shape
    rows = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return rows.convertToFormat(QImage.Format.Format_RGB32)
