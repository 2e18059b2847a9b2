"""The search for crops: begins it, asks of what it found something else, and tells how it goes.

Where all photos were looked at, another wish is answered from memory; otherwise the search begins
anew, and goes on from what the library has learnt. It knows no widgets.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from coverart.domain import SQUARE, WIDE, Ranking
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Wish
from coverart.engine.deepening import EVERY, PROMISING
from coverart.engine.designing import Design, design, redesign
from coverart.engine.job import Progress
from coverart.errors import CoverArtError, MediaError, PackError
from coverart.gui.studio.one_job import OneJob
from coverart.gui.studio.spaces import SpaceLabel, Spaces
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.wanted import Wanted
from coverart.gui.studio.worker import BeginJob, Jobs, News
from coverart.library.records import SongRecord
from coverart.ranking.pairing import ranking_of
from coverart.ranking.search import Search

ASPECTS = (SQUARE, WIDE)
"""Both are looked at in one go, so that changing from one to the other costs nothing."""
RESTING = (Stage.STOPPED, Stage.PAUSED)
PAUSE = 400
"""Milliseconds that a slider must rest before the search is begun anew."""


class CropSearch(QObject):
    """Looks for crops, one search at a time; what is shown stays until there is something better.

    `said` carries a sentence, and whether it is about something that did not work; `unsaid` takes
    it back; what is wrong with the song itself is not said but goes with `song_failed`, as a
    sentence. `refined` says that another wish was answered from memory, `tried` that one was which
    is only tried out, and `understood` that song and words were read. `became_covered` comes when
    a few crops of every photo were compared, so that the best are known by and large; from then on
    `covered` holds. `space_failed` carries what is wrong with the space in use.

    Of a search that was stopped or paused, what it had found can still be listed by other options.
    """

    stage_changed = Signal(object)
    progressed = Signal(object)
    ranked = Signal(object)
    skipped_changed = Signal()
    said = Signal(str, bool)
    unsaid = Signal()
    song_failed = Signal(str)
    refined = Signal()
    tried = Signal()
    understood = Signal()
    became_covered = Signal()
    space_changed = Signal(object)
    space_failed = Signal(object)

    def __init__(self, spaces: Spaces, jobs: Jobs) -> None:
        super().__init__()
        self.stage = Stage.WAITING
        self.ranking = Ranking()
        self.skipped: tuple[MediaError, ...] = ()
        self.record: SongRecord | None = None
        self.lyrics = False
        self.covered = False
        self.space = SpaceLabel()
        self._spaces = spaces
        self._wanted = Wanted()
        self._begun = Wanted()
        self._design: Design | None = None
        self._found: Search | None = None
        self._reordered = False
        self._answered: Wish | None = None
        self._outdated = False
        self._quiet = True
        self._trying = False
        self._job = OneJob(jobs.prepare)
        self._job.told.connect(self._listen)
        self._job.slow.connect(self._go_slowly)
        self._job.rested.connect(self._list_found)
        self._job.failed.connect(self._fail)
        self._job.broken.connect(lambda: self._enter(Stage.FAILED))
        self._rested = QTimer(self, singleShot=True, interval=PAUSE)
        self._rested.timeout.connect(lambda: self.begin(self._wanted))

    @property
    def design(self) -> Design | None:
        """What came of the search, once every photo was looked at."""
        return self._design

    @property
    def answered(self) -> Wish | None:
        """The wish that the list answers, once every photo was looked at."""
        return self._answered

    def forget_song(self) -> None:
        """Know nothing more of the song: another one is wanted."""
        self.record, self.lyrics = None, False

    def outdate(self) -> None:
        """Let go of the list unless a new one comes: it belongs to another wish."""
        self._outdated = True

    def begin(self, wanted: Wanted) -> None:
        """Search for what is wanted, or go on where a search was cancelled."""
        self._wanted = self._begun = wanted
        self.leave()
        self._found = None
        self.unsaid.emit()
        if not wanted.complete:
            self._enter(Stage.WAITING)
            return
        self._forget_skipped()
        only, options = wanted.shape.aspect, wanted.listing
        self._job.start(
            lambda tools: self._spaces.noting(
                design(wanted.wish, wanted.places, tools, ASPECTS, options, only), tools.space
            ),
            lambda found: self._finish_search(found, wanted),
        )
        self._enter(Stage.WORKING)

    def answer(self, wanted: Wanted) -> None:
        """Answer another wish: from memory, if that is enough."""
        if self._design is None:
            self.begin(wanted)
        elif wanted.wish == self._answered:
            self._wanted = wanted
            self._let_go()
            self.unsaid.emit()
            self._show(self._ranking_of(self._design))
            self._enter(Stage.FINAL)
        else:
            self._refine(self._design, wanted)

    def try_out(self, wanted: Wanted) -> None:
        """List what another wish would give while somebody feels their way; no stage comes of it.

        Only from memory: nothing happens before all photos were looked at. `answer` ends it.
        """
        made = self._design
        if made is not None:
            self._let_go()
            self._trying = True
            only, options = wanted.shape.aspect, wanted.listing
            self._job.start(
                lambda tools: redesign(made, wanted.wish, tools, options, only),
                lambda found: self._finish_trying(found, wanted.wish),
            )

    def reorder(self, wanted: Wanted) -> None:
        """List by other options: at once where everything is known already."""
        self._wanted = wanted
        if self._design is not None:
            self._show(self._ranking_of(self._design))
        elif self.stage is Stage.WORKING:
            self._rested.start()
        elif self.stage in RESTING and self._found is not None:
            self._job.let_go()  # nobody else may ask for what a job still works on
            self._reordered = True
            self._list_found()

    def prepare(self, begin: BeginJob, finished: Callable[[Any], object]) -> None:
        """Do what must be done before there is anything to search for."""
        self.leave()
        self._found = None

        def end(result: object) -> None:
            self._enter(Stage.WAITING)
            finished(result)

        self._job.start(begin, end)
        self._enter(Stage.PREPARING)

    def cancel(self) -> None:
        """Stop searching; what was found stays."""
        if self.stage.busy:
            self.leave()
            self._enter(Stage.WAITING if self.stage is Stage.PREPARING else Stage.STOPPED)

    def pause(self) -> None:
        """Rest after the step under way, until `resume`."""
        if self.stage is Stage.WORKING:
            self._job.pause()
            self._enter(Stage.PAUSED)

    def resume(self) -> None:
        """Go on after `pause`; anew where the list is to be another one by now."""
        if self.stage is not Stage.PAUSED:
            return
        other = self._design is None and self._wanted.listing != self._begun.listing
        if other or not self._job.running:
            self.begin(self._wanted)
        else:
            self._job.resume()
            self._enter(Stage.WORKING)

    def leave(self) -> None:
        """Let go of the job under way and of what is in memory."""
        self._let_go()
        self._design = self._answered = None
        self.covered = False

    def _refine(self, made: Design, wanted: Wanted) -> None:
        """Answer another wish from memory; what is shown stays until then."""
        self._wanted = wanted
        self._let_go()
        if not wanted.complete:
            self._enter(Stage.WAITING)
            return
        only, options = wanted.shape.aspect, wanted.listing
        self._quiet = True
        self._job.start(
            lambda tools: redesign(made, wanted.wish, tools, options, only),
            lambda found: self._finish_refining(found, wanted),
        )

    def _list_found(self) -> None:
        """List by other options what was found until the search rested, once it does."""
        ready = self._reordered and self._job.at_rest and self.stage in RESTING
        if ready and self._found is not None:
            self._reordered = False
            self._show(ranking_of(self._found, self._wanted.listing, self._wanted.shape.aspect))

    def _go_slowly(self) -> None:
        """What was begun from memory lasts long enough to be seen."""
        if not (self.stage.busy or self._trying):
            self._enter(Stage.WORKING)

    def _let_go(self) -> None:
        """Let go of the job under way, and of the one to come."""
        self._rested.stop()
        self._reordered = self._trying = False
        self._job.let_go()

    def _enter(self, stage: Stage) -> None:
        if self._outdated and stage in (Stage.STOPPED, Stage.FAILED):
            self._show(Ranking())
        self.stage = stage
        self.stage_changed.emit(stage)

    def _listen(self, news: News) -> None:
        self._look_at_space()
        if news.progress is not None:
            self._hear(news.progress)
        if news.skipped:
            self.skipped += news.skipped
            self.skipped_changed.emit()
        if news.ranking is not None:
            self._found = news.search
            self._show(news.ranking)
        for sentence in news.notices:
            self._quiet = False
            self.said.emit(sentence, False)

    def _hear(self, progress: Progress) -> None:
        self.progressed.emit(progress)
        if not self.covered and progress.label in (PROMISING, EVERY):
            self.covered = True
            self.became_covered.emit()

    def _look_at_space(self) -> None:
        label = self._spaces.label
        if label is not None and label != self.space:
            self.space = label
            self.space_changed.emit(label)

    def _ranking_of(self, made: Design) -> Ranking:
        """What is wanted of a finished search, from memory."""
        return ranking_of(made.search, self._wanted.listing, self._wanted.shape.aspect)

    def _show(self, ranking: Ranking) -> None:
        self._outdated = False
        self.ranking = ranking
        self.ranked.emit(ranking)

    def _forget_skipped(self) -> None:
        self.skipped = ()
        self.skipped_changed.emit()

    def _finish_search(self, found: Design, wanted: Wanted) -> None:
        self._keep(found)
        self._rested.stop()
        if wanted.options != self._wanted.options:  # a slider was moved meanwhile
            self._show(self._ranking_of(found))
        self._enter(Stage.FINAL)

    def _finish_refining(self, found: Design, wanted: Wanted) -> None:
        self._keep(found)
        if self._quiet:
            self.unsaid.emit()
        if wanted.options != self._wanted.options:  # a slider was moved meanwhile
            self._show(self._ranking_of(found))
        self._enter(Stage.FINAL)
        self.refined.emit()

    def _finish_trying(self, found: Design, wish: Wish) -> None:
        self._design, self._answered = found, wish
        if self.stage is Stage.WORKING:  # because of what was asked before
            self._enter(Stage.FINAL)
        self.tried.emit()

    def _keep(self, found: Design) -> None:
        self._design = found
        self._answered = self._wanted.wish
        self.record = found.answer.song
        parts = found.answer.query.parts
        self.lyrics = self.lyrics or any(part.kind is Kind.LYRICS for part in parts)
        self._look_at_space()
        self.understood.emit()

    def _fail(self, error: CoverArtError) -> None:
        if isinstance(error, PackError):
            self.space_failed.emit(error)
            return
        self._enter(Stage.FAILED)
        if isinstance(error, MediaError) and error.path == self._wanted.song:
            self.song_failed.emit(str(error))
        else:
            self.said.emit(str(error), True)
