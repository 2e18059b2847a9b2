"""Part 4: keeping, rejecting and rating from the keyboard, and for good."""

from collections.abc import Sequence
from pathlib import Path

from coverart.engine.reading import content_hash
from coverart.settings import data_path
from coverart.triage.judgement import CropKey
from coverart.triage.store import FILE_NAME, Judgements, SongKey, stand_in
from tests.end2end.window.desk import Desk
from tests.end2end.window.program import Program


def begin(desk: Desk, both: Sequence[Path]) -> Program:
    """The application with covers in it, of which the first is clicked on."""
    program = desk.start(*both)
    program.reaches("FINAL")
    program.thing("Harbour Lights", "ElidedLabel")  # until then, what is below it moves
    program.click_tile(0)
    program.wait(lambda sight: [own.row for own in sight.chosen] == [0])
    return program


def tells(program: Program, row: int, word: str) -> None:
    """Wait until a tile says a word of itself."""
    program.wait(lambda sight: word in sight.tiles[row].text, f"“{word}” at {row}")


def tells_no(program: Program, row: int, word: str) -> None:
    """Wait until a tile no longer says a word of itself."""
    program.wait(lambda sight: word not in sight.tiles[row].text, f"no “{word}” at {row}")


def written_of(song: Path) -> set[CropKey]:
    """The crops of which something is written down for a song, known by content or not yet."""
    with Judgements(data_path() / FILE_NAME) as judgements:
        keys = SongKey(content_hash(song)), stand_in(song)
        return {crop for key in keys for crop in judgements.of_song(key)}


def test_keys_keep_reject_rate_and_undo(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    desk.hands.press("p", "right", "x", "right", "3")
    tells(program, 0, "Kept")
    tells(program, 1, "Rejected")
    tells(program, 2, "3 stars")
    desk.keep("judged")
    desk.hands.press("ctrl+z")
    tells_no(program, 2, "3 stars")
    desk.hands.press("ctrl+z")
    tells_no(program, 1, "Rejected")
    desk.hands.press("ctrl+shift+z", "ctrl+shift+z")
    tells(program, 2, "3 stars")
    desk.hands.press("left", "u")
    tells_no(program, 1, "Rejected")
    assert "Kept" in program.look().tiles[0].text


def test_choices_survive_a_kill(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    desk.hands.press("p", "right", "x", "right", "5")
    tells(program, 2, "5 stars")
    program.reads("1 kept")
    program.wait(lambda _sight: len(written_of(both[0])) == 3, "three decisions on disk")
    program.kill()
    again = desk.start(*both)
    again.reaches("FINAL")
    again.wait(lambda sight: sight.tiles)
    tells(again, 0, "Kept")
    tells(again, 1, "Rejected")
    tells(again, 2, "5 stars")
    desk.keep("after the kill")


def test_c_compares_what_is_selected_beside_each_other(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    desk.hands.press("shift+right", "c")
    program.wait(lambda sight: any(own.kind == "Compare" for own in sight.things), "both")
    desk.keep("compared")
    desk.hands.press("p")
    desk.hands.press("esc")
    program.wait(lambda sight: sum("Kept" in own.text for own in sight.tiles) == 1, "one kept")
    assert len(program.look().chosen) >= 1


def test_space_covers_the_screen_and_its_keys_work_there(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    desk.hands.press("space")

    def covered(place: int) -> None:
        program.wait(lambda sight: sight.says(f"{place} of 16"), f"rank {place} full screen")

    covered(1)
    assert any(own["full_screen"] for own in program.look().windows)
    desk.hands.press("right")
    covered(2)
    desk.hands.press("x")
    desk.keep("full screen")
    desk.hands.press("esc")
    program.wait(lambda sight: len(sight.windows) == 1, "the window alone")
    tells(program, 1, "Rejected")


def test_a_question_mark_shows_the_keys(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    desk.hands.press("?")
    program.thing("Keys")
    for key in ("P", "X", "Space", "Ctrl+Shift+Z"):
        assert program.look().find(key), key
    desk.keep("keys")
    desk.hands.press("esc")
    program.wait(lambda sight: len(sight.windows) == 1, "the sheet to go")


def test_every_command_stands_in_the_menu_with_its_key(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    program.click("Menu")
    program.click("Crop", "Entry")
    keep = program.thing("Keep", "Entry")
    assert keep.keys == ("P",)
    desk.keep("menu")
    program.click("Keep", "Entry")
    tells(program, 0, "Kept")
