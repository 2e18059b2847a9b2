"""The search turned round: knows which songs are looked for, for which picture, and what was found.

The window tells it what the user does and shows what it says. It knows no widgets, and gets its
jobs from the studio.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coverart.engine.asking import Example, Wish
from coverart.engine.songs import SongMatch, SongRanking, rank_songs
from coverart.errors import CoverArtError, MediaError, PackError
from coverart.gui.studio.one_job import OneJob, Prepare
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.words import Words
from coverart.gui.studio.worker import News


@dataclass(frozen=True, slots=True)
class SongsWanted:
    """A picture or one crop of it, words, and the folders of songs to look in."""

    picture: Example | None = None
    words: str = ""
    places: tuple[Path, ...] = ()

    @property
    def wish(self) -> Wish:
        """What the engine is asked."""
        words = Words.parse(self.words)
        pictures = (self.picture,) if self.picture else ()
        return Wish(text=words.text, without=words.unwanted, pictures=pictures)

    @property
    def complete(self) -> bool:
        """Whether there is something to look for, and somewhere to look."""
        return bool(self.places) and not self.wish.empty


class SongSearch(QObject):
    """Holds what is wanted, and looks for it.

    `said` carries a sentence, and whether it is about something that did not work; `unsaid` takes
    it back. `space_failed` carries what is wrong with the space in use.
    """

    wanted_changed = Signal()
    stage_changed = Signal(object)
    progressed = Signal(object)
    ranked = Signal(object)
    skipped_changed = Signal()
    said = Signal(str, bool)
    unsaid = Signal()
    space_failed = Signal(object)

    def __init__(self, prepare: Prepare) -> None:
        super().__init__()
        self.wanted = SongsWanted()
        self.stage = Stage.WAITING
        self.matches: tuple[SongMatch, ...] = ()
        self.skipped: tuple[MediaError, ...] = ()
        self._job = OneJob(prepare)
        self._job.told.connect(self._listen)
        self._job.failed.connect(self._fail)
        self._job.broken.connect(lambda: self._enter(Stage.FAILED))

    def want(
        self,
        picture: Example | None = None,
        words: str | None = None,
        places: Sequence[Path] = (),
    ) -> None:
        """Change what is named of the wish, and search anew if that changes anything."""
        before = self.wanted
        after = replace(
            before,
            picture=picture or before.picture,
            words=before.words if words is None else words.strip(),
            places=tuple(places) or before.places,
        )
        again = bool(picture or places) and self.stage in (Stage.FAILED, Stage.STOPPED)
        if after != before or again:
            self._change(after)

    def forget_picture(self) -> None:
        """Look by the words alone."""
        if self.wanted.picture is not None:
            self._change(replace(self.wanted, picture=None))

    def search(self) -> None:
        """Search for what is wanted; songs that were heard before are not heard again."""
        self._job.let_go()
        self.unsaid.emit()
        self.skipped = ()
        self.skipped_changed.emit()
        if not self.wanted.complete:
            self._show(())
            self._enter(Stage.WAITING)
            return
        wish, places = self.wanted.wish, self.wanted.places
        self._enter(Stage.WORKING)
        self._job.start(lambda tools: rank_songs(wish, places, tools), self._finish)

    def cancel(self) -> None:
        """Stop listening; what was heard is remembered."""
        if self.stage.busy:
            self._job.let_go()
            self._enter(Stage.STOPPED)

    def _change(self, wanted: SongsWanted) -> None:
        self.wanted = wanted
        self.wanted_changed.emit()
        self.search()

    def _enter(self, stage: Stage) -> None:
        self.stage = stage
        self.stage_changed.emit(stage)

    def _listen(self, news: News) -> None:
        if news.progress is not None:
            self.progressed.emit(news.progress)
        if news.skipped:
            self.skipped += news.skipped
            self.skipped_changed.emit()
        for sentence in news.notices:
            self.said.emit(sentence, False)

    def _finish(self, found: SongRanking) -> None:
        self._show(found.matches)
        self._enter(Stage.FINAL)

    def _show(self, matches: tuple[SongMatch, ...]) -> None:
        self.matches = matches
        self.ranked.emit(matches)

    def _fail(self, error: CoverArtError) -> None:
        self._show(())
        self._enter(Stage.FAILED)
        if isinstance(error, PackError):
            self.space_failed.emit(error)
        self.said.emit(str(error), True)
