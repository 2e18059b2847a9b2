"""The map of moods, small and large: what it shows, and what is asked for there."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from coverart.domain import Emotion, Match
from coverart.engine.portraying import Portrait
from coverart.gui.gallery.gallery_model import SHOWN
from coverart.gui.mood_map.dots import Listed
from coverart.gui.studio.spaces import SpaceLabel
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.crops_page import CropsPage
from coverart.gui.window.listening import Listening

REST = 20
"""Milliseconds that the window has to itself between two moods that are tried."""


class MoodMaps(QObject):
    """Keeps both maps in step with the song, the list and the wish.

    While one mood is being tried, the latest of those that the point is dragged over waits; the
    others between are left out, so that the hand is never ahead for long.
    """

    def __init__(self, studio: Studio, page: CropsPage, listening: Listening) -> None:
        super().__init__(page)
        self._studio = studio
        self._page = page
        self._browse = page.browse
        self._section = page.browse.side.moods
        self._canvases = (self._section.canvas, page.browse.large_map.canvas)
        self._trying = self._tried = False
        self._next: Emotion | None = None
        self._rested = QTimer(self, singleShot=True, interval=REST)
        self._rested.timeout.connect(self._try_next)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._show_crops)
        self._connect()
        listening.portrayed.connect(self._show_song)

    def turn(self) -> None:
        """Show the map, or hide it, wherever it is."""
        if self._page.page is self._browse:
            large = self._browse.map_enlarged
            self._browse.turn_map()
            if large:
                self._page.take_focus()

    def enlarge(self, large: bool) -> None:
        """Show the map in place of the gallery, or the gallery again."""
        self._browse.enlarge_map(large)
        self._page.take_focus()

    def _connect(self) -> None:
        studio, gallery = self._studio, self._page.gallery
        for canvas in self._canvases:
            canvas.tried.connect(self._try)
            canvas.asked.connect(self._ask)
            canvas.given_up.connect(self._give_up)
            canvas.chosen.connect(lambda match: gallery.choose_crop(match.crop))
            canvas.shown.connect(self._soon.start)
        self._section.enlarge_wanted.connect(lambda: self.enlarge(True))
        self._browse.large_map.closed.connect(lambda: self.enlarge(False))
        gallery.matches.counted.connect(lambda _shown, _total: self._soon.start())
        gallery.matches.dataChanged.connect(lambda _from, _to, roles: self._look_at(roles))
        gallery.chosen.connect(self._show_chosen)
        self._page.picked.connect(self._follow_picked)
        studio.wanted_changed.connect(self._show_wanted)
        studio.crops.tried.connect(self._go_on)
        studio.crops.stage_changed.connect(self._follow_stage)
        studio.crops.space_changed.connect(self._show_space)

    def _show_song(self, portrait: Portrait | None) -> None:
        for canvas in self._canvases:
            if portrait is None:
                canvas.show_song(None)
            else:
                own = Emotion(portrait.valence, portrait.arousal)
                canvas.show_song(own, portrait.course, portrait.seconds)

    def _show_space(self, space: SpaceLabel) -> None:
        self._section.show_offered(space.moods)
        if not space.moods and self._browse.map_enlarged:
            self.enlarge(False)

    def _show_wanted(self) -> None:
        asked = self._studio.wanted.mood
        for canvas in self._canvases:
            canvas.show_asked(asked)
        self._browse.large_map.show_asked(asked is not None)
        self._show_together()

    def _show_together(self) -> None:
        made = self._studio.crops.design
        together = None if made is None else made.search.emotion
        for canvas in self._canvases:
            canvas.show_together(together)

    def _look_at(self, roles: Sequence[int]) -> None:
        """Show anew what was decided about crops, which may have been recut."""
        if SHOWN in roles:
            self._soon.start()

    def _show_crops(self) -> None:
        """Show what the gallery lists, as it was cut by hand, on the map that is seen."""
        seen = [canvas for canvas in self._canvases if canvas.isVisible()]
        if not seen:
            return
        gallery = self._page.gallery
        model = gallery.matches
        rows = [model.row_at(row) for row in range(model.rowCount())]
        listed = [
            Listed(model.rank_of(row[0].crop) or 0, match, gallery.shown_crop(match))
            for row in rows
            for match in row
        ]
        for canvas in seen:
            canvas.show_crops(listed)

    def _show_chosen(self, match: Match) -> None:
        for canvas in self._canvases:
            canvas.show_chosen(match.crop)

    def _follow_picked(self, picked: bool) -> None:
        if not picked:
            for canvas in self._canvases:
                canvas.show_chosen(None)

    def _try(self, mood: Emotion) -> None:
        self._next, self._tried = mood, True
        if not self._trying:
            self._try_next()

    def _try_next(self) -> None:
        mood, self._next = self._next, None
        self._trying = mood is not None and self._studio.crops.design is not None
        if self._trying:
            self._studio.try_mood(mood)

    def _go_on(self) -> None:
        self._show_together()
        if self._trying:
            self._rested.start()

    def _ask(self, mood: Emotion | None, alone: bool) -> None:
        self._end_trying()
        self._studio.change(self._studio.wanted.feeling(mood), alone=alone)
        if self._studio.crops.stage is Stage.FINAL:
            self._page.gallery.choose_present()

    def _give_up(self) -> None:
        if self._tried:
            self._end_trying()
            self._studio.give_up_trying()

    def _end_trying(self) -> None:
        self._rested.stop()
        self._trying = self._tried = False
        self._next = None

    def _follow_stage(self, stage: Stage) -> None:
        """Whatever begins or ends a search ends what was being tried before."""
        if not stage.busy:
            self._trying = False
        self._show_together()
