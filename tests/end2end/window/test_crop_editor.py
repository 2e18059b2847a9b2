"""Part 5: the crop editor, by mouse and keys."""

from collections.abc import Sequence
from pathlib import Path

from tests.end2end.window.desk import Desk
from tests.end2end.window.program import Program, Sight, Thing
from tests.end2end.window.test_triage import begin

CANVAS = "The photo with the crop"


def open_editor(desk: Desk, both: Sequence[Path]) -> tuple[Program, Thing]:
    """The application with the editor open on the first cover."""
    program = begin(desk, both)
    desk.hands.press("enter")
    return program, program.thing(CANVAS)


def where(sight: Sight) -> str:
    """Where the crop is, in words."""
    canvas = sight.find(CANVAS)
    return canvas.described if canvas else ""


def moved(program: Program, before: str) -> str:
    """Where the crop is once it is elsewhere."""
    told: str = program.wait(lambda sight: where(sight) not in ("", before) and where(sight))
    return told


def test_the_mouse_drags_the_crop_and_one_undo_takes_that_back(
    desk: Desk, both: Sequence[Path]
) -> None:
    program, canvas = open_editor(desk, both)
    proposed = where(program.look())
    desk.keep("open")
    x, y = canvas.middle
    desk.hands.hold((x, y))
    desk.hands.carry((x, y), (x + 90, y))
    desk.keep("dragging")
    desk.hands.release()
    moved(program, proposed)
    desk.hands.press("esc")
    program.wait(lambda sight: sight.tiles and "Recut" in sight.tiles[0].text, "the recut tile")
    desk.keep("recut tile")
    desk.hands.press("ctrl+z")
    program.wait(lambda sight: "Recut" not in sight.tiles[0].text, "the proposed crop")


def test_arrows_nudge_the_crop(desk: Desk, both: Sequence[Path]) -> None:
    program, _canvas = open_editor(desk, both)
    proposed = where(program.look())
    desk.hands.press("left")
    aside = moved(program, proposed)
    desk.hands.press("up")
    nudged = moved(program, aside)
    desk.keep("nudged")
    desk.hands.press("esc")
    program.wait(lambda sight: sight.tiles and "Recut" in sight.tiles[0].text, "the recut tile")
    desk.hands.press("enter")
    program.wait(lambda sight: where(sight) == nudged, "the crop as it was cut")


def test_lines_and_the_other_shape_and_reset_are_buttons(desk: Desk, both: Sequence[Path]) -> None:
    program, _canvas = open_editor(desk, both)
    proposed = where(program.look())
    desk.hands.press("o")
    program.reads("Thirds")
    desk.keep("thirds")
    desk.hands.press("-")
    moved(program, proposed)
    program.click("Reset")
    program.wait(lambda sight: where(sight) == proposed, "the proposed crop")
    # The first one is in the header.
    program.click_on(lambda sight: sight.every("16:9")[-1], "the wide one in the editor")
    wide = moved(program, proposed)
    assert wide != proposed
    desk.keep("the other shape")
    program.click("Done")
    program.wait(lambda sight: sight.tiles)
