"""A desk for each test: a screen, a keyboard and a mouse, and the application on it."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.end2end.window.desk import Desk
from tests.end2end.window.materials import draw_folder, play_song
from tests.end2end.window.screen import NEEDED, WAY_TO_INSTALL, is_there

ARTEFACTS = "COVERART_ARTEFACTS"
"""The folder that keeps the pictures of the screen; without it they go with the test's files."""
SIZE = (1280, 800)


@pytest.fixture
def open_desk(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Callable[[tuple[int, int]], Desk]]:
    """Makes a desk whose screen has so many pixels; nothing may be said to its terminals."""
    if not is_there():
        assert not os.environ.get(NEEDED), WAY_TO_INSTALL
        pytest.skip(WAY_TO_INSTALL)
    named = os.environ.get(ARTEFACTS)
    folder = Path(named).resolve() if named else tmp_path / "screens"
    desks: list[Desk] = []

    def make(size: tuple[int, int]) -> Desk:
        desks.append(Desk(size, folder / request.node.name, tmp_path))
        return desks[-1]

    yield make
    complaints = [desk.complaints for desk in desks]
    for desk in desks:
        desk.close()
    assert not "".join(complaints)


@pytest.fixture
def desk(open_desk: Callable[[tuple[int, int]], Desk]) -> Desk:
    """A desk of a usual size."""
    return open_desk(SIZE)


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """A song with a title and an artist."""
    return play_song(tmp_path / "harbour.flac")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of eight photos."""
    return draw_folder(tmp_path / "holiday")


@pytest.fixture
def both(song: Path, photos: Path) -> Sequence[Path]:
    """What the application needs, as arguments."""
    return (song, photos)
