"""The stages of the search that the window shows."""

from enum import Enum, auto


class Stage(Enum):
    """How the list of matches stands.

    WAITING for a song or photos, PREPARING them where the demo makes its own, WORKING while the
    list may still get better, PAUSED on the way there, FINAL, STOPPED by the user, or FAILED
    because something could not be used.
    """

    WAITING = auto()
    PREPARING = auto()
    WORKING = auto()
    PAUSED = auto()
    FINAL = auto()
    STOPPED = auto()
    FAILED = auto()

    @property
    def busy(self) -> bool:
        """Whether a job is under way, which can be cancelled."""
        return self in (Stage.PREPARING, Stage.WORKING, Stage.PAUSED)
