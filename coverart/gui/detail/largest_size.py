"""The square cover with 640 × 640 pixels, for which only a dialog has the room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from coverart.gui.detail.sized_cover import HUGE_SQUARE, Shown, SizedCover, StandIn, Surroundings
from coverart.gui.look.parts import Button, row
from coverart.gui.look.segments import Segments
from coverart.gui.look.sheet import Sheet
from coverart.gui.look.theme import DARK, LIGHT, STEP
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.language import _


class LargestSize(Sheet):
    """Shows one cover with 640 × 640 pixels on light or dark; scrolls where a screen is smaller."""

    def __init__(
        self, parent: QWidget, pictures: Pictures, shown: Shown, stand_in: StandIn | None
    ) -> None:
        super().__init__(parent, _("The cover with {size} pixels").format(size=HUGE_SQUARE))
        self._pictures = pictures
        self._shown = shown
        self._stand_in = stand_in
        self._cover = SizedCover(HUGE_SQUARE)
        self._page = Surroundings(LIGHT)
        self._page.add(self._cover)
        themes = Segments({LIGHT: _("Light"), DARK: _("Dark")}, _("Surroundings"))
        themes.mark(LIGHT)
        themes.chosen.connect(self._page.become)
        switch = row(themes)
        switch.addStretch()
        self.body.addLayout(switch)
        self.body.addWidget(self._scrolling(), 1)
        self.add_foot(Button(_("Close"), self.accept, "primary"))
        pictures.arrived.connect(self._show_picture)
        pictures.want(Viewer.PREVIEW, [self._cover.sharp(shown)])
        self._show_picture()

    def _scrolling(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidget(self._page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        room = self.screen().availableSize()
        wide, high = HUGE_SQUARE.width + 6 * STEP, HUGE_SQUARE.height + 4 * STEP
        area.setMinimumWidth(min(wide, room.width() - 12 * STEP))
        area.setMinimumHeight(min(high, room.height() - 32 * STEP))
        area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return area

    def _show_picture(self) -> None:
        self._cover.show_crop(self._shown, self._pictures, self._stand_in)
