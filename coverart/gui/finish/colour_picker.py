"""The colour of words: suggested, one of the picture's own, or any other."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QColorDialog, QWidget

from coverart.gui.look.flow import Flow
from coverart.gui.look.parts import Button
from coverart.gui.look.tab_order import set_tab_order
from coverart.gui.look.theme import STEP
from coverart.gui.look.toggle import Toggle
from coverart.language import _

WHITE, BLACK = "#ffffff", "#000000"
SIDE = 3 * STEP

AskColour = Callable[[QWidget, str], str]


def ask_colour(parent: QWidget, before: str) -> str:
    """Let the user choose any colour; empty if they would rather not."""
    chosen = QColorDialog.getColor(QColor(before or WHITE), parent, _("The colour of the words"))
    return chosen.name() if chosen.isValid() else ""


class Swatch(QAbstractButton):
    """A colour to press."""

    def __init__(self, colour: str) -> None:
        super().__init__()
        self.colour = colour
        self.setCheckable(True)
        self.setFixedSize(QSize(SIDE, 4 * STEP))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(colour)
        self.setAccessibleName(_("The colour {colour}").format(colour=colour))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        painter, palette = QPainter(self), self.palette()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = QPointF(SIDE / 2, 2 * STEP)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Mid), 1))
        painter.setBrush(QColor(self.colour))
        painter.drawEllipse(middle, SIDE / 2 - 4, SIDE / 2 - 4)
        if self.isChecked() or self.hasFocus():
            role = QPalette.ColorRole.Highlight if self.isChecked() else QPalette.ColorRole.Text
            painter.setPen(QPen(palette.color(role), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, SIDE / 2 - 1, SIDE / 2 - 1)


class ColourPicker(QWidget):
    """Says by `chosen` which colour is wanted: "#rrggbb", or nothing for the suggested one."""

    chosen = Signal(str)

    def __init__(self, ask: AskColour = ask_colour) -> None:
        super().__init__()
        self._ask = ask
        self._wanted = ""
        self._swatches: list[Swatch] = []
        self._suggested = Toggle(_("Suggested"), lambda: self.chosen.emit(""))
        self._suggested.setChecked(True)
        self._suggested.setAccessibleName(_("A colour of the picture that can be read"))
        self.other = Button(_("Other…"), self._ask_other, "plain")
        self._flow = Flow(STEP // 2)
        self.setLayout(self._flow)
        self.show_palette(())

    @property
    def colours(self) -> tuple[str, ...]:
        """What can be pressed."""
        return tuple(swatch.colour for swatch in self._swatches)

    def show_palette(self, colours: Sequence[str]) -> None:
        """Offer these, white and black, and the one that is wanted if it is another."""
        while self._flow.takeAt(0) is not None:
            pass
        for swatch in self._swatches:
            swatch.hide()
            swatch.deleteLater()
        own = [self._wanted] if self._wanted else []
        self._swatches = [Swatch(one) for one in dict.fromkeys((*own, *colours, WHITE, BLACK))]
        self._flow.addWidget(self._suggested)
        for swatch in self._swatches:
            swatch.clicked.connect(lambda _on, swatch=swatch: self.chosen.emit(swatch.colour))
            self._flow.addWidget(swatch)
        self._flow.addWidget(self.other)
        set_tab_order(self._suggested, *self._swatches, self.other)
        self.mark(self._wanted)

    def mark(self, colour: str) -> None:
        """Show that this colour is wanted."""
        self._wanted = colour
        self._suggested.setChecked(not colour)
        if colour and colour not in self.colours:
            self.show_palette([one for one in self.colours if one not in (WHITE, BLACK)])
        for swatch in self._swatches:
            swatch.setChecked(swatch.colour == colour)

    def _ask_other(self) -> None:
        colour = self._ask(self, self._wanted)
        if colour:
            self.chosen.emit(colour)
