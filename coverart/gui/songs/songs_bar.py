"""The bar above the songs: a picture, words, and where to look."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coverart.gui.commands import hint
from coverart.gui.look.parts import Button
from coverart.gui.look.theme import STEP
from coverart.gui.query.source_button import SourceButton
from coverart.gui.query.words_line import WordsLine
from coverart.gui.studio.song_search import SongsWanted
from coverart.gui.studio.wording import places_name
from coverart.language import _

PICTURE_WIDTH = 28 * STEP
PLACES_WIDTH = 20 * STEP


class SongsBar(QWidget):
    """Shows what songs are looked for by, and says what the user wants instead."""

    picture_wanted = Signal()
    picture_unwanted = Signal()
    places_wanted = Signal()
    words_entered = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._picture = SourceButton(
            "picture",
            self.picture_wanted,
            _("Choose a picture…"),
            _("The picture that songs shall fit"),
            PICTURE_WIDTH,
        )
        self._forget = Button("", self.picture_unwanted.emit, "plain")
        self._forget.set_drawing("close")
        self._forget.setAccessibleName(_("Look without the picture"))
        self._forget.setToolTip(_("Look without the picture"))
        self._places = SourceButton(
            "folder",
            self.places_wanted,
            _("Choose songs…"),
            _("The folder of songs to look in"),
            PLACES_WIDTH,
        )
        self.words = WordsLine(
            _("Words that songs shall fit, -words to avoid"), _("Words for songs"), hint("words")
        )
        self.words.entered.connect(self.words_entered)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        for widget in (self._picture, self._forget, self._places):
            layout.addWidget(widget)
        layout.addWidget(self.words, 1)

    def show_wanted(self, wanted: SongsWanted) -> None:
        """Show picture, places and words."""
        picture = wanted.picture
        self._picture.show_name(picture.path.name if picture else "")
        self._forget.setVisible(picture is not None)
        self._places.show_name(places_name(wanted.places))
        self.words.show_words(wanted.words)

    def focus_words(self) -> None:
        """Let the user type words."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
