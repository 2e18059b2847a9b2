"""One installation at a time, of all programs that share the folder of packs."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from coverart.errors import PackError
from coverart.language import _

LOCK = ".lock"

if sys.platform == "win32":
    import msvcrt

    def _seize(opened: BinaryIO) -> None:
        msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _seize(opened: BinaryIO) -> None:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def one_at_a_time(packs: Path, name: str) -> Iterator[None]:
    """Keep other installations out of the folder `packs` while the pack `name` is installed.

    The lock goes with the process, however that ends. Raises `PackError` where another has it.
    """
    packs.mkdir(parents=True, exist_ok=True)
    with (packs / LOCK).open("ab") as opened:
        try:
            _seize(opened)
        except (BlockingIOError, PermissionError) as error:
            raise PackError(
                name, _("another pack is being installed"), _("wait until that is done")
            ) from error
        yield
