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
from coverart.triage.judgement import CropKey


class Cutting(QObject):
    """Shows the chosen match as it was cut, lets it be cut, and has each new box rated.

    While one box is being rated, the latest of those that are asked for waits; the others between
    are left out, so that the hand is never ahead for long.
    """

    def __init__(self, studio: Studio, page: CropsPage, judging: Judging) -> None:
        super().__init__(page)
        self._studio = studio
        self._page = page
        self._editor = page.editor
        self._judging = judging
        self._match: Match | None = None
        self._seen: Inspected | None = None
        self._next: Crop | None = None
        self._job = OneJob(studio.prepare)
        self._job.failed.connect(self._fail)
        self._job.broken.connect(self._rate_next)
        studio.crops.stage_changed.connect(self._follow_stage)
        page.gallery.chosen.connect(self._show)
        page.preview.edit_wanted.connect(self.edit)
        page.preview.turned.connect(self._turn)
        self._editor.recut.connect(judging.recut)
        self._editor.rate_wanted.connect(self._want_rating)
        self._editor.turned.connect(self._turn_editor)
        judging.changed.connect(self._follow)

    def edit(self) -> None:
        """Open the editor with the chosen crop."""
        match = self._page.gallery.chosen_match
        if match is not None and self._page.page is not self._editor:
            self._page.open_page(self._editor)
            self._edit(match)

    def crops(self) -> tuple[Crop, ...]:
        """The chosen crop as it was cut, and the best of the other shape in its photo."""
        if self._match is None:
            return ()
        every = (self._match, *self._others(self._match))
        return tuple(self._judging.recut_of(one).crop for one in every)

    def forget(self) -> None:
        """Let go of the photo that was read, and of the match."""
        self._job.let_go()
        self._match = self._seen = self._next = None

    def _show(self, match: Match) -> None:
        """Show a match that was chosen, or has changed, in the preview."""
        self._match = match
        shown = self._judging.recut_of(match)
        self._preview(shown, match)
        self._page.picked.emit(True)
        if shown.crop.box != match.crop.box:
            self._want(shown.crop)

    def _preview(self, shown: Match, proposed: Match) -> None:
        """Show a match in the preview, as it was cut."""
        preview = self._page.preview
        preview.show_match(shown, self._page.gallery.thumbnail(proposed.crop))
        preview.show_judgement(self._judging.judgement(proposed.crop))
        self._show_siblings()

    def _show_siblings(self) -> None:
        if self._match is not None:
            others = self._others(self._match)
            self._page.preview.set_siblings([self._judging.recut_of(one) for one in others])

    def _edit(self, match: Match) -> None:
        self._match = match
        self._editor.edit(match, self._judging.judgement(match.crop).box)
        self._editor.set_siblings(self._others(match))

    def _turn(self, match: Match) -> None:
        """Choose the other shape of the photo; it need not be in the list."""
        proposed = next((one for one in self._both() if one.crop.aspect == match.crop.aspect), None)
        if proposed is not None and not self._page.gallery.choose_crop(proposed.crop):
            self._show(proposed)

    def _turn_editor(self, match: Match) -> None:
        self._page.gallery.choose_crop(match.crop)
        self._edit(match)

    def _both(self) -> tuple[Match, ...]:
        return () if self._match is None else (self._match, *self._others(self._match))

    def _others(self, match: Match) -> tuple[Match, ...]:
        """The best match of the other shape in the same photo, as far as it is known."""
        made = self._studio.crops.design
        crop = match.crop
        if made is None:
            return ()
        options = self._studio.wanted.options
        best = made.search.best_of(crop.photo.path, options)
        return tuple(one for one in best if one.crop.aspect != crop.aspect)

    def _follow(self, keys: frozenset[CropKey]) -> None:
        """Show in the editor what was undone or done again."""
        match = self._match
        if match is not None and CropKey.of(match.crop) in keys:
            box = self._judging.judgement(match.crop).box
            if self._page.page is self._editor and self._editor.box != (box or match.crop.box):
                self._editor.show_box(box)

    def _follow_stage(self, stage: Stage) -> None:
        """Rate what could not be rated before; what is being rated may be in another space."""
        if stage is Stage.WORKING:
            self._job.let_go()
        elif stage is Stage.FINAL and self._match is not None:
            if self._page.page is self._editor:
                self._want(replace(self._match.crop, box=self._editor.box))
            self._show_siblings()

    def _want_rating(self, path: Path, aspect: Aspect, box: Box) -> None:
        match = self._match
        if match is not None and match.crop.photo.path == path and match.crop.aspect == aspect:
            self._want(replace(match.crop, box=box))

    def _want(self, crop: Crop) -> None:
        self._next = crop
        if not self._job.running:
            self._rate_next()

    def _rate_next(self) -> None:
        crop, self._next = self._next, None
        made = self._studio.crops.design
        if crop is None:
            return
        if made is None:
            self._editor.show_rating(crop.box, None)
            return
        options, seen = self._studio.wanted.options, self._seen
        self._job.start(
            lambda tools: rate(crop, made.search, options, tools, seen), self._show_rating
        )

    def _fail(self, error: CoverArtError) -> None:
        self._studio.said.emit(str(error), True)
        self._rate_next()

    def _show_rating(self, rated: tuple[Inspected, Match]) -> None:
        self._seen, match = rated
        if self._page.page is self._editor:
            self._editor.show_rating(match.crop.box, match)
        elif self._match is not None:
            shown = self._judging.recut_of(self._match)
            if shown.crop.box == match.crop.box and shown.crop.photo == match.crop.photo:
                self._preview(match, self._match)
        self._rate_next()
