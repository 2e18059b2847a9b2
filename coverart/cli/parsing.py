"""How commands are read; one of them may be typed without its first path."""

import argparse
import re
from collections.abc import Sequence
from typing import Any

SIGNED = re.compile(r"-[\d.]")
"""The beginning of numbers below zero, of which argparse knows only those that stand alone."""


class CommandParser(argparse.ArgumentParser):
    """Reads one command.

    Where it is `mixed`, options may stand anywhere between paths, whichever of these may be left
    out; argparse would otherwise take the first path it sees for a later one as soon as an option
    follows. `signed` are options of a mixed command whose values may begin with a minus sign, as in
    "-0.3,0.5", which argparse would take for an option.
    """

    mixed = False
    signed: frozenset[str] = frozenset()

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Read what argparse can; give back what it cannot, too."""
        if not self.mixed or args is None:
            return super().parse_known_args(args, namespace)
        self.mixed = False  # it reads twice, and calls this each time
        try:
            return self.parse_known_intermixed_args(self._joined(args), namespace)
        finally:
            self.mixed = True

    def _joined(self, args: Sequence[str]) -> list[str]:
        """Each value that begins with a minus sign together with its option, as one word."""
        joined: list[str] = []
        for own in args:
            if joined and joined[-1] in self.signed and SIGNED.match(own):
                joined[-1] += f"={own}"
            else:
                joined.append(own)
        return joined
