"""The command line's door: what goes wrong inside becomes one sentence and an exit code.

0 done, 1 something a person can put right, 2 wrong use, 130 stopped by Ctrl-C.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper

from coverart.cli.arguments import parser
from coverart.cli.terminal import warn
from coverart.errors import CoverArtError, UsageError

FAILED = 1
WRONG_USE = 2
STOPPED = 130


def main(arguments: Sequence[str]) -> int:
    """Run one command and give back its exit code."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A file's name need not be text; what cannot be written is shown as an escape.
        sys.stdout.reconfigure(errors="backslashreplace")
    options = parser().parse_args(arguments)
    try:
        # Loading the engine takes a while, for which help and wrong use need not wait.
        module = import_module(f"coverart.cli.{options.module}")
        code: int = getattr(module, options.command)(options)
        sys.stdout.flush()
    except CoverArtError as error:
        warn(error)
        return WRONG_USE if isinstance(error, UsageError) else FAILED
    except KeyboardInterrupt:
        warn("Stopped; what was done is kept.")
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python must not complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code
