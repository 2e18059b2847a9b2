"""Functions that a child process can be asked to run: good, bad and ugly ones."""

import ctypes
import os
import signal
import time
from pathlib import Path

from coverart.errors import MediaError, UsageError
from coverart.media.limits import memory_budget


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


def take_a_while(path: Path) -> str:
    time.sleep(0.02)
    return path.name


def crash_and_count(path: Path) -> str:
    with path.open("ab") as file:
        file.write(b"x")
    os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def allowed_memory(path: Path) -> int:
    return memory_budget()


def refuse_b(path: Path) -> str:
    if path.name == "b":
        raise MediaError(path, "it is not to our taste", "try another")
    return path.name


def take_all_memory_on_b(path: Path) -> str:
    if path.name == "b":
        bytearray(8 << 30)
    return path.name


def die_of_a_bug(path: Path) -> str:
    raise ZeroDivisionError


def be_killed_on_b(path: Path) -> str:
    if path.name == "b":
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def ask_for_another_use(path: Path) -> str:
    raise UsageError("This makes no sense", "try sense")


def complain(path: Path) -> str:
    os.write(2, b"a library of C has something to say")
    return path.name


def process_id(path: Path, *arguments: object) -> tuple[int, tuple[object, ...]]:
    return os.getpid(), arguments
