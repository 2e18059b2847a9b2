"""The bar above: what is wanted. Song, photos, words, shape; and the way out, Export."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit

from coverart.domain import SQUARE, WIDE, Aspect
from coverart.gui.commands import hint
from coverart.gui.parts import Button, Panel
from coverart.gui.theme import STEP

ASPECTS = {SQUARE: "square", WIDE: "wide"}
SONG_WIDTH = 34 * STEP
PLACES_WIDTH = 22 * STEP
AROUND_NAME = 6 * STEP
NO_SONG = "Choose a song…"
NO_PLACES = "Choose a folder…"


class TopBar(Panel):
    """Shows what is wanted, and says what the user wants instead."""

    song_wanted = Signal()
    places_wanted = Signal()
    words_entered = Signal(str)
    aspect_chosen = Signal(object)
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._song = _source("song", self.song_wanted, SONG_WIDTH)
        self._places = _source("folder", self.places_wanted, PLACES_WIDTH)
        self._words = QLineEdit()
        self._words.setPlaceholderText("Words that describe the cover…")
        self._words.setClearButtonEnabled(True)
        self._words.setAcceptDrops(False)  # a file dropped here is meant for the window
        self._words.setToolTip(hint("words"))
        self._words.returnPressed.connect(self._enter_words)
        self._shapes = {aspect: self._segment(aspect) for aspect in ASPECTS}
        self._export = Button("Export…", self.export_wanted.emit)
        self._export.setToolTip(hint("export"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        layout.setSpacing(STEP)
        layout.addWidget(self._song)
        layout.addWidget(self._places)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._segments())
        layout.addWidget(self._export)
        self.show_song("")
        self.show_places("")
        self.allow_export(False)

    def show_song(self, name: str) -> None:
        """Name the song; an empty name asks for one."""
        _show_name(self._song, name, NO_SONG, hint("song"))

    def show_places(self, name: str) -> None:
        """Name the photos; an empty name asks for some."""
        _show_name(self._places, name, NO_PLACES, hint("folder"))

    def show_aspect(self, aspect: Aspect) -> None:
        """Mark the shape that is searched for."""
        if aspect in self._shapes:
            self._shapes[aspect].setChecked(True)

    def allow_export(self, allowed: bool) -> None:
        """Say whether there is something to export."""
        self._export.setEnabled(allowed)

    @property
    def typing(self) -> bool:
        """Whether the user is writing words."""
        return self._words.hasFocus()

    def focus_words(self) -> None:
        """Let the user type words."""
        self._words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._words.selectAll()

    def _enter_words(self) -> None:
        self.words_entered.emit(self._words.text())

    def _segment(self, aspect: Aspect) -> Button:
        segment = Button(str(aspect), lambda: self.aspect_chosen.emit(aspect), "segment")
        segment.setCheckable(True)
        segment.setToolTip(hint(ASPECTS[aspect]))
        return segment

    def _segments(self) -> Panel:
        group = QButtonGroup(self)
        frame = Panel("segments")
        layout = QHBoxLayout(frame)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for segment in self._shapes.values():
            group.addButton(segment)
            layout.addWidget(segment)
        return frame


def _source(drawing: str, wanted: SignalInstance, width: int) -> Button:
    source = Button("", wanted.emit, "source")
    source.set_drawing(drawing)
    source.setFixedWidth(width)
    return source


def _show_name(source: Button, name: str, missing: str, hint: str) -> None:
    """Write a name on a button, cut in its middle if it is too long."""
    cut = QFontMetrics(source.font()).elidedText(
        name or missing, Qt.TextElideMode.ElideMiddle, source.width() - AROUND_NAME
    )
    source.setText(cut.replace("&", "&&"))
    source.setToolTip(f"{name}\n{hint}" if name else hint)
