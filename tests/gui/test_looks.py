"""Looks, commands and words of the window."""

import re
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from coverart.gui.commands import COMMANDS, hint, shown_keys
from coverart.gui.look import icons
from coverart.gui.look.appearance import Appearance
from coverart.gui.look.parts import Button
from coverart.gui.look.segments import Segments
from coverart.gui.look.style_sheet import style_sheet
from coverart.gui.look.tab_order import set_tab_order
from coverart.gui.look.theme import DARK, LIGHT
from coverart.gui.look.toggle import Toggle
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
        for accent in (theme.accent, theme.accent_over):
            assert contrast(theme.on_accent, accent) >= 4.5
        assert contrast(theme.text, theme.over) >= 4.5


def test_what_marks_the_keyboard_stands_out_from_all_surfaces() -> None:
    for theme in (LIGHT, DARK):
        for surface in (theme.window, theme.panel, theme.raised):
            assert contrast(theme.accent, surface) >= 3
        assert contrast(theme.text, theme.accent) >= 2


def test_every_colour_of_the_style_sheet_is_one_of_the_theme() -> None:
    for theme in (LIGHT, DARK):
        used = set(re.findall("#[0-9a-f]{6}", style_sheet(theme)))
        assert used <= set(asdict(theme).values())


def test_tab_stops_at_the_segment_that_holds_and_the_arrows_choose(qtbot: QtBot) -> None:
    segments = Segments({1: "One", 2: "Two", 3: "Three"}, "Number")
    qtbot.addWidget(segments)
    segments.mark(2)
    with qtbot.waitActive(segments):
        segments.show()
    one, two, three = segments.findChildren(Toggle)
    stops = [own for own in (one, two, three) if own.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [two]
    two.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(segments.chosen) as told:
        QTest.keyClick(two, Qt.Key.Key_Right)
    assert told.args == [3]
    assert segments.marked == 3
    assert three.hasFocus()


def test_segments_are_as_wide_whichever_holds(qtbot: QtBot, appearance: Appearance) -> None:
    segments = Segments({1: "Checks", 2: "Title and artist"}, "Page")
    qtbot.addWidget(segments)
    widths = []
    for value in (1, 2):
        segments.mark(value)
        own = segments.findChildren(Toggle)
        widths.append([max(one.minimumWidth(), one.sizeHint().width()) for one in own])
    assert widths[0] == widths[1]


def test_tab_goes_through_parts_in_the_order_that_was_set(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    last, first, part = QLineEdit(whole), QLineEdit(whole), QWidget(whole)
    within = [QLineEdit(part), QLineEdit(part)]
    set_tab_order(first, part, last)
    with qtbot.waitActive(whole):
        whole.show()
    first.setFocus()
    visited = []
    for _number in range(4):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == [first, *within, last]


def test_every_drawing_can_be_drawn_in_any_colour(qapp: QApplication) -> None:
    for path in resource("icons").glob("*.svg"):
        picture = icons.drawing(path.stem, "#ff0000", 24).toImage()
        inked = [picture.pixelColor(x, y).alpha() for x in range(24) for y in range(24)]
        assert max(inked) > 150, path.name


def ink(name: str) -> str:
    """The one colour of a drawing that keeps its own."""
    source = resource(f"icons/{name}.svg").read_text("utf-8")
    (colour,) = {found.group() for found in re.finditer("#[0-9a-f]{6}", source)}
    return colour


def test_what_the_style_sheet_draws_stands_out_in_both_themes() -> None:
    for theme, check in ((LIGHT, "check_light"), (DARK, "check_dark")):
        assert f"{check}.svg" in style_sheet(theme)
        assert contrast(ink(check), theme.accent) >= 4.5
        for name in ("down", "clear"):
            assert contrast(ink(name), theme.raised) >= 3


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


def test_a_click_on_a_button_leaves_the_keyboard_where_it_is(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    line = QLineEdit(whole)
    button = Button("Keep", lambda: None)
    button.setParent(whole)
    with qtbot.waitActive(whole):
        whole.show()
    line.setFocus()
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert line.hasFocus()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert button.hasFocus()


def test_enter_presses_a_button_as_the_space_bar_does(qtbot: QtBot) -> None:
    pressed: list[None] = []
    button = Button("Keep", lambda: pressed.append(None))
    qtbot.addWidget(button)
    with qtbot.waitExposed(button):
        button.show()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(button, key)
    assert len(pressed) == 3
