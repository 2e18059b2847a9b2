"""One press for what most releases need."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from coverart.gui.look.parts import Panel, label
from coverart.gui.look.theme import STEP
from coverart.gui.look.toggle import Toggle
from coverart.language import _


class ReleaseCard(Panel):
    """Ticks the covers of a release set."""

    def __init__(self, pressed: Callable[[], object]) -> None:
        super().__init__("card")
        self.button = Toggle(_("Release set"), pressed)
        self.button.setToolTip(_("Ticks the covers that most releases need"))
        self._told = label(part="quiet", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * STEP // 2, 3 * STEP // 2, 3 * STEP // 2, 3 * STEP // 2)
        column.setSpacing(STEP)
        column.addWidget(self.button)
        column.addWidget(self._told)

    def show_set(self, ticked: bool, wide: bool) -> None:
        """Show whether just these covers are ticked, and whether there is a wide crop for one."""
        self.button.setChecked(ticked)
        made = _("JPEG of 3000×3000, PNG to keep, and 1280×720 for video")
        without = _("JPEG of 3000×3000 and a PNG to keep; for 1280×720, show both shapes first")
        self._told.setText(made if wide else without)
