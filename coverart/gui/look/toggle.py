"""A button that stays pressed, and is as wide as it will be then."""

from collections.abc import Callable

from PySide6.QtGui import QFont, QFontMetrics

from coverart.gui.look.parts import Button


class Toggle(Button):
    """Something that is on or off; `part` is how it looks."""

    def __init__(self, text: str, pressed: Callable[[], object], part: str = "toggle") -> None:
        super().__init__(text, pressed, part)
        self.setCheckable(True)
        self.ensurePolished()
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)  # of the style sheet, for what is pressed
        grown = QFontMetrics(bold).horizontalAdvance(text)
        grown -= QFontMetrics(self.font()).horizontalAdvance(text)
        self.setMinimumWidth(self.sizeHint().width() + max(0, grown) + 2)
