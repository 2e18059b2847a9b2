"""Part 6: the query and its weights."""

from collections.abc import Sequence
from pathlib import Path

from tests.end2end.window.desk import Desk
from tests.end2end.window.materials import play_song
from tests.end2end.window.program import Sight
from tests.end2end.window.test_triage import begin

SONGS = "Songs, best first"


def order(sight: Sight) -> list[str]:
    """The photos of the tiles in sight, best first."""
    return [own.text.partition(": ")[2].partition(",")[0] for own in sight.tiles]


def test_words_are_a_chip_that_counts_until_it_is_removed(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    before = order(program.look())
    desk.hands.press("ctrl+f")
    desk.hands.type("a calm dark blue night")
    desk.hands.press("enter")
    program.thing("Remove: “a calm dark blue night”")
    program.reaches("FINAL")
    program.wait(lambda sight: order(sight) not in ([], before), "another order")
    desk.keep("with words")
    program.click("Remove: “a calm dark blue night”")
    program.wait(lambda sight: order(sight) == before, "the order as before")


def test_more_like_this_is_a_chip_and_a_weight(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    desk.hands.press("right", "right", "m")
    chip = program.wait(
        lambda sight: next((own for own in sight.things if own.name.startswith("Remove: ")), None),
        "a chip",
    )
    desk.keep("more like this")
    desk.hands.press("ctrl+z")
    program.wait(lambda sight: sight.find(chip.name) is None, "no chip")


def test_the_model_is_named_and_leads_to_the_settings(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    program.click("Compared by: Mood and colour")
    program.thing("Settings")
    program.reads("Mood and colour")
    desk.keep("models")
    desk.hands.press("esc")
    program.wait(lambda sight: len(sight.windows) == 1, "the settings to go")


def test_a_slider_lists_anew_at_once(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    slider = program.thing("Of one photo", "Slider")
    desk.hands.drag(slider.at(0.13, 0.5), slider.at(0.0, 0.5))
    program.wait(
        lambda sight: order(sight) and len(set(order(sight))) == len(order(sight)),
        "each photo once",
    )
    desk.keep("one crop of each photo")
    program.click("As usual")
    program.wait(lambda sight: len(set(order(sight))) < len(order(sight)), "two of each again")


def test_the_search_turned_round_finds_songs_for_a_crop(
    desk: Desk, both: Sequence[Path], tmp_path: Path
) -> None:
    music = tmp_path / "music"
    music.mkdir()
    for name in ("one.flac", "two.flac"):
        play_song(music / name, title=name.title())
    program = begin(desk, both)
    program.click_tile(1, button=3)
    desk.keep("menu of a tile")
    program.click("Which song fits this?", "Entry")
    program.reads("Now drop a folder of songs here")
    held = desk.carry(music)
    held.over((640, 420))
    held.drop()
    program.wait(lambda sight: len(sight.items(SONGS)) == 2, "both songs")
    desk.keep("songs")
    program.click_on(lambda sight: sight.items(SONGS)[0], "the first song", times=2)
    program.wait(lambda sight: sight.tiles and sight.stage == "FINAL", "crops for that song")
