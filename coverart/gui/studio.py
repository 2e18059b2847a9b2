"""The studio knows what is wanted and what came of it, and is the one that starts jobs.

The window tells it what the user does and shows what it says. It knows no widgets.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from coverart.demo.folder import DemoFolder
from coverart.domain import SQUARE, WIDE, Aspect, Ranking
from coverart.engine.asking import Wish
from coverart.engine.demonstrating import demonstrate
from coverart.engine.designing import Design, design
from coverart.engine.exporting import export
from coverart.errors import CoverArtError, MediaError
from coverart.export.render import ExportOrder
from coverart.gui.drops import Dropped
from coverart.gui.stage import Stage
from coverart.gui.worker import BeginJob, Jobs, JobThread, News, OpenTools
from coverart.library.records import SongRecord
from coverart.settings import Options, demo_folder

ASPECTS = (SQUARE, WIDE)
"""Both are looked at in one go, so that changing from one to the other costs nothing."""
PAUSE = 400
"""Milliseconds that a slider must rest before the search is begun anew."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for."""

    song: Path | None = None
    places: tuple[Path, ...] = ()
    words: str = ""
    aspect: Aspect = SQUARE
    options: Options = field(default_factory=Options)

    @property
    def complete(self) -> bool:
        """Whether there is something to look for, and somewhere to look."""
        return bool(self.places) and (self.song is not None or bool(self.words))


class Studio(QObject):
    """Holds what is wanted, searches for it, and exports.

    `said` carries a sentence, and whether it is about something that did not work; `moved_on`
    says that something else is wanted from now on.
    """

    wanted_changed = Signal()
    stage_changed = Signal(object)
    progressed = Signal(object)
    ranked = Signal(object)
    skipped_changed = Signal()
    said = Signal(str, bool)
    moved_on = Signal()

    def __init__(self, open_tools: OpenTools) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.stage = Stage.WAITING
        self.ranking = Ranking()
        self.skipped: tuple[MediaError, ...] = ()
        self.record: SongRecord | None = None
        self._design: Design | None = None
        self._outdated = False
        self._jobs = Jobs(open_tools)
        self._thread: JobThread | None = None
        self._rested = QTimer(self, singleShot=True, interval=PAUSE)
        self._rested.timeout.connect(self.search)

    def want(
        self,
        song: Path | None = None,
        places: Sequence[Path] = (),
        words: str | None = None,
        aspect: Aspect | None = None,
    ) -> None:
        """Change what is named of the wish, and search anew if that changes anything.

        The same song or photos once more are a request to try again where a search came to nothing.
        """
        before = self.wanted
        self.wanted = replace(
            before,
            song=song or before.song,
            places=tuple(places) or before.places,
            words=before.words if words is None else words.strip(),
            aspect=aspect or before.aspect,
        )
        again = bool(song or places) and self.stage not in (Stage.WORKING, Stage.FINAL)
        if self.wanted == before and not again:
            return
        if self.wanted.song != before.song:
            self.record = None
        self.moved_on.emit()
        self.wanted_changed.emit()
        if self._design is not None and self.wanted == replace(before, aspect=self.wanted.aspect):
            self._show(self._ranking_of(self._design))
            self._enter(Stage.FINAL)
        else:
            self._outdated = True
            self.search()

    def take(self, dropped: Dropped) -> None:
        """Use what was dropped, and say what of it cannot be used."""
        self.want(song=dropped.song, places=dropped.places)
        if dropped.complaint:
            self.said.emit(dropped.complaint, True)

    def weigh_composition(self, share: float) -> None:
        """Give composition this weight in [0, 1]: at once where everything is known already."""
        options = replace(self.wanted.options, composition=share)
        if options == self.wanted.options:
            return
        self.wanted = replace(self.wanted, options=options)
        if self._design is not None:
            self._show(self._ranking_of(self._design))
        elif self.stage is Stage.WORKING:
            self._rested.start()

    def search(self) -> None:
        """Search for what is wanted, or go on where a search was cancelled."""
        self._leave()
        if not self.wanted.complete:
            self._enter(Stage.WAITING)
            return
        self._forget_skipped()
        wanted = self.wanted
        wish = Wish(wanted.song, wanted.words)
        self._start(
            lambda tools: design(
                wish, wanted.places, tools, ASPECTS, wanted.options, wanted.aspect
            ),
            self._finish_search,
        )

    def try_demo(self) -> None:
        """Make the demo's song and photos, and search among them."""
        self._leave()
        self._start(lambda _tools: demonstrate(demo_folder()), self._finish_demo, Stage.PREPARING)

    def cancel(self) -> None:
        """Stop searching; what was found stays."""
        if self.stage.busy:
            self._leave()
            self._enter(Stage.STOPPED if self.stage is Stage.WORKING else Stage.WAITING)

    def prepare_export(self, order: ExportOrder) -> JobThread:
        """A thread that will write a cover; connect to it, then start it."""
        return self._jobs.prepare(lambda tools: export(order, tools))

    def close(self) -> None:
        """Stop everything, and wait until it has ended."""
        self._rested.stop()
        self._thread = None
        self._jobs.close()

    def _start(
        self, begin: BeginJob, succeeded: Callable[[Any], None], stage: Stage = Stage.WORKING
    ) -> None:
        thread = self._jobs.prepare(begin)
        thread.told.connect(self._listen)
        thread.succeeded.connect(succeeded)
        thread.failed.connect(self._fail)
        thread.finished.connect(self._check_ended)
        self._thread = thread
        self._enter(stage)
        thread.start()

    def _leave(self) -> None:
        """Let go of the job under way; it ends by itself and says nothing more."""
        self._rested.stop()
        self._design = None
        if self._thread is not None:
            self._thread.cancel()
            self._thread = None

    def _enter(self, stage: Stage) -> None:
        if self._outdated and stage in (Stage.STOPPED, Stage.FAILED):
            self._show(Ranking())
        self.stage = stage
        self.stage_changed.emit(stage)

    def _listen(self, news: News) -> None:
        if news.progress is not None:
            self.progressed.emit(news.progress)
        if news.skipped:
            self.skipped += news.skipped
            self.skipped_changed.emit()
        if news.ranking is not None:
            self._show(news.ranking)
        for sentence in news.notices:
            self.said.emit(sentence, False)

    def _ranking_of(self, made: Design) -> Ranking:
        """What is wanted of a finished search, from memory."""
        return made.search.ranking(self.wanted.options, self.wanted.aspect)

    def _show(self, ranking: Ranking) -> None:
        self._outdated = False
        self.ranking = ranking
        self.ranked.emit(ranking)

    def _forget_skipped(self) -> None:
        self.skipped = ()
        self.skipped_changed.emit()

    def _finish_search(self, found: Design) -> None:
        self._thread = None
        self._design = found
        self.record = found.answer.song
        self.wanted_changed.emit()
        if self._rested.isActive():
            self._rested.stop()
            self._show(self._ranking_of(found))
        self._enter(Stage.FINAL)

    def _finish_demo(self, demo: DemoFolder) -> None:
        self._thread = None
        self._enter(Stage.WAITING)
        self.want(song=demo.song, places=(demo.photos,))

    def _fail(self, error: CoverArtError) -> None:
        self._thread = None
        self._enter(Stage.FAILED)
        self.said.emit(str(error), True)

    def _check_ended(self) -> None:
        """A job that ended without a word was ended by a bug, which has been reported."""
        if self._thread is not None and self._thread.isFinished():
            self._thread = None
            self._enter(Stage.FAILED)
