"""A small bubble over a part of the window, which waits to be read and takes no focus."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coverart.gui.look.parts import Button, Drawing, Panel, label
from coverart.gui.look.theme import STEP
from coverart.language import _

MOVED = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.LayoutRequest)


class TipBubble(Panel):
    """Lies at the lower edge of a widget, or below a small one, inside their window.

    Says `left` when it goes for good.
    """

    left = Signal()

    def __init__(self, about: QWidget, text: str) -> None:
        super().__init__("tip")
        self._about = about
        window = about.window()
        self.setParent(window)
        self.setAccessibleName(text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * STEP, STEP, STEP, STEP)
        layout.setSpacing(STEP)
        layout.addWidget(Drawing("info", 18))
        layout.addWidget(label(text))
        seen = Button(_("Got it"), self.leave, "plain")
        seen.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout.addWidget(seen)
        for widget in {about, window}:
            widget.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Go for good."""
        for widget in {self._about, self.window()}:
            widget.removeEventFilter(self)
        self.hide()
        self.left.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if event.type() in MOVED:
            self._place()
        elif event.type() == QEvent.Type.Hide and watched is self._about:
            self.hide()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        """Stay where the widget is, and inside the window."""
        self.adjustSize()
        window, about = self.window(), self._about
        corner = about.mapTo(window, QPoint(0, 0))
        tall = about.height() >= 3 * self.height()
        top = about.height() - self.height() - 2 * STEP if tall else about.height() + STEP
        left = corner.x() + (about.width() - self.width()) // 2
        self.move(
            max(STEP, min(left, window.width() - self.width() - STEP)),
            max(STEP, min(corner.y() + top, window.height() - self.height() - STEP)),
        )
        self.setVisible(about.isVisible())
