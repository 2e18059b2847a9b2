"""The bar above the crops: what is wanted. Song, photos, words, shape; and the way out, Export."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coverart.gui.commands import hint
from coverart.gui.look.parts import Button
from coverart.gui.look.segments import Segments
from coverart.gui.look.theme import STEP
from coverart.gui.query.source_button import SourceButton
from coverart.gui.query.words_line import WordsLine
from coverart.gui.studio.shape import Shape
from coverart.language import _, mark

SHAPES = {Shape.SQUARE: "1:1", Shape.WIDE: "16:9", Shape.BOTH: mark("Both")}
SONG_WIDTH = 28 * STEP
PLACES_WIDTH = 20 * STEP
PLACEHOLDER = mark("Words for the cover, -words to avoid")


class TopBar(QWidget):
    """Shows what is wanted, and says what the user wants instead."""

    song_wanted = Signal()
    places_wanted = Signal()
    words_entered = Signal(str)
    shape_chosen = Signal(object)
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._song = SourceButton(
            "song", self.song_wanted, _("Choose a song…"), hint("song"), SONG_WIDTH
        )
        self._places = SourceButton(
            "folder", self.places_wanted, _("Choose a folder…"), hint("folder"), PLACES_WIDTH
        )
        self.words = WordsLine(_(PLACEHOLDER), _("Words that describe the cover"), hint("words"))
        self.words.entered.connect(self.words_entered)
        self._shapes = Segments({shape: _(SHAPES[shape]) for shape in Shape}, _("Shape"))
        for shape in Shape:
            self._shapes.explain(shape, hint(shape.value))
        self._shapes.chosen.connect(self.shape_chosen)
        self._export = Button(_("Export…"), self.export_wanted.emit)
        self._export.setToolTip(hint("export"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self._song)
        layout.addWidget(self._places)
        layout.addWidget(self.words, 1)
        layout.addWidget(self._shapes)
        layout.addWidget(self._export)
        self.allow_export(False)

    def show_song(self, name: str) -> None:
        """Name the song; an empty name asks for one."""
        self._song.show_name(name)

    def show_places(self, name: str) -> None:
        """Name the photos; an empty name asks for some."""
        self._places.show_name(name)

    def show_shape(self, shape: Shape) -> None:
        """Mark the shape that is searched for."""
        self._shapes.mark(shape)

    def allow_export(self, allowed: bool) -> None:
        """Say whether there is something to export."""
        self._export.setEnabled(allowed)

    @property
    def typing(self) -> bool:
        """Whether the user is writing words."""
        return self.words.hasFocus()

    def words_at(self, point: QPoint) -> bool:
        """Whether a point of the window lies on the line for words."""
        own = self.words.mapFrom(self.window(), point)
        return self.words.isVisible() and self.words.rect().contains(own)

    def focus_words(self) -> None:
        """Let the user type words."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
