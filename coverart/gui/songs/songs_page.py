"""The view of songs: a list, best first, and beside it the picture that they shall fit."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QListView, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from coverart.domain import Size
from coverart.engine.asking import Example
from coverart.gui.look.message_bar import MessageBar
from coverart.gui.look.parts import Button, Drawing, Panel, as_heading, label, row
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.picture_thread import Picture
from coverart.gui.pictures.picture_view import PictureView
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.songs.song_row import SongRow
from coverart.gui.songs.songs_model import SongsModel
from coverart.gui.studio.song_search import SongSearch, SongsWanted
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.wording import Noun, places_name, songs_counted
from coverart.gui.work.status_strip import StatusStrip
from coverart.language import _, mark

PICTURE_WIDTH = 44 * STEP
TALLEST = 480
INVITED = {
    (True, True): mark("Drop a picture and a folder of songs here"),
    (True, False): mark("Now drop a picture here, or type words"),
    (False, True): mark("Now drop a folder of songs here"),
}
"""By whether a picture or words are missing, and whether songs are."""
PROMISE = mark("Coverart finds the songs that fit. Where a song has lyrics, they count.")


class SongsPage(QWidget):
    """Shows what a song search knows; `chosen` tells the song that a user wants a cover for."""

    chosen = Signal(object)
    picture_wanted = Signal()
    places_wanted = Signal()
    skipped_wanted = Signal()

    def __init__(self, search: SongSearch, pictures: Pictures) -> None:
        super().__init__()
        self._search = search
        self._pictures = pictures
        self._wanted: Picture | None = None
        self.message = MessageBar()
        self.status = StatusStrip(Noun.SONG, improving="")
        self.songs = SongsModel(self)
        self.list = self._list()
        self._waiting = label(part="quiet", wraps=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._invited = label()
        as_heading(self._invited)
        self._view = PictureView(TALLEST)
        self._facts = label(part="quiet", wraps=True)
        self._use = Button(_("Find crops for this song"), self._choose_current, "primary")
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._fetch)
        self._view.resized.connect(self._soon.start)
        self._pages = QStackedLayout()
        self._found = QStackedLayout()
        for page in (self._invitation(), self._results()):
            self._pages.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.message)
        layout.addLayout(self._pages, 1)
        layout.addWidget(self.status)
        self.status.hide()
        self._connect()
        self._show_wanted()

    def _connect(self) -> None:
        search = self._search
        search.wanted_changed.connect(self._show_wanted)
        search.stage_changed.connect(self._show_stage)
        search.ranked.connect(self.songs.set_matches)
        search.progressed.connect(self.status.set_progress)
        search.skipped_changed.connect(lambda: self.status.set_skipped(len(search.skipped)))
        search.said.connect(self.message.say)
        search.unsaid.connect(self.message.hide)
        self.status.cancel_wanted.connect(search.cancel)
        self.status.resume_wanted.connect(search.search)
        self.status.skipped_wanted.connect(self.skipped_wanted)
        self._pictures.arrived.connect(lambda _picture: self._show_picture())
        self.list.activated.connect(self._choose)

    def _show_wanted(self) -> None:
        wanted = self._search.wanted
        self._invited.setText(_(INVITED.get((wanted.wish.empty, not wanted.places), "")))
        picture = wanted.picture
        self._wanted = None if picture is None else self._picture(picture)
        self._view.setVisible(picture is not None)
        self._facts.setText(_facts(wanted))
        self._soon.start()

    def _show_stage(self, stage: Stage) -> None:
        self.status.set_stage(stage)
        self.status.setVisible(stage is not Stage.WAITING)
        found = self.songs.rowCount()
        if stage is Stage.FINAL:
            self.status.set_result(songs_counted(found))
        self._waiting.setText(_waiting(stage, self._search.wanted))
        self._use.setEnabled(bool(found))
        self._pages.setCurrentIndex(0 if stage is Stage.WAITING else 1)
        self._found.setCurrentIndex(1 if found else 0)
        if stage is Stage.FINAL and found:
            self.list.setCurrentIndex(self.songs.index(0))

    def _choose_current(self) -> None:
        self._choose(self.list.currentIndex())

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.songs.match_at(index.row()).path)

    def _picture(self, example: Example) -> Picture:
        longest = round(PICTURE_WIDTH * self.devicePixelRatioF())
        return Picture(example.path, example.box, longest)

    def _fetch(self) -> None:
        self._pictures.want(Viewer.SONGS, () if self._wanted is None else (self._wanted,))
        self._show_picture()

    def _show_picture(self) -> None:
        there = None if self._wanted is None else self._pictures.get(self._wanted)
        shape = Size(1, 1) if there is None else Size(there.width(), there.height())
        if there is None or not there.isNull():
            self._view.show_picture(shape, there)

    def _list(self) -> QListView:
        own = QListView()
        own.setModel(self.songs)
        own.setItemDelegate(SongRow(own))
        own.setMouseTracking(True)
        own.setUniformItemSizes(True)
        own.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        own.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        own.setAccessibleName(_("Songs, best first"))
        return own

    def _invitation(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(2 * STEP)
        layout.addStretch(4)
        middle = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(Drawing("invite_songs", 12 * STEP), 0, middle)
        layout.addWidget(self._invited, 0, middle)
        layout.addWidget(label(_(PROMISE), "quiet"), 0, middle)
        layout.addSpacing(STEP)
        buttons = row(
            Button(_("Choose a picture…"), self.picture_wanted.emit, "primary"),
            Button(_("Choose a folder of songs…"), self.places_wanted.emit),
        )
        buttons.insertStretch(0)
        buttons.addStretch()
        layout.addLayout(buttons)
        layout.addStretch(5)
        return page

    def _results(self) -> QWidget:
        side = Panel()
        column = QVBoxLayout(side)
        column.setContentsMargins(2 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        column.addWidget(self._view)
        column.addWidget(self._facts)
        column.addStretch()
        column.addWidget(self._use)
        side.setMinimumWidth(PICTURE_WIDTH - 8 * STEP)
        songs = QWidget()
        margin = QVBoxLayout(songs)
        margin.setContentsMargins(STEP, STEP, 0, 0)
        margin.addLayout(self._found)
        for page in (self._waiting, self.list):
            self._found.addWidget(page)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(STEP)
        split.addWidget(songs)
        split.addWidget(side)
        split.setStretchFactor(0, 1)
        split.setSizes([10 * PICTURE_WIDTH, PICTURE_WIDTH])
        return split


def _facts(wanted: SongsWanted) -> str:
    """What songs are looked for by."""
    picture = wanted.picture
    told = picture.path.name if picture else ""
    if picture and picture.box:
        told = _("{size} pixels of {name}").format(size=picture.box.size, name=told)
    return "\n".join(filter(None, (told, wanted.words)))


def _waiting(stage: Stage, wanted: SongsWanted) -> str:
    """Why a list without songs is empty."""
    if stage is Stage.WORKING:
        return _("The songs are being listened to. Next time it will take a moment.")
    if stage is Stage.FINAL:
        return _("There are no songs in {places}.").format(places=places_name(wanted.places))
    return _("There are no songs.")
