"""At most one job at a time; one that was let go says nothing more."""

from collections.abc import Iterator
from contextlib import nullcontext
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from coverart.engine.job import Job, Progress
from coverart.errors import CoverArtError
from coverart.gui.studio.one_job import OneJob
from coverart.gui.studio.worker import Jobs
from tests.gui.patience import TIMEOUT


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    own = Jobs(nullcontext)  # type: ignore[arg-type]
    yield own
    own.close()


@pytest.fixture
def one(jobs: Jobs) -> OneJob:
    return OneJob(jobs.prepare)


def answer(result: int) -> Job[int]:
    yield Progress("Thinking", 0, 0)
    return result


def endless() -> Job[int]:
    while True:
        yield Progress("Thinking", 0, 0)


def test_a_result_comes_once(qtbot: QtBot, one: OneJob) -> None:
    found: list[Any] = []
    one.start(lambda _tools: answer(7), found.append)
    assert one.running
    qtbot.waitUntil(lambda: found == [7], timeout=TIMEOUT)
    assert not one.running


def test_the_job_before_says_nothing_more(qtbot: QtBot, one: OneJob) -> None:
    found: list[Any] = []
    for number in range(5):
        one.start(lambda _tools, number=number: answer(number), found.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: not one.running, timeout=TIMEOUT)
    assert found == [4]


def test_a_job_that_was_let_go_is_neither_slow_nor_broken(qtbot: QtBot, one: OneJob) -> None:
    said: list[str] = []
    one.slow.connect(lambda: said.append("slow"))
    one.broken.connect(lambda: said.append("broken"))
    one.start(lambda _tools: endless(), said.append)
    one.let_go()
    qtbot.wait(700)
    assert said == []


def test_a_job_that_lasts_is_slow(qtbot: QtBot, one: OneJob) -> None:
    go_on = Event()

    def waiting() -> Job[int]:
        yield Progress("Thinking", 0, 0)
        go_on.wait(TIMEOUT / 1000)
        return 1

    with qtbot.waitSignal(one.slow, timeout=TIMEOUT):
        one.start(lambda _tools: waiting(), lambda _found: None)
    go_on.set()
    qtbot.waitUntil(lambda: not one.running, timeout=TIMEOUT)


def test_errors_and_bugs_are_told_apart(qtbot: QtBot, one: OneJob) -> None:
    def failing(error: Exception) -> Job[int]:
        yield Progress("Thinking", 0, 0)
        raise error

    with qtbot.waitSignal(one.failed, timeout=TIMEOUT) as told:
        one.start(lambda _tools: failing(CoverArtError("No")), lambda _found: None)
    assert str(told.args[0]) == "No."
    with qtbot.captureExceptions() as bugs, qtbot.waitSignal(one.broken, timeout=TIMEOUT):
        one.start(lambda _tools: failing(ZeroDivisionError()), lambda _found: None)
    assert len(bugs) == 1
    assert not one.running
