"""The crop editor: the whole photo with the crop in it, and beside it all that changes with it."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coverart.domain import SQUARE, WIDE, Aspect, Box, Match
from coverart.gui.detail.canvas import CropCanvas
from coverart.gui.detail.cut_facts import WIDTH, CutFacts
from coverart.gui.detail.largest_size import LargestSize
from coverart.gui.detail.nudges import means_something
from coverart.gui.detail.overlays import TITLES, Overlay
from coverart.gui.detail.sized_cover import Shown, StandIn
from coverart.gui.look.parts import Button, Panel, label
from coverart.gui.look.segments import Segments
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.language import _

REST = 150
"""Milliseconds that a crop must rest before sharp pictures of it are asked for."""
KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_O)


class CropEditor(QWidget):
    """Lets one crop be cut by hand.

    `recut` carries the crop that was proposed and its new box, None for the one proposed;
    `rate_wanted` the photo's path, the aspect and the box whose rating `show_rating` shall bring;
    `turned` the match of the other shape that is to be cut instead.
    """

    recut = Signal(object, object)
    rate_wanted = Signal(object, object, object)
    turned = Signal(object)
    closed = Signal()
    export_wanted = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._match: Match | None = None
        self._siblings: dict[Aspect, Match] = {}
        self._sketch: tuple[Picture, StandIn] | None = None
        self._canvas = CropCanvas()
        self._canvas.setAccessibleName(_("The photo with the crop"))
        self._facts = CutFacts(pictures)
        self._name = label()
        self._shapes = Segments({one: str(one) for one in (SQUARE, WIDE)}, _("Shape"))
        self._lines = Button(_(TITLES[Overlay.OFF]), self.cycle_overlay)
        self._lines.set_drawing("thirds")
        self._lines.setToolTip(_("Lines that help to compose (O)"))
        self._reset = Button(_("Reset"), self.reset)
        self._reset.setToolTip(_("Back to the crop that was proposed"))
        self._rested = QTimer(self, singleShot=True, interval=REST)
        self._lay_out()
        self._rested.timeout.connect(self._fetch)
        self._canvas.resized.connect(self._rested.start)
        self._canvas.changing.connect(self._follow)
        self._canvas.changed.connect(self._decide)
        self._shapes.chosen.connect(self._turn)
        self._facts.larger_wanted.connect(self._enlarge)
        pictures.arrived.connect(self._take)

    @property
    def box(self) -> Box:
        """The crop as it is now."""
        return self._canvas.box

    def edit(self, match: Match, box: Box | None = None) -> None:
        """Begin with a match that was proposed, and its `box` as it was recut before, if it was."""
        self._match = match
        self._siblings = {match.crop.aspect: match}
        self._show_shapes()
        crop = match.crop
        self._name.setText(crop.photo.path.name)
        self._name.setToolTip(str(crop.photo.path))
        self._canvas.show_photo(crop.photo.size, crop.aspect, crop.box)
        self._facts.show_rating(match, match)
        self.show_box(box)
        self._canvas.setFocus()

    def set_siblings(self, matches: Sequence[Match]) -> None:
        """Offer the other shape of the same photo, if it is among these."""
        if self._match is None:
            return
        photo = self._match.crop.photo
        own = {one.crop.aspect: one for one in matches if one.crop.photo == photo}
        self._siblings = {**own, self._match.crop.aspect: self._match}
        self._show_shapes()

    def show_box(self, box: Box | None) -> None:
        """Show another box, as after an undo; None shows the crop that was proposed."""
        if self._match is not None:
            self._canvas.show_box(box or self._match.crop.box)
            self._follow(self._canvas.box)

    def show_rating(self, box: Box, match: Match | None) -> None:
        """Show how a box is rated; None where that cannot be known yet.

        While the crop is dragged every rating is shown as it comes; afterwards only its own.
        """
        if self._match is None or not (box == self.box or self._canvas.dragging):
            return
        if match is None:
            self._facts.show_no_rating()
        elif match.crop.photo == self._match.crop.photo and self._is_shape(match.crop.aspect):
            self._facts.show_rating(match, self._match)

    def show_length(self, seconds: float | None) -> None:
        """Write the length of the song, if it is known, over wide covers."""
        self._facts.show_length(seconds)

    def cycle_overlay(self) -> None:
        """Draw the next kind of lines over the crop: none, thirds, the golden section."""
        overlay = self._canvas.overlay.following
        self._canvas.set_overlay(overlay)
        self._lines.setText(_(TITLES[overlay]))

    def reset(self) -> None:
        """Go back to the crop that was proposed."""
        if self._match is not None and self.box != self._match.crop.box:
            self.show_box(None)
            self.recut.emit(self._match.crop, None)
        self._canvas.setFocus()

    def close_editor(self) -> None:
        """Give up a drag, or else leave the editor; what was cut stays."""
        if not self._canvas.let_go():
            self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the commands of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            mine = plain and event.key() in KEYS
            if mine or (self._canvas.hasFocus() and means_something(event)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Escape leaves, O changes the lines."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_editor()
        elif event.key() == Qt.Key.Key_O and not event.modifiers():
            self.cycle_overlay()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 (Qt's name)
        """Give the keyboard to the photo; with a proxy, Tab would go past what stands above it."""
        super().focusInEvent(event)
        self._canvas.setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._fetch()

    def _follow(self, box: Box) -> None:
        """Show what follows from a box, and ask for its rating, which the one proposed has."""
        if self._match is None:
            return
        crop = self._match.crop
        self._reset.setEnabled(box != crop.box)
        told = _("{size} pixels at {left}, {top}")
        described = told.format(size=box.size, left=box.left, top=box.top)
        self._canvas.setAccessibleDescription(described)
        self._facts.show_crop(replace(crop, box=box), self._stand_in())
        if box == crop.box:
            self._facts.show_rating(self._match, self._match)
        else:
            self.rate_wanted.emit(crop.photo.path, crop.aspect, box)
        self._rested.start()

    def _decide(self, box: Box) -> None:
        """Tell the box that came of a drag or a key."""
        if self._match is not None:
            self._follow(box)
            self.recut.emit(self._match.crop, None if box == self._match.crop.box else box)

    def _is_shape(self, aspect: Aspect) -> bool:
        return self._match is not None and self._match.crop.aspect == aspect

    def _turn(self, aspect: Aspect) -> None:
        if self._match is not None and aspect in self._siblings and not self._is_shape(aspect):
            self.turned.emit(self._siblings[aspect])
            return
        self._show_shapes()

    def _show_shapes(self) -> None:
        """Offer both shapes where both are known."""
        self._shapes.setVisible(len(self._siblings) > 1)
        if self._match is not None and self._match.crop.aspect in (SQUARE, WIDE):
            self._shapes.mark(self._match.crop.aspect)

    def _whole(self, match: Match) -> Picture:
        return Picture(match.crop.photo.path, None, self._canvas.longest_side())

    def _stand_in(self) -> StandIn | None:
        """The picture of the whole photo, if it is here, to cut the small ones from."""
        if self._match is None:
            return None
        whole = self._whole(self._match)
        picture = self._pictures.get(whole)
        if picture is None or picture.isNull():
            return None
        if self._sketch is None or self._sketch[0] != whole:
            self._sketch = whole, StandIn.of(picture, self._match.crop.photo.size)
        return self._sketch[1]

    def _fetch(self) -> None:
        """Ask for the photo and for what is sharp of the crop, now that it rests."""
        if self._match is not None and self.isVisible():
            self._pictures.want(Viewer.PREVIEW, [self._whole(self._match), *self._facts.wanted()])
            self._show_pictures()

    def _take(self, picture: Picture) -> None:
        if self._match is not None and picture.path == self._match.crop.photo.path:
            self._show_pictures()

    def _show_pictures(self) -> None:
        """Show the pictures that are here."""
        if self._match is not None:
            self._canvas.show_picture(self._pictures.get(self._whole(self._match)))
            self._facts.show_pictures(self._stand_in())

    def _enlarge(self) -> None:
        if self._match is not None:
            shown = Shown.of(self._match.crop, self.box)
            dialog = LargestSize(self, self._pictures, shown, self._stand_in())
            dialog.finished.connect(self._rested.start)
            dialog.open()

    def _lay_out(self) -> None:
        back = Button(_("Back"), self.close_editor, "plain")
        back.set_drawing("back")
        head = QHBoxLayout()
        head.setContentsMargins(STEP, STEP, 2 * STEP, 0)
        head.setSpacing(STEP)
        head.addWidget(back)
        head.addWidget(self._name, 1)
        head.addWidget(self._shapes)
        head.addWidget(self._lines)
        hint = label(_("Arrows move, + and − resize, Alt frees from the grid"), "quiet", wraps=True)
        hint.setContentsMargins(2 * STEP, 0, 2 * STEP, 2 * STEP)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self._canvas, 1)
        left.addWidget(hint)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self._side())

    def _side(self) -> Panel:
        """The column at the right: what is known of the crop, and what can be done with it."""
        side = Panel()
        side.setFixedWidth(WIDTH)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        foot.setSpacing(STEP)
        foot.addWidget(self._reset)
        foot.addStretch()
        foot.addWidget(Button(_("Export…"), self.export_wanted.emit))
        foot.addWidget(Button(_("Done"), self.closed.emit, "primary"))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._facts, 1)
        column.addLayout(foot)
        return side
