"""Part 7: a release set, the lettering, and the cover in the song's own tags."""

# mutagen's own classes carry no types.
# mypy: disable-error-code="no-untyped-call"

from collections.abc import Sequence
from pathlib import Path

import mutagen.flac
import pytest
import soundfile
from PIL import Image

from tests.end2end.window.desk import Desk
from tests.end2end.window.materials import draw_folder
from tests.end2end.window.program import Program
from tests.end2end.window.test_triage import begin

LARGE = (5200, 3900)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two photos that are large enough for any platform."""
    return draw_folder(tmp_path / "holiday", 2, LARGE)


@pytest.fixture
def covers(tmp_path: Path) -> Path:
    """Where covers shall go."""
    folder = tmp_path / "covers"
    folder.mkdir()
    return folder


def choose_folder(desk: Desk, program: Program, folder: Path) -> None:
    """Type a folder into the system's dialog."""
    program.click("Change…")
    program.wait(lambda sight: any("FileDialog" in own["kind"] for own in sight.windows))
    desk.hands.press("ctrl+a")
    desk.hands.type(str(folder))
    desk.hands.press("enter")
    program.wait(lambda sight: not any("FileDialog" in own["kind"] for own in sight.windows))


def test_a_release_set_is_written_and_the_song_tagged_after_asking(
    desk: Desk, both: Sequence[Path], covers: Path
) -> None:
    song = both[0]
    sound = soundfile.read(song)[0].tobytes()
    program = begin(desk, both)
    program.click("Both")
    program.wait(lambda sight: sight.tiles and "; " in sight.tiles[0].text)
    desk.hands.press("e")
    program.click("Release set")
    program.reads("Export 3 files")
    desk.keep("release set")
    choose_folder(desk, program, covers)
    program.click("Export 3 files")
    program.thing("Show in folder")
    desk.keep("written")
    sizes = {}
    for path in covers.iterdir():
        with Image.open(path) as cover:
            cover.load()
            sizes[cover.format, cover.size] = cover.mode
    assert sizes == {
        ("JPEG", (3000, 3000)): "RGB",
        ("PNG", (3000, 3000)): "RGB",
        ("JPEG", (1280, 720)): "RGB",
    }
    assert not mutagen.flac.FLAC(song).pictures
    program.click("Put it into the song's tags…")
    desk.keep("asking")
    assert not mutagen.flac.FLAC(song).pictures
    program.click("Change the file")
    program.reads("carries the cover now")
    desk.keep("tagged")
    tagged = mutagen.flac.FLAC(song)
    assert len(tagged.pictures) == 1
    assert tagged["title"] == ["Harbour Lights"]
    assert soundfile.read(song)[0].tobytes() == sound


def test_lettering_is_off_until_it_is_wanted_and_tells_its_contrast(
    desk: Desk, both: Sequence[Path]
) -> None:
    program = begin(desk, both)
    desk.hands.press("e")
    program.click("Title and artist")
    desk.keep("without words")
    plain = desk.screen.look()
    program.click("Title and artist on the cover")
    program.reads(":1 – readable")
    desk.keep("with words")
    assert plain.tobytes() != desk.screen.look().tobytes()
    program.click("Close")


def test_a_cover_is_dragged_into_another_program_as_a_copy(
    desk: Desk, both: Sequence[Path]
) -> None:
    program = begin(desk, both)
    other = desk.open_other()
    start = program.look().tiles[1].middle
    desk.hands.hold(start)
    desk.hands.carry(start, other.middle)
    assert [own.row for own in program.look().chosen] == [1], "passing over tiles selects none"
    x, y = other.middle
    for step in range(60):  # until the file that is dragged has been made
        desk.hands.move((x + step % 2, y))
        if other.listen():
            break
    desk.keep("dragging out", at_rest=False)
    desk.hands.release()
    (cover,) = other.take_drop()
    with Image.open(cover) as dropped:
        assert dropped.size[0] == dropped.size[1]
    assert other.actions == {"XdndActionCopy"}
    assert [own.row for own in program.look().chosen] == [1]


def test_a_copied_cover_can_be_pasted_elsewhere(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    other = desk.open_other()
    desk.hands.press("ctrl+c")
    program.reads("The cover is on the clipboard, as a picture and as a file.")
    desk.keep("copied")
    (cover,) = other.paste()
    with Image.open(cover) as pasted:
        assert pasted.size[0] == pasted.size[1]
