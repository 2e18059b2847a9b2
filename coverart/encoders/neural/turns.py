"""One at a time, in turn: several threads share the networks of a space, a batch each."""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from threading import Lock
from typing import TypeVar

Portion = TypeVar("Portion")


class Turns:
    """A lock that whoever gives it back and wants it again at once does not get before others."""

    def __init__(self) -> None:
        self._next = Lock()
        self._now = Lock()

    @property
    def waited_for(self) -> bool:
        """Whether somebody waits while another has a turn."""
        return self._next.locked()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and have it."""
        # Whoever waits for the second lock holds the first: those who come later stay behind.
        with self._next:
            self._now.acquire()
        try:
            yield
        finally:
            self._now.release()

    def each(self, portions: Generator[Portion]) -> Generator[Portion]:
        """Take each portion in a turn of its own; others may have theirs between two of them."""
        with closing(portions):
            while True:
                with self.turn():
                    portion = next(portions, None)
                if portion is None:
                    return
                yield portion
