"""The view of crops: the parts of the query, the gallery, one crop large, how far the work is."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from coverart.domain import Crop, Match, Ranking
from coverart.engine.asking import Example
from coverart.gui.detail.preview import Preview
from coverart.gui.gallery.gallery import Gallery
from coverart.gui.gallery.hover import Liking
from coverart.gui.gallery.results import Results
from coverart.gui.look.message_bar import MessageBar
from coverart.gui.look.theme import STEP
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.query.chips import Chips
from coverart.gui.query.invitation import Invitation
from coverart.gui.studio.chip_list import Part, parts_of
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import Wanted, example_of
from coverart.gui.studio.wording import outcome, song_name, waiting
from coverart.gui.window.tile_menu import tile_menu
from coverart.gui.work.skipped import skipped_list
from coverart.gui.work.status_strip import StatusStrip
from coverart.ranking.query import WEIGHTS

PREVIEW_WIDTH = 44 * STEP


class CropsPage(QWidget):
    """Shows what the studio knows, and tells it what the user does.

    `picked` says whether a crop is chosen, `songs_wanted` carries a crop that songs shall fit.
    """

    picked = Signal(bool)
    export_wanted = Signal()
    songs_wanted = Signal(object)

    def __init__(self, studio: Studio, pictures: Pictures) -> None:
        super().__init__()
        self._studio = studio
        self.chips = Chips(pictures)
        self.message = MessageBar()
        self.invitation = Invitation()
        self.gallery = Gallery(pictures)
        self.results = Results(self.gallery)
        self.preview = Preview(pictures)
        self.status = StatusStrip()
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect_parts()
        self._connect_studio()
        self.results.show_space(studio.space)
        self._show_wanted()

    def say_of_chosen(self, liking: Liking) -> None:
        """More, or less, like the crop that is chosen."""
        if self.gallery.chosen_match is not None:
            self._say(self.gallery.chosen_match, liking)

    def _connect_parts(self) -> None:
        studio = self._studio
        self.invitation.demo_wanted.connect(studio.try_demo)
        self.results.composition_weighed.connect(studio.weigh_composition)
        self.gallery.chosen.connect(self._show_chosen)
        self.gallery.opened.connect(lambda _match: self.export_wanted.emit())
        self.gallery.said.connect(self._say)
        self.gallery.menu_wanted.connect(self._open_menu)
        self.preview.export_wanted.connect(self.export_wanted)
        self.chips.removed.connect(self._remove)
        self.chips.restored.connect(lambda part: studio.weigh(part.kind, WEIGHTS[part.kind]))
        self.chips.weighed.connect(studio.weigh)
        self.status.cancel_wanted.connect(studio.cancel)
        self.status.resume_wanted.connect(studio.search)
        self.status.skipped_wanted.connect(lambda: skipped_list(self, studio.skipped).open())

    def _connect_studio(self) -> None:
        studio = self._studio
        studio.wanted_changed.connect(self._show_wanted)
        studio.stage_changed.connect(self._show_stage)
        studio.progressed.connect(self.status.set_progress)
        studio.ranked.connect(self._show_ranking)
        studio.skipped_changed.connect(lambda: self.status.set_skipped(len(studio.skipped)))
        studio.said.connect(self.message.say)
        studio.unsaid.connect(self.message.hide)
        studio.moved_on.connect(self._forget)
        studio.refined.connect(self.gallery.choose_present)
        studio.became_covered.connect(self.gallery.choose_first)
        studio.space_changed.connect(self.results.show_space)

    def _show_wanted(self) -> None:
        studio, wanted = self._studio, self._studio.wanted
        song = song_name(wanted.song, studio.record)
        self.chips.show_parts(parts_of(wanted, song, studio.lyrics))
        self.gallery.matches.set_likings(_likings(wanted))
        self.invitation.ask_for(song=wanted.song is None, places=not wanted.places)
        self.pages.setCurrentIndex(1 if wanted.complete else 0)

    def _show_stage(self, stage: Stage) -> None:
        self.status.set_stage(stage)
        self.status.setVisible(stage is not Stage.WAITING)
        self.results.allow_weighing(stage in (Stage.WORKING, Stage.FINAL))
        ranking = self._studio.ranking
        self.results.show_waiting(waiting(stage, ranking, self._studio.wanted.places))
        if stage is Stage.FINAL:
            self.gallery.choose_best()
            self.status.set_result(outcome(ranking))

    def _show_ranking(self, ranking: Ranking) -> None:
        self.results.show_ranking(ranking)
        self.status.set_ranking(ranking)
        if self._studio.covered:
            self.gallery.choose_first()

    def _show_chosen(self, match: Match) -> None:
        self.preview.show_match(match, self.gallery.thumbnail(match.crop))
        self.picked.emit(True)

    def _forget(self) -> None:
        """Let go of what belongs to an earlier wish."""
        self.gallery.forget_chosen()
        self.preview.show_match(None)
        self.picked.emit(False)

    def _say(self, match: Match, liking: Liking) -> None:
        example, wanted = example_of(match.crop), self._studio.wanted
        more = liking is Liking.MORE
        self._studio.change(wanted.liking(example) if more else wanted.disliking(example))

    def _refer(self, crop: Crop) -> None:
        self._studio.change(self._studio.wanted.referring(example_of(crop)))

    def _remove(self, part: Part) -> None:
        self._studio.change(self._studio.wanted.less(part.kind, part.what))

    def _open_menu(self, match: Match, where: QPoint) -> None:
        said = _likings(self._studio.wanted).get(example_of(match.crop))
        deeds = {
            _title(Liking.MORE, said): lambda own: self._say(own, Liking.MORE),
            _title(Liking.LESS, said): lambda own: self._say(own, Liking.LESS),
            "Use as reference picture": lambda own: self._refer(own.crop),
            "Which song fits this?": lambda own: self.songs_wanted.emit(own.crop),
            "Export…": lambda _own: self.export_wanted.emit(),
        }
        tile_menu(self, match, deeds, where)

    def _lay_out(self) -> None:
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.setHandleWidth(STEP)
        split.addWidget(self.results)
        split.addWidget(self.preview)
        split.setStretchFactor(0, 1)
        split.setSizes([10 * PREVIEW_WIDTH, PREVIEW_WIDTH])
        self.preview.setMinimumWidth(PREVIEW_WIDTH - 8 * STEP)
        self.pages.addWidget(self.invitation)
        self.pages.addWidget(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.chips)
        column.addWidget(self.message)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)
        self.status.hide()


def _likings(wanted: Wanted) -> Mapping[Example, Liking]:
    more = dict.fromkeys(wanted.liked, Liking.MORE)
    return more | dict.fromkeys(wanted.disliked, Liking.LESS)


def _title(liking: Liking, said: Liking | None) -> str:
    """What is said of a crop in a menu, or taken back."""
    words = "More like this" if liking is Liking.MORE else "Less like this"
    return f"No longer: {words.lower()}" if liking is said else words
