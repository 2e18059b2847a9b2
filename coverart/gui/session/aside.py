"""Small works with files that must not hold up the window: one after another, in one thread."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from coverart.errors import CoverArtError

Then = Callable[[Any], object]


class Aside(QObject):
    """Does what it is given, in that order, and tells the outcome in the window's thread.

    A disk that sleeps, or a network that does not answer, may hold up such a work for long.
    """

    _ended = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._ended.connect(self._tell)
        self._closed = False

    def do(self, work: Callable[[], Any], then: Then, failed: Then) -> None:
        """Do a work; `then` gets its result, or `failed` the error that a person can put right."""

        def run() -> None:
            try:
                result = work()
            except CoverArtError as error:
                self._ended.emit(failed, error)
            else:
                self._ended.emit(then, result)

        self._pool.start(run)

    def close(self) -> None:
        """Wait until everything has been done; what was to be told of it is not."""
        self._closed = True
        self._pool.waitForDone()

    def _tell(self, then: Then, value: object) -> None:
        if not self._closed:
            then(value)
