"""The mood map in the left column: small, folded up until somebody wants to see it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coverart.gui.commands import hint
from coverart.gui.look.parts import Button, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.mood_map.canvas import MoodCanvas
from coverart.gui.mood_map.wording import NEEDED
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.spaces import EMBEDDED
from coverart.language import _

HEIGHT = 27 * STEP


class MoodSection(QWidget):
    """A heading that folds and unfolds the map; `enlarge_wanted` comes from the button beside it.

    `unfolded` says that it was unfolded or folded.
    """

    enlarge_wanted = Signal()
    unfolded = Signal(bool)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._open, self._offered = False, True
        self.canvas = MoodCanvas(pictures)
        self.canvas.setFixedHeight(HEIGHT)
        self._heading = Button(_("Mood map"), self.turn, "plain")
        self._heading.setToolTip(hint("mood_map"))
        self._enlarge = Button("", self.enlarge_wanted.emit, "plain")
        self._enlarge.set_drawing("enlarge")
        self._enlarge.setAccessibleName(_("Enlarge the mood map"))
        self._enlarge.setToolTip(self._enlarge.accessibleName())
        self._needed = label(_(NEEDED).format(space=_(EMBEDDED)), "quiet", wraps=True)
        self._lay_out()
        self._show()

    @property
    def open(self) -> bool:
        """Whether the map is unfolded."""
        return self._open

    def turn(self) -> None:
        """Fold the map up, or unfold it."""
        self.set_open(not self._open)

    def set_open(self, wanted: bool) -> None:
        """Fold the map up, or unfold it, as is wanted."""
        if wanted != self._open:
            self._open = wanted
            self._show()
            self.unfolded.emit(wanted)

    def show_offered(self, offered: bool) -> None:
        """Whether the space in use compares moods; if not, that is said in place of the map."""
        self._offered = offered
        self._show()

    def show_enlarged(self, large: bool) -> None:
        """Whether the map is seen large elsewhere, and so not here."""
        self.setVisible(not large)

    def _show(self) -> None:
        self.canvas.setVisible(self._open and self._offered)
        self._needed.setVisible(self._open and not self._offered)
        self._enlarge.setVisible(self._offered)
        self._heading.set_drawing("fold" if self._open else "unfold")
        said = _("Hide the mood map") if self._open else _("Show the mood map")
        self._heading.setAccessibleName(said)

    def _lay_out(self) -> None:
        head = row(self._heading)
        head.addStretch()
        head.addWidget(self._enlarge)
        below = QVBoxLayout()
        below.setContentsMargins(STEP, 0, STEP, 0)
        below.addWidget(self.canvas)
        below.addWidget(self._needed)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP, 0, STEP, 0)
        column.setSpacing(STEP // 2)
        column.addLayout(head)
        column.addLayout(below)
