"""The child processes that read files, seen from outside."""

import psutil


def workers_of(program: psutil.Process) -> list[psutil.Process]:
    """The processes that read files for a program, but for those that have ended."""
    return [own for own in program.children(recursive=True) if is_alive(own) and _reads(own)]


def is_alive(process: psutil.Process) -> bool:
    """Whether a process has not ended yet."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _reads(process: psutil.Process) -> bool:
    """Whether it was spawned, or forked from the server, and is not the server itself."""
    try:
        words, parent = " ".join(process.cmdline()), process.parent()
        forked = parent is not None and "forkserver" in " ".join(parent.cmdline())
    except psutil.NoSuchProcess:
        return False
    return "spawn_main" in words or ("forkserver" in words and forked)
