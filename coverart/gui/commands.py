"""Every command of the window, with its keys: the one table that menus, actions and help rest on.

Texts are marked here and translated where they are shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from coverart.language import _, mark

Deed = Callable[[], object]


class Menu(Enum):
    """The menus, in their order; the values are their titles."""

    FILE = mark("File")
    EDIT = mark("Edit")
    CROP = mark("Crop")
    VIEW = mark("View")
    SEARCH = mark("Search")
    HELP = mark("Help")


@dataclass(frozen=True, slots=True)
class Command:
    """What can be done, what it is called, the keys that do it, and the menu it stands in.

    Several keys are parted by "; ". `on_gallery` is for keys that mean something else to buttons
    and so work only while the keyboard is on the pictures. `parted` draws a line above it.
    """

    name: str
    title: str
    keys: str
    menu: Menu
    on_gallery: bool = False
    parted: bool = False


COMMANDS = (
    Command("song", mark("Choose a song…"), "Ctrl+O", Menu.FILE),
    Command("folder", mark("Choose a folder of photos…"), "Ctrl+Shift+O", Menu.FILE),
    Command("new", mark("Begin a new project"), "Ctrl+N", Menu.FILE, parted=True),
    Command("open", mark("Open a project…"), "Ctrl+Alt+O", Menu.FILE),
    Command("save", mark("Save the project"), "Ctrl+S", Menu.FILE),
    Command("save_as", mark("Save the project as…"), "Ctrl+Shift+S", Menu.FILE),
    Command("export", mark("Export the chosen crop…"), "E; Ctrl+E", Menu.FILE, parted=True),
    Command("tag", mark("Put a cover into the song's tags…"), "", Menu.FILE),
    Command("settings", mark("Settings…"), "Ctrl+,", Menu.FILE, parted=True),
    Command("quit", mark("Quit"), "Ctrl+Q", Menu.FILE),
    Command("undo", mark("Undo"), "Ctrl+Z", Menu.EDIT),
    Command("redo", mark("Redo"), "Ctrl+Shift+Z; Ctrl+Y", Menu.EDIT),
    Command("copy", mark("Copy the cover"), "Ctrl+C", Menu.EDIT, parted=True),
    Command("words", mark("Describe the cover in words"), "Ctrl+F", Menu.EDIT, parted=True),
    Command("reference", mark("Choose a reference picture…"), "Ctrl+R", Menu.EDIT),
    Command("lyrics", mark("Give the lyrics…"), "Ctrl+L", Menu.EDIT),
    Command("keep", mark("Keep"), "P", Menu.CROP),
    Command("reject", mark("Reject"), "X", Menu.CROP),
    Command("unflag", mark("Neither keep nor reject"), "U", Menu.CROP),
    Command("stars_1", mark("One star"), "1", Menu.CROP, parted=True),
    Command("stars_2", mark("Two stars"), "2", Menu.CROP),
    Command("stars_3", mark("Three stars"), "3", Menu.CROP),
    Command("stars_4", mark("Four stars"), "4", Menu.CROP),
    Command("stars_5", mark("Five stars"), "5", Menu.CROP),
    Command("stars_0", mark("No stars"), "0", Menu.CROP),
    Command("edit", mark("Edit the crop"), "Return", Menu.CROP, on_gallery=True, parted=True),
    Command("full_screen", mark("Show it full screen"), "Space", Menu.CROP, on_gallery=True),
    Command("compare", mark("Compare what is selected"), "C", Menu.CROP),
    Command("like", mark("More like the chosen crop"), "M", Menu.CROP, parted=True),
    Command("unlike", mark("Less like the chosen crop"), "L", Menu.CROP),
    Command("square", mark("Square covers, 1:1"), "Ctrl+1", Menu.VIEW),
    Command("wide", mark("Wide covers, 16:9"), "Ctrl+2", Menu.VIEW),
    Command("both", mark("Both shapes, in pairs"), "Ctrl+3", Menu.VIEW),
    Command("first_half", mark("The square one of a pair"), "Ctrl+Left", Menu.VIEW),
    Command("second_half", mark("The wide one of a pair"), "Ctrl+Right", Menu.VIEW),
    Command("filters", mark("Filter what is shown"), "Ctrl+Shift+F", Menu.VIEW, parted=True),
    Command("larger", mark("Larger tiles"), "Ctrl++; Ctrl+=", Menu.VIEW),
    Command("smaller", mark("Smaller tiles"), "Ctrl+-", Menu.VIEW),
    Command("side", mark("Show or hide the song's panel"), "Ctrl+B", Menu.VIEW),
    Command("mood_map", mark("Show or hide the mood map"), "Ctrl+M", Menu.VIEW),
    Command("turn", mark("Change between crops and songs"), "Ctrl+T", Menu.SEARCH),
    Command("pause", mark("Pause or go on"), "Ctrl+.", Menu.SEARCH),
    Command("cancel", mark("Stop searching, or go back"), "Esc", Menu.SEARCH),
    Command("skipped", mark("Files that were skipped…"), "", Menu.SEARCH),
    Command("help", mark("Show the keys"), "?; F1", Menu.HELP),
    Command("logs", mark("Open the logs"), "", Menu.HELP),
    Command("about", mark("About Coverart"), "", Menu.HELP),
)
GALLERY_KEYS = (
    (mark("Arrow keys"), mark("Go through the gallery")),
    (mark("Shift+Arrow keys"), mark("Select several")),
)


def add_actions(
    window: QWidget, gallery: QWidget, deeds: Mapping[str, Deed]
) -> Mapping[str, QAction]:
    """Give a window an action for each command, which does the deed of its name."""
    actions = {}
    for command in COMMANDS:
        action = QAction(_(command.title), window)
        if command.keys:
            action.setShortcuts(QKeySequence.listFromString(command.keys))
        action.triggered.connect(_calling(deeds[command.name]))
        if command.on_gallery:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            gallery.addAction(action)
        else:
            window.addAction(action)
        actions[command.name] = action
    return actions


def fill_menus(actions: Mapping[str, QAction], add: Callable[[str], QMenu]) -> Mapping[Menu, QMenu]:
    """Put all actions into menus, each made by `add` from its title."""
    menus = {menu: add(_(menu.value)) for menu in Menu}
    for menu, shown in menus.items():
        for command in COMMANDS:
            if command.menu is menu:
                if command.parted:
                    shown.addSeparator()
                shown.addAction(actions[command.name])
    return menus


def hint(name: str) -> str:
    """A command with its keys, for tooltips: "Choose a song (Ctrl+O)"."""
    command = next(command for command in COMMANDS if command.name == name)
    title = _(command.title).removesuffix("…")
    return f"{title} ({shown_keys(command)[0]})" if command.keys else title


def shown_keys(command: Command) -> tuple[str, ...]:
    """The keys of a command, as this system writes them."""
    if not command.keys:
        return ()
    native = QKeySequence.SequenceFormat.NativeText
    return tuple(keys.toString(native) for keys in QKeySequence.listFromString(command.keys))


def _calling(deed: Deed) -> Callable[[bool], object]:
    return lambda _checked: deed()
