"""What is typed becomes values: numbers, boxes, pictures, weights; and what every command shares.

Nothing here loads the engine, so that help and wrong use are answered at once.
"""

import argparse
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from coverart.cli.parsing import CommandParser
from coverart.domain import Aspect, Box, Emotion
from coverart.errors import UsageError
from coverart.settings import Options, label, span

Added: TypeAlias = "argparse._SubParsersAction[CommandParser]"

SPACE_HELP = "what songs and crops are compared in (default: the one chosen in the settings)"
KINDS = ("song", "words", "lyrics", "without", "liked", "disliked", "picture", "mood")
"""What can be given a weight; `ranking` knows which parts of a query these are."""
MOST_WEIGHT = 10
_BOXED = re.compile(r"(?P<path>.+):(?P<box>\d+,\d+,\d+,\d+)", re.DOTALL)


def command(added: Added, name: str, summary: str, module: str) -> CommandParser:
    """Add a command, carried out by the function of its name in a module of `coverart.cli`."""
    made = added.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    made.set_defaults(command=name, module=module)
    return made


def help_for(name: str) -> str:
    """What a setting is called, its span and its default."""
    least, most = span(name)
    default = getattr(Options(), name)
    return f"{label(name).lower()}, {least:g} to {most:g} (default {default})"


def within(name: str, kind: type[int] | type[float]) -> Callable[[str], float]:
    """Read a number, and hold it against the span of a setting."""

    def read(text: str) -> float:
        least, most = span(name)
        with suppress(ValueError):
            value = kind(text)
            if least <= value <= most:
                return value
        raise argparse.ArgumentTypeError(f"give a number from {least:g} to {most:g}")

    return read


def aspect(text: str) -> Aspect:
    """Read "w:h"."""
    try:
        return Aspect.parse(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def box(text: str) -> Box:
    """Read "left,top,right,bottom"."""
    parts = text.split(",")
    if len(parts) != 4 or not all(part.strip().isdecimal() for part in parts):
        raise argparse.ArgumentTypeError("give four whole numbers: left,top,right,bottom")
    return Box(*(int(part) for part in parts))


def example(text: str) -> tuple[Path, Box | None]:
    """Read the name of a picture, which "…:left,top,right,bottom" may follow."""
    found = _BOXED.fullmatch(text)
    if found is None:
        return Path(text), None
    return Path(found["path"]), box(found["box"])


def weight(text: str) -> tuple[str, float]:
    """Read "KIND=NUMBER"; the number is not below zero, whatever the kind."""
    kind, _, number = text.partition("=")
    if kind not in KINDS:
        raise argparse.ArgumentTypeError(f"give one of {', '.join(KINDS)}, “=” and a number")
    with suppress(ValueError):
        if 0 <= float(number) <= MOST_WEIGHT:
            return kind, float(number)
    raise argparse.ArgumentTypeError(f"give {kind} a number from 0 to {MOST_WEIGHT}")


def mood(text: str) -> Emotion:
    """Read "valence,arousal", each from -1 to 1."""
    with suppress(ValueError):
        valence, arousal = map(float, text.split(","))
        if abs(valence) <= 1 and abs(arousal) <= 1:
            return Emotion(valence, arousal)
    raise argparse.ArgumentTypeError("give two numbers from -1 to 1: valence,arousal")


def count(text: str) -> int:
    """Read a whole number above zero."""
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError("give a whole number above zero")
