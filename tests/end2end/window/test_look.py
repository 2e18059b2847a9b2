"""Part 10: light and dark, small and large, and in another language."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageStat

from tests.end2end.window.desk import Desk
from tests.end2end.window.program import Program
from tests.end2end.window.test_triage import begin


def brightness(screen: Image.Image) -> float:
    """The mean brightness of the header, from 0 to 255."""
    return ImageStat.Stat(screen.convert("L").crop((0, 0, screen.width, 40))).mean[0]


def choose(desk: Desk, program: Program, box: str, entry: str) -> None:
    """Choose an entry of a box in the settings."""
    program.click(box, "QComboBox")
    program.click(entry, "Item")


def open_page(desk: Desk, program: Program, page: str) -> None:
    """Open the settings at a page."""
    desk.hands.press("ctrl+,")
    program.thing("Settings")
    program.click(page)


def test_dark_is_chosen_in_the_settings_and_kept(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    assert brightness(desk.screen.look()) > 180
    open_page(desk, program, "Window")
    choose(desk, program, "Appearance", "Dark")
    desk.keep("settings")
    program.wait(lambda _sight: brightness(desk.screen.look()) < 70, "dark")
    desk.hands.press("esc")
    desk.keep("dark")
    program.quit()
    again = desk.start(*both)
    again.reaches("FINAL")
    assert brightness(desk.screen.look()) < 70


def test_german_is_spoken_from_the_next_start(desk: Desk, both: Sequence[Path]) -> None:
    program = begin(desk, both)
    open_page(desk, program, "Window")
    choose(desk, program, "Language", "Deutsch")
    program.reads("from the next start")
    desk.hands.press("esc")
    program.quit()
    again = desk.start(*both)
    again.reaches("FINAL")
    again.reads("Bildaufbau")
    desk.keep("german")
    assert not again.look().says("Composition")


def test_the_smallest_window_shows_everything(
    open_desk: Callable[[tuple[int, int]], Desk], both: Sequence[Path]
) -> None:
    desk = open_desk((1024, 640))
    program = begin(desk, both)
    desk.keep("small")
    sight = program.look()
    (window,) = sight.windows
    assert window["place"] == [0, 0, 1024, 640]
    for name in ("Menu", "Export…", "Edit crop", "Words that describe the cover", "Both"):
        thing = sight.find(name)
        assert thing is not None, name
        assert thing.place[0] + thing.place[2] <= 1024


def test_twice_the_density_is_as_sharp_as_the_screen(
    open_desk: Callable[[tuple[int, int]], Desk], both: Sequence[Path]
) -> None:
    desk = open_desk((2560, 1600))
    program = desk.start(*both, scale=2)
    program.reaches("FINAL")
    tiles = program.wait(lambda sight: sight.tiles)
    program.click_tile(1)
    program.wait(lambda sight: [own.row for own in sight.chosen] == [1])
    desk.keep("twice")
    assert tiles[0].place[2] > 300
