"""The menus: a bar where the system has one for all programs, and one button elsewhere."""

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from coverart.gui.commands import COMMANDS, Menu, fill_menus
from coverart.gui.look.parts import Button
from coverart.gui.session.projects import Projects
from coverart.language import _


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


def add_menus(
    window: QMainWindow, button: MenuButton, actions: Mapping[str, QAction], projects: Projects
) -> None:
    """Put all commands into the menus, wherever this system has them."""
    own = sys.platform != "darwin"
    menus = fill_menus(actions, button.add_menu if own else window.menuBar().addMenu)
    menus[Menu.FILE].insertMenu(actions["save"], RecentMenu(window, projects))
    button.setVisible(own)
    if own:
        opening = QAction(_("Menu"), window)
        opening.setShortcut(Qt.Key.Key_F10)
        opening.triggered.connect(lambda _checked: button.open_menu())
        window.addAction(opening)


def crop_actions(actions: Mapping[str, QAction]) -> tuple[QAction, ...]:
    """What can be done with one crop."""
    return tuple(actions[one.name] for one in COMMANDS if one.menu is Menu.CROP)
