"""What was done, so that it can be undone: one history for everything a person changes.

Whoever changes something hands over two deeds, one that does it and one that takes it back. Both
may be carried out many times, in turns, and find things as the other left them.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

DEPTH = 200
"""Steps that are remembered; those before them stay done."""
PAUSE = 1.0
"""Seconds of rest after which a change that goes on is another step."""

Deed = Callable[[], object]


class _Step(QUndoCommand):
    """One step, done already when it is remembered."""

    def __init__(self, title: str, redo: Deed, undo: Deed) -> None:
        super().__init__(title)
        self.deed = redo
        self._undo = undo
        self._remembered = False

    def redo(self) -> None:
        if self._remembered:
            self.deed()
        self._remembered = True  # Qt calls this once when it takes the step

    def undo(self) -> None:
        self._undo()


class History(QObject):
    """Does things, takes them back and does them again; `changed` comes after each of these.

    A deed may lead to others: what is done while a deed is being carried out is a part of it, and
    no step of its own. `clock` tells seconds.
    """

    changed = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(DEPTH)
        self._busy = False
        self._to_be_cleared = False
        self._going_on: tuple[str, _Step] | None = None
        self._last = 0.0

    @property
    def undo_title(self) -> str:
        """What `undo` would take back; empty if there is nothing."""
        return self._stack.undoText()

    @property
    def redo_title(self) -> str:
        """What `redo` would do again; empty if there is nothing."""
        return self._stack.redoText()

    def do(self, title: str, redo: Deed, undo: Deed, merge: str = "") -> None:
        """Carry out `redo`, and remember how to take it back.

        Changes with the same `merge` that follow each other closely are one step. A deed that
        raises is not remembered.
        """
        if self._busy:
            redo()
            return
        with self._deed():
            redo()
            self._remember(_Step(title, redo, undo), merge)

    def undo(self) -> None:
        """Take back the last step, if there is one."""
        self._go(self._stack.canUndo(), self._stack.undo)

    def redo(self) -> None:
        """Do again what was taken back last, if anything was."""
        self._go(self._stack.canRedo(), self._stack.redo)

    def clear(self) -> None:
        """Forget all steps; in the middle of one, as soon as it is over."""
        if self._busy:
            self._to_be_cleared = True
            return
        self._going_on = None
        self._stack.clear()
        self.changed.emit()

    def _go(self, possible: bool, move: Callable[[], None]) -> None:
        if possible and not self._busy:
            with self._deed():
                self._going_on = None
                move()

    def _remember(self, step: _Step, merge: str) -> None:
        now = self._clock()
        before, self._last = self._last, now
        if merge and self._going_on is not None:
            key, begun = self._going_on
            if key == merge and now - before <= PAUSE:
                begun.deed = step.deed
                return
        self._stack.push(step)
        self._going_on = (merge, step) if merge else None

    @contextmanager
    def _deed(self) -> Iterator[None]:
        """While a deed is carried out."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
            if self._to_be_cleared:
                self._to_be_cleared = False
                self._going_on = None
                self._stack.clear()
            self.changed.emit()
