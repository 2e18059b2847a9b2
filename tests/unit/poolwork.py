"""Functions that a child process can be asked to run: good, bad and ugly ones."""

import ctypes
import os
import signal
import time
from pathlib import Path

from coverart.errors import MediaError


def size_in_bytes(path: Path) -> int:
    return path.stat().st_size


def crash_on_b(path: Path) -> str:
    if path.name == "b":
        ctypes.string_at(0)
    return path.name


def hang_on_b(path: Path) -> str:
    if path.name == "b":
        time.sleep(600)
    return path.name


def refuse(path: Path) -> str:
    raise MediaError(path, "it is not to our taste", "try another")


def take_all_memory(path: Path) -> int:
    return len(bytearray(8 << 30))


def die_of_a_bug(path: Path) -> str:
    raise ZeroDivisionError


def be_killed(path: Path) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return path.name
