"""The panel beside the gallery: one crop large, where it lies in its photo, and why it is there."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from coverart.domain import Match
from coverart.gui.detail.score_bars import ScoreBars
from coverart.gui.look.parts import Button, Panel, label
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.picture_view import OutlinedPhoto, PictureView
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.studio.wording import sentence

TALLEST_CROP = 480
TALLEST_PHOTO = 104
SCORES = {"score": "Score", "match": "Match", "composition": "Composition"}
FALLBACK = "A small part of its photo: the photo's shape leaves nothing larger."


class Preview(Panel):
    """Shows a match; `export_wanted` when its button is pressed."""

    export_wanted = Signal()

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures = pictures
        self._match: Match | None = None
        self._stand_in: QPixmap | None = None
        self._crop = PictureView(TALLEST_CROP)
        self._photo = OutlinedPhoto(TALLEST_PHOTO)
        self._why = label(wraps=True)
        self._scores = ScoreBars(SCORES)
        self._facts = label(part="quiet", wraps=True)
        self._fallback = label(FALLBACK, "warning", wraps=True)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)
        for view in (self._crop, self._photo):
            view.resized.connect(self._soon.start)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self._nothing())
        self._pages.addWidget(self._something())
        pictures.arrived.connect(lambda _picture: self._show_pictures())

    def show_match(self, match: Match | None, stand_in: QPixmap | None = None) -> None:
        """Show a match, and `stand_in` until its large picture is here; None shows nothing."""
        self._match = match
        self._stand_in = stand_in
        self._pages.setCurrentIndex(0 if match is None else 1)
        if match is None:
            return
        crop = match.crop
        self._why.setText(sentence(match.why))
        self._scores.show_shares({**match.parts, "score": match.score})
        self._facts.setText(f"{crop.photo.path.name}\n{crop.box.size} native pixels, {crop.aspect}")
        self._facts.setToolTip(str(crop.photo.path))
        self._fallback.setVisible(crop.fallback)
        self._photo.outline(crop.box)
        self._show_pictures()
        self._soon.start()

    def _nothing(self) -> QWidget:
        hint = label("Choose a picture to see it here.", "quiet", wraps=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setMargin(3 * STEP)
        return hint

    def _something(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, STEP)
        layout.setSpacing(2 * STEP)
        for widget in (self._crop, self._why, self._scores, self._photo, self._facts):
            layout.addWidget(widget)
        layout.addWidget(self._fallback)
        layout.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(page)
        export = Button("Export…", self.export_wanted.emit, "primary")
        foot = QVBoxLayout()
        foot.setContentsMargins(2 * STEP, STEP, 2 * STEP, 2 * STEP)
        foot.addWidget(export)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addLayout(foot)
        return whole

    def _wanted(self, match: Match) -> tuple[Picture, Picture]:
        """The pictures of the crop and of its whole photo."""
        path, box = match.crop.photo.path, match.crop.box
        return (
            Picture(path, box, self._crop.longest_side()),
            Picture(path, None, self._photo.longest_side()),
        )

    def _fetch(self) -> None:
        if self._match is not None and self.isVisible():
            self._show_pictures()
            self._pictures.want(Viewer.PREVIEW, self._wanted(self._match))

    def _show_pictures(self) -> None:
        """Show what is here of the chosen match."""
        if self._match is None:
            return
        crop, photo = self._match.crop, self._match.crop.photo
        large, whole = (self._pictures.get(picture) for picture in self._wanted(self._match))
        self._crop.show_picture(crop.box.size, large or self._stand_in)
        self._photo.show_picture(photo.size, whole)
