"""The project that the window shows: opened, saved, and whether it changed since."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coverart.errors import CoverArtError
from coverart.gui.session.aside import Aside
from coverart.gui.session.project import SUFFIX, Project
from coverart.gui.session.project_dialogs import Answer, ProjectDialogs, projects_folder
from coverart.gui.session.project_file import (
    Opened,
    gone_in_words,
    open_project,
    recall_project,
    write_project,
)
from coverart.gui.studio.recent import load_recent, save_recent
from coverart.gui.studio.wanted import Wanted
from coverart.language import _

Then = Callable[[], object]


class Projects(QObject):
    """Knows the file of what `snapshot` gives, and what stands in it.

    `opened` carries a project that the window shall show from now on, `said` a sentence and
    whether it is serious. `changed` says that `title`, `dirty` or `recent` may be others.
    """

    opened = Signal(object)
    said = Signal(str, bool)
    changed = Signal()

    def __init__(self, snapshot: Callable[[], Project], dialogs: ProjectDialogs) -> None:
        super().__init__()
        self.path: Path | None = None
        self._snapshot = snapshot
        self._dialogs = dialogs
        self._aside = Aside()
        self._saved: Wanted | None = Project().work
        self._told: tuple[Path | None, bool] = (None, False)

    @property
    def title(self) -> str:
        """What the window is called; Qt puts its sign for changes in the place of "[*]"."""
        if self.path is None:
            return "Coverart"
        name = self.path.name.replace("[*]", "[*][*]")
        return _("{name}[*] — Coverart").format(name=name)

    @property
    def dirty(self) -> bool:
        """Whether the project has a file in which something else stands."""
        return self.path is not None and self._snapshot().work != self._saved

    @property
    def recent(self) -> tuple[Path, ...]:
        """The projects opened or saved last, the last one first."""
        return load_recent().projects

    def look(self) -> None:
        """Something may have changed."""
        now = (self.path, self.dirty)
        if now != self._told:
            self._told = now
            self.changed.emit()

    def start_new(self) -> None:
        """Begin with nothing."""
        self._leave(lambda: self._show(Project(), None))

    def open(self, path: Path | None = None) -> None:
        """Open a project, of which the user is asked where it is not given."""
        self._leave(lambda: self._open(path))

    def resume(self, project: Project) -> None:
        """Go on with what was being done when the program ended."""
        self._show(project, project.file)
        if project.file is not None:
            file = project.file
            self._saved = None
            self._aside.do(lambda: recall_project(file), self._learn, self._fail)

    def save(self, then: Then | None = None) -> None:
        """Save to the project's file, or ask for one; `then` comes if it worked."""
        if self.path is None:
            self.save_as(then)
        else:
            self._write(self.path, then)

    def save_as(self, then: Then | None = None) -> None:
        """Ask for a file, and save to it."""
        target = self._dialogs.to_save(self._suggested())
        if target is not None:
            self._write(target, then)

    def close(self) -> None:
        """Wait until what is being saved is saved."""
        self._aside.close()

    def _leave(self, then: Then) -> None:
        """Do something after which changes are lost, unless the user would rather not."""
        if not (self.dirty or (self.path is None and self._snapshot().elaborate)):
            then()
            return

        def hear(answer: Answer) -> None:
            if answer is Answer.SAVE:
                self.save(then)
            elif answer is Answer.LEAVE:
                then()

        self._dialogs.about_changes("" if self.path is None else self.path.stem, hear)

    def _open(self, path: Path | None) -> None:
        chosen = path or self._dialogs.to_open(self._folder())
        if chosen is not None:
            self._aside.do(
                lambda: open_project(chosen),
                lambda found: self._finish_opening(chosen, found),
                self._fail,
            )

    def _finish_opening(self, path: Path, found: Opened) -> None:
        self._show(found.project, path)
        self._remember(path)
        if found.gone:
            self.said.emit(gone_in_words(found.gone), True)

    def _write(self, path: Path, then: Then | None) -> None:
        project = self._snapshot()
        self._aside.do(
            lambda: write_project(path, project),
            lambda _none: self._finish_saving(path, project, then),
            self._fail,
        )

    def _finish_saving(self, path: Path, project: Project, then: Then | None) -> None:
        self.path, self._saved = path, project.work
        self._remember(path)
        self.said.emit(_("Saved as {name}.").format(name=path.name), False)
        if then is not None:
            then()

    def _show(self, project: Project, path: Path | None) -> None:
        self.path = path
        self.opened.emit(replace(project, file=path))
        # What the window made of it: that alone is no change.
        self._saved = self._snapshot().work
        self.look()

    def _learn(self, project: Project | None) -> None:
        self._saved = None if project is None else project.work
        self.look()

    def _remember(self, path: Path) -> None:
        save_recent(load_recent().with_project(path))
        self._told = (self.path, self.dirty)
        self.changed.emit()

    def _fail(self, error: CoverArtError) -> None:
        self.said.emit(str(error), True)

    def _folder(self) -> Path:
        near = self.path or next(iter(self.recent), None)
        return projects_folder() if near is None else near.parent

    def _suggested(self) -> Path:
        if self.path is not None:
            return self.path
        wanted = self._snapshot().wanted
        named = wanted.song.stem if wanted.song is not None else _("My cover")
        return self._folder() / f"{named}{SUFFIX}"
