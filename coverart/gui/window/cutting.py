"""Crops cut by hand: the editor and the preview, kept in step with the decisions, and rated."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject

from coverart.domain import Aspect, Box, Crop, Match
from coverart.engine.rating import Inspected, rate
from coverart.errors import CoverArtError
from coverart.gui.studio.judging import Judging
from coverart.gui.studio.one_job import OneJob
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.crops_page import CropsPage
from coverart.gui.window.ratings import Ratings
from coverart.triage.judgement import CropKey


class Cutting(QObject):
    """Shows the match in hand as it was cut, lets it be cut, and has each new box rated.

    That is the chosen one, or the other shape of its photo. One that is being cut, or compared,
    stays in hand when another ranking takes it out of the list.

    While one box is being rated, the latest of those that are asked for waits; the others between
    are left out, so that the hand is never ahead for long. What was rated is remembered as long as
    search and options are the same.
    """

    def __init__(self, studio: Studio, page: CropsPage, judging: Judging) -> None:
        super().__init__(page)
        self._studio = studio
        self._page = page
        self._editor = page.editor
        self._judging = judging
        self._seen: Inspected | None = None
        self._next: Crop | None = None
        self._ratings = Ratings()
        self._job = OneJob(studio.prepare)
        self._job.failed.connect(self._fail)
        self._job.broken.connect(self._rate_next)
        studio.crops.stage_changed.connect(self._follow_stage)
        page.gallery.chosen.connect(self._follow_chosen)
        page.preview.edit_wanted.connect(self.edit)
        page.preview.turned.connect(self._turn)
        self._editor.recut.connect(judging.recut)
        self._editor.rate_wanted.connect(self._want_rating)
        self._editor.turned.connect(self._turn_editor)
        for left in (self._editor, page.compare):
            left.closed.connect(self._show_left)
        judging.changed.connect(self._follow)

    def edit(self) -> None:
        """Open the editor with the crop in hand."""
        match = self._match
        if match is not None and self._page.page in (self._page.browse, self._page.compare):
            self._page.open_page(self._editor)
            self._edit(match)

    def crops(self) -> tuple[Crop, ...]:
        """The crop in hand as it was cut, and the best of the other shape in its photo."""
        if self._match is None:
            return ()
        every = (self._match, *self._others(self._match))
        return tuple(self._judging.recut_of(one).crop for one in every)

    def forget(self) -> None:
        """Let go of the photo that was read, and of the match."""
        self._job.let_go()
        self._page.in_hand = self._seen = self._next = None
        self._ratings.forget()

    @property
    def _match(self) -> Match | None:
        return self._page.in_hand

    def _follow_chosen(self, match: Match) -> None:
        """Show a match that was chosen, or has changed, unless another one is at work on."""
        held = self._held
        if held is None or held.crop == match.crop:
            self._show(match)

    @property
    def _held(self) -> Match | None:
        """What is being cut, or the current one of what is compared."""
        if self._page.page is self._editor:
            return self._match
        compare = self._page.compare
        return compare.current_match if self._page.page is compare else None

    def _show_left(self) -> None:
        """Show in the preview what was cut, or compared, until now."""
        match, gallery = self._match, self._page.gallery
        if match is not None:
            listed = gallery.choose_crop(match.crop, alone=False)
            self._show(gallery.chosen_match if listed and gallery.chosen_match else match)

    def _show(self, match: Match) -> None:
        """Show a match in the preview."""
        self._page.in_hand = match
        shown = self._as_cut(match)
        self._preview(shown, match)
        self._page.picked.emit(True)
        if shown.crop.box != match.crop.box and self._recall(shown.crop) is None:
            self._want(shown.crop)

    def _as_cut(self, match: Match) -> Match:
        """A match as it was cut, with the rating of its own as soon as that is known."""
        cut = self._judging.recut_of(match)
        return cut if cut.crop.box == match.crop.box else self._recall(cut.crop) or cut

    def _preview(self, shown: Match, proposed: Match) -> None:
        """Show a match in the preview, as it was cut."""
        thumbnail = self._page.gallery.thumbnail(shown.crop)
        judgement = self._judging.judgement(proposed.crop)
        self._page.preview.show_match(shown, thumbnail, judgement, self._siblings())

    def _siblings(self) -> list[Match]:
        """The other shape of the match in its photo, as it was cut."""
        others = () if self._match is None else self._others(self._match)
        return [self._as_cut(one) for one in others]

    def _edit(self, match: Match) -> None:
        self._page.in_hand = match
        self._editor.edit(match, self._judging.judgement(match.crop).box)
        self._editor.set_siblings(self._others(match))

    def _turn(self, match: Match) -> None:
        """Choose the other shape of the photo; it need not be in the list."""
        proposed = next((one for one in self._both() if one.crop.aspect == match.crop.aspect), None)
        if proposed is not None:
            self._page.gallery.choose_crop(proposed.crop)
            if self._match != proposed:  # not listed, or it was the chosen one all the while
                self._show(proposed)

    def _turn_editor(self, match: Match) -> None:
        self._page.gallery.choose_crop(match.crop)
        self._edit(match)

    def _both(self) -> tuple[Match, ...]:
        return () if self._match is None else (self._match, *self._others(self._match))

    def _others(self, match: Match) -> tuple[Match, ...]:
        """The other half of a pair, or the best of the other shape in the photo, if known."""
        made, model = self._studio.crops.design, self._page.gallery.matches
        crop, row = match.crop, model.row_of(match.crop)
        pair = () if row is None else model.row_at(row)
        if len(pair) > 1:
            return tuple(one for one in pair if one.crop.aspect != crop.aspect)
        if made is None:
            return ()
        options = self._studio.wanted.options
        best = made.search.best_of(crop.photo.path, options)
        return tuple(one for one in best if one.crop.aspect != crop.aspect)

    def _follow(self, keys: frozenset[CropKey]) -> None:
        """Show in the editor what was undone or done again."""
        match = self._match
        if match is not None and CropKey.of(match.crop) in keys:
            box, chosen = self._judging.judgement(match.crop).box, self._page.gallery.chosen_match
            if self._page.page is not self._editor:
                if chosen is None or chosen.crop != match.crop:  # of which nobody else tells
                    self._show(match)
            elif self._editor.box != (box or match.crop.box):
                self._editor.show_box(box)

    def _follow_stage(self, stage: Stage) -> None:
        """Rate what could not be rated before; what is being rated may be in another space."""
        if stage is Stage.WORKING:
            self._job.let_go()
        elif stage is Stage.FINAL and self._match is not None:
            if self._page.page is self._editor:
                self._want(replace(self._match.crop, box=self._editor.box))
            elif self._judging.recut_of(self._match).crop.box != self._match.crop.box:
                self._want(self._judging.recut_of(self._match).crop)
            self._page.preview.set_siblings(self._siblings())

    def _want_rating(self, path: Path, aspect: Aspect, box: Box) -> None:
        match = self._match
        if match is not None and match.crop.photo.path == path and match.crop.aspect == aspect:
            self._want(replace(match.crop, box=box))

    def _want(self, crop: Crop) -> None:
        """Have a crop rated, or tell at once how it was."""
        known = self._recall(crop)
        self._next = crop if known is None else None
        if known is not None:
            self._tell_rating(known)
        elif not self._job.running:
            self._rate_next()

    def _recall(self, crop: Crop) -> Match | None:
        """How a box that was cut by hand was rated by what is wanted now, if it was."""
        made = self._studio.crops.design
        if made is None:
            return None
        return self._ratings.recall(crop, made.search, self._studio.wanted.options)

    def _rate_next(self) -> None:
        crop, self._next = self._next, None
        made = self._studio.crops.design
        if crop is None:
            return
        if made is None:
            self._editor.show_rating(crop.box, None)
            return
        search, options, seen = made.search, self._studio.wanted.options, self._seen

        def end(rated: tuple[Inspected, Match]) -> None:
            self._seen, match = rated
            self._ratings.keep(crop, match, search, options)
            self._tell_rating(match)
            self._rate_next()

        self._job.start(lambda tools: rate(crop, search, options, tools, seen), end)

    def _fail(self, error: CoverArtError) -> None:
        self._studio.said.emit(str(error), True)
        self._rate_next()

    def _tell_rating(self, match: Match) -> None:
        if self._page.page is self._editor:
            self._editor.show_rating(match.crop.box, match)
        elif self._match is not None:
            shown = self._judging.recut_of(self._match)
            if shown.crop.box == match.crop.box and shown.crop.photo == match.crop.photo:
                self._preview(match, self._match)
