"""Settings: the space that is compared in, and how the window is to be."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from coverart.gui.look.pages import Pages
from coverart.gui.look.parts import Button
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import STEP
from coverart.gui.session.preferences import Preferences
from coverart.gui.setup.spaces_page import AskFolder, SpacesPage
from coverart.gui.studio.packs import Packs
from coverart.language import _


class SettingsDialog(Sheet):
    """Holds the pages `spaces` and `preferences`.

    `places` are the photos that precisions can be compared on.
    """

    def __init__(
        self, parent: QWidget | None, packs: Packs, places: Sequence[Path], ask: AskFolder
    ) -> None:
        super().__init__(parent, _("Settings"))
        self.spaces = SpacesPage(packs, places, ask)
        self.preferences = Preferences()
        self.pages = Pages({_("Spaces and models"): self.spaces, _("Window"): self.preferences})
        self.resize(96 * STEP, 76 * STEP)
        self.body.addWidget(self.pages, 1)
        self.add_foot(Button(_("Close"), self.accept, "primary"))
