"""What the window shows before it has a song and photos: one calm invitation."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coverart.gui.look.parts import Button, Drawing, as_heading, as_part, label, row
from coverart.gui.look.theme import STEP

BOTH = "Drop a song and a folder of photos here"
PHOTOS = "Now drop a folder of photos here"
SONG = "Now drop a song here, or type words that describe the cover"
PROMISE = "Coverart finds the crops that fit your song. Everything stays on this computer."


class Invitation(QWidget):
    """Asks for what is missing, and offers the demo."""

    song_wanted = Signal()
    places_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label(BOTH)
        as_heading(self._heading)
        self._song = Button("Choose a song…", self.song_wanted.emit)
        self._places = Button("Choose a folder…", self.places_wanted.emit)
        demo = Button("Try the demo", self.demo_wanted.emit, "plain")
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * STEP)
        layout.addStretch(4)
        layout.addWidget(Drawing("invite", 12 * STEP), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(label(PROMISE, "quiet"), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(STEP)
        buttons = row(self._song, self._places, demo)
        buttons.insertStretch(0)
        buttons.addStretch()
        layout.addLayout(buttons)
        layout.addStretch(5)
        self.ask_for(song=True, places=True)

    def ask_for(self, song: bool, places: bool) -> None:
        """Ask for what is missing still."""
        self._heading.setText(BOTH if song and places else SONG if song else PHOTOS)
        as_part(self._song, "primary" if song else "")
        as_part(self._places, "primary" if places and not song else "")
