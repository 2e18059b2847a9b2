"""Part 2: the card of the song."""

import importlib.util
from pathlib import Path

import numpy as np
from PIL import Image

from tests.end2end.window.desk import Desk
from tests.end2end.window.materials import give_cover
from tests.end2end.window.program import Thing

Colour = tuple[int, int, int]

RED = (210, 30, 40)


def test_the_card_shows_what_the_song_is_and_how_it_feels(
    desk: Desk, song: Path, photos: Path
) -> None:
    give_cover(song, RED)
    program = desk.start(song, photos)
    program.reaches("FINAL")
    program.thing("Harbour Lights")
    sight = program.look()
    assert sight.find("The Quiet Tide")
    assert sight.find("0:20")
    assert any(own.text.endswith(" · major") for own in sight.things)
    desk.keep("card")
    screen = desk.screen.look()
    wave = sight.find("Waveform of the song")
    cover = next(own for own in sight.things if own.kind == "SongCover")
    assert wave is not None
    left, right = (_paints(screen, wave, *span) for span in ((0.05, 0.4), (0.6, 0.95)))
    assert left
    assert right - left, "the mood changes, and the waveform's colour does not"
    x, y = cover.middle
    red, green, blue = np.asarray(screen)[y, x].tolist()
    assert _is_near((red, green, blue), RED)
    if importlib.util.find_spec("PySide6.QtMultimedia") is None:
        assert sight.find("Play") is None
    else:
        program.thing("Play")


def test_a_press_on_the_waveform_is_a_moment_with_its_mood(
    desk: Desk, song: Path, photos: Path
) -> None:
    program = desk.start(song, photos)
    program.reaches("FINAL")
    wave = program.thing("Waveform of the song")
    desk.hands.move(wave.at(0.3, 0.5))
    desk.hands.move(wave.at(0.75, 0.5))
    program.reads("0:1")
    desk.keep("a moment")


def _paints(screen: Image.Image, thing: Thing, start: float, end: float) -> set[Colour]:
    """The strong colours between two shares of a thing's width."""
    (left, top), (right, bottom) = thing.at(start, 0), thing.at(end, 1)
    part = np.asarray(screen)[top:bottom, left:right].reshape(-1, 3)
    colours, counts = np.unique(part, axis=0, return_counts=True)
    strong = (np.ptp(colours, axis=1) > 40) & (counts > 40)
    return {(int(red), int(green), int(blue)) for red, green, blue in colours[strong]}


def _is_near(colour: Colour, other: Colour) -> bool:
    return all(abs(one - two) < 12 for one, two in zip(colour, other, strict=True))
