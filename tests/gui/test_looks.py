"""Looks, commands and words of the window."""

import sys
from collections import Counter
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.gui.commands import COMMANDS, hint, shown_keys
from coverart.gui.look import icons
from coverart.gui.look.appearance import Appearance
from coverart.gui.look.parts import Button
from coverart.gui.look.theme import DARK, LIGHT
from coverart.gui.studio.wording import photos_counted, places_name, song_name
from coverart.gui.window.crash import CrashReporter
from coverart.library.records import SongRecord
from coverart.resources import resource


def test_the_window_follows_the_system_from_light_to_dark(
    qapp: QApplication, qtbot: QtBot, appearance: Appearance
) -> None:
    button = Button("Song", lambda: None)
    qtbot.addWidget(button)
    button.set_drawing("song")
    signal = qapp.styleHints().colorSchemeChanged
    for scheme, theme in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        signal.emit(scheme)
        assert qapp.palette().color(QPalette.ColorRole.Window).name() == theme.window
        assert theme.accent in qapp.styleSheet()
        inked = button.icon().pixmap(icons.size()).toImage()
        colours = {inked.pixelColor(x, y).name() for x in range(18) for y in range(18)}
        assert theme.text in colours


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_all_text_can_be_read_on_all_surfaces() -> None:
    assert contrast("#000000", "#ffffff") == 21
    for theme in (LIGHT, DARK):
        for surface in (theme.window, theme.panel, theme.raised):
            for text in (theme.text, theme.quiet, theme.warning):
                assert contrast(text, surface) >= 4.5
        assert contrast(theme.on_accent, theme.accent) >= 4.5


def test_every_drawing_can_be_drawn_in_any_colour(qapp: QApplication) -> None:
    for path in resource("icons").glob("*.svg"):
        picture = icons.drawing(path.stem, "#ff0000", 24).toImage()
        inked = [picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24)]
        assert max(inked) > 150, path.name


def test_no_two_commands_share_their_keys() -> None:
    keys = [key for command in COMMANDS for key in shown_keys(command)]
    assert max(Counter(keys).values()) == 1
    assert max(Counter(command.name for command in COMMANDS).values()) == 1


def test_a_hint_names_a_command_and_its_first_keys(qapp: QApplication) -> None:
    assert hint("song") == "Choose a song (Ctrl+O)"
    assert hint("export") == "Export the chosen crop (E)"
    assert hint("about") == "About Coverart"


def test_a_bug_anywhere_is_told_with_its_traceback(qtbot: QtBot) -> None:
    reporter = CrashReporter()
    with qtbot.captureExceptions() as bugs:
        reporter.install()
        try:
            raise ZeroDivisionError("nothing goes into it")
        except ZeroDivisionError as error:
            with qtbot.waitSignal(reporter.crashed) as told:
                sys.excepthook(type(error), error, error.__traceback__)
    assert "nothing goes into it" in told.args[0]
    assert "Traceback" in told.args[0]
    assert len(bugs) == 1


def test_a_song_is_named_by_what_is_known_of_it(song: Path) -> None:
    tagged = SongRecord.__new__(SongRecord)
    for name, value in (("title", "Blue"), ("artist", "Ann")):
        object.__setattr__(tagged, name, value)
    assert song_name(None, None) == ""
    assert song_name(song, None) == "Slow Chord"
    assert song_name(song, tagged) == "Blue – Ann"


def test_places_are_named_shortly() -> None:
    assert places_name([]) == ""
    assert places_name([Path("/a/summer")]) == "summer"
    assert places_name([Path("/a/summer"), Path("/b"), Path("/c")]) == "summer and 2 more"


def test_numbers_are_counted_in_english() -> None:
    assert photos_counted(1) == "1 photo"
    assert photos_counted(1000) == "1,000 photos"
