"""The panel beside the gallery: one crop large, where it lies in its photo, and why it is there."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coverart.domain import Match
from coverart.gui.detail.both_shapes import BothShapes
from coverart.gui.detail.column import Column
from coverart.gui.detail.platforms import Platforms
from coverart.gui.detail.real_sizes import SizeStrip
from coverart.gui.detail.score_bars import ScoreBars
from coverart.gui.detail.sized_cover import Shown
from coverart.gui.detail.verdict import Verdict
from coverart.gui.look.parts import Button, Panel, label
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.picture_view import OutlinedPhoto, PictureView
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.studio.wording import sentence
from coverart.language import _, mark
from coverart.triage.judgement import UNJUDGED, Judgement

TALLEST_CROP = 480
TALLEST_PHOTO = 104
FALLBACK = mark("A small part of its photo: the photo's shape leaves nothing larger.")

BY_HAND = mark("Cut by hand.")
RATED_AS_PROPOSED = mark("Cut by hand; the score is that of the crop that was proposed.")


class Preview(Panel):
    """Shows a match and what was decided about it.

    `export_wanted` and `edit_wanted` when their buttons are pressed, `flag_wanted` and
    `stars_wanted` with what the judgement should be, `turned` with the match of the other shape.
    """

    export_wanted = Signal()
    edit_wanted = Signal()
    flag_wanted = Signal(object)
    stars_wanted = Signal(int)
    turned = Signal(object)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._match: Match | None = None
        self._cut: Match | None = None
        self._others: tuple[Match, ...] = ()
        self._stand_in: QPixmap | None = None
        self._crop = PictureView(TALLEST_CROP)
        self._crop.setAccessibleName(_("The crop"))
        self._verdict = Verdict()
        self._both = BothShapes(pictures)
        self._sizes = SizeStrip(pictures)
        self._photo = OutlinedPhoto(TALLEST_PHOTO)
        self._photo.setAccessibleName(_("The photo with the crop outlined"))
        self._why = label(wraps=True)
        self._scores = ScoreBars()
        self._facts = label(part="quiet", wraps=True)
        self._enough = label(part="quiet", wraps=True)
        self._platforms = Platforms()
        self._by_hand = label(part="quiet", wraps=True)
        self._fallback = label(_(FALLBACK), "warning", wraps=True)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._nothing())
        self._pages.addWidget(self._something())
        self._connect()

    def show_match(
        self,
        match: Match | None,
        stand_in: QPixmap | None = None,
        judgement: Judgement = UNJUDGED,
        siblings: Sequence[Match] = (),
    ) -> None:
        """Show a match, and `stand_in` until its large picture is here; None shows nothing.

        What was decided about it, and its other shape, may be told with it, which is quicker than
        to tell them afterwards.
        """
        self._match = self._cut = match
        self._others = _other_shape(match, siblings)
        self._stand_in = stand_in
        self._pages.setCurrentIndex(0 if match is None else 1)
        if match is None:
            return
        self._why.setText(sentence(match.why))
        self._scores.show_match(match)
        self._fallback.setVisible(match.crop.fallback)
        self.show_judgement(judgement)

    def set_siblings(self, matches: Sequence[Match]) -> None:
        """Show both shapes beside each other, if the other one of this photo is among these."""
        if self._match is not None:
            self._others = _other_shape(self._match, matches)
            self._show_cut()

    def show_judgement(self, judgement: Judgement) -> None:
        """Show what was decided about the match, and its crop as it was recut, if it was.

        The match may be the one proposed, or that of the box as it was recut.
        """
        self._verdict.show_judgement(judgement)
        self._by_hand.setVisible(judgement.box is not None)
        if self._match is not None:
            crop = self._match.crop
            rated = judgement.box in (None, crop.box)
            self._by_hand.setText(_(BY_HAND) if rated else _(RATED_AS_PROPOSED))
            self._cut = replace(self._match, crop=replace(crop, box=judgement.box or crop.box))
            self._show_cut()

    def show_length(self, seconds: float | None) -> None:
        """Write the length of the song, if it is known, over wide covers."""
        self._sizes.show_length(seconds)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._soon.start()

    def _show_cut(self) -> None:
        """Show all that follows from the box of the crop."""
        if self._cut is None:
            return
        crop = self._cut.crop
        told = _("{name}\n{size} native pixels, {aspect}")
        facts = told.format(name=crop.photo.path.name, size=crop.box.size, aspect=crop.aspect)
        self._facts.setText(facts)
        self._facts.setToolTip(str(crop.photo.path))
        self._photo.outline(crop.box)
        self._both.setVisible(bool(self._others))
        self._show_pictures()
        self._soon.start()

    def _show_rest(self) -> None:
        """Show what stands further down, and fetch the pictures of it all.

        It comes a turn of the event loop later: to build it takes longer than all the rest.
        """
        if self._cut is None:
            return
        crop = self._cut.crop
        self._enough.setText(self._platforms.show_box(crop.aspect, crop.box))
        if self._others:
            self._both.show_matches(self._shapes(), self._cut)
        self._sizes.show_crops([Shown.of(one.crop) for one in self._shapes()])
        self._fetch()

    def _shapes(self) -> list[Match]:
        """The match and its other shape, if there is one, the narrower first."""
        own = [] if self._cut is None else [self._cut]
        return sorted([*own, *self._others], key=lambda one: one.crop.aspect.ratio)

    def _connect(self) -> None:
        self._soon.timeout.connect(self._show_rest)
        for view in (self._crop, self._photo):
            view.resized.connect(self._soon.start)
        self._verdict.flag_wanted.connect(self.flag_wanted)
        self._verdict.stars_wanted.connect(self.stars_wanted)
        self._both.turned.connect(self._turn)
        self._pictures.arrived.connect(lambda _picture: self._show_pictures())

    def _nothing(self) -> QWidget:
        hint = label(_("Choose a picture to see it here."), "quiet", wraps=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setMargin(3 * STEP)
        return hint

    def _something(self) -> QWidget:
        scroll = Column()
        for widget in (
            self._crop,
            self._verdict,
            self._why,
            self._scores,
            self._by_hand,
            self._photo,
            self._facts,
            self._fallback,
            self._both,
            self._sizes,
            self._enough,
            self._platforms,
        ):
            scroll.body.addWidget(widget)
        scroll.body.addStretch()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(self._foot())
        return whole

    def _foot(self) -> QHBoxLayout:
        edit = Button(_("Edit crop"), self.edit_wanted.emit)
        edit.set_drawing("crop")
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        foot.setSpacing(STEP)
        foot.addWidget(edit, 1)
        foot.addWidget(Button(_("Export…"), self.export_wanted.emit, "primary"), 1)
        return foot

    def _turn(self, match: Match) -> None:
        if match in self._others:
            self.turned.emit(match)

    def _wanted(self, match: Match) -> tuple[Picture, Picture]:
        """The pictures of the crop and of its whole photo."""
        path, box = match.crop.photo.path, match.crop.box
        return (
            Picture(path, box, self._crop.longest_side()),
            Picture(path, None, self._photo.longest_side()),
        )

    def _fetch(self) -> None:
        if self._cut is not None and self.isVisible():
            self._show_pictures()
            both = self._both.wanted() if self._others else []
            wanted = (*self._wanted(self._cut), *both, *self._sizes.wanted())
            self._pictures.want(Viewer.PREVIEW, tuple(dict.fromkeys(wanted)))

    def _show_pictures(self) -> None:
        """Show what is here of the chosen match."""
        if self._cut is None:
            return
        crop, photo = self._cut.crop, self._cut.crop.photo
        large, whole = (self._pictures.get(picture) for picture in self._wanted(self._cut))
        self._crop.show_picture(crop.box.size, large or self._stand_in)
        self._photo.show_picture(photo.size, whole)
        self._sizes.show_pictures()
        if self._others:
            self._both.show_pictures()


def _other_shape(match: Match | None, matches: Sequence[Match]) -> tuple[Match, ...]:
    """The first of some matches that is of the same photo in another shape, if there is one."""
    if match is None:
        return ()
    same = [one for one in matches if one.crop.photo == match.crop.photo]
    return tuple(one for one in same if one.crop.aspect != match.crop.aspect)[:1]
