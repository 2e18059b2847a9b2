"""How long work takes still, foretold no sooner than it can be."""

import pytest
from pytestqt.qtbot import QtBot

from coverart.domain import Ranking
from coverart.engine.deepening import EVERY
from coverart.engine.job import Progress
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.wording import compared
from coverart.gui.work.pace import Pace, time_left
from coverart.gui.work.status_strip import StatusStrip


def test_the_pace_so_far_tells_what_is_left() -> None:
    pace = Pace()
    assert pace.left(Progress("Looking", 10, 100), now=0.0) is None
    assert pace.left(Progress("Looking", 12, 100), now=1.0) is None
    assert pace.left(Progress("Looking", 30, 100), now=4.0) == 14.0


def test_other_work_begins_anew() -> None:
    pace = Pace()
    pace.left(Progress("Looking", 0, 100), now=0.0)
    assert pace.left(Progress("Every", 50, 100), now=10.0) is None
    assert pace.left(Progress("Every", 75, 100), now=20.0) == 10.0
    assert pace.left(Progress("Every", 0, 0), now=30.0) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "about 5 s left"),
        (42, "about 40 s left"),
        (55, "about 1 min left"),
        (1500, "about 25 min left"),
        (3600, "about 1 hour left"),
        (9000, "about 2 hours left"),
    ],
)
def test_times_promise_no_more_than_is_known(seconds: float, words: str) -> None:
    assert time_left(seconds) == words


def test_it_is_said_how_much_a_ranking_rests_on() -> None:
    some = Ranking(crops=8011, encoded=1020)
    every = Ranking(crops=8011, encoded=8011)
    assert compared(some, Stage.WORKING) == (
        "1,020 of 8,011 crops compared so far; the list may still change"
    )
    assert compared(some, Stage.STOPPED) == "Stopped: 1,020 of 8,011 crops compared"
    assert compared(some, Stage.FINAL) == "1,020 of 8,011 crops compared"
    assert compared(every, Stage.FINAL) == "All 8,011 crops compared"
    assert compared(every, Stage.WORKING) == ""


def test_the_strip_tells_label_time_and_state(qtbot: QtBot) -> None:
    clock = iter((0.0, 0.0, 10.0))
    strip = StatusStrip(now=lambda: next(clock))
    qtbot.addWidget(strip)
    strip.show()
    clock = iter((0.0, 0.0, 10.0))
    strip.set_stage(Stage.WORKING)
    strip.set_ranking(Ranking(crops=100, encoded=10))
    strip.set_progress(Progress(EVERY, 10, 30))
    strip.set_progress(Progress(EVERY, 20, 30))
    assert strip._label.text() == "Looking at every crop"
    assert strip._left.text() == "about 10 s left"
    assert strip._count.text() == ""
    assert strip._state.text() == "10 of 100 crops compared so far; the list may still change"
    assert strip._cancel.text() == "Stop"
