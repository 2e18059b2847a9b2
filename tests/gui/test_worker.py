"""Job threads: news in portions, prompt cancelling, errors and bugs each by their own way."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.domain import Ranking
from coverart.engine.job import Better, Job, Notice, Progress, Skipped
from coverart.engine.session import Tools
from coverart.errors import CoverArtError, MediaError
from coverart.gui.studio.worker import Jobs, JobThread, News


class FakeTools:
    """Notes the thread that opens it, and whether it was closed."""

    def __init__(self) -> None:
        self.thread: threading.Thread | None = None
        self.closed = False

    def __enter__(self) -> "FakeTools":
        self.thread = threading.current_thread()
        return self

    def __exit__(self, *_: object) -> None:
        self.closed = True


@pytest.fixture
def tools() -> FakeTools:
    return FakeTools()


@pytest.fixture
def jobs(qtbot: QtBot, tools: FakeTools) -> Iterator[Jobs]:
    own = Jobs(cast("Callable[[], Tools]", lambda: tools))
    yield own
    own.close()


class Heard:
    """All that a thread says, in order."""

    def __init__(self, thread: JobThread) -> None:
        self.news: list[News] = []
        self.results: list[Any] = []
        self.errors: list[CoverArtError] = []
        thread.told.connect(self.news.append)
        thread.succeeded.connect(self.results.append)
        thread.failed.connect(self.errors.append)


def prepared(jobs: Jobs, job: Callable[[], Job[Any]]) -> tuple[JobThread, Heard]:
    thread = jobs.prepare(lambda _tools: job())
    return thread, Heard(thread)


def test_the_result_comes_back_and_the_tools_live_in_the_other_thread(
    qtbot: QtBot, jobs: Jobs, tools: FakeTools
) -> None:
    def job() -> Job[int]:
        yield Progress("Counting", 0, 1)
        return 42

    thread, heard = prepared(jobs, job)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    assert heard.results == [42]
    assert tools.thread is not threading.current_thread()
    assert tools.closed


def test_a_flood_of_events_becomes_little_news_that_leaves_nothing_out(
    qtbot: QtBot, jobs: Jobs
) -> None:
    errors = [MediaError(Path(f"{number}.jpg"), "it is empty") for number in range(2000)]

    def job() -> Job[None]:
        for number, error in enumerate(errors):
            yield Skipped(error)
            yield Progress("Looking", number + 1, len(errors))
        yield Better(Ranking(photos=7))
        yield Notice("That was all.")

    thread, heard = prepared(jobs, job)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    assert len(heard.news) < 400
    assert [error for news in heard.news for error in news.skipped] == errors
    last = heard.news[-1]
    assert last.progress == Progress("Looking", 2000, 2000)
    assert last.ranking == Ranking(photos=7)
    assert [note for news in heard.news for note in news.notices] == ["That was all."]


def test_a_new_label_is_told_at_once(qtbot: QtBot, jobs: Jobs) -> None:
    go_on = threading.Event()

    def job() -> Job[None]:
        yield Progress("Looking", 1, 1)
        yield Progress("Listening", 0, 0)
        go_on.wait(30)

    thread, heard = prepared(jobs, job)
    thread.start()
    try:
        listening = News(progress=Progress("Listening", 0, 0))
        qtbot.waitUntil(lambda: listening in heard.news)
    finally:
        go_on.set()


def test_a_cancelled_job_is_closed_and_says_nothing_more(
    qtbot: QtBot, jobs: Jobs, tools: FakeTools
) -> None:
    closed = threading.Event()

    def job() -> Job[None]:
        try:
            while True:
                yield Progress("For ever", 0, 0)
        finally:
            closed.set()

    thread, heard = prepared(jobs, job)
    with qtbot.waitSignal(thread.told):
        thread.start()
    with qtbot.waitSignal(thread.finished):
        thread.cancel()
        said = len(heard.news)
    assert closed.is_set()
    assert tools.closed
    assert (len(heard.news), heard.results, heard.errors) == (said, [], [])


def test_what_was_said_before_a_cancel_but_not_yet_heard_is_dropped(
    qtbot: QtBot, jobs: Jobs
) -> None:
    said = threading.Event()

    def job() -> Job[int]:
        yield Progress("Counting", 0, 1)
        said.set()
        return 42

    thread, heard = prepared(jobs, job)
    thread.start()
    assert said.wait(30)
    thread.cancel()
    thread.wait()
    QApplication.processEvents()
    assert (heard.news, heard.results) == ([], [])


def test_an_error_that_a_person_can_fix_is_told(qtbot: QtBot, jobs: Jobs) -> None:
    def job() -> Job[None]:
        yield Progress("Looking", 0, 0)
        raise MediaError(Path("a.wav"), "it is silent")

    thread, heard = prepared(jobs, job)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    assert [str(error) for error in heard.errors] == ["a.wav: it is silent."]


def test_a_bug_goes_to_the_excepthook(qtbot: QtBot, jobs: Jobs, tools: FakeTools) -> None:
    def job() -> Job[None]:
        yield Progress("Looking", 0, 0)
        raise ZeroDivisionError

    thread, heard = prepared(jobs, job)
    with qtbot.captureExceptions() as bugs, qtbot.waitSignal(thread.finished):
        thread.start()
    assert [kind for kind, _, _ in bugs] == [ZeroDivisionError]
    assert tools.closed
    assert (heard.results, heard.errors) == ([], [])


def test_closing_ends_all_jobs(qtbot: QtBot, jobs: Jobs) -> None:
    def job() -> Job[None]:
        while True:
            yield Progress("For ever", 0, 0)

    threads = [prepared(jobs, job)[0] for _ in range(3)]
    for thread in threads:
        thread.start()
    jobs.close()
    assert all(thread.isFinished() for thread in threads)
