"""Every command of the window, with its keys: the one table that actions and help are made from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """What can be done, what it is called, and the keys that do it."""

    name: str
    title: str
    keys: str


COMMANDS = (
    Command("song", "Choose a song", "Ctrl+O"),
    Command("folder", "Choose a folder of photos", "Ctrl+Shift+O"),
    Command("words", "Describe the cover in words", "Ctrl+F"),
    Command("reference", "Choose a reference picture", "Ctrl+R"),
    Command("like", "More like the chosen crop", "M"),
    Command("unlike", "Less like the chosen crop", "L"),
    Command("square", "Square covers, 1:1", "Ctrl+1"),
    Command("wide", "Wide covers, 16:9", "Ctrl+2"),
    Command("export", "Export the chosen crop", "Ctrl+E"),
    Command("turn", "Change between crops and songs", "Ctrl+T"),
    Command("settings", "Settings: spaces and models", "Ctrl+,"),
    Command("cancel", "Stop searching", "Esc"),
    Command("help", "Show these keys", "F1"),
    Command("quit", "Quit", "Ctrl+Q"),
)
GALLERY_KEYS = (
    ("Arrow keys", "Go through the gallery"),
    ("Enter", "Export the crop under the cursor"),
)


def add_actions(
    window: QWidget, deeds: Mapping[str, Callable[[], object]]
) -> Mapping[str, QAction]:
    """Give a window an action for each command, which does the deed of its name."""
    actions = {}
    for command in COMMANDS:
        action = QAction(command.title, window)
        action.setShortcut(QKeySequence(command.keys))
        action.triggered.connect(_calling(deeds[command.name]))
        window.addAction(action)
        actions[command.name] = action
    return actions


def hint(name: str) -> str:
    """A command with its keys, for tooltips: "Choose a song (Ctrl+O)"."""
    command = next(command for command in COMMANDS if command.name == name)
    return f"{command.title} ({_shown(command.keys)})"


def all_keys() -> tuple[tuple[str, str], ...]:
    """Keys, as this system writes them, and what they do."""
    own = tuple((_shown(command.keys), command.title) for command in COMMANDS)
    return own + GALLERY_KEYS


def _calling(deed: Callable[[], object]) -> Callable[[bool], object]:
    return lambda _checked: deed()


def _shown(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
