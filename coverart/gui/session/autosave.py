"""Keeps what one was at, so that neither a crash nor a closed window costs more than a minute."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from coverart.errors import CoverArtError
from coverart.gui.session.aside import Aside
from coverart.gui.session.project import Project
from coverart.gui.session.project_file import recall_project, write_project
from coverart.gui.session.slot import Slot
from coverart.language import _
from coverart.settings import data_path

BETWEEN = 60_000
"""Milliseconds between two savings, at least."""
SOON = 2_000
"""Milliseconds until the first: what comes in one go is saved in one go."""

Snapshot = Callable[[], Project]


def session_path() -> Path:
    """The file of what was done last, when the window was closed."""
    return data_path() / "session.json"


class Autosave(QObject):
    """Saves what `snapshot` gives, where it changed.

    That goes beside the slot while the program runs, and is kept for the next time when it ends.
    `crashed` is what was being done when the program did not end, and `last` what was done last,
    either way; both None if there was nothing. `said` carries a sentence, once, where nothing can
    be saved, and that this is serious.
    """

    said = Signal(str, bool)

    def __init__(
        self, snapshot: Snapshot, slot: Slot, between: int = BETWEEN, soon: int = SOON
    ) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._slot = slot
        self._between, self._soon = between, soon
        self._live, self._kept = slot.path(".json"), session_path()
        self._aside = Aside()
        self._complained = self._closed = False
        self._since = QElapsedTimer()
        self.crashed = self._recover()
        self.last = recall_project(self._kept)
        self._saved: Project | None = None
        self._due = QTimer(self, singleShot=True, interval=between)
        self._due.timeout.connect(self.save)
        self._due.start()

    def note(self) -> None:
        """Something changed: save it soon, or as soon as a minute has passed since the last time.

        What nobody notes is saved as well, a little later.
        """
        rested = not self._since.isValid() or self._since.hasExpired(self._between)
        if rested and self._due.remainingTime() > self._soon:
            self._due.start(self._soon)

    def save(self) -> None:
        """Save, if there is anything new."""
        self._due.start(self._between)
        project = self._snapshot()
        if not self._slot.held or project == self._saved or project.blank:
            return
        self._saved = project
        self._since.start()
        self._aside.do(
            lambda: write_project(self._live, project, movable=False),
            lambda _none: None,
            self._complain,
        )

    def close(self) -> None:
        """Keep what is being done for the next time, and wait until that is done."""
        if self._closed:
            return
        self._closed = True
        self._due.stop()
        project = self._snapshot()
        if project.blank and self.last is not None:
            project = replace(self.last, layout=project.layout)
        self._aside.do(lambda: self._keep(project), lambda _none: None, lambda _none: None)
        self._aside.close()

    def _keep(self, project: Project) -> None:
        with suppress(OSError):  # whether it can be written is told below
            self._kept.parent.mkdir(parents=True, exist_ok=True)
        write_project(self._kept, project, movable=False)
        with suppress(OSError):  # once the slot is released, nobody takes it for a crash
            self._live.unlink(missing_ok=True)

    def _recover(self) -> Project | None:
        """What the last holder of the slot was at; it is kept even if nobody goes on with it."""
        crashed = recall_project(self._live) if self._slot.after_crash else None
        with suppress(OSError):
            if crashed is None:
                self._live.unlink(missing_ok=True)
            else:
                self._live.replace(self._kept)
        return crashed

    def _complain(self, error: CoverArtError) -> None:
        self._saved = None
        if not self._complained:
            self._complained = True
            self.said.emit(
                _("What you do cannot be saved for the next time: {reason}").format(reason=error),
                True,
            )
