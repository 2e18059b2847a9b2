"""The map of moods: another mood is asked for by hand and by key, and a crop is found there."""

import re
from collections.abc import Sequence
from pathlib import Path

from tests.end2end.window.desk import Desk
from tests.end2end.window.hands import Point
from tests.end2end.window.program import Program, Sight, Thing
from tests.end2end.window.test_query import order
from tests.end2end.window.test_triage import begin

MAP = "Mood map"
CANVAS = "MoodCanvas"
MARGIN = 12
"""Pixels between the edge of the map and the plane of moods."""
TOLD = re.compile(r"valence ([+−]?[\d.]+), arousal ([+−]?[\d.]+)")


def unfolded(desk: Desk, program: Program) -> Thing:
    """The map, once it is open and knows the song."""
    desk.hands.press("ctrl+m")
    return knowing(program)


def knowing(program: Program) -> Thing:
    """The map, as soon as it says where the point is."""

    def there(sight: Sight) -> Thing | None:
        found = sight.find(MAP, CANVAS)
        return found if found and TOLD.search(found.described) else None

    found: Thing = program.wait(there, "a map that knows the song")
    return found


def mood(program: Program) -> tuple[float, float]:
    """Where the point is said to be."""
    told = TOLD.search(knowing(program).described)
    assert told is not None
    valence, arousal = (float(own.replace("−", "-")) for own in told.groups())
    return valence, arousal


def spot(canvas: Thing, valence: float, arousal: float) -> Point:
    """The point of the screen at which an emotion lies."""
    x, y, width, height = canvas.place
    across, down = (1 + valence) / 2, (1 - arousal) / 2
    return (
        round(x + MARGIN + across * (width - 2 * MARGIN)),
        round(y + MARGIN + down * (height - 2 * MARGIN)),
    )


def asks_for(program: Program, valence: float, arousal: float) -> None:
    """Wait until the point is there, as near as a hand can bring it."""

    def near(_sight: Sight) -> bool:
        found = mood(program)
        return abs(found[0] - valence) < 0.03 and abs(found[1] - arousal) < 0.03

    program.wait(near, f"a point at {valence}, {arousal}")


def test_the_point_is_dragged_to_another_mood_and_the_list_follows(
    desk: Desk, both: Sequence[Path]
) -> None:
    program = begin(desk, both)
    before = order(program.look())
    canvas = unfolded(desk, program)
    desk.keep("unfolded")
    own = mood(program)
    desk.hands.hold(spot(canvas, *own))
    desk.hands.carry(spot(canvas, *own), spot(canvas, -0.7, 0.7))
    program.wait(lambda sight: order(sight) not in ([], before), "another order")
    desk.keep("while it is dragged")
    desk.hands.release()
    program.thing("Remove: Mood: energetic · sombre")
    asks_for(program, -0.7, 0.7)
    assert "mood you ask for" in " ".join(program.look().texts)
    desk.hands.press("ctrl+z")
    program.wait(lambda sight: order(sight) == before, "the order as before")
    asks_for(program, *own)
    desk.hands.press("ctrl+shift+z")
    program.click("Remove: Mood: energetic · sombre")
    program.wait(lambda sight: order(sight) == before, "the order as before")


def test_the_large_map_shows_crops_and_leads_back(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    unfolded(desk, program)
    program.click("Enlarge the mood map")
    program.thing("Back to the gallery")
    canvas = knowing(program)
    assert canvas.focused
    own = mood(program)
    desk.hands.press("up", "up")
    asks_for(program, own[0], own[1] + 0.1)
    program.reaches("FINAL")
    desk.keep("large, moved by keys")
    desk.hands.press("home")
    asks_for(program, *own)
    desk.hands.click(spot(canvas, *own), times=2)
    desk.hands.press("esc")
    program.wait(lambda sight: bool(sight.tiles), "the gallery")
    assert not program.look().every("Back to the gallery")
