"""The cover that a song has already, small, or a quiet note where it has none."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout

from coverart.domain import Pixels, Size
from coverart.gui.look.parts import Drawing
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_thread import as_image
from coverart.gui.pictures.picture_view import PictureView
from coverart.language import _

SIDE = 9 * STEP
NOTE_SIDE = 3 * STEP


class SongCover(PictureView):
    """A square in which the song's own cover stands."""

    def __init__(self) -> None:
        super().__init__(SIDE)
        self.setFixedSize(SIDE, SIDE)
        self._sign = Drawing("song", NOTE_SIDE)
        QVBoxLayout(self).addWidget(self._sign, 0, Qt.AlignmentFlag.AlignCenter)

    def show_cover(self, pixels: Pixels | None) -> None:
        """Show a cover (h, w, 3), or a note for None."""
        self._sign.setVisible(pixels is None)
        self.setToolTip("" if pixels is None else _("The cover that the song has now"))
        if pixels is None:
            self.show_picture(Size(1, 1), None)
        else:
            height, width, _channels = pixels.shape
            self.show_picture(Size(width, height), QPixmap.fromImage(as_image(pixels)))
