"""Part 3: the gallery, by wheel and mouse."""

import re
from pathlib import Path

from tests.end2end.window.desk import Desk
from tests.end2end.window.materials import draw_folder


def test_the_wheel_scrolls_and_makes_tiles_larger(desk: Desk, song: Path, tmp_path: Path) -> None:
    program = desk.start(song, draw_folder(tmp_path / "many", 12))
    program.reaches("FINAL")
    first = program.wait(lambda sight: sight.tiles)
    assert first[0].row == 0
    desk.hands.wheel(first[4].middle, 8)
    program.wait(lambda sight: sight.tiles[0].row > 0, "rows further down")
    desk.keep("scrolled")
    width = program.look().tiles[0].place[2]
    desk.hands.press("ctrl+=", "ctrl+=")
    program.wait(lambda sight: sight.tiles[0].place[2] > width, "larger tiles")
    desk.keep("larger")


def test_both_shapes_are_shown_as_pairs_of_one_photo(desk: Desk, song: Path, photos: Path) -> None:
    program = desk.start(song, photos)
    program.reaches("FINAL")
    program.click("Both")

    texts: list[str] = program.wait(
        lambda sight: [own.text for own in sight.tiles if "16:9" in own.text], "pairs"
    )
    desk.keep("pairs")
    for text in texts:
        square, wide = re.split(r"; (?=\d+: )", text)
        assert "1:1" in square
        assert "16:9" in wide
        assert square.split(", ")[0] == wide.split(", ")[0]


def test_a_name_finds_the_crops_of_a_photo(desk: Desk, song: Path, photos: Path) -> None:
    program = desk.start(song, photos)
    program.reaches("FINAL")
    total = len(program.wait(lambda sight: sight.tiles))
    desk.hands.press("ctrl+shift+f")
    program.thing("Words in the name of the photo")
    desk.hands.type("photo 3")
    program.wait(
        lambda sight: sight.tiles and all("photo 3.jpg" in own.text for own in sight.tiles),
        "photo 3 alone",
    )
    program.reads("of 16 shown")
    desk.keep("by name")
    program.click("Clear the filter")
    program.wait(lambda sight: len(sight.tiles) >= total - 3, "everything")
