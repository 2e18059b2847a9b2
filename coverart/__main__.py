"""Where the program starts: `coverart` and `python -m coverart`."""

import multiprocessing
import signal
import sys
from typing import NoReturn

STOPPED = 130


def run() -> NoReturn:
    """Run the command line, or the window, and leave with its exit code."""
    # In an installer's bundle a child process starts this same program: let it find its work.
    multiprocessing.freeze_support()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else we are to ignore it
        signal.signal(signal.SIGINT, _stop_once)
    try:
        # Loading takes a while, in which Ctrl-C is to be as quiet as it is later.
        from coverart.cli.main import main  # noqa: PLC0415
    except KeyboardInterrupt:
        sys.exit(STOPPED)
    sys.exit(main(sys.argv[1:]))


def _stop_once(_number: int, _frame: object) -> NoReturn:
    """Stop at Ctrl-C; a second one changes nothing while what is open is being closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    run()
