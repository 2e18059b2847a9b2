"""Sees in the window's own thread when it answers, when pictures come, and how long things take.

Of every task: `answered_at`, when an event that was sent after the first painting was answered.

- open: nothing else.
- tile: `tile_at`, when the first tile with a picture was painted.
- rank: that; `final_at`, when the ranking was final; `stalls`, when the window did not answer for
  long until then and a little longer; and what `handwork` measures with the list.
- explain: the same, and each stall with what the window was doing.
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

ANSWER = QEvent.Type(QEvent.registerEventType())
PAINTED = QEvent.Type(QEvent.registerEventType())
REST = 2000
"""Milliseconds after the ranking is final in which thumbnails and the song's card still come."""


class Witness(QObject):
    """Watches the only window of a program, and closes it in the end."""

    def __init__(self, task: str) -> None:
        super().__init__()
        self._task = task
        self._found: dict[str, Any] = {}
        self._window: Any = None
        self._viewport: QWidget | None = None
        self._heart: Any = None
        self._asked = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """See what is painted, and what is answered."""
        kind = event.type()
        if kind == QEvent.Type.Paint and isinstance(watched, QWidget):
            self._see_painting(watched)
        elif kind == ANSWER and watched is self._window:
            self._take_answer()
        elif kind == PAINTED and watched is self._viewport and "tile_at" not in self._found:
            self._take_tile()
        return False

    def _see_painting(self, widget: QWidget) -> None:
        window = widget.window()
        if not self._asked and isinstance(window, QMainWindow):
            self._asked, self._window = True, window
            QCoreApplication.postEvent(window, QEvent(ANSWER))
        if widget is self._viewport and "tile_at" not in self._found and self._any_picture():
            QCoreApplication.postEvent(widget, QEvent(PAINTED))

    def _take_answer(self) -> None:
        self._found["answered_at"] = time.monotonic()
        self._found["answered_cpu"] = time.process_time()
        if self._task == "open":
            self._end()
            return
        self._viewport = self._window.gallery.viewport()
        if self._task in ("rank", "explain"):
            self._await_final()

    def _take_tile(self) -> None:
        self._found["tile_at"] = time.monotonic()
        if self._task == "tile":
            self._end()

    def _any_picture(self) -> bool:
        """Whether a tile in sight has a picture, just before it is painted."""
        gallery = self._window.gallery
        rows = gallery.rows_in(gallery.viewport().rect())
        matches = (gallery.matches.match_at(row) for row in rows)
        return any(gallery.thumbnail(gallery.shown_crop(match)) for match in matches)

    def _await_final(self) -> None:
        from bench.heartbeat import Heartbeat  # noqa: PLC0415 (others are not kept waiting)

        self._heart = Heartbeat(self._task == "explain")
        self._heart.begin()
        search = self._window._studio.crops
        search.stage_changed.connect(self._look_at_stage)
        self._look_at_stage(search.stage)

    def _look_at_stage(self, stage: Any) -> None:
        if stage.name == "FINAL" and "final_at" not in self._found:
            self._found["final_at"] = time.monotonic()
            QTimer.singleShot(REST, self._work)

    def _work(self) -> None:
        """Work with the list, now that it stands still."""
        from bench import handwork  # noqa: PLC0415

        self._heart.end()
        self._found["stalls"] = [asdict(stall) for stall in self._heart.stalls]
        try:
            self._found["rerank_ms"] = handwork.rerank(self._window)
            self._found |= handwork.nudge(self._window)
        except TimeoutError:  # without a report, whoever waits for it knows
            self._window.close()
            raise
        self._end()

    def _end(self) -> None:
        _write(self._found)
        # Not at once: this may be in the middle of showing the window.
        QTimer.singleShot(0, self._window.close)


def _write(found: Mapping[str, Any]) -> None:
    Path(os.environ["BENCH_REPORT"]).write_text(json.dumps(found), encoding="utf-8")


def watching(task: str) -> type[QApplication]:
    """A kind of application that brings a witness with it."""

    class Watched(QApplication):
        def __init__(self, arguments: Sequence[str]) -> None:
            super().__init__(arguments)
            self._witness = Witness(task)
            self.installEventFilter(self._witness)

    return Watched
