"""What is known of a crop that is being cut: its pixels, its score, why, and its real sizes."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from coverart.domain import Crop, Match
from coverart.gui.detail.column import Column
from coverart.gui.detail.platforms import Platforms
from coverart.gui.detail.real_sizes import RealSizes
from coverart.gui.detail.score_bars import ScoreBars
from coverart.gui.detail.sized_cover import Shown, StandIn
from coverart.gui.look.parts import as_heading, label
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.wording import sentence
from coverart.language import _

WIDTH = 46 * STEP
"""Room for a cover of 320 pixels, the widest there is, on its surface between two margins."""


class CutFacts(Column):
    """A column of all that changes with the crop; `larger_wanted` asks for the largest size."""

    larger_wanted = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._sizes = RealSizes(pictures)
        self._sizes.larger_wanted.connect(self.larger_wanted)
        self._pixels = label()
        as_heading(self._pixels)
        self._note = label(part="quiet")
        self._enough = label(part="quiet", wraps=True)
        self._platforms = Platforms()
        self._scores = ScoreBars(compares=True)
        self._why = label(wraps=True)
        self.body.addLayout(self._native())
        for widget in (self._scores, self._why, self._sizes, self._platforms):
            self.body.addWidget(widget)
        self.body.addStretch()

    def show_crop(self, crop: Crop, stand_in: StandIn | None) -> None:
        """Show what follows from the box of a crop alone."""
        self._pixels.setText(_("{size} pixels").format(size=crop.box.size))
        share = 100 * crop.box.size.pixels / crop.photo.size.pixels
        told = _("{aspect}, {share}% of the photo")
        self._note.setText(told.format(aspect=crop.aspect, share=max(1, round(share))))
        self._enough.setText(self._platforms.show_box(crop.aspect, crop.box))
        self._sizes.show_crop(Shown.of(crop), stand_in)

    def show_rating(self, match: Match, proposed: Match) -> None:
        """Show how the crop is rated, beside how the one that was proposed is."""
        self._scores.show_match(match, proposed)
        self._scores.setEnabled(True)
        self._why.setText(sentence(match.why))

    def show_no_rating(self) -> None:
        """Say that the crop is not rated yet."""
        self._scores.setEnabled(False)
        self._why.setText(_("This crop is rated as soon as the search has come to its end."))

    def show_length(self, seconds: float | None) -> None:
        """Write the length of the song, if it is known, over wide covers."""
        self._sizes.show_length(seconds)

    def wanted(self) -> list[Picture]:
        """The pictures that are shown here."""
        return self._sizes.wanted()

    def show_pictures(self, stand_in: StandIn | None) -> None:
        """Show the pictures that are here."""
        self._sizes.show_pictures(stand_in)

    def _native(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP // 2)
        for line in (self._pixels, self._note, self._enough):
            column.addWidget(line)
        return column
