"""A desk: a screen, what looks after its windows, hands, and the programs that were started."""

from contextlib import ExitStack
from pathlib import Path

from tests.end2end.window.carrying import Carrying
from tests.end2end.window.hands import Hands
from tests.end2end.window.keeper import Keeper
from tests.end2end.window.program import Program
from tests.end2end.window.receiving import Receiver
from tests.end2end.window.screen import Screen


class Desk:
    """Where one test works; its last picture is kept whatever comes of it."""

    def __init__(self, size: tuple[int, int], pictures: Path, folder: Path) -> None:
        self.screen = Screen(size, pictures)
        self._keeper = Keeper(self.screen.name)
        self.hands = Hands(self.screen.display)
        self._folder = folder
        self._programs: list[Program] = []
        self._others: list[Carrying | Receiver] = []

    def start(self, *paths: Path, scale: int = 1) -> Program:
        """Start the application with these paths."""
        log = self._folder / f"terminal-{len(self._programs)}.txt"
        arguments = [str(path) for path in paths]
        own = Program(self.screen.name, self.hands, arguments, log, scale)
        self._programs.append(own)
        return own

    def carry(self, *paths: Path) -> Carrying:
        """Take files in hand, as from a file manager."""
        own = Carrying(self.screen.name, self.hands, paths)
        self._others.append(own)
        return own

    def open_other(self) -> Receiver:
        """Open another program in the lower right corner, which takes files."""
        width, height = self.screen.size
        own = Receiver(self.screen.name, (width - 100, height - 160))
        self._others.append(own)
        return own

    def keep(self, name: str, at_rest: bool = True) -> None:
        """Keep a picture of the screen, once nothing moves on it any more, or at once."""
        self.screen.keep(name, at_rest)

    @property
    def complaints(self) -> str:
        """What the programs said to their terminals, which should be nothing."""
        return "".join(own.complaints for own in self._programs)

    def close(self) -> None:
        """Leave it as it was found, last the screen itself."""
        with ExitStack() as rest:
            rest.callback(self.screen.close)
            rest.callback(self._keeper.close)
            for own in (*self._others, *self._programs):
                rest.callback(own.close)
            self.keep("end", at_rest=False)
