"""Part 9: what was being done comes back."""

import signal
from collections.abc import Sequence
from pathlib import Path

from coverart.settings import data_path
from tests.end2end.window.desk import Desk
from tests.end2end.window.program import Program, Sight
from tests.end2end.window.test_triage import begin

WORDS = "a calm evening"


def arrange(desk: Desk, both: Sequence[Path]) -> Program:
    """The application with words, a crop that is chosen, and without the song's panel."""
    program = begin(desk, both)
    desk.hands.press("ctrl+f")
    desk.hands.type(WORDS)
    desk.hands.press("enter")
    program.thing(f"Remove: “{WORDS}”")
    program.reaches("FINAL")
    program.click_tile(2)
    desk.hands.press("ctrl+b")
    program.wait(lambda sight: sight.find("Waveform of the song") is None, "no panel")
    return program


def is_as_arranged(sight: Sight, chosen: str) -> bool:
    """Whether all of that is there again."""
    return (
        sight.find(f"Remove: “{WORDS}”") is not None
        and sight.find("Waveform of the song") is None
        and [own.text for own in sight.chosen] == [chosen]
    )


def test_after_a_kill_it_offers_to_go_on(desk: Desk, both: Sequence[Path]) -> None:
    program = arrange(desk, both)
    chosen = program.wait(lambda sight: sight.chosen)[0].text
    program.quit()
    second = desk.start()
    second.wait(lambda sight: sight.says("Continue with"), "the last session")
    desk.keep("continue")
    second.click_on(
        lambda sight: next(own for own in sight.things if own.text.startswith("Continue with")),
        "the button for it",
    )
    second.wait(lambda sight: is_as_arranged(sight, chosen), "what was arranged")
    live = data_path() / "running" / "1.json"
    second.wait(lambda _sight: live.is_file(), "the first saving")
    second.kill()
    third = desk.start()
    third.reads("Coverart did not end properly.")
    desk.keep("offered")
    third.click("Go on")
    third.wait(lambda sight: is_as_arranged(sight, chosen), "what was arranged, after the kill")
    desk.keep("as it was")
    third.quit()


def test_a_project_is_saved_and_opened_by_its_file(
    desk: Desk, both: Sequence[Path], tmp_path: Path
) -> None:
    program = arrange(desk, both)
    chosen = program.wait(lambda sight: sight.chosen)[0].text
    desk.hands.press("ctrl+s")
    program.wait(lambda sight: any("FileDialog" in own["kind"] for own in sight.windows))
    desk.hands.press("ctrl+a")
    desk.hands.type(str(tmp_path / "evening"))
    desk.keep("saving")
    desk.hands.press("enter")
    program.wait(lambda _sight: list(tmp_path.glob("evening.*")), "the file")
    (file,) = tmp_path.glob("evening.*")
    program.wait(lambda sight: "evening" in sight.windows[0]["title"], "its name in the title")
    program.quit()
    again = desk.start(file)
    again.wait(lambda sight: is_as_arranged(sight, chosen), "the project")
    assert "evening" in again.look().windows[0]["title"]
    desk.keep("opened")


def test_a_crash_is_told_of_at_the_next_start_and_only_there(
    desk: Desk, both: Sequence[Path]
) -> None:
    program = begin(desk, both)
    assert program.kill(signal.SIGSEGV) == -signal.SIGSEGV
    second = desk.start()
    second.reads("Coverart crashed the last time")
    second.reads("Segmentation fault")
    second.reads(str(data_path() / "logs"))
    desk.keep("notice")
    second.click("Close")
    second.wait(lambda sight: len(sight.windows) == 1, "the notice to go")
    second.quit()
    third = desk.start()
    third.reads("Drop a song")
    assert not third.look().says("Coverart crashed the last time")
