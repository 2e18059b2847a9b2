"""How long work is going to take still, as far as it can be told."""

from coverart.engine.job import Progress
from coverart.language import _, plural

FIRST_TOLD = 3.0
"""Seconds of work before which nothing is foretold."""


class Pace:
    """Watches one kind of work after the other; times in seconds."""

    def __init__(self) -> None:
        self._label = ""
        self._begun = 0.0
        self._from = 0

    def left(self, progress: Progress, now: float) -> float | None:
        """The seconds that are left at the pace so far; None as long as nobody can know."""
        if progress.label != self._label or progress.done < self._from:
            self._label, self._begun, self._from = progress.label, now, progress.done
        done, passed = progress.done - self._from, now - self._begun
        if not progress.total or done <= 0 or passed < FIRST_TOLD:
            return None
        return passed / done * (progress.total - progress.done)


def time_left(seconds: float) -> str:
    """A time in words that promise no more than is known: "about 40 s left"."""
    if seconds < 55:
        return _("about {number} s left").format(number=max(5, 5 * round(seconds / 5)))
    if seconds < 55 * 60:
        return _("about {number} min left").format(number=round(seconds / 60))
    hours = round(seconds / 3600)
    return plural("about {number} hour left", "about {number} hours left", hours).format(
        number=hours
    )
