"""What must be ready before anything can go wrong, and must be put away last."""

from pathlib import Path

from coverart.gui.session.crash_log import CrashLog
from coverart.gui.session.logs import Log, logs_path
from coverart.gui.session.slot import Slot, claim_slot, running_path


class Watch:
    """Holds a slot, notes what happens, and is ready for a crash, until `end`."""

    def __init__(self) -> None:
        self.slot: Slot = claim_slot(running_path())
        self._log = Log(log_of(self.slot))
        self._crash_log = CrashLog(logs_path(), self.slot)
        self._log.begin()
        self._crash_log.begin()

    def end(self) -> None:
        """The program ends as it should."""
        self._crash_log.end()
        self._log.end()
        self.slot.release()


def log_of(slot: Slot) -> Path:
    """The file that a program notes into, of which each running one has its own."""
    name = "coverart.log" if slot.number <= 1 else f"coverart-{slot.number}.log"
    return logs_path() / name
