"""The history: what is done can be taken back, step by step."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from coverart.gui.studio.history import DEPTH, PAUSE, History


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Page:
    """Something that is written on; each line is put there, and wiped off, by a deed."""

    def __init__(self, history: History) -> None:
        self.lines: list[str] = []
        self._history = history

    def write(self, line: str) -> None:
        self._history.do(f"Write {line}", lambda: self.lines.append(line), self.lines.pop)

    def set(self, line: str, merge: str = "") -> None:
        """Replace everything by one line."""
        before, after = list(self.lines), [line]
        self._history.do(f"Set {line}", self.put(after), self.put(before), merge)

    def put(self, lines: list[str]) -> Callable[[], None]:
        def deed() -> None:
            self.lines[:] = lines

        return deed


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history(qtbot: QtBot, clock: Clock) -> History:
    return History(clock)


@pytest.fixture
def page(history: History) -> Page:
    return Page(history)


def test_what_is_done_is_done_once_and_can_be_undone_and_done_again(
    history: History, page: Page
) -> None:
    page.write("a")
    page.write("b")
    assert page.lines == ["a", "b"]
    history.undo()
    assert page.lines == ["a"]
    history.undo()
    assert page.lines == []
    history.redo()
    history.redo()
    assert page.lines == ["a", "b"]


def test_the_titles_say_what_comes_next(history: History, page: Page) -> None:
    assert (history.undo_title, history.redo_title) == ("", "")
    page.write("a")
    page.write("b")
    assert (history.undo_title, history.redo_title) == ("Write b", "")
    history.undo()
    assert (history.undo_title, history.redo_title) == ("Write a", "Write b")


def test_there_is_nothing_to_undo_at_first_and_nothing_to_redo_after_a_step(
    history: History, page: Page
) -> None:
    history.undo()
    history.redo()
    page.write("a")
    history.undo()
    page.write("b")
    history.redo()
    assert page.lines == ["b"]
    assert history.redo_title == ""


def test_each_change_is_told_once(qtbot: QtBot, history: History, page: Page) -> None:
    told: list[str] = []
    history.changed.connect(lambda: told.append(history.undo_title))
    page.write("a")
    history.undo()
    history.redo()
    history.clear()
    assert told == ["Write a", "", "Write a", ""]


def test_a_change_that_goes_on_is_one_step(history: History, page: Page, clock: Clock) -> None:
    page.set("begun")
    for place in range(5):
        clock.now += PAUSE
        page.set(f"at {place}", merge="drag")
    assert page.lines == ["at 4"]
    assert history.undo_title == "Set at 0"
    history.undo()
    assert page.lines == ["begun"]
    history.redo()
    assert page.lines == ["at 4"]


def test_a_pause_begins_another_step(history: History, page: Page, clock: Clock) -> None:
    page.set("a", merge="drag")
    clock.now += PAUSE + 0.01
    page.set("b", merge="drag")
    history.undo()
    assert page.lines == ["a"]


@pytest.mark.parametrize("between", ["", "other drag"])
def test_a_step_in_between_begins_another_step(history: History, page: Page, between: str) -> None:
    page.set("a", merge="drag")
    page.set("b", merge=between)
    page.set("c", merge="drag")
    history.undo()
    assert page.lines == ["b"]
    history.undo()
    assert page.lines == ["a"]


def test_steps_without_a_key_stay_apart(history: History, page: Page) -> None:
    page.set("a")
    page.set("b")
    history.undo()
    assert page.lines == ["a"]


def test_nothing_is_added_to_a_step_that_was_undone_or_done_again(
    history: History, page: Page
) -> None:
    page.set("a", merge="drag")
    history.undo()
    page.set("b", merge="drag")
    history.undo()
    assert page.lines == []
    history.redo()
    page.set("c", merge="drag")
    history.undo()
    assert page.lines == ["b"]


def test_nothing_is_added_to_a_step_that_was_forgotten(history: History, page: Page) -> None:
    page.set("a", merge="drag")
    history.clear()
    assert history.undo_title == ""
    page.set("b", merge="drag")
    history.undo()
    assert page.lines == ["a"]


def test_what_a_deed_leads_to_is_a_part_of_it(history: History, page: Page) -> None:
    seen: list[str] = []

    def tell(word: str) -> None:
        history.do("An echo", lambda: seen.append(word), seen.clear)
        history.undo()  # in the middle of a step nothing else is undone

    history.do("Speak", lambda: tell("out"), lambda: tell("back"))
    assert history.undo_title == "Speak"
    history.undo()
    assert (history.undo_title, history.redo_title) == ("", "Speak")
    history.redo()
    assert seen == ["out", "back", "out"]
    assert history.undo_title == "Speak"


def test_a_deed_may_have_everything_forgotten(history: History, page: Page) -> None:
    page.write("a")
    history.do("Leave", history.clear, history.clear)
    assert history.undo_title == ""
    page.write("b")
    history.do("Stay", lambda: None, history.clear)
    history.undo()
    assert (history.undo_title, history.redo_title) == ("", "")


def test_a_deed_that_fails_is_no_step(history: History, page: Page) -> None:
    def fail() -> None:
        raise LookupError

    page.write("a")
    with pytest.raises(LookupError):
        history.do("Fail", fail, lambda: None)
    assert history.undo_title == "Write a"
    history.undo()
    assert page.lines == []


def test_the_oldest_steps_are_forgotten(history: History, page: Page) -> None:
    for number in range(DEPTH + 3):
        page.write(str(number))
    while history.undo_title:
        history.undo()
    assert page.lines == ["0", "1", "2"]
