"""The system's dialogs in which a file or a folder to write is chosen, and where they begin."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from coverart.choices import change_choices, load_choices
from coverart.language import _


def ask_file(parent: QWidget, suggested: Path, kinds: str) -> Path | None:
    """Let the user choose a file to write; None if they would rather not."""
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Export the cover"), str(suggested), kinds
    )
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, before: Path) -> Path | None:
    """Let the user choose a folder to write to; None if they would rather not."""
    title = _("Choose a folder for the covers")
    chosen = QFileDialog.getExistingDirectory(parent, title, str(before))
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class Asking:
    """How the user is asked where covers go; a file dialog asks whether a name may be replaced."""

    file: Callable[[QWidget, Path, str], Path | None] = ask_file
    folder: Callable[[QWidget, Path], Path | None] = ask_folder


def last_folder() -> Path:
    """Where covers went the last time; at first, where the system keeps pictures."""
    kept = load_choices().export_folder
    if kept and Path(kept).is_dir():
        return Path(kept)
    kind = QStandardPaths.StandardLocation.PicturesLocation
    return Path(QStandardPaths.writableLocation(kind) or Path.home())


def keep_folder(folder: Path) -> None:
    """Begin there the next time."""
    change_choices(lambda choices: replace(choices, export_folder=str(folder)))
