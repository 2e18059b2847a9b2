"""The mood map in place of the gallery: large, with the best crops as pictures."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coverart.gui.look.parts import Button, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.mood_map.canvas import MoodCanvas
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.glossary import Word, explained
from coverart.language import _

PICTURE_SIDE = 6 * STEP


class LargeMap(QWidget):
    """Shows the map; `closed` says that somebody wants the gallery back."""

    closed = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.canvas = MoodCanvas(pictures, PICTURE_SIDE)
        back = Button(_("Back to the gallery"), self.closed.emit, "plain")
        back.set_drawing("back")
        back.setToolTip(_("Back to the gallery (Esc)"))
        self._own = Button(_("The song’s own mood"), self._go_back, "plain")
        self._own.setToolTip(_("Ask for the song’s own mood again"))
        head = row(back)
        head.addStretch()
        head.addWidget(self._own)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP, 2 * STEP, STEP, STEP)
        column.setSpacing(STEP)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addWidget(label(explained(Word.CROP_MOOD), "quiet", wraps=True))
        self.show_asked(False)

    def show_asked(self, asked: bool) -> None:
        """Whether another mood than the song's own is asked for, so that one can go back."""
        self._own.setEnabled(asked)

    def _go_back(self) -> None:
        self.canvas.asked.emit(None, True)
