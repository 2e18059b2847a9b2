"""The pictures that the window shows, remembered within a bound, and fetched where they are not."""

from collections import OrderedDict
from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from coverart.gui.pictures.picture_thread import Picture, PictureThread

MOST_BYTES = 256 * 1024 * 1024


class Viewer(IntEnum):
    """Who shows pictures; the wishes of the first are met first."""

    POINTED = 0
    CHIPS = 1
    PREVIEW = 2
    COMPARE = 3
    FULL_SCREEN = 4
    SONGS = 5
    MOOD_MAP = 6
    GALLERY = 7


class Pictures(QObject):
    """Gives pictures at once if it has them, and says `arrived` for those that come later."""

    arrived = Signal(object)

    def __init__(self, thread: PictureThread) -> None:
        super().__init__()
        self._thread = thread
        self._kept: OrderedDict[Picture, QPixmap] = OrderedDict()
        self._bytes = 0
        self._wishes: dict[Viewer, tuple[Picture, ...]] = {}
        thread.arrived.connect(self._take)
        thread.start()

    def get(self, picture: Picture) -> QPixmap | None:
        """The picture if it is here; one without pixels if it cannot be read."""
        if picture in self._kept:
            self._kept.move_to_end(picture)
        return self._kept.get(picture)

    def want(self, viewer: Viewer, pictures: Sequence[Picture]) -> None:
        """Fetch these, in this order, in place of all that `viewer` wanted before."""
        self._wishes[viewer] = tuple(pictures)
        every = [picture for _, own in sorted(self._wishes.items()) for picture in own]
        self._thread.want([picture for picture in every if picture not in self._kept])

    def close(self) -> None:
        """End the thread and the processes behind it."""
        self._thread.stop()

    def _take(self, picture: Picture, image: QImage) -> None:
        own = QPixmap.fromImage(image)
        self._bytes += _bytes(own) - _bytes(self._kept.get(picture))
        self._kept[picture] = own
        while self._bytes > MOST_BYTES and len(self._kept) > 1:
            self._bytes -= _bytes(self._kept.popitem(last=False)[1])
        self.arrived.emit(picture)


def _bytes(picture: QPixmap | None) -> int:
    return 0 if picture is None else picture.width() * picture.height() * 4
