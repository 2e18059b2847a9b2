"""Opening the window. It stands apart so that nothing is loaded that the window can do without."""

import argparse
import gc


def gui(given: argparse.Namespace) -> int:
    """Open the window, with a song and photos in whatever order they were given."""
    # What is loaded stays, so looking for garbage among it would be a fifth of the time it takes.
    gc.disable()
    from coverart.engine.readers import make_readers_ready  # noqa: PLC0415

    make_readers_ready()  # first of all, for it goes on while Qt is loaded
    # Only here is Qt loaded: the other commands need neither it nor a screen.
    from coverart.gui.platform import check_platform  # noqa: PLC0415

    check_platform()
    from coverart.gui.app import run as show  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    return show(given.paths, given.space or "")
