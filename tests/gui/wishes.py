"""A picture thread that notes what is wanted, for tests that need no pictures."""

from collections.abc import Sequence

from coverart.gui.pictures.picture_thread import Picture, PictureThread


class Wishes(PictureThread):
    """Notes what is wanted, and fetches nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.wanted: tuple[Picture, ...] = ()

    def run(self) -> None:
        pass

    def want(self, pictures: Sequence[Picture]) -> None:
        self.wanted = tuple(pictures)
