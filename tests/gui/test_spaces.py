"""The space that jobs share: opened once and late, closed when no job uses it."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from coverart.domain import Ranking
from coverart.engine.job import Better, Job, run
from coverart.engine.session import Opened
from coverart.errors import UsageError
from coverart.gui.studio.spaces import EMBEDDED, SpaceLabel, Spaces, short_name
from tests.fakes import FakeSpace


@dataclass(frozen=True)
class Watched(FakeSpace):
    """A space that notes what happens to it."""

    name: str = ""
    events: list[str] = field(default_factory=list, compare=False)

    @property
    def device(self) -> str:
        self.events.append("device")
        return "an abacus"

    def close(self) -> None:
        self.events.append("close")


class Opening:
    """Opens watched spaces, and notes which."""

    def __init__(self) -> None:
        self.opened: list[Watched] = []

    def __call__(self, name: str) -> Opened:
        if name == "nowhere":
            raise UsageError("There is no such space")
        self.opened.append(Watched(light=False, name=name))
        return Opened(self.opened[-1])


@pytest.fixture
def opening() -> Opening:
    return Opening()


@pytest.fixture
def spaces(opening: Opening, tmp_path: Path) -> Spaces:
    return Spaces("first", tmp_path / "library.sqlite3", opening)


def test_nothing_is_opened_before_a_job_needs_it(spaces: Spaces, opening: Opening) -> None:
    assert opening.opened == []
    spaces.close()
    assert opening.opened == []


def test_jobs_share_a_space_that_stays_open(spaces: Spaces, opening: Opening) -> None:
    with spaces.tools() as one, spaces.tools() as two:
        assert one.space is two.space
        assert one.library is not two.library
    (space,) = opening.opened
    assert space.events == []
    spaces.close()
    assert space.events == ["close"]


def test_a_space_that_was_left_is_closed_when_its_last_job_ends(
    spaces: Spaces, opening: Opening
) -> None:
    with spaces.tools() as tools:
        spaces.choose("second")
        with spaces.tools() as others:
            assert others.space is not tools.space
        assert opening.opened[0].events == []
    assert [own.name for own in opening.opened] == ["first", "second"]
    assert opening.opened[0].events == ["close"]
    assert opening.opened[1].events == []


def test_a_space_that_cannot_be_opened_is_no_longer_held(spaces: Spaces, opening: Opening) -> None:
    spaces.choose("nowhere")
    for _ in range(2):
        with pytest.raises(UsageError), spaces.tools():
            pass
    spaces.choose("first")
    with spaces.tools():
        pass


def test_two_threads_open_one_space(spaces: Spaces, opening: Opening) -> None:
    barrier = threading.Barrier(4)

    def use() -> None:
        barrier.wait()
        with spaces.tools():
            pass

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(opening.opened) == 1


def test_the_device_is_noted_after_the_first_ranking_and_asked_for_once(
    spaces: Spaces, opening: Opening
) -> None:
    def job() -> Job[int]:
        yield Better(Ranking())
        yield Better(Ranking())
        return 7

    assert spaces.label is None
    with spaces.tools() as tools:
        assert spaces.label == SpaceLabel(EMBEDDED, "Compares places.", "")
        assert run(spaces.noting(job(), tools.space)) == 7
    assert opening.opened[0].events == ["device"]
    assert str(spaces.label) == "Mood and colour · an abacus"


def test_a_closed_job_is_closed_through_and_through(spaces: Spaces) -> None:
    closed = []

    def job() -> Job[None]:
        try:
            yield Better(Ranking())
        finally:
            closed.append(True)

    with spaces.tools() as tools:
        noted = spaces.noting(job(), tools.space)
        next(noted)
        noted.close()
    assert closed == [True]


def test_a_pack_is_called_by_the_beginning_of_its_title() -> None:
    assert short_name("A small CLIP: for computers without a graphics card") == "A small CLIP"
