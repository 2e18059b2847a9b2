"""Shows the crop under the pointer, as soon as its picture is here."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from coverart.domain import Crop
from coverart.gui.look.theme import STEP
from coverart.gui.mood_map.dots import Listed
from coverart.gui.mood_map.hover_card import SIDE, HoverCard
from coverart.gui.pictures.picture import Picture
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.studio.mood_words import mood_words
from coverart.language import _

SMALL = 40 * STEP
"""A map narrower than this would be covered by the card."""

Look = Callable[[Crop, float], QPixmap | None]
Name = Callable[[Crop, float], Picture]


class Pointing(QObject):
    """Holds the card of one map; `name` says which picture of a crop to ask for, `look` gets it."""

    def __init__(self, owner: QWidget, pictures: Pictures, name: Name, look: Look) -> None:
        super().__init__(owner)
        self._owner = owner
        self._pictures = pictures
        self._name, self._look = name, look
        self._card: HoverCard | None = None
        self._shown: tuple[Listed, QPoint] | None = None
        self._wanted: Picture | None = None
        pictures.arrived.connect(self._take)

    @property
    def card(self) -> HoverCard | None:
        """The card, while it is seen."""
        return self._card if self._card is not None and self._card.isVisible() else None

    def show(self, one: Listed, at: QPoint) -> None:
        """Show a crop beside a point of the map."""
        if self._shown != (one, at):
            self._shown = one, at
            self._wanted = self._name(one.crop, SIDE)
            self._pictures.want(Viewer.POINTED, (self._wanted,))
            self._fill(one, at)

    def hide(self) -> None:
        """Show none."""
        self._shown = self._wanted = None
        if self._card is not None:
            self._card.hide()

    def _fill(self, one: Listed, at: QPoint) -> None:
        window = self._owner.window()
        if self._card is None:
            self._card = HoverCard(window)
        words = f"{one.rank}."
        if one.match.emotion is not None:
            mood = mood_words(*one.match.emotion)
            words = _("{rank}. {mood}").format(rank=one.rank, mood=mood)
        picture = self._look(one.crop, SIDE)
        ratio, density = one.crop.aspect.ratio, self._owner.devicePixelRatioF()
        self._card.show_crop(words, ratio, picture, density)
        self._card.open_beside(self._around(at).translated(self._owner.mapTo(window, QPoint(0, 0))))

    def _around(self, at: QPoint) -> QRect:
        """What the card shall not cover: the dot, and of a small map all that is beside it."""
        around = QRect(at, at).adjusted(-STEP, -STEP, STEP, STEP)
        if self._owner.width() < SMALL:
            around.setLeft(0)
            around.setRight(self._owner.width())
        return around

    def _take(self, picture: Picture) -> None:
        if picture == self._wanted and self._shown is not None:
            self._fill(*self._shown)
