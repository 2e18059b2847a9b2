"""What was decided about a crop, to be seen and to be changed: kept or rejected, and its stars."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from coverart.gui.detail.stars import Stars
from coverart.gui.look.flow import Flow
from coverart.gui.look.parts import Button
from coverart.gui.look.theme import STEP
from coverart.language import _, mark
from coverart.triage.judgement import UNJUDGED, Flag, Judgement

FLAGS = {Flag.KEPT: mark("Keep"), Flag.REJECTED: mark("Reject")}


class Verdict(QWidget):
    """Shows a judgement; `flag_wanted` and `stars_wanted` carry what it should be."""

    flag_wanted = Signal(object)
    stars_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._judgement = UNJUDGED
        self._stars = Stars()
        self._stars.wanted.connect(self.stars_wanted)
        self._flags = {flag: self._flag(flag) for flag in FLAGS}
        line = Flow(STEP)  # two lines where the panel is narrow
        for widget in (*self._flags.values(), self._stars):
            line.addWidget(widget)
        self.setLayout(line)

    def show_judgement(self, judgement: Judgement) -> None:
        """Show what was decided."""
        self._judgement = judgement
        for flag, button in self._flags.items():
            button.setChecked(judgement.flag is flag)
        self._stars.show_number(judgement.stars)

    def _flag(self, flag: Flag) -> Button:
        button = Button(_(FLAGS[flag]), lambda: self._press(flag), "toggle")
        button.setCheckable(True)
        return button

    def _press(self, flag: Flag) -> None:
        """Want a flag, or none if there is this one already; whoever decides shows what comes."""
        before = self._judgement
        self.show_judgement(before)
        self.flag_wanted.emit(Flag.NONE if before.flag is flag else flag)
