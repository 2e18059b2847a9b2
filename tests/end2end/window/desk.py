"""A desk: a screen, what looks after its windows, hands, and the programs that were started."""

from collections.abc import Sequence
from pathlib import Path

from tests.end2end.window.carrying import Carrying
from tests.end2end.window.hands import Hands
from tests.end2end.window.keeper import Keeper
from tests.end2end.window.program import Program
from tests.end2end.window.screen import Screen

HARMLESS = ()
"""What a program may say to its terminal."""


class Desk:
    """Where one test works; its last picture is kept whatever comes of it."""

    def __init__(self, size: tuple[int, int], pictures: Path, folder: Path) -> None:
        self.screen = Screen(size, pictures)
        self._keeper = Keeper(self.screen.name)
        self.hands = Hands(self.screen.display)
        self._folder = folder
        self._programs: list[Program] = []
        self._carried: list[Carrying] = []

    def start(self, *paths: Path, scale: int = 1) -> Program:
        """Start the application with these paths."""
        log = self._folder / f"terminal-{len(self._programs)}.txt"
        arguments = [str(path) for path in paths]
        own = Program(self.screen.name, self.hands, arguments, log, scale)
        self._programs.append(own)
        return own

    def carry(self, *paths: Path) -> Carrying:
        """Take files in hand, as from a file manager."""
        return Carrying(self.screen.name, self.hands, paths)

    def keep(self, name: str) -> None:
        """Keep a picture of the screen."""
        self.screen.keep(name)

    def complaints(self) -> Sequence[str]:
        """What the programs said to their terminals, which should be nothing."""
        lines = [line for own in self._programs for line in own.complaints.splitlines()]
        return [line for line in lines if not line.startswith(tuple(HARMLESS))]

    def close(self) -> None:
        """Leave it as it was found."""
        self.keep("end")
        for own in self._programs:
            own.close()
        self._keeper.close()
        self.screen.close()
