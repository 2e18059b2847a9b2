"""Where the program starts: `coverart` and `python -m coverart`."""

import multiprocessing
import sys
from typing import NoReturn

STOPPED = 130


def run() -> NoReturn:
    """Run the command line, or the window, and leave with its exit code."""
    # In an installer's bundle a child process starts this same program: let it find its work.
    multiprocessing.freeze_support()
    try:
        # Loading takes a while, in which Ctrl-C is to be as quiet as it is later.
        from coverart.cli.main import main  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
