"""What the window remembers: the session, projects, what was opened last, how it was arranged."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from coverart.domain import Match
from coverart.gui.gallery.filters import Filter
from coverart.gui.session.autosave import Autosave
from coverart.gui.session.layout import layout_of, restore_layout
from coverart.gui.session.project import Project, Selected
from coverart.gui.session.project_dialogs import ProjectDialogs
from coverart.gui.session.projects import Projects
from coverart.gui.session.slot import Slot
from coverart.gui.session.wording import offer_to_continue
from coverart.gui.studio.recent_list import RecentList
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.crops_page import CropsPage


class Remembering(QObject):
    """Keeps and brings back what a user would not like to arrange twice."""

    def __init__(
        self, window: QMainWindow, studio: Studio, page: CropsPage, slot: Slot | None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._studio = studio
        self._page = page
        self._splitters = {"columns": page.browse.columns}
        self._selected: Selected | None = None
        self._layout: Mapping[str, Any] = {}
        self.recent = RecentList()
        self.projects = Projects(self.snapshot, ProjectDialogs(window))
        self.autosave = None if slot is None else Autosave(self.snapshot, slot)
        self._connect()
        if self.autosave is not None and self.autosave.last is not None:
            self._arrange(self.autosave.last.layout)

    def begin(self) -> None:
        """Offer what was being done when the program did not end, and what was done last."""
        self.recent.look()
        if self.autosave is None:
            return
        last = self.autosave.last
        if last is not None and not last.blank:
            self._page.invitation.offer_last(offer_to_continue(last))
        if self.autosave.crashed is not None:
            self._page.recovery.offer(self.autosave.crashed)

    def close(self) -> None:
        """Keep everything for the next time."""
        if self.autosave is not None:
            self.autosave.close()
        self.projects.close()

    def snapshot(self) -> Project:
        """Everything that there is to be remembered, as it is now."""
        chosen = self._page.gallery.chosen_match
        selected = self._selected if chosen is None else Selected.of(chosen.crop)
        browse = self._page.browse
        stands = layout_of(self._window, self._splitters if browse.laid_out else {})
        if not browse.laid_out:
            stands = {**stands, "splitters": self._layout.get("splitters", {})}
        layout = {**stands, **browse.keep()}
        return Project(
            wanted=self._studio.wanted,
            selected=selected,
            filter=self._page.results.filter.as_dict(),
            layout=layout,
            file=self.projects.path,
        )

    def show_project(self, project: Project) -> None:
        """Go on with a project."""
        self._arrange(project.layout)
        if project.filter:
            self._page.results.set_filter(Filter.from_dict(project.filter))
        self._selected = project.selected
        self._page.let_go()  # what was chosen before is nothing that the user chose here
        self._studio.restore(project.wanted)
        if self._studio.crops.answered == project.wanted.wish:  # and so no stage comes
            self._choose_again(self._studio.crops.stage)
            self._page.gallery.choose_first()

    def _connect(self) -> None:
        studio, page = self._studio, self._page
        self.projects.opened.connect(self.show_project)
        self.projects.said.connect(studio.said)
        self.projects.changed.connect(self._name_window)
        page.recovery.accepted.connect(self.projects.resume)
        page.invitation.last_wanted.connect(self._go_on)
        page.invitation.forgetting_wanted.connect(self.recent.clear)
        self.recent.changed.connect(
            lambda: page.invitation.show_recent(self.recent.songs, self.recent.folders)
        )
        studio.wanted_changed.connect(self._note)
        studio.crops.stage_changed.connect(self._choose_again)
        page.gallery.chosen.connect(self._note_chosen)
        if self.autosave is not None:
            self.autosave.said.connect(studio.said)

    def _go_on(self) -> None:
        if self.autosave is not None and self.autosave.last is not None:
            self.projects.resume(self.autosave.last)

    def _note(self) -> None:
        if self.autosave is not None:
            self.autosave.note()
        self.projects.look()
        if self._studio.wanted.complete:
            self.recent.note(self._studio.wanted)
            self._page.recovery.hide()

    def _note_chosen(self, _match: Match) -> None:
        if self.autosave is not None:
            self.autosave.note()

    def _choose_again(self, stage: Stage) -> None:
        """Choose what was chosen when the project was left, once it is in the list.

        Somebody who has chosen something else meanwhile keeps that.
        """
        if stage is not Stage.FINAL or self._selected is None:
            return
        wanted, self._selected = self._selected, None
        if self._page.gallery.chosen_by_hand:
            return
        matches = self._studio.crops.ranking.matches
        found = next((one for one in matches if wanted.means(one.crop)), None)
        if found is not None:
            self._page.gallery.choose_crop(found.crop)

    def _arrange(self, layout: Mapping[str, Any]) -> None:
        self._layout = layout
        restore_layout(layout, self._window, self._splitters)
        self._page.browse.restore(layout)

    def _name_window(self) -> None:
        self._window.setWindowTitle(self.projects.title)
        self._window.setWindowModified(self.projects.dirty)
