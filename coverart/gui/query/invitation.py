"""What the window shows before it has a song and photos: one calm invitation."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coverart.gui.look.parts import Button, Drawing, as_heading, as_part, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.query.recent_paths import RecentPaths
from coverart.language import _, mark, plural

BOTH = mark("Drop a song and a folder of photos here")
PHOTOS = mark("Now drop a folder of photos here")
SONG = mark("Now drop a song here, or type words that describe the cover")
PROMISE = mark("Coverart finds the crops that fit your song. Everything stays on this computer.")
PICTURE = mark("Drop a single picture to ask for covers like it.")
PREPARING = mark("Making the demo…")


class Invitation(QWidget):
    """Asks for what is missing, and offers the demo and what was opened last.

    `recent_song` and `recent_folder` carry the path of one that is wanted again, `last_wanted`
    asks to go on with what was done the last time, and `forgetting_wanted` comes when all of them
    are to be forgotten.
    """

    song_wanted = Signal()
    places_wanted = Signal()
    demo_wanted = Signal()
    recent_song = Signal(object)
    recent_folder = Signal(object)
    forgetting_wanted = Signal()
    last_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._heading = label()
        as_heading(self._heading)
        self._picture = label(part="quiet", wraps=True)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._song = Button(_("Choose a song…"), self.song_wanted.emit)
        self._places = Button(_("Choose a folder…"), self.places_wanted.emit)
        self._last = Button("", self.last_wanted.emit)
        self._last.hide()
        self._demo = Button(_("Try the demo"), self.demo_wanted.emit, "plain")
        self._songs = RecentPaths(_("Recent songs"), "song")
        self._folders = RecentPaths(_("Recent folders"), "folder")
        self._forget = Button(_("Clear recent"), self.forgetting_wanted.emit, "plain")
        self._asked = (True, True)
        self._preparing = False
        self._songs.wanted.connect(self.recent_song)
        self._folders.wanted.connect(self.recent_folder)
        self._lay_out()
        self.show_references(())
        self.ask_for(song=True, places=True)

    def ask_for(self, song: bool, places: bool) -> None:
        """Ask for what is missing still."""
        self._asked = (song, places)
        asked = BOTH if song and places else SONG if song else PHOTOS
        self._heading.setText(_(PREPARING if self._preparing else asked))
        as_part(self._song, "primary" if song else "")
        as_part(self._places, "primary" if places and not song else "")
        self._show_recent()

    def offer_last(self, title: str) -> None:
        """Offer to go on with what was done the last time; an empty title offers nothing."""
        self._last.setText(title.replace("&", "&&"))
        self._show_recent()

    def show_preparing(self, preparing: bool) -> None:
        """Say that the demo is being made, so that nobody asks for it twice."""
        self._preparing = preparing
        for button in (self._song, self._places, self._demo, self._last):
            button.setEnabled(not preparing)
        self.ask_for(*self._asked)

    def show_references(self, names: Sequence[str]) -> None:
        """Say which reference pictures there are already, or that there can be some."""
        if not names:
            self._picture.setText(_(PICTURE))
            return
        more = len(names) - 1
        sentence = (
            plural(
                "The crops most like {name} and {number} more picture will come first.",
                "The crops most like {name} and {number} more pictures will come first.",
                more,
            )
            if more
            else _("The crops most like {name} will come first.")
        )
        self._picture.setText(sentence.format(name=names[0], number=more))

    def show_recent(self, songs: Sequence[Path], folders: Sequence[Path]) -> None:
        """Offer what was opened last, the last one first; what is shown must be there."""
        self._songs.show_paths(songs)
        self._folders.show_paths(folders)
        self._show_recent()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the keyboard where nothing has it, so that Tab begins here and not in the bar."""
        super().showEvent(event)
        before: QWidget | None = self.window().focusWidget()  # None, whatever its stub says
        if before is None or not before.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_recent(self) -> None:
        """Offer only what is asked for."""
        song, places = self._asked
        self._last.setVisible(song and places and bool(self._last.text()))
        self._songs.setVisible(song and not self._songs.empty)
        self._folders.setVisible(places and not self._folders.empty)
        shown = (song and not self._songs.empty) or (places and not self._folders.empty)
        self._forget.setVisible(shown)

    def _lay_out(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * STEP)
        layout.addStretch(4)
        layout.addWidget(Drawing("invite", 12 * STEP), 0, middle)
        layout.addWidget(self._heading, 0, middle)
        said = QVBoxLayout()
        said.setSpacing(STEP // 2)
        said.addWidget(label(_(PROMISE), "quiet"), 0, middle)
        said.addWidget(self._picture)
        layout.addLayout(said)
        layout.addSpacing(STEP)
        layout.addLayout(_in_the_middle(self._song, self._places, self._demo))
        layout.addLayout(_in_the_middle(self._last))
        layout.addSpacing(STEP)
        recent = _in_the_middle(self._songs, self._folders)
        recent.setSpacing(4 * STEP)
        layout.addLayout(recent)
        layout.addWidget(self._forget, 0, middle)
        layout.addStretch(5)


def _in_the_middle(*widgets: QWidget) -> QHBoxLayout:
    line = row(*widgets)
    line.insertStretch(0)
    line.addStretch()
    return line
