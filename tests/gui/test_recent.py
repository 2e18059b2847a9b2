"""What was opened last is remembered, and offered as far as it is there."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from coverart.gui.studio.presence import Presence
from coverart.gui.studio.recent import MOST, Recent, load_recent, recent_path, save_recent
from coverart.gui.studio.recent_list import RecentList
from coverart.gui.studio.wanted import Wanted
from coverart.settings import DATA_VARIABLE, demo_folder
from tests.gui.patience import TIMEOUT


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    return folder


@pytest.fixture(autouse=True)
def every_question_answered() -> Iterator[None]:
    """Even a thread that gave its answer needs a moment to end."""
    yield
    for thread in threading.enumerate():
        if thread.name == "presence":
            thread.join()


@pytest.fixture
def dead_drive() -> Iterator[Callable[[Path], bool]]:
    """Asks like `Path.exists`, but hangs for what is on a drive that does not answer."""
    revived = threading.Event()

    def exists(path: Path) -> bool:
        if "dead" in path.parts:
            revived.wait()
        return path.exists()

    yield exists
    revived.set()


def test_the_last_one_comes_first_once_and_there_is_a_bound() -> None:
    recent = Recent()
    for number in range(20):
        recent = recent.with_song(Path(f"/{number}.mp3"))
    again = recent.with_song(Path("/15.mp3"))
    assert len(again.songs) == MOST
    assert again.songs[:3] == (Path("/15.mp3"), Path("/19.mp3"), Path("/18.mp3"))
    assert again.songs.count(Path("/15.mp3")) == 1
    assert again.with_folder(Path("/p")).with_project(Path("/q")) == replace(
        again, folders=(Path("/p"),), projects=(Path("/q"),)
    )


def test_what_is_saved_is_loaded_with_any_name(data: Path) -> None:
    odd = Path("/ä “b”\n\udcff.wav")
    kept = Recent((odd,), (Path("/p"),), (Path("/q.cover"),))
    save_recent(kept)
    assert load_recent() == kept
    assert [path.name for path in data.iterdir()] == ["recent.json"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"songs": 3, "folders": [1, null, ""]}', '"a"', "\0", "[" * 100_000],
)
def test_a_damaged_file_is_the_same_as_none(data: Path, text: str) -> None:
    data.mkdir()
    recent_path().write_text(text)
    assert load_recent() == Recent()


def test_bytes_that_are_no_text_are_the_same_as_none(data: Path) -> None:
    data.mkdir()
    recent_path().write_bytes(b"\xff\xfe\x00")
    assert load_recent() == Recent()


def test_one_odd_entry_spoils_no_other(data: Path) -> None:
    data.mkdir()
    recent_path().write_text('{"songs": [7, "/a.mp3", "b\\u0000c"], "folders": "x"}')
    assert load_recent() == Recent((Path("/a.mp3"),))


def test_where_nothing_can_be_written_nothing_is_said(data: Path) -> None:
    data.write_text("a file where the folder should be")
    save_recent(Recent((Path("/a.mp3"),)))
    assert load_recent() == Recent()


def test_only_what_is_still_there_is_offered(qtbot: QtBot, song: Path, photos: Path) -> None:
    gone = song.with_name("gone.wav")
    save_recent(Recent((gone, song), (photos, photos / "gone")))
    recent = RecentList()
    with qtbot.waitSignal(recent.changed, timeout=TIMEOUT):
        recent.look()
    qtbot.waitUntil(lambda: recent.folders == (photos,), timeout=TIMEOUT)
    assert recent.songs == (song,)


def test_a_drive_that_does_not_answer_keeps_nobody_waiting(
    qtbot: QtBot, song: Path, dead_drive: Callable[[Path], bool]
) -> None:
    save_recent(Recent((Path("/dead/a.mp3"), song), (Path("/dead/photos"),)))
    recent = RecentList(Presence(dead_drive))
    with qtbot.waitSignal(recent.changed, timeout=TIMEOUT):
        recent.look()
    assert (recent.songs, recent.folders) == ((song,), ())


def test_asking_that_fails_is_an_answer(qtbot: QtBot) -> None:
    def exists(path: Path) -> bool:
        raise PermissionError(path)

    presence = Presence(exists)
    with qtbot.waitSignal(presence.known, timeout=TIMEOUT) as known:
        presence.look_for([Path("/a")])
    assert known.args == [frozenset()]


def test_what_is_wanted_is_remembered_once_and_the_demo_is_not(song: Path, photos: Path) -> None:
    recent = RecentList()
    picture = photos / "photo 0.png"
    wanted = Wanted(song=song, places=(photos, picture))
    recent.note(wanted)
    recent.note(replace(wanted, words="calm"))
    recent.note(Wanted(song=demo_folder() / "song.wav", places=(demo_folder() / "photos",)))
    assert load_recent() == Recent((song,), (photos,))
    assert (recent.songs, recent.folders) == ((song,), (photos,))


def test_what_is_opened_while_one_still_looks_is_offered_too(
    qtbot: QtBot, song: Path, photos: Path
) -> None:
    save_recent(Recent((), (photos,)))
    recent = RecentList()
    recent.look()
    recent.note(Wanted(song=song))
    qtbot.waitUntil(lambda: recent.folders == (photos,), timeout=TIMEOUT)
    assert recent.songs == (song,)


def test_what_others_have_written_meanwhile_stays(song: Path) -> None:
    recent = RecentList()
    save_recent(load_recent().with_project(Path("/p")).with_song(Path("/other.wav")))
    recent.note(Wanted(song=song))
    assert load_recent() == Recent((song, Path("/other.wav")), (), (Path("/p"),))
    save_recent(load_recent().with_project(Path("/q")))
    recent.clear()
    assert load_recent() == Recent(projects=(Path("/q"), Path("/p")))


def test_several_folders_stay_in_their_order(tmp_path: Path) -> None:
    places = (tmp_path / "a", tmp_path / "b")
    recent = RecentList()
    recent.note(Wanted(places=places))
    recent.note(Wanted(places=places))
    assert load_recent().folders == places


def test_clearing_leaves_the_projects(qtbot: QtBot, song: Path) -> None:
    save_recent(Recent((song,), (), (Path("/p"),)))
    recent = RecentList()
    with qtbot.waitSignal(recent.changed, timeout=TIMEOUT):
        recent.look()
    recent.clear()
    assert recent.songs == ()
    assert load_recent() == Recent(projects=(Path("/p"),))
