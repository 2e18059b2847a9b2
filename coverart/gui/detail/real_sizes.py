"""The cover at real sizes: as small as in a list, and as large as on a page of its own.

Sizes are in logical pixels, as web pages count them, and pictures are asked for in the pixels of
the screen. Until one is here, the cover is cut from the picture of the whole photo.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coverart.domain import SQUARE, Aspect
from coverart.gui.detail.badge import clock
from coverart.gui.detail.sized_cover import (
    Shown,
    SizedCover,
    StandIn,
    Surroundings,
    large,
    small,
)
from coverart.gui.look.parts import Button, label
from coverart.gui.look.segments import Segments
from coverart.gui.look.theme import DARK, LIGHT, STEP
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures
from coverart.language import _


class SizeStrip(QWidget):
    """Some covers of one photo as small as in lists, on light and on dark.

    The two surfaces stand beside each other, or where there is no room, one below the other.
    """

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._length = ""
        self._shown: tuple[Shown, ...] = ()
        self._covers: list[SizedCover] = []
        self._surfaces: list[Surroundings] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(STEP)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._arrange()

    def show_crops(self, shown: Sequence[Shown], stand_in: StandIn | None = None) -> None:
        """Show one crop, or two of one photo."""
        shapes = [one.aspect for one in shown]
        if shapes != [one.aspect for one in self._shown]:
            self._build(shapes)
        self._shown = tuple(shown)
        self.show_pictures(stand_in)

    def show_length(self, seconds: float | None) -> None:
        """Write the length of the song, if it is known, over wide covers."""
        self._length = "" if seconds is None else clock(seconds)
        for cover in self._covers:
            cover.show_length(self._length)

    def wanted(self) -> list[Picture]:
        """The pictures that are sharp here."""
        return list(dict.fromkeys(cover.sharp(shown) for cover, shown in self._placed()))

    def show_pictures(self, stand_in: StandIn | None = None) -> None:
        """Show what is here, and what is not as it can be cut from the whole photo."""
        for cover, shown in self._placed():
            cover.show_crop(shown, self._pictures, stand_in)

    def _placed(self) -> Iterator[tuple[SizedCover, Shown]]:
        """Every cover with the crop that it shows: all of them on light, then on dark."""
        return zip(self._covers, (*self._shown, *self._shown), strict=True)

    def _build(self, shapes: Sequence[Aspect]) -> None:
        for surface in self._surfaces:
            self._row.removeWidget(surface)
            surface.hide()
            surface.deleteLater()
        self._covers.clear()
        self._surfaces = [Surroundings(theme) for theme in (LIGHT, DARK)]
        for surface in self._surfaces:
            for aspect in shapes:
                cover = SizedCover(small(aspect))
                cover.show_length(self._length)
                cover.setAccessibleName(_("The cover as small as in a list"))
                surface.add(cover)
                self._covers.append(cover)
            self._row.addWidget(surface)
        self._arrange()

    def _arrange(self) -> None:
        needed = sum(surface.minimumSizeHint().width() for surface in self._surfaces) + STEP
        beside = self.width() >= needed
        ways = QHBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if beside else ways.TopToBottom)


class RealSizes(QWidget):
    """One cover in a list, on light and dark, and on a page of its own, on either.

    `larger_wanted` asks for the largest size, for which there is no room here.
    """

    larger_wanted = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._seconds: float | None = None
        self._shown: Shown | None = None
        self._large: SizedCover | None = None
        self._strip = SizeStrip(pictures)
        self._page = Surroundings(LIGHT)
        self._themes = Segments({LIGHT: _("Light"), DARK: _("Dark")}, _("Surroundings"))
        self._themes.mark(LIGHT)
        self._themes.chosen.connect(self._page.become)
        self._more = Button("640 px…", self.larger_wanted.emit, "plain")
        self._more.setToolTip(_("Show the cover with 640 × 640 pixels"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addLayout(self._heading())
        column.addWidget(self._strip)
        column.addWidget(self._page)

    def show_crop(self, shown: Shown, stand_in: StandIn | None = None) -> None:
        """Show a crop."""
        if self._large is None or self._shown is None or self._shown.aspect != shown.aspect:
            self._build(shown.aspect)
        self._shown = shown
        self._strip.show_crops([shown], stand_in)
        self.show_pictures(stand_in)

    def show_length(self, seconds: float | None) -> None:
        """Write the length of the song, if it is known, over wide covers."""
        self._seconds = seconds
        self._strip.show_length(seconds)
        if self._large is not None:
            self._large.show_length("" if seconds is None else clock(seconds))

    def wanted(self) -> list[Picture]:
        """The pictures that are sharp here."""
        if self._large is None or self._shown is None:
            return []
        return [*self._strip.wanted(), self._large.sharp(self._shown)]

    def show_pictures(self, stand_in: StandIn | None = None) -> None:
        """Show what is here, and what is not as it can be cut from the whole photo."""
        self._strip.show_pictures(stand_in)
        if self._large is not None and self._shown is not None:
            self._large.show_crop(self._shown, self._pictures, stand_in)

    def _build(self, aspect: Aspect) -> None:
        if self._large is not None:
            self._large.hide()
            self._large.deleteLater()
        size = large(aspect)
        self._large = SizedCover(size)
        self._large.setAccessibleName(_("The cover with {size} pixels").format(size=size))
        self._large.show_length("" if self._seconds is None else clock(self._seconds))
        self._page.add(self._large)
        self._page.caption(_("{size} px").format(size=size))
        self._more.setVisible(aspect == SQUARE)

    def _heading(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(STEP)
        grid.addWidget(label(_("Real sizes"), "quiet"), 0, 0)
        grid.addWidget(self._more, 0, 1)
        grid.addWidget(self._themes, 0, 2)
        grid.setColumnStretch(0, 1)
        return grid
