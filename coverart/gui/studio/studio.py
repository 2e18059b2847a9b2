"""The studio knows what is wanted and what came of it, and is the one that starts jobs.

The window tells it what the user does and shows what it says. It knows no widgets. Where all photos
were looked at, another wish is answered from memory; otherwise the search begins anew, and goes on
from what the library has learnt.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from coverart.demo.folder import DemoFolder
from coverart.domain import SQUARE, WIDE, Aspect, Ranking
from coverart.encoders.encoder import Kind
from coverart.engine.asking import Wish
from coverart.engine.deepening import EVERY, PROMISING
from coverart.engine.demonstrating import demonstrate
from coverart.engine.designing import Design, design, redesign
from coverart.engine.exporting import export
from coverart.engine.job import Progress
from coverart.engine.session import DEFAULT_SPACE
from coverart.errors import CoverArtError, MediaError, PackError
from coverart.export.render import ExportOrder
from coverart.gui.studio.drops import Dropped
from coverart.gui.studio.one_job import OneJob
from coverart.gui.studio.spaces import SpaceLabel, Spaces
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.wanted import Wanted
from coverart.gui.studio.worker import BeginJob, Jobs, JobThread, News
from coverart.library.records import SongRecord
from coverart.settings import demo_folder

ASPECTS = (SQUARE, WIDE)
"""Both are looked at in one go, so that changing from one to the other costs nothing."""
PAUSE = 400
"""Milliseconds that a slider must rest before the search is begun anew."""


class Studio(QObject):
    """Holds what is wanted, searches for it, and exports.

    `said` carries a sentence, and whether it is about something that did not work; `unsaid` takes
    it back. `moved_on` says that something else is looked for from now on, and `refined` that
    another wish was answered from memory. `became_covered` comes when a few crops of every photo
    were compared, so that the best are known by and large; from then on `covered` holds.
    """

    wanted_changed = Signal()
    stage_changed = Signal(object)
    progressed = Signal(object)
    ranked = Signal(object)
    skipped_changed = Signal()
    said = Signal(str, bool)
    unsaid = Signal()
    moved_on = Signal()
    refined = Signal()
    became_covered = Signal()
    space_changed = Signal(object)

    def __init__(self, spaces: Spaces) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.stage = Stage.WAITING
        self.ranking = Ranking()
        self.skipped: tuple[MediaError, ...] = ()
        self.record: SongRecord | None = None
        self.lyrics = False
        self.covered = False
        self.space = SpaceLabel()
        self._spaces = spaces
        self._design: Design | None = None
        self._answered: Wish | None = None
        self._outdated = False
        self._quiet = True
        self._jobs = Jobs(spaces.tools)
        self._job = OneJob(self._jobs.prepare)
        self._job.told.connect(self._listen)
        self._job.slow.connect(lambda: self._enter(Stage.WORKING))
        self._job.failed.connect(self._fail)
        self._job.broken.connect(lambda: self._enter(Stage.FAILED))
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
        again = bool(song or places) and self.stage not in (Stage.WORKING, Stage.FINAL)
        self.change(self.wanted.changed(song, places, words, aspect), again)

    def change(self, wanted: Wanted, again: bool = False) -> None:
        """Want something else; with `again` even if it is the same."""
        before, self.wanted = self.wanted, wanted
        if wanted == before and not again:
            return
        if wanted.song != before.song:
            self.record, self.lyrics = None, False
        elsewhere = wanted.places != before.places or wanted.song not in (before.song, None)
        if elsewhere or wanted.aspect != before.aspect:
            self.moved_on.emit()
        self.wanted_changed.emit()
        if self._design is None or elsewhere or again:
            self._outdated = True
            self.search()
        elif wanted.wish == self._answered:
            self._let_go()
            self.unsaid.emit()
            self._show(self._ranking_of(self._design))
            self._enter(Stage.FINAL)
        else:
            self._refine(self._design)

    def take(self, dropped: Dropped) -> None:
        """Use what was dropped, and say what of it cannot be used."""
        self.want(song=dropped.song, places=dropped.places)
        if dropped.complaint:
            self.said.emit(dropped.complaint, True)

    def weigh(self, kind: Kind, size: float) -> None:
        """Give all parts of a kind together this weight, from 0 on."""
        self.change(self.wanted.weighing(kind, size))

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

    def use_space(self, name: str = "") -> None:
        """Use another space: by its name, or else the one that the user has chosen."""
        self._leave()
        self._spaces.choose(name)
        self._outdated = True
        self.search()

    def fall_back(self, error: PackError) -> None:
        """Use the space that is always there, and say what is wrong with the one in use."""
        self.use_space(DEFAULT_SPACE)
        self.said.emit(f"{error} The space “{DEFAULT_SPACE}” is used instead.", True)

    def search(self) -> None:
        """Search for what is wanted, or go on where a search was cancelled."""
        self._leave()
        self.unsaid.emit()
        if not self.wanted.complete:
            self._enter(Stage.WAITING)
            return
        self._forget_skipped()
        wanted = self.wanted
        self._job.start(
            lambda tools: self._spaces.noting(
                design(wanted.wish, wanted.places, tools, ASPECTS, wanted.options, wanted.aspect),
                tools.space,
            ),
            self._finish_search,
        )
        self._enter(Stage.WORKING)

    def try_demo(self) -> None:
        """Make the demo's song and photos, and search among them."""
        self._leave()
        self._job.start(lambda _tools: demonstrate(demo_folder()), self._finish_demo)
        self._enter(Stage.PREPARING)

    def cancel(self) -> None:
        """Stop searching; what was found stays."""
        if self.stage.busy:
            self._leave()
            self._enter(Stage.STOPPED if self.stage is Stage.WORKING else Stage.WAITING)

    def prepare(self, begin: BeginJob) -> JobThread:
        """A thread for a job in the space in use; connect to it, then start it."""
        return self._jobs.prepare(begin)

    def prepare_aside(self, begin: BeginJob) -> JobThread:
        """A thread for a job that does without the space in use."""
        return self._jobs.prepare(begin, self._spaces.embedded_tools)

    def prepare_export(self, order: ExportOrder) -> JobThread:
        """A thread that will write a cover; connect to it, then start it."""
        return self.prepare_aside(lambda tools: export(order, tools))

    def close(self) -> None:
        """Stop everything, and wait until it has ended."""
        self._let_go()
        self._jobs.close()
        self._spaces.close()

    def _refine(self, made: Design) -> None:
        """Answer another wish from memory; what is shown stays until then."""
        self._let_go()
        if not self.wanted.complete:
            self._enter(Stage.WAITING)
            return
        wanted = self.wanted
        self._quiet = True
        self._job.start(
            lambda tools: redesign(made, wanted.wish, tools, wanted.options, wanted.aspect),
            lambda found: self._finish_refining(found, wanted),
        )

    def _leave(self) -> None:
        """Let go of the job under way and of what is in memory."""
        self._let_go()
        self._design = self._answered = None
        self.covered = False

    def _let_go(self) -> None:
        """Let go of the job under way, and of the one to come."""
        self._rested.stop()
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
        return made.search.ranking(self.wanted.options, self.wanted.aspect)

    def _show(self, ranking: Ranking) -> None:
        self._outdated = False
        self.ranking = ranking
        self.ranked.emit(ranking)

    def _forget_skipped(self) -> None:
        self.skipped = ()
        self.skipped_changed.emit()

    def _finish_search(self, found: Design) -> None:
        self._keep(found)
        if self._rested.isActive():
            self._rested.stop()
            self._show(self._ranking_of(found))
        self._enter(Stage.FINAL)

    def _finish_refining(self, found: Design, wanted: Wanted) -> None:
        self._keep(found)
        if self._quiet:
            self.unsaid.emit()
        if wanted != self.wanted:  # the weight of composition has changed meanwhile
            self._show(self._ranking_of(found))
        self._enter(Stage.FINAL)
        self.refined.emit()

    def _keep(self, found: Design) -> None:
        self._design = found
        self._answered = self.wanted.wish
        self.record = found.answer.song
        parts = found.answer.query.parts
        self.lyrics = self.lyrics or any(part.kind is Kind.LYRICS for part in parts)
        self._look_at_space()
        self.wanted_changed.emit()

    def _finish_demo(self, demo: DemoFolder) -> None:
        self._enter(Stage.WAITING)
        self.want(song=demo.song, places=(demo.photos,))

    def _fail(self, error: CoverArtError) -> None:
        if isinstance(error, PackError):
            self.fall_back(error)
            return
        self._enter(Stage.FAILED)
        self.said.emit(str(error), True)
