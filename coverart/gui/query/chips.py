"""The chips below the bar: every part of the query, to be seen, weighed and removed."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from coverart.encoders.encoder import Kind
from coverart.engine.asking import Example
from coverart.gui.look.flow import Flow
from coverart.gui.look.parts import Button, Drawing, Panel, as_part
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.query.weight_popup import WeightPopup, shown_weight
from coverart.gui.studio.chip_list import Part
from coverart.language import _, number

THUMBNAIL = 3 * STEP
SIGN = 2 * STEP
CROSS = 12
LONGEST_NAME = 26 * STEP
SIGNS = {
    Kind.SONG: "song",
    Kind.TEXT: "words",
    Kind.LYRICS: "lyrics",
    Kind.WITHOUT: "without",
    Kind.LIKED: "more",
    Kind.DISLIKED: "less",
    Kind.PICTURE: "picture",
    Kind.MOOD: "mood",
}


class Chip(Panel):
    """One part: its sign, its name or thumbnail, and a button that removes it.

    A part that was left out by a weight of 0 and cannot be typed or pressed again has a button that
    brings it back.
    """

    def __init__(self, part: Part, row: "Chips") -> None:
        super().__init__("chip")
        self.part = part
        self._row = row
        self._name = Button("", self.open_weight, "chip")
        self._name.setAccessibleName(
            _("{part}, weight {weight}").format(part=part.title, weight=number(part.weight, "g"))
        )
        self._name.setToolTip(f"{part.title}\n{_('Press to say how much it counts')}")
        off = part.weight == 0
        back = off and part.kind is Kind.LYRICS
        remove = Button("", self.restore if back else self.remove, "chip")
        remove.set_drawing("plus" if back else "close", CROSS)
        remove.setAccessibleName(
            (_("Count: {part}") if back else _("Remove: {part}")).format(part=part.title)
        )
        remove.setToolTip(remove.accessibleName())
        if off:
            as_part(self._name, "faint-chip")
        if not isinstance(part.what, Example):
            cut = self._name.fontMetrics().elidedText(
                part.title, Qt.TextElideMode.ElideMiddle, LONGEST_NAME
            )
            self._name.setText(self._with_weight(cut).replace("&", "&&"))
        elif not part.usual:
            self._name.setText(shown_weight(part.weight))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(STEP, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Drawing(SIGNS[part.kind], SIGN))
        layout.addWidget(self._name)
        layout.addWidget(remove)

    @property
    def focused(self) -> bool:
        """Whether the keyboard is on it."""
        return self.isAncestorOf(QApplication.focusWidget() or self)

    def take_focus(self) -> None:
        """Take the keyboard."""
        self._name.setFocus()

    def open_weight(self) -> WeightPopup:
        """Let the user say how much parts of this kind count."""
        popup = WeightPopup(self._row, self.part.kind, self.part.weight)
        popup.weighed.connect(self._row.weighed)
        popup.open_below(self)
        return popup

    def remove(self) -> None:
        """Say that this part is to go."""
        self._row.removed.emit(self.part)

    def restore(self) -> None:
        """Say that this part is to count again."""
        self._row.restored.emit(self.part)

    def show_thumbnail(self, thumbnail: QPixmap) -> None:
        """Show the picture that this part is."""
        self._name.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self._name.setIcon(QIcon(thumbnail))

    def _with_weight(self, name: str) -> str:
        if self.part.weight == 0:
            return _("{part}  off").format(part=name)
        return name if self.part.usual else f"{name}  {shown_weight(self.part.weight)}"


class Chips(QWidget):
    """A row of chips, hidden where there is nothing to tell apart."""

    removed = Signal(object)
    restored = Signal(object)
    weighed = Signal(object, float)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._chips: list[Chip] = []
        self._parts: tuple[Part, ...] = ()
        self._flow = Flow(STEP)
        around = QVBoxLayout(self)
        around.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        around.addLayout(self._flow)
        pictures.arrived.connect(lambda _picture: self._show_thumbnails())
        self.hide()

    @property
    def any(self) -> bool:
        """Whether there is a part to be told apart from others."""
        return bool(self._parts)

    @property
    def chips(self) -> Sequence[Chip]:
        """The chips as they stand."""
        return tuple(self._chips)

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show these parts in place of the ones before; chips of parts that stay are kept."""
        if parts == self._parts:
            return
        self._parts = parts
        kept = {chip.part: chip for chip in self._chips}
        focused = [place for place, chip in enumerate(self._chips) if chip.focused]
        while self._flow.takeAt(0) is not None:
            pass
        for part, chip in kept.items():
            if part not in parts:
                chip.hide()
                chip.deleteLater()
        self._chips = [kept.get(part) or Chip(part, self) for part in parts]
        for chip in self._chips:
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(parts))
        if focused and self._chips:  # whoever goes through them by keyboard stays there
            self._chips[min(focused[0], len(self._chips) - 1)].take_focus()
        self._pictures.want(Viewer.CHIPS, [self._picture(one) for one in self._examples()])
        self._show_thumbnails()

    def _examples(self) -> list[Example]:
        return [part.what for part in self._parts if isinstance(part.what, Example)]

    def _picture(self, example: Example) -> Picture:
        longest = round(2 * THUMBNAIL * self.devicePixelRatioF())
        return Picture(example.path, example.box, longest)

    def _show_thumbnails(self) -> None:
        for chip in self._chips:
            if isinstance(chip.part.what, Example):
                there = self._pictures.get(self._picture(chip.part.what))
                if there is not None and not there.isNull():
                    chip.show_thumbnail(_square(there))


def _square(picture: QPixmap) -> QPixmap:
    """The middle of a picture."""
    side = min(picture.width(), picture.height())
    left, top = (picture.width() - side) // 2, (picture.height() - side) // 2
    return picture.copy(left, top, side, side)
