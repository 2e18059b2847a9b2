"""What is asked about a project: which to open, where to save it, what becomes of changes."""

from collections.abc import Callable
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from coverart.gui.look.parts import Button, label
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import STEP
from coverart.gui.session.project import SUFFIX
from coverart.language import _


class Answer(Enum):
    """What shall become of changes that were not saved."""

    SAVE = "save"
    LEAVE = "leave"
    CANCEL = "cancel"


class ChangesQuestion(Sheet):
    """Asks what becomes of changes; `answer` is `CANCEL` until something else was pressed."""

    def __init__(self, parent: QWidget | None, name: str) -> None:
        title = _("Save the changes to “{name}”?") if name else _("Save what you look for?")
        super().__init__(parent, title.format(name=name))
        self.setFixedWidth(60 * STEP)
        self.answer = Answer.CANCEL
        self.body.addWidget(
            label(_("Otherwise they are lost when another project is opened."), "quiet", wraps=True)
            if name
            else label(
                _("Otherwise your words, examples and weights are lost."), "quiet", wraps=True
            )
        )
        self.body.addStretch()
        self.add_foot(
            Button(_("Cancel"), self.reject),
            Button(_("Don’t save"), lambda: self._choose(Answer.LEAVE)),
            Button(_("Save") if name else _("Save…"), lambda: self._choose(Answer.SAVE), "primary"),
        )

    def _choose(self, answer: Answer) -> None:
        self.answer = answer
        self.accept()


class ProjectDialogs:
    """Asks the user, over a window. None where they would rather not."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def to_open(self, folder: Path) -> Path | None:
        """Which project to open."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self._parent, _("Open a project"), str(folder), _kinds()
        )
        return Path(chosen) if chosen else None

    def to_save(self, suggested: Path) -> Path | None:
        """Where to save a project; whoever chooses a file that is there wants to replace it."""
        dialog = QFileDialog(self._parent, _("Save the project"), str(suggested.parent), _kinds())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX[1:])  # before it asks whether to replace what is there
        dialog.selectFile(suggested.name)
        chosen = dialog.selectedFiles() if dialog.exec() else []
        dialog.deleteLater()
        return Path(chosen[0]) if chosen else None

    def about_changes(self, name: str, then: Callable[[Answer], None]) -> None:
        """What becomes of the changes to a project, of this name if it has one."""
        question = ChangesQuestion(self._parent, name)
        question.finished.connect(lambda _result: then(question.answer))
        question.open()


def projects_folder() -> Path:
    """Where the system keeps documents."""
    kind = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(kind) or Path.home())


def _kinds() -> str:
    return f"{_('Projects of Coverart')} (*{SUFFIX})"
