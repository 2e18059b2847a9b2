"""Projects: saved, opened, and not lost by accident."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coverart.engine.asking import Example
from coverart.gui.session.project import Project
from coverart.gui.session.project_dialogs import Answer, ChangesQuestion, ProjectDialogs
from coverart.gui.session.project_file import open_project, write_project
from coverart.gui.session.projects import Projects
from coverart.gui.studio.recent import Recent, load_recent
from coverart.gui.studio.recent_list import RecentList
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.wanted import Wanted
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import press, texts


class Answers(ProjectDialogs):
    """Answers as a test says, and notes what was asked."""

    def __init__(self) -> None:
        self.target: Path | None = None
        self.origin: Path | None = None
        self.answer = Answer.CANCEL
        self.suggested: list[Path] = []
        self.asked: list[str] = []

    def to_open(self, folder: Path) -> Path | None:
        return self.origin

    def to_save(self, suggested: Path) -> Path | None:
        self.suggested.append(suggested)
        return self.target

    def about_changes(self, name: str, then: Callable[[Answer], None]) -> None:
        self.asked.append(name)
        then(self.answer)


class Desk:
    """A window that is at `project`, and shows what is opened."""

    def __init__(self, qtbot: QtBot) -> None:
        self.project = Project()
        self.answers = Answers()
        self.said: list[tuple[str, bool]] = []
        self.projects = Projects(lambda: self.project, self.answers)
        self.projects.opened.connect(self._show)
        self.projects.said.connect(self._hear)
        self._qtbot = qtbot

    def want(self, **changes: object) -> None:
        wanted = replace(self.project.wanted, **changes)  # type: ignore[arg-type]
        self.project = replace(self.project, wanted=wanted)
        self.projects.look()

    def wait(self, *said: str) -> None:
        """Wait until these sentences were said since the last time."""
        self._qtbot.waitUntil(lambda: len(self.said) >= len(said), timeout=TIMEOUT)
        assert [sentence for sentence, _serious in self.said] == list(said)
        self.said.clear()

    def _hear(self, sentence: str, serious: bool) -> None:
        self.said.append((sentence, serious))

    def _show(self, project: Project) -> None:
        self.project = project


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    own = Desk(qtbot)
    yield own
    own.projects.close()


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """The file of a project."""
    path = tmp_path / "Night Drive.coverart"
    write_project(path, Project(Wanted(words="calm")))
    return path


def opened(qtbot: QtBot, desk: Desk, path: Path | None = None) -> None:
    with qtbot.waitSignal(desk.projects.opened, timeout=TIMEOUT):
        desk.projects.open(path)


def test_a_project_is_saved_where_the_user_says(desk: Desk, tmp_path: Path) -> None:
    desk.want(song=tmp_path / "Slow Chord.wav", words="calm")
    assert desk.projects.title == "Coverart"
    desk.projects.save()  # to no place: the user thought better of it
    assert desk.answers.suggested[0].name == "Slow Chord.coverart"
    desk.answers.target = tmp_path / "one.coverart"
    desk.projects.save()
    desk.wait("Saved as one.coverart.")
    assert open_project(tmp_path / "one.coverart").project.wanted == desk.project.wanted
    assert desk.projects.title == "one.coverart[*] — Coverart"
    assert desk.projects.recent == (tmp_path / "one.coverart",)


def test_a_project_with_a_file_is_saved_there_without_a_question(
    qtbot: QtBot, desk: Desk, night: Path
) -> None:
    opened(qtbot, desk, night)
    desk.want(words="loud")
    assert desk.projects.dirty
    desk.projects.save()
    desk.wait("Saved as Night Drive.coverart.")
    assert not desk.projects.dirty
    assert not desk.answers.suggested
    assert open_project(night).project.wanted.words == "loud"


def test_an_opened_project_is_shown_and_named(qtbot: QtBot, desk: Desk, night: Path) -> None:
    desk.answers.origin = night
    opened(qtbot, desk)
    assert desk.project.wanted.words == "calm"
    assert desk.project.file == night
    assert desk.projects.title == "Night Drive.coverart[*] — Coverart"
    assert not desk.projects.dirty
    assert load_recent().projects == (night,)


def test_what_is_gone_is_said_after_the_project_was_opened(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "one.coverart"
    write_project(path, Project(Wanted(song=tmp_path / "gone.wav", words="calm")))
    opened(qtbot, desk, path)
    desk.wait("This is no longer where it was: gone.wav.")
    assert desk.project.wanted.words == "calm"


def test_a_project_that_cannot_be_opened_leaves_everything_as_it_was(
    desk: Desk, tmp_path: Path
) -> None:
    desk.want(places=(tmp_path,))
    desk.projects.open(tmp_path / "gone.coverart")
    desk.wait("The project gone.coverart is no longer there.")
    assert desk.project.wanted.places == (tmp_path,)
    assert desk.projects.path is None
    assert desk.projects.recent == ()


def test_a_project_that_cannot_be_saved_stays_changed(
    qtbot: QtBot, desk: Desk, night: Path, tmp_path: Path
) -> None:
    opened(qtbot, desk, night)
    desk.want(words="loud")
    desk.answers.target = tmp_path / "nowhere" / "one.coverart"
    desk.projects.save_as()
    desk.wait(
        f"There is no folder {tmp_path / 'nowhere'}; create it or choose another.",
    )
    assert desk.projects.path == night
    assert desk.projects.dirty


@pytest.mark.parametrize("named", [True, False])
def test_unsaved_changes_are_lost_only_if_the_user_says_so(
    qtbot: QtBot, desk: Desk, night: Path, tmp_path: Path, named: bool
) -> None:
    other = tmp_path / "other.coverart"
    write_project(other, Project(Wanted(words="warm")))
    if named:
        opened(qtbot, desk, night)
    desk.want(words="loud")
    desk.projects.open(other)
    assert desk.answers.asked == ["Night Drive" if named else ""]
    assert desk.project.wanted.words == "loud"
    desk.answers.answer = Answer.LEAVE
    opened(qtbot, desk, other)
    assert desk.project.wanted.words == "warm"
    assert open_project(night).project.wanted.words == "calm"


def test_changes_that_shall_be_saved_are_saved_before_another_is_opened(
    qtbot: QtBot, desk: Desk, night: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.coverart"
    write_project(other, Project(Wanted(words="warm")))
    opened(qtbot, desk, night)
    desk.want(words="loud")
    desk.answers.answer = Answer.SAVE
    opened(qtbot, desk, other)
    assert open_project(night).project.wanted.words == "loud"
    assert desk.projects.path == other


def test_nothing_is_asked_about_what_is_soon_chosen_again(
    qtbot: QtBot, desk: Desk, night: Path, tmp_path: Path
) -> None:
    desk.want(song=tmp_path / "song.wav", places=(tmp_path,))
    opened(qtbot, desk, night)
    desk.want(shape=Shape.WIDE)
    assert not desk.projects.dirty
    desk.projects.start_new()
    assert not desk.answers.asked
    assert desk.project == Project()
    assert desk.projects.title == "Coverart"


def test_examples_are_asked_about(desk: Desk, night: Path, tmp_path: Path) -> None:
    desk.want(liked=(Example(tmp_path / "sea.jpg"),))
    desk.projects.open(night)
    assert desk.answers.asked == [""]


def test_the_title_is_told_when_the_first_change_comes_and_when_it_goes(
    qtbot: QtBot, desk: Desk, night: Path
) -> None:
    opened(qtbot, desk, night)
    told: list[bool] = []
    desk.projects.changed.connect(lambda: told.append(desk.projects.dirty))
    desk.want(words="loud")
    desk.want(words="louder")
    desk.want(words="calm")
    assert told == [True, False]


def test_after_a_crash_a_project_knows_its_file_and_its_changes(
    qtbot: QtBot, desk: Desk, night: Path
) -> None:
    desk.projects.resume(Project(Wanted(words="loud"), file=night))
    assert desk.project.wanted.words == "loud"
    assert desk.projects.path == night
    assert desk.projects.dirty
    desk.projects.resume(Project(Wanted(words="calm"), file=night))
    qtbot.waitUntil(lambda: not desk.projects.dirty, timeout=TIMEOUT)


def test_what_is_being_saved_is_saved_before_the_window_is_gone(
    desk: Desk, night: Path, tmp_path: Path
) -> None:
    desk.want(words="loud")
    desk.answers.target = tmp_path / "one.coverart"
    desk.projects.save()
    desk.projects.close()
    assert open_project(tmp_path / "one.coverart").project.wanted.words == "loud"


@pytest.mark.parametrize(
    ("name", "pressed", "answer"),
    [
        ("Night Drive", "Save", Answer.SAVE),
        ("", "Save…", Answer.SAVE),
        ("Night Drive", "Don’t save", Answer.LEAVE),
        ("", "Cancel", Answer.CANCEL),
    ],
)
def test_the_question_about_changes_is_answered_by_its_buttons(
    qtbot: QtBot, name: str, pressed: str, answer: Answer
) -> None:
    question = ChangesQuestion(None, name)
    qtbot.addWidget(question)
    question.show()
    assert name in texts(question)[0]
    with qtbot.waitSignal(question.finished):
        press(question, pressed)
    assert question.answer is answer


def test_recent_projects_and_recent_songs_leave_each_other_alone(
    qtbot: QtBot, desk: Desk, night: Path, tmp_path: Path
) -> None:
    songs = RecentList()
    opened(qtbot, desk, night)
    songs.note(Wanted(song=tmp_path / "Slow Chord.wav"))
    assert load_recent() == Recent(songs=(tmp_path / "Slow Chord.wav",), projects=(night,))
