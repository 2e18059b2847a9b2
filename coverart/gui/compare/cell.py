"""One of the crops that are compared: its picture, and below it, quietly, what is known of it."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coverart.domain import Match, Size
from coverart.gui.compare.judging import told
from coverart.gui.compare.verdict import Verdict
from coverart.gui.compare.zoom_view import ZoomView
from coverart.gui.look.parts import Button, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture import Picture
from coverart.language import _, percent
from coverart.triage.judgement import UNJUDGED, Flag, Judgement

MARGIN = STEP


class Cell(QWidget):
    """Shows one match; `pressed` comes with a press on it, `removed` when it is to be taken out."""

    pressed = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.match: Match | None = None
        self.picture: Picture | None = None
        self.view = ZoomView()
        self._rank = 0
        self._current = False
        self._focused = False
        self._place = label()
        self._score = label(part="quiet")
        self._size = label(part="quiet")
        self._verdict = Verdict()
        self._out = Button("", self.removed.emit, "plain")
        self._out.set_drawing("close")
        self._out.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.view.pressed.connect(self.pressed)
        caption = row(self._place, self._score, self._size, self._verdict)
        caption.addStretch()
        caption.addWidget(self._out)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(STEP // 2)
        layout.addWidget(self.view, 1)
        layout.addLayout(caption)

    @property
    def shape(self) -> Size:
        """The native pixels of what is shown."""
        return Size(1, 1) if self.picture is None or not self.picture.box else self.picture.box.size

    @property
    def chrome(self) -> Size:
        """How much wider and higher a cell is than its picture."""
        return Size(2 * MARGIN, 2 * MARGIN + STEP // 2 + self._out.sizeHint().height())

    def show_match(
        self, match: Match, rank: int, judgement: Judgement, stand_in: QPixmap | None
    ) -> None:
        """Show another match, and `stand_in` until its picture is here."""
        self.match = match
        self._rank = rank
        self._place.setText(str(rank))
        self._score.setText(percent(match.score))
        self.setToolTip(match.crop.photo.path.name)
        self._show_box(match, judgement, stand_in)
        self.show_judgement(judgement)

    def show_judgement(self, judgement: Judgement = UNJUDGED) -> None:
        """Show what was decided about the match."""
        if self.match is None:
            return
        if self.picture is None or judgement.recut(self.match.crop).box != self.picture.box:
            self._show_box(self.match, judgement, None)
        self._verdict.show_judgement(judgement)
        self.view.set_dimmed(judgement.flag is Flag.REJECTED)
        said = told(self.match, self._rank, judgement)
        self.setAccessibleName(said)
        self.view.setAccessibleName(said)
        out = _("Take rank {rank} out of the comparison").format(rank=self._rank)
        self._out.setAccessibleName(out)
        self._out.setToolTip(_("Take this one out"))

    def set_current(self, current: bool, focused: bool) -> None:
        """Outline the cell, or not; quietly where the keyboard is on something else."""
        self._current = current
        self._focused = focused
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Outline the one that keys act on."""
        if not self._current:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole.Highlight if self._focused else QPalette.ColorRole.PlaceholderText
        painter.setPen(QPen(self.palette().color(role), 3))
        around = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(around, STEP, STEP)
        painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """No size of its own: the page says how large it is."""
        return QSize(20 * STEP, 20 * STEP)

    def _show_box(self, match: Match, judgement: Judgement, stand_in: QPixmap | None) -> None:
        box = judgement.recut(match.crop).box
        self.picture = Picture(match.crop.photo.path, box, self.view.longest_wanted())
        self._size.setText(str(box.size))
        self._size.setToolTip(_("Native pixels"))
        self.view.show_subject(box.size, stand_in)
