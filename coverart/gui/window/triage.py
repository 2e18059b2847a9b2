"""Keeping, rejecting and rating crops, wherever they are shown."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from coverart.choices import load_choices
from coverart.domain import Crop, Match
from coverart.gui.compare.full_screen import FullScreen, Place
from coverart.gui.help.tips import Tip, Tips
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.judging import Judging
from coverart.gui.studio.stage import Stage
from coverart.gui.window.crops_page import CropsPage
from coverart.language import _
from coverart.triage.judgement import CropKey, Flag

FEWEST, MOST = 2, 4
"""As many crops can be compared."""


class Triage(QObject):
    """Judges what is chosen in the gallery, compared, or shown full screen.

    `keys_everywhere` are commands whose keys work full screen as well.
    `said` carries a sentence, and whether it is about something that did not work.
    """

    said = Signal(str, bool)

    def __init__(self, page: CropsPage, judging: Judging, pictures: Pictures, tips: Tips) -> None:
        super().__init__(page)
        self._page = page
        self._gallery = page.gallery
        self._compare = page.compare
        self._judging = judging
        self._pictures = pictures
        self._tips = tips
        self._full_screen: FullScreen | None = None
        self.keys_everywhere: Sequence[QAction] = ()
        self.auto_advance = load_choices().auto_advance
        self._gallery.set_judgements(judging.judgement)
        self._compare.show_judgements(self._judging.judgement)
        self._gallery.chosen.connect(self._follow)
        page.picked.connect(self._follow_picked)
        page.preview.flag_wanted.connect(self.flag)
        page.preview.stars_wanted.connect(self.rate)
        self._compare.flag_wanted.connect(self._flag_shown)
        self._compare.stars_wanted.connect(self._rate_shown)
        for changed in (self._compare.chosen, self._compare.removed):
            changed.connect(self._choose_compared)
        judging.changed.connect(self._show_judgements)
        judging.failed.connect(lambda sentence: self.said.emit(sentence, True))
        judging.noted.connect(lambda sentence: self.said.emit(sentence, False))

    @property
    def full_screen(self) -> FullScreen | None:
        """The window that covers the screen, if it is open."""
        shown = self._full_screen
        return shown if shown is not None and shown.isVisible() else None

    def flag(self, flag: Flag) -> None:
        """Keep or reject what is chosen, or neither."""
        if self._page.page is self._compare:
            self._compare.flag_current(flag)
            return
        crops, alone = self._crops(), self._alone()
        self._flag(crops, flag)
        self._advance(alone if flag is not Flag.NONE else None)
        self._tips.take_back()
        if flag is Flag.KEPT and crops:
            self._tips.give(Tip.KEPT, self._gallery)

    def rate(self, stars: int) -> None:
        """Give what is chosen so many stars."""
        if self._page.page is self._compare:
            self._compare.rate_current(stars)
            return
        crops, alone = self._crops(), self._alone()
        self._judging.rate(crops, stars)
        self._advance(alone)

    def compare(self) -> None:
        """Show the selected crops beside each other."""
        chosen = self._gallery.selected_matches
        if len(chosen) < FEWEST:
            self.said.emit(_("Select two to four crops with Ctrl or Shift to compare them."), False)
            return
        if len(chosen) > MOST:
            self.said.emit(_("Four crops can be compared: the best four of those selected."), False)
        self._tips.take_back()
        model = self._gallery.matches
        ranks = [model.rank_of(match.crop) or 1 for match in chosen[:MOST]]
        stand_ins = [self._gallery.thumbnail(match.crop) for match in chosen[:MOST]]
        self._compare.show_matches(chosen[:MOST], ranks, stand_ins)
        self._compare.show_judgements(self._judging.judgement)
        self._page.open_page(self._compare)
        self._choose_compared()
        self._compare.setFocus()

    def follow_stage(self, stage: Stage) -> None:
        """Uncover the screen where the search has come to nothing that could cover it."""
        shown, found = self.full_screen, self._gallery.chosen_match is not None
        if shown is not None and not stage.busy and (stage is Stage.WAITING or not found):
            shown.close()

    def cover_screen(self) -> None:
        """Show the chosen crop full screen."""
        if self._gallery.chosen_match is None:
            return
        if self._full_screen is None:
            self._full_screen = FullScreen(self._page.window(), self._pictures)
            self._full_screen.step_wanted.connect(self._gallery.step)
            self._full_screen.flag_wanted.connect(self._flag_full)
            self._full_screen.stars_wanted.connect(self._rate_full)
            self._full_screen.addActions(self.keys_everywhere)
            self._full_screen.closed.connect(self._page.take_focus)
        self._full_screen.show_judgements(self._judging.judgement)
        self._show_full(self._gallery.chosen_match)
        self._full_screen.open()

    def _crops(self) -> list[Crop]:
        """Every crop that is selected, of pairs both; or the one in hand, if it is another."""
        held = self._page.in_hand
        selected = [match.crop for row in self._gallery.selected_rows for match in row]
        if held is None or (self._page.page is self._page.browse and held.crop in selected):
            return selected
        return [held.crop]

    def _choose_compared(self) -> None:
        """Choose in the gallery what is the current one here; what is selected stays so."""
        match = self._compare.current_match
        if match is not None:
            self._gallery.choose_crop(match.crop, alone=False)

    def _flag_shown(self, match: Match, flag: Flag) -> None:
        self._flag([match.crop], flag)

    def _rate_shown(self, match: Match, stars: int) -> None:
        self._judging.rate([match.crop], stars)

    def _flag_full(self, match: Match, flag: Flag) -> None:
        alone = self._alone()
        self._flag_shown(match, flag)
        self._advance(alone)

    def _rate_full(self, match: Match, stars: int) -> None:
        alone = self._alone()
        self._rate_shown(match, stars)
        self._advance(alone)

    def _flag(self, crops: Sequence[Crop], flag: Flag) -> None:
        deeds = {
            Flag.KEPT: self._judging.keep,
            Flag.REJECTED: self._judging.reject,
            Flag.NONE: self._judging.unflag,
        }
        if crops:
            deeds[flag](crops)

    def _alone(self) -> Match | None:
        """The chosen match, where the gallery is shown and nothing else is selected in it."""
        browsing = self._page.page is self._page.browse
        alone = browsing and len(self._gallery.selected_rows) == 1
        return self._gallery.chosen_match if alone else None

    def _advance(self, judged: Match | None) -> None:
        if self.auto_advance and judged is not None:
            self._gallery.advance_from(judged)

    def _follow(self, match: Match) -> None:
        if self.full_screen is not None:
            self._show_full(match)

    def _follow_picked(self, picked: bool) -> None:
        if self._full_screen is not None and not picked:
            self._full_screen.show_nothing()

    def _show_full(self, match: Match) -> None:
        model = self._gallery.matches
        row = model.row_of(match.crop) or 0
        likely = [model.match_at(one) for one in (row + 1, row - 1) if 0 <= one < model.rowCount()]
        if self._full_screen is not None:
            self._full_screen.show_match(
                match,
                Place(model.rank_of(match.crop) or 1, model.total),
                self._gallery.thumbnail(match.crop),
                likely,
            )

    def _show_judgements(self, keys: frozenset[CropKey]) -> None:
        self._gallery.update_judgements(keys)
        self._compare.show_judgements(self._judging.judgement)
        self._page.status.set_judged(self._judging.kept_count, self._judging.rejected_count)
        match = self._page.in_hand
        if match is not None:
            self._page.preview.show_judgement(self._judging.judgement(match.crop))
        if self._full_screen is not None:
            self._full_screen.show_judgements(self._judging.judgement)
