"""One crop alone, on the whole screen, to go through a gallery and decide."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coverart.domain import Box, Match, Size
from coverart.gui.compare.judging import (
    Judge,
    change_name,
    drawings_of,
    said_by,
    told,
    unjudged,
)
from coverart.gui.compare.note import Note
from coverart.gui.compare.zoom_state import FIT
from coverart.gui.compare.zoom_view import ZoomView
from coverart.gui.look.appearance import palette
from coverart.gui.look.theme import DARK, STEP
from coverart.gui.pictures.picture import Picture
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.studio.wording import sentence
from coverart.language import _, mark, percent
from coverart.triage.judgement import Flag, Judgement

LEAVING = (Qt.Key.Key_Space, Qt.Key.Key_Escape)
SEARCHING = mark("Searching…")
CAPTION_LASTS = 2000
SIGN_LASTS = 700
"""Milliseconds."""

Deed = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a match stands in the gallery: its rank from 1, and how many there are."""

    rank: int
    count: int


class FullScreen(QWidget):
    """A window of its own that covers the screen; it closes with the window it belongs to.

    `step_wanted` carries 1 for the next match and -1 for the one before, `flag_wanted` and
    `stars_wanted` the match and what is said of it. `closed` comes when it was left.
    """

    step_wanted = Signal(int)
    flag_wanted = Signal(object, object)
    stars_wanted = Signal(object, int)
    closed = Signal()

    def __init__(self, parent: QWidget, pictures: Pictures) -> None:
        super().__init__(parent, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self._owner = parent.window()
        self._pictures = pictures
        self._judge: Judge = unjudged
        self._judgement = Judgement()
        self._match: Match | None = None
        self._place = Place(1, 1)
        self._next: tuple[Match, ...] = ()
        self._whole = False
        self._info = False
        self._view = ZoomView()
        self._caption = Note(self, CAPTION_LASTS)
        self._sign = Note(self, SIGN_LASTS)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)
        self._caption.faded.connect(self._hide_pointer)
        self._view.resolution_wanted.connect(lambda _longest: self._soon.start())
        pictures.arrived.connect(lambda _picture: self._show_picture())
        self._owner.installEventFilter(self)
        self._lay_out()

    @property
    def match(self) -> Match | None:
        """What is shown."""
        return self._match

    def show_match(
        self,
        match: Match,
        place: Place,
        stand_in: QPixmap | None = None,
        likely_next: Sequence[Match] = (),
    ) -> None:
        """Show a match, and `stand_in` until its large picture is here.

        The pictures of those that are `likely_next` are fetched after it. The same crop once more,
        with another rank maybe, leaves zoom and caption as they are.
        """
        before, self._match = self._match, match
        self._view.show()
        self._place = place
        self._next = tuple(likely_next)
        if before is not None and before.crop == match.crop:
            self.show_judgements(self._judge)
        else:
            self._judgement = self._judge(match.crop)
            self._view.set_state(FIT)
            self._show_subject(stand_in)
            if self.isVisible():
                self._caption.appear(self._info)
        self._tell()
        self._soon.start()

    def show_nothing(self) -> None:
        """Say that something else is searched for; until the next match nothing can be judged."""
        self._match = None
        self._next = ()
        self._caption.go()
        self._sign.go()
        self._view.hide()
        self._pictures.want(Viewer.FULL_SCREEN, ())
        self.setAccessibleName(_(SEARCHING))
        self.update()

    def show_judgements(self, judge: Judge) -> None:
        """Show what was decided about the crop, now that `judge` knows of it."""
        self._judge = judge
        if self._match is None:
            return
        before, self._judgement = self._judgement, judge(self._match.crop)
        change = change_name(before, self._judgement)
        if change and self.isVisible():
            self._sign.tell((change,), drawings_of(self._judgement))
            self._lay_notes()
            self._sign.appear()
        if before.box != self._judgement.box:
            self._show_subject(None)
        self._tell()

    def open(self) -> None:
        """Cover the screen that the window is on."""
        self.setScreen(self._owner.screen())
        self.setGeometry(self.screen().geometry())
        self.showFullScreen()
        self.activateWindow()
        self.setFocus()

    def turn_whole(self) -> None:
        """Show the whole photo with the crop outlined, or the crop alone again."""
        self._whole = not self._whole
        self._view.set_state(FIT)
        self._show_subject(None)

    def turn_info(self) -> None:
        """Keep the caption, with the reason for the match, or let it fade again."""
        self._info = not self._info
        self._tell()
        self._wake()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Go when the window goes."""
        if event.type() in (QEvent.Type.Close, QEvent.Type.Hide) and self.isVisible():
            self.close()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Do what a key means here."""
        deed = self._deed_of(event)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Bring back the pointer and the caption."""
        self._wake()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._wake()
        self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Want no pictures any longer."""
        super().hideEvent(event)
        self._caption.go()
        self._sign.go()
        self._pictures.want(Viewer.FULL_SCREEN, ())

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        super().resizeEvent(event)
        self._lay_notes()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 (Qt's name)
        """Paint the dark surface, the same in every theme, and say so where there is nothing."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(DARK.window))
        if self._match is None:
            painter.setPen(QColor(DARK.quiet))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _(SEARCHING))
        painter.end()

    def _deed_of(self, event: QKeyEvent) -> Deed | None:
        """What a key does here; None if nothing."""
        if self._match is None:
            return self.close if event.key() in LEAVING else None
        said = said_by(event)
        if said is not None:
            return partial(self._judge_as, self._match, said)
        if not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            deed = self._plain_deeds().get(Qt.Key(event.key()))
            if deed is not None:
                return deed
        return self._view.deed_of(event)

    def _plain_deeds(self) -> dict[Qt.Key, Deed]:
        forward, back = partial(self.step_wanted.emit, 1), partial(self.step_wanted.emit, -1)
        return {
            Qt.Key.Key_Right: forward,
            Qt.Key.Key_Down: forward,
            Qt.Key.Key_Left: back,
            Qt.Key.Key_Up: back,
            Qt.Key.Key_I: self.turn_info,
            Qt.Key.Key_F: self.turn_whole,
            **dict.fromkeys(LEAVING, self.close),
        }

    def _judge_as(self, match: Match, said: Flag | int) -> None:
        """Say what is thought of a match; the caption tells it even if that is nothing new."""
        self._caption.appear(self._info)
        signal = self.flag_wanted if isinstance(said, Flag) else self.stars_wanted
        signal.emit(match, said)

    def _wake(self) -> None:
        """Show the pointer and the caption, for a while unless they are to stay."""
        self._view.take_cursor()
        if self._match is not None:
            self._caption.appear(self._info)

    def _hide_pointer(self) -> None:
        self._view.setCursor(Qt.CursorShape.BlankCursor)

    def _tell(self) -> None:
        """Write the caption anew."""
        if self._match is None:
            return
        crop = self._match.crop
        first = _("{rank} of {count}   {percent}   {size} native pixels").format(
            rank=self._place.rank,
            count=self._place.count,
            percent=percent(self._match.score),
            size=self._box(self._match).size,
        )
        more = (sentence(self._match.why), crop.photo.path.name) if self._info else ()
        self._caption.tell((first, *more), drawings_of(self._judgement))
        self.setAccessibleName(told(self._match, self._place.rank, self._judgement))
        self._lay_notes()

    def _lay_notes(self) -> None:
        caption, sign = self._caption, self._sign
        left = (self.width() - caption.width()) // 2
        caption.move(left, self.height() - caption.height() - 3 * STEP)
        sign.move((self.width() - sign.width()) // 2, (self.height() - sign.height()) // 2)

    def _box(self, match: Match) -> Box:
        return self._judge(match.crop).recut(match.crop).box

    def _show_subject(self, stand_in: QPixmap | None) -> None:
        """Show the crop, or the whole photo with its outline."""
        if self._match is None:
            return
        box, photo = self._box(self._match), self._match.crop.photo
        shape: Size = photo.size if self._whole else box.size
        meanwhile = None if self._whole else stand_in
        self._view.show_subject(shape, meanwhile, box if self._whole else None)
        self._show_picture()

    def _picture(self, match: Match, longest: int) -> Picture:
        return Picture(match.crop.photo.path, None if self._whole else self._box(match), longest)

    def _fetch(self) -> None:
        """Ask for the picture as large as it is shown, and then for those that may come next."""
        if self._match is None or not self.isVisible():
            return
        self._show_picture()
        wanted = [self._picture(self._match, self._view.longest_wanted())]
        wanted += [self._picture(match, self._longest_of(match)) for match in self._next]
        self._pictures.want(Viewer.FULL_SCREEN, wanted)

    def _longest_of(self, match: Match) -> int:
        """What the long side of another match will need as soon as it is shown."""
        shape = match.crop.photo.size if self._whole else self._box(match).size
        return self._view.longest_for(shape)

    def _show_picture(self) -> None:
        if self._match is not None:
            there = self._pictures.get(self._picture(self._match, self._view.longest_wanted()))
            if there is not None:
                self._view.show_picture(there)

    def _lay_out(self) -> None:
        self.setPalette(palette(DARK))
        self.setMouseTracking(True)
        self._view.setPalette(palette(DARK))
        self._view.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWindowTitle(_("Full screen"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
