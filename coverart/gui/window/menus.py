"""The menus: a bar where the system has one for all programs, and one button elsewhere."""

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from coverart.gui.commands import COMMANDS, Menu, fill_menus
from coverart.gui.look.parts import Button
from coverart.gui.session.projects import Projects
from coverart.gui.studio.history import History
from coverart.language import _
from coverart.triage.judgement import MOST_STARS


class MenuButton(Button):
    """Opens the menu of everything; F10 does so too."""

    def __init__(self) -> None:
        super().__init__("", self.open_menu, "plain")
        self.set_drawing("menu")
        self.setAccessibleName(_("Menu"))
        self.setToolTip(_("Menu (F10)"))
        self._everything = QMenu(self)

    def add_menu(self, title: str) -> QMenu:
        """Another menu within the menu."""
        return self._everything.addMenu(title)

    def open_menu(self) -> None:
        """Open it below the button."""
        below = self.rect().bottomLeft()
        self._everything.popup(self.mapToGlobal(below))


class RecentMenu(QMenu):
    """The projects opened or saved last; one that is gone is told of when it is opened."""

    def __init__(self, parent: QWidget, projects: Projects) -> None:
        super().__init__(_("Recent projects"), parent)
        self._projects = projects
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for path in self._projects.recent:
            action = self.addAction(path.stem.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._open, path))
        if self.isEmpty():
            self.addAction(_("No project yet")).setEnabled(False)

    def _open(self, path: Path, _checked: bool) -> None:
        self._projects.open(path)


BY_CROP = (
    *("export", "tag", "copy", "keep", "reject", "unflag"),
    *(f"stars_{own}" for own in range(MOST_STARS + 1)),
    *("edit", "full_screen", "compare", "like", "unlike"),
)
"""Commands that need a crop to be chosen, and to be seen."""
STEPS = ("undo", "redo")
AMONG_CROPS = (
    *("lyrics", "square", "wide", "both", "first_half", "second_half"),
    *("filters", "larger", "smaller", "side", "mood_map", "pause"),
)
"""Commands that, like `STEPS`, change what is seen only where crops are looked for."""


class Menus(QObject):
    """All commands in menus, named and enabled as things stand."""

    def __init__(
        self,
        window: QMainWindow,
        button: MenuButton,
        actions: Mapping[str, QAction],
        history: History,
    ) -> None:
        super().__init__(window)
        self._actions = actions
        self._history = history
        self._among_crops = True
        own = sys.platform != "darwin"
        self._menus = fill_menus(actions, button.add_menu if own else window.menuBar().addMenu)
        button.setVisible(own)
        if own:
            opening = QAction(_("Menu"), window)
            opening.setShortcut(Qt.Key.Key_F10)
            opening.triggered.connect(lambda _checked: button.open_menu())
            window.addAction(opening)
        history.changed.connect(self._show_steps)
        self._show_steps()

    @property
    def of_crop(self) -> tuple[QAction, ...]:
        """What can be done with one crop."""
        return tuple(self._actions[one.name] for one in COMMANDS if one.menu is Menu.CROP)

    @property
    def of_steps(self) -> tuple[QAction, ...]:
        """What takes steps back, and does them again."""
        return tuple(self._actions[name] for name in STEPS)

    def offer_recent(self, projects: Projects) -> None:
        """Offer the projects opened last, below the command that opens one."""
        recent = RecentMenu(self._menus[Menu.FILE], projects)
        self._menus[Menu.FILE].insertMenu(self._actions["save"], recent)

    def allow(self, among_crops: bool, for_one: bool) -> None:
        """Say whether crops are looked at, and whether one is chosen that can be seen."""
        self._among_crops = among_crops
        for name in AMONG_CROPS:
            self._actions[name].setEnabled(among_crops)
        for name in BY_CROP:
            self._actions[name].setEnabled(among_crops and for_one)
        self._show_steps()

    def _show_steps(self) -> None:
        titles = (self._history.undo_title, self._history.redo_title)
        for name, verb, title in zip(STEPS, (_("Undo"), _("Redo")), titles, strict=True):
            self._actions[name].setText(f"{verb}: {title}" if title else verb)
            self._actions[name].setEnabled(bool(title) and self._among_crops)
