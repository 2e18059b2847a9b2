"""Part 4: keeping, rejecting and rating from the keyboard, durably."""

from collections.abc import Sequence
from pathlib import Path

from tests.end2end.window.desk import Desk


def test_smoke(desk: Desk, both: Sequence[Path]) -> None:
    program = desk.start(*both)
    program.reaches("FINAL")
    desk.keep("ranked")
    sight = program.look()
    print("\n".join(f"{t.kind}|{t.name}|{t.text}|{t.place}|{t.focused}" for t in sight.things))
    print(sight.windows)
    print(desk.complaints())
