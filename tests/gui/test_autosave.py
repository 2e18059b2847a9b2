"""What one was at is there again after a crash, and after a window that was closed."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coverart.gui.session.autosave import Autosave, session_path
from coverart.gui.session.project import Project
from coverart.gui.session.project_file import recall_project, write_project
from coverart.gui.session.recovery_offer import RecoveryOffer
from coverart.gui.session.slot import Slot, claim_slot, running_path
from coverart.gui.session.wording import offer_to_continue, session_in_words
from coverart.gui.studio.wanted import Wanted
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import press, texts

HOUR = 3_600_000
AT_ONCE = 0
SLOW = Project(Wanted(Path("/music/Slow Chord.wav"), (Path("/photos/holiday"),)))
WORDS = Project(Wanted(places=(Path("/photos/holiday"),), words="calm"))

# A program that is at something, and is ended from outside: nothing of it runs any more.
CRASHING = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from coverart.gui.session.autosave import Autosave
from coverart.gui.session.project_file import recall_project
from coverart.gui.session.slot import claim_slot, running_path

application = QCoreApplication([])
project = recall_project(Path(sys.argv[1]))
autosave = Autosave(lambda: project, claim_slot(running_path()))
print(autosave.crashed is not None, flush=True)
autosave.save()
autosave._aside.close()
os._exit(9)
"""


class Session:
    """A program that runs, and is at `project`."""

    def __init__(self, project: Project, between: int, soon: int) -> None:
        self.project = project
        self.slot: Slot = claim_slot(running_path())
        self.autosave = Autosave(lambda: self.project, self.slot, between, soon)

    def close(self) -> None:
        self.autosave.close()
        self.slot.release()

    @property
    def saved(self) -> Project | None:
        return recall_project(self.slot.path(".json"))


Begin = Callable[..., Session]


@pytest.fixture
def begin(qtbot: QtBot) -> Iterator[Begin]:
    """Begins programs, and ends them."""
    begun: list[Session] = []

    def own(project: Project, between: int = HOUR, soon: int = AT_ONCE) -> Session:
        begun.append(Session(project, between, soon))
        return begun[-1]

    yield own
    for session in begun:
        session.close()


def crash(tmp_path: Path, project: Project) -> str:
    """Run a program that is at a project, and does not end properly; what it says."""
    write_project(tmp_path / "was at.json", project, movable=False)
    (tmp_path / "program.py").write_text(CRASHING, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "was at.json")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=TIMEOUT / 1000,
        check=False,
    )
    assert run.returncode == 9, run.stderr
    return run.stdout.strip()


def test_what_changed_is_saved_soon_and_then_not_for_a_while(qtbot: QtBot, begin: Begin) -> None:
    session = begin(SLOW)
    session.autosave.note()
    qtbot.waitUntil(lambda: session.saved == SLOW, timeout=TIMEOUT)
    session.project = WORDS
    session.autosave.note()
    qtbot.wait(50)
    assert session.saved == SLOW


def test_what_nobody_noted_is_saved_too(qtbot: QtBot, begin: Begin) -> None:
    session = begin(SLOW, between=20)
    qtbot.waitUntil(lambda: session.saved == SLOW, timeout=TIMEOUT)
    session.project = WORDS
    qtbot.waitUntil(lambda: session.saved == WORDS, timeout=TIMEOUT)


def test_what_did_not_change_is_not_written_again(qtbot: QtBot, begin: Begin) -> None:
    session = begin(SLOW)
    session.autosave.save()
    qtbot.waitUntil(lambda: session.saved == SLOW, timeout=TIMEOUT)
    session.slot.path(".json").unlink()
    session.autosave.save()
    session.autosave._aside._pool.waitForDone()
    assert session.saved is None


def test_a_window_that_was_closed_leaves_what_it_was_at_for_the_next(begin: Begin) -> None:
    first = begin(SLOW)
    assert first.autosave.last is None
    first.close()
    assert list(running_path().iterdir()) == []
    second = begin(Project())
    assert second.autosave.crashed is None
    assert second.autosave.last == SLOW


def test_an_empty_window_forgets_nothing_but_its_layout(begin: Begin) -> None:
    begin(SLOW).close()
    begin(Project(layout={"tiles": 3})).close()
    last = begin(Project()).autosave.last
    assert last is not None
    assert last.wanted == SLOW.wanted
    assert last.layout == {"tiles": 3}


def test_after_a_crash_what_was_being_done_is_offered_once(tmp_path: Path, begin: Begin) -> None:
    assert crash(tmp_path, SLOW) == "False"
    session = begin(Project())
    assert session.slot.number == 1
    assert session.autosave.crashed == SLOW
    session.close()
    again = begin(Project())
    assert again.autosave.crashed is None
    assert again.autosave.last == SLOW  # nobody went on with it; it is not lost for that


def test_a_crash_while_another_window_is_open_is_told_to_the_next(
    tmp_path: Path, begin: Begin
) -> None:
    first = begin(WORDS)
    first.autosave.save()
    assert crash(tmp_path, SLOW) == "False"  # what the first is at is not offered to the second
    third = begin(Project())
    assert third.slot.number == 2
    assert third.autosave.crashed == SLOW
    fourth = begin(Project())
    assert fourth.slot.number == 3
    assert fourth.autosave.crashed is None


def test_a_crash_is_told_even_where_an_earlier_place_is_free_again(
    tmp_path: Path, begin: Begin
) -> None:
    first = begin(WORDS)
    crash(tmp_path, SLOW)
    first.close()
    second = begin(Project())
    assert second.slot.number == 2
    assert second.autosave.crashed == SLOW
    assert begin(Project()).slot.number == 1


def test_a_crash_before_anything_was_saved_offers_nothing(tmp_path: Path, begin: Begin) -> None:
    crash(tmp_path, Project())
    session = begin(Project())
    assert session.slot.after_crash
    assert session.autosave.crashed is None


def test_damaged_files_are_the_same_as_none(tmp_path: Path, begin: Begin) -> None:
    crash(tmp_path, SLOW)
    (running_path() / "1.json").write_text("{")
    session_path().write_text(json.dumps({"format": "coverart-project", "words": 3}))
    session = begin(Project())
    assert session.autosave.crashed is None
    assert session.autosave.last is None


def test_where_nothing_can_be_saved_that_is_said_once(qtbot: QtBot, begin: Begin) -> None:
    session = begin(SLOW)
    session.slot.path(".json").mkdir()
    told: list[str] = []
    session.autosave.said.connect(lambda sentence, _serious: told.append(sentence))
    for project in (SLOW, WORDS, SLOW):
        session.project = project
        with qtbot.waitSignal(session.autosave._aside._ended, timeout=TIMEOUT):
            session.autosave.save()
    assert len(told) == 1
    assert told[0].startswith("What you do cannot be saved for the next time: ")


def test_where_no_place_can_be_held_the_window_works_all_the_same(
    tmp_path: Path, begin: Begin
) -> None:
    running_path().parent.mkdir(parents=True)
    running_path().write_text("a file where the folder should be")
    session = begin(SLOW)
    assert not session.slot.held
    session.autosave.save()
    session.close()
    assert recall_project(session_path()) == SLOW


def test_the_offer_is_taken_or_not_and_then_gone(qtbot: QtBot) -> None:
    offer = RecoveryOffer()
    qtbot.addWidget(offer)
    assert not offer.isVisible()
    offer.offer(SLOW)
    assert texts(offer)[-1].endswith("Go on with Slow Chord in holiday?")
    with qtbot.waitSignal(offer.accepted) as taken:
        press(offer, "Go on")
    assert taken.args == [SLOW]
    assert not offer.isVisible()
    offer.offer(WORDS)
    with qtbot.waitSignal(offer.declined):
        press(offer, "Start anew")
    assert not offer.isVisible()


def test_what_one_was_at_is_said_shortly() -> None:
    assert session_in_words(SLOW) == "Slow Chord in holiday"
    assert session_in_words(WORDS) == "“calm” in holiday"
    assert session_in_words(Project(Wanted(words="calm"))) == "“calm”"
    assert session_in_words(Project(Wanted(places=SLOW.wanted.places))) == "holiday"
    assert offer_to_continue(SLOW) == "Continue with Slow Chord in holiday"
