"""How long the event loop of a window does not answer, and what it does meanwhile."""

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

EVERY = 1
"""Milliseconds from one beat to the next."""
OVERDUE = 0.015
"""Seconds without a beat after which a stall is looked into."""
FRAMES = 6
"""The innermost calls that are told of."""


@dataclass(frozen=True, slots=True)
class Stall:
    """A time without an answer: when, how long, how much of it calculating, all in seconds.

    `doing` are the calls that were under way whenever somebody looked, the innermost last.
    """

    at: float
    lasted: float
    calculating: float
    doing: tuple[str, ...] = ()


class Heartbeat(QObject):
    """Beats in the thread it was made in; with `explaining`, a thread looks what holds it up.

    Only the longest stalls are kept, the longest first.
    """

    def __init__(self, explaining: bool = False, most: int = 5) -> None:
        super().__init__()
        self.stalls: list[Stall] = []
        self._most = most
        self._thread = threading.get_ident()
        self._looking = threading.Thread(target=self._look, daemon=True) if explaining else None
        self._ended = threading.Event()
        self._doing: tuple[str, ...] = ()
        self._last, self._calculated = time.monotonic(), time.thread_time()
        self._timer = QTimer(self, interval=EVERY, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        """Beat from now on."""
        self._last, self._calculated = time.monotonic(), time.thread_time()
        self._timer.start()
        if self._looking is not None:
            self._looking.start()

    def end(self) -> None:
        """Beat no longer."""
        self._timer.stop()
        self._ended.set()
        if self._looking is not None:
            self._looking.join()

    def _beat(self) -> None:
        now, calculated = time.monotonic(), time.thread_time()
        lasted = now - self._last - EVERY / 1000
        stall = Stall(self._last, lasted, calculated - self._calculated, self._doing)
        self.stalls = sorted([*self.stalls, stall], key=lambda own: -own.lasted)[: self._most]
        self._last, self._calculated, self._doing = now, calculated, ()

    def _look(self) -> None:
        """Note what the window's thread does while a beat is overdue."""
        while not self._ended.wait(OVERDUE / 3):
            if time.monotonic() - self._last > OVERDUE:
                frame = sys._current_frames().get(self._thread)
                told = _told(frame)
                if told and told not in self._doing:
                    self._doing = (*self._doing, told)


def _told(frame: FrameType | None) -> str:
    """The innermost calls under way, in words; empty where it is the beat itself."""
    calls = traceback.extract_stack(frame)[-FRAMES:]
    if not calls or calls[-1].filename == __file__:
        return ""
    names = [
        f"{'/'.join(call.filename.split('/')[-2:])}:{call.lineno} {call.name}" for call in calls
    ]
    return " > ".join(names)
