"""At the start after a crash: where its log lies. Nothing is sent."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from coverart import __version__
from coverart.gui.look.parts import Button, label
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import STEP
from coverart.language import _

LONGEST = 20_000
"""Characters of a log that are shown; its beginning says the most."""


class CrashNotice(Sheet):
    """Tells of the log of a crash; `open_folder` shows the folder that it lies in."""

    def __init__(
        self, parent: QWidget | None, log: Path, open_folder: Callable[[Path], object]
    ) -> None:
        super().__init__(parent, _("Coverart crashed the last time"))
        self.resize(88 * STEP, 54 * STEP)
        self._log = log
        self._text = QPlainTextEdit(_read(log))
        self._text.setReadOnly(True)
        self._text.setAccessibleName(_("The log of the crash"))
        place = label(str(log), wraps=True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(
            label(
                _(
                    "The log below helps to put it right. It stays on this computer and was not "
                    "sent to anybody; you may copy it into a report."
                ),
                "quiet",
                wraps=True,
            )
        )
        self.body.addWidget(place)
        self.body.addWidget(self._text, 1)
        self.add_foot(
            Button(_("Open the logs folder"), lambda: open_folder(log.parent)),
            Button(_("Copy"), self.copy),
            Button(_("Close"), self.accept, "primary"),
        )

    def copy(self) -> None:
        """Put the log on the clipboard, and which version wrote it."""
        text = f"Coverart {__version__}\n{self._log.name}\n\n{self._text.toPlainText()}"
        QGuiApplication.clipboard().setText(text)


def _read(log: Path) -> str:
    try:
        with log.open(encoding="utf-8", errors="replace") as file:
            return file.read(LONGEST)
    except OSError as error:
        return str(error)
