"""Jobs are driven to their end, and closed whatever happens."""

from collections.abc import Callable

import pytest

from coverart.engine.job import Event, Job, Notice, Progress, run

FIRST, SECOND = Progress("Working", 0, 2), Notice("Half is done.")


def job(closed: list[bool]) -> Job[str]:
    try:
        yield FIRST
        yield SECOND
        return "result"
    finally:
        closed.append(True)


def test_every_event_is_told_in_order_and_the_result_returned() -> None:
    told: list[Event] = []
    assert run(job([]), told.append) == "result"
    assert told == [FIRST, SECOND]


def test_nobody_need_listen() -> None:
    assert run(job([])) == "result"


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt])
def test_a_job_is_closed_when_its_listener_fails(error: type[BaseException]) -> None:
    closed: list[bool] = []
    fail: Callable[[Event], object] = lambda _: (_ for _ in ()).throw(error)  # noqa: E731
    own = job(closed)  # held on to, since a forgotten generator closes by itself
    with pytest.raises(error):
        run(own, fail)
    assert closed == [True]
