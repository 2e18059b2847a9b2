"""Part 11: a tip that never returns, and what the program says of itself."""

from collections.abc import Sequence
from pathlib import Path

from tests.end2end.window.desk import Desk

TIP = "The arrow keys go on, P keeps a crop and X rejects it."


def test_a_tip_is_given_once_and_never_again(desk: Desk, both: Sequence[Path]) -> None:
    program = desk.start(*both)
    program.reads(TIP)
    desk.keep("tip")
    program.click("Got it")
    program.reads_no(TIP)
    program.quit()
    again = desk.start(*both)
    again.reaches("FINAL")
    again.wait(lambda sight: sight.tiles)
    assert not again.look().says(TIP)
    desk.keep("the second time")


def test_about_names_the_licences_and_closes_by_escape(desk: Desk, both: Sequence[Path]) -> None:
    program = desk.start(*both)
    program.reaches("FINAL")
    program.choose("Help", "About Coverart")
    program.reads("GPL-3.0-or-later")
    program.reads("LGPL")
    desk.keep("about")
    desk.hands.press("esc")
    program.wait(lambda sight: len(sight.windows) == 1, "it to go")


def test_words_are_taught_where_the_pointer_rests(desk: Desk, both: Sequence[Path]) -> None:
    program = desk.start(*both)
    program.reaches("FINAL")
    mood = program.wait(
        lambda sight: next((own for own in sight.things if " · " in own.text), None), "the mood"
    )
    desk.hands.move(mood.at(0.3, 0.4))
    desk.hands.move(mood.middle)
    program.reads("Valence is how pleasant music sounds")
    desk.keep("valence")
