"""The view of crops: what is looked for, the pages on which it is found, how far the work is."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from coverart.domain import Crop, Match, Ranking
from coverart.engine.asking import Example
from coverart.gui.compare.compare import Compare
from coverart.gui.detail.editor import CropEditor
from coverart.gui.gallery.hover import Liking
from coverart.gui.look.message_bar import MessageBar
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.query.chips import Chips
from coverart.gui.query.invitation import Invitation
from coverart.gui.session.recovery_offer import RecoveryOffer
from coverart.gui.studio.chip_list import Part, parts_of
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.wanted import Wanted, example_of
from coverart.gui.studio.wording import outcome, song_name, waiting
from coverart.gui.window.browse import Browse
from coverart.gui.window.tile_menu import tile_menu
from coverart.gui.work.skipped import skipped_list
from coverart.gui.work.status_strip import StatusStrip
from coverart.language import _
from coverart.ranking.query import WEIGHTS


class CropsPage(QWidget):
    """Shows what the studio knows, and tells it what the user does.

    `picked` says whether a crop is chosen, `songs_wanted` carries a crop that songs shall fit.
    `in_hand` is the match, as ranked, that is shown large, cut, or the current one of those that
    are compared: what commands are about. It need not be in the list.
    """

    picked = Signal(bool)
    export_wanted = Signal()
    songs_wanted = Signal(object)

    def __init__(self, studio: Studio, pictures: Pictures) -> None:
        super().__init__()
        self._studio = studio
        self.chips = Chips(pictures)
        self.message = MessageBar()
        self.recovery = RecoveryOffer()
        self.invitation = Invitation()
        self.browse = Browse(pictures)
        self.gallery = self.browse.gallery
        self.results = self.browse.results
        self.preview = self.browse.preview
        self.editor = CropEditor(pictures)
        self.compare = Compare(pictures)
        self.status = StatusStrip(pausing=True)
        self.pages = QStackedWidget()
        self.crop_actions: Sequence[QAction] = ()
        self.in_hand: Match | None = None
        self._lay_out()
        self._connect_parts()
        self._connect_search()
        self.results.show_space(studio.crops.space)
        self._show_wanted()

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self.pages.currentWidget()

    def open_page(self, page: QWidget) -> None:
        """Show one of the pages; the keyboard goes with it, unless somebody is typing."""
        self.pages.setCurrentWidget(page)
        self._show_chips()
        self._pass_focus()

    def take_focus(self) -> None:
        """Bring the keyboard to what is shown."""
        shown = self.browse.foremost if self.page is self.browse else self.page
        if shown is not None:
            shown.setFocus()

    def back(self) -> bool:
        """Leave the editor or the comparison; False where there is nothing to leave."""
        if self.page is self.editor:
            self.editor.close_editor()
        elif self.page is self.compare:
            self.compare.leave()
        elif self.page is self.browse and self.browse.map_enlarged:
            self.browse.large_map.closed.emit()
        else:
            return False
        return True

    def say_of_chosen(self, liking: Liking) -> None:
        """More, or less, like the crop in hand."""
        if self.in_hand is not None:
            self._say(self.in_hand, liking)

    def show_skipped(self) -> None:
        """List the files that were left out."""
        skipped_list(self, self._studio.crops.skipped).open()

    def _pass_focus(self) -> None:
        """Bring the keyboard to what is shown, unless somebody is typing."""
        if not isinstance(QApplication.focusWidget(), QLineEdit):
            self.take_focus()

    def _connect_parts(self) -> None:
        studio = self._studio
        self.invitation.demo_wanted.connect(studio.try_demo)
        self.invitation.recent_song.connect(lambda path: studio.want(song=path))
        self.invitation.recent_folder.connect(lambda path: studio.want(places=(path,)))
        self.browse.side.sliders.changed.connect(studio.set_options)
        self.gallery.said.connect(self._say)
        self.gallery.menu_wanted.connect(self._open_menu)
        self.preview.export_wanted.connect(self.export_wanted)
        self.editor.export_wanted.connect(self.export_wanted)
        for page in (self.editor, self.compare):
            page.closed.connect(lambda: self.open_page(self.browse))
        self.chips.removed.connect(self._remove)
        self.chips.restored.connect(lambda part: studio.weigh(part.kind, WEIGHTS[part.kind]))
        self.chips.weighed.connect(studio.weigh)
        self.status.cancel_wanted.connect(studio.crops.cancel)
        self.status.pause_wanted.connect(studio.crops.pause)
        self.status.resume_wanted.connect(studio.go_on)
        self.status.skipped_wanted.connect(self.show_skipped)

    def _connect_search(self) -> None:
        studio, search = self._studio, self._studio.crops
        studio.wanted_changed.connect(self._show_wanted)
        studio.said.connect(self.message.say)
        studio.moved_on.connect(self._forget)
        search.stage_changed.connect(self._show_stage)
        search.progressed.connect(self.status.set_progress)
        search.ranked.connect(self._show_ranking)
        search.skipped_changed.connect(lambda: self.status.set_skipped(len(search.skipped)))
        search.unsaid.connect(self.message.hide)
        search.refined.connect(self.gallery.choose_present)
        search.became_covered.connect(self.gallery.choose_first)
        search.space_changed.connect(self.results.show_space)

    def _show_wanted(self) -> None:
        studio, wanted = self._studio, self._studio.wanted
        song = song_name(wanted.song, studio.crops.record)
        lyrics, moods = studio.crops.lyrics, studio.crops.space.moods
        self.chips.show_parts(parts_of(wanted, song, lyrics, moods))
        self.gallery.matches.set_likings(_likings(wanted))
        self.browse.side.sliders.show_options(wanted.options)
        self.invitation.ask_for(song=wanted.wish.empty, places=not wanted.places)
        self.invitation.show_references([one.path.name for one in wanted.pictures])
        if not wanted.complete:
            self.open_page(self.invitation)
        elif self.page is self.invitation:
            self.open_page(self.browse)
        self._show_chips()

    def _show_chips(self) -> None:
        """Show the parts of the query above the gallery, and nowhere else."""
        self.chips.setVisible(self.page is self.browse and self.chips.any)

    def _show_stage(self, stage: Stage) -> None:
        self.status.set_stage(stage)
        self.status.setVisible(stage is not Stage.WAITING)
        self.invitation.show_preparing(stage is Stage.PREPARING)
        ranking = self._studio.crops.ranking
        self._say_why_empty()
        if stage is Stage.FINAL:
            self.status.set_result(outcome(ranking))
            if ranking.matches:
                self.gallery.choose_best()
            else:
                self.let_go()

    def _say_why_empty(self) -> None:
        """Say why there are no matches, should there be none."""
        search, wanted = self._studio.crops, self._studio.wanted
        least = wanted.options.least_pixels
        self.results.show_waiting(waiting(search.stage, search.ranking, wanted.places, least))

    def _show_ranking(self, ranking: Ranking) -> None:
        appears = not self.gallery.isVisible()
        self.results.show_ranking(ranking, self._studio.wanted.shape is Shape.BOTH)
        self.status.set_ranking(ranking)
        self._say_why_empty()
        if appears and self.gallery.isVisible():  # before, it could not take the keyboard
            self._pass_focus()
        if self._studio.crops.covered:
            self.gallery.choose_first()

    def _forget(self) -> None:
        """Let go of what belongs to an earlier wish."""
        self.let_go()
        if self.page in (self.editor, self.compare):
            self.open_page(self.browse)

    def let_go(self) -> None:
        """Have no crop in hand."""
        self.gallery.forget_chosen()
        self.preview.show_match(None)
        self.in_hand = None
        self.picked.emit(False)

    def _say(self, match: Match, liking: Liking) -> None:
        example, wanted = self._example(match), self._studio.wanted
        more = liking is Liking.MORE
        self._studio.change(wanted.liking(example) if more else wanted.disliking(example))

    def _example(self, match: Match) -> Example:
        """A crop as it is seen; as it was proposed where that was said before it was recut."""
        proposed, shown = example_of(match.crop), example_of(self.gallery.shown_crop(match))
        said = (*self._studio.wanted.liked, *self._studio.wanted.disliked)
        return proposed if proposed in said and shown not in said else shown

    def _refer(self, crop: Crop) -> None:
        self._studio.change(self._studio.wanted.referring(example_of(crop)))

    def _remove(self, part: Part) -> None:
        self._studio.change(self._studio.wanted.less(part.kind, part.what))

    def _open_menu(self, match: Match, where: QPoint) -> None:
        seen = self.gallery.shown_crop
        deeds = {
            _("Use as reference picture"): lambda own: self._refer(seen(own)),
            _("Which song fits this?"): lambda own: self.songs_wanted.emit(seen(own)),
            _("Export…"): lambda _own: self.export_wanted.emit(),
        }
        tile_menu(self, self.crop_actions, match, deeds, where)

    def _lay_out(self) -> None:
        for page in (self.invitation, self.browse, self.editor, self.compare):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for line in (self.chips, self.recovery, self.message):
            column.addWidget(line)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)
        policy = self.status.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # so that nothing jumps when work begins
        self.status.setSizePolicy(policy)
        self.status.hide()


def _likings(wanted: Wanted) -> Mapping[Example, Liking]:
    more = dict.fromkeys(wanted.liked, Liking.MORE)
    return more | dict.fromkeys(wanted.disliked, Liking.LESS)
