"""The studio knows what is wanted, and is the one that starts jobs.

The window tells it what the user does and shows what it says. It knows no widgets. Every change of
what is wanted is a step that can be undone.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coverart.domain import Emotion
from coverart.encoders.encoder import Kind
from coverart.engine.job import Job, Progress
from coverart.engine.session import DEFAULT_SPACE
from coverart.errors import PackError
from coverart.gui.studio.crop_search import CropSearch
from coverart.gui.studio.drops import Dropped
from coverart.gui.studio.history import History
from coverart.gui.studio.one_job import OneJob
from coverart.gui.studio.shape import Shape
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.wanted import Wanted
from coverart.gui.studio.wanted_steps import step_of
from coverart.gui.studio.worker import BeginJob, Jobs, JobThread
from coverart.language import _, mark
from coverart.media.lyrics import read_lyrics
from coverart.settings import Options, demo_folder

if TYPE_CHECKING:
    from coverart.demo.folder import DemoFolder


class Studio(QObject):
    """Holds what is wanted, and has it searched for by `crops`.

    `said` carries a sentence, and whether it is about something that did not work. `moved_on` says
    that something else is looked for from now on.
    """

    wanted_changed = Signal()
    said = Signal(str, bool)
    moved_on = Signal()

    def __init__(self, spaces: Spaces) -> None:
        super().__init__()
        self.wanted = Wanted()
        self.history = History()
        self._spaces = spaces
        self._jobs = Jobs(spaces.tools)
        self._lyrics = OneJob(self.prepare_aside)
        self._lyrics.failed.connect(lambda error: self.said.emit(str(error), True))
        self.crops = CropSearch(spaces, self._jobs)
        self.crops.said.connect(self.said)
        self.crops.understood.connect(self.wanted_changed)
        self.crops.space_failed.connect(self.fall_back)

    def want(
        self,
        song: Path | None = None,
        places: Sequence[Path] = (),
        words: str | None = None,
        shape: Shape | None = None,
    ) -> None:
        """Change what is named of the wish, and search anew if that changes anything.

        The same song or photos once more are a request to try again where a search came to nothing.
        """
        stages = (Stage.WORKING, Stage.PAUSED, Stage.FINAL)
        again = bool(song or places) and self.crops.stage not in stages
        self.change(self.wanted.changed(song, places, words, shape), again)

    def change(self, wanted: Wanted, again: bool = False, alone: bool = False) -> None:
        """Want something else; with `again`, search even if it is the same.

        What is changed `alone` is a step by itself, however closely it follows another.
        """
        before = self.wanted
        if wanted == before:
            if again:
                self.search()
            return
        step = step_of(before, wanted)
        self.history.do(
            _(step.title),
            lambda: self._turn_to(wanted, again),
            lambda: self._turn_to(before),
            "" if alone else step.merge,
        )

    def restore(self, wanted: Wanted) -> None:
        """Want what was wanted in another session; that is the beginning, and no step."""
        self.history.clear()
        self._lyrics.let_go()
        self._turn_to(wanted)

    def take(self, dropped: Dropped) -> None:
        """Use what was dropped, and say what of it cannot be used."""
        self.want(song=dropped.song, places=dropped.places)
        if dropped.complaint:
            self.said.emit(dropped.complaint, True)

    def weigh(self, kind: Kind, size: float) -> None:
        """Give all parts of a kind together this weight, from 0 on."""
        self.change(self.wanted.weighing(kind, size))

    def try_mood(self, mood: Emotion | None) -> None:
        """List what another mood would give while somebody moves it about: no step, and no wish.

        `change` ends it, or `give_up_trying`. Nothing happens before all photos were looked at.
        """
        self.crops.try_out(self.wanted.feeling(mood))

    def give_up_trying(self) -> None:
        """List again what is wanted."""
        if self.crops.design is not None:
            self.crops.answer(self.wanted)

    def set_options(self, options: Options) -> None:
        """List by other options: at once where everything is known already."""
        self.change(replace(self.wanted, options=options))

    def use_space(self, name: str = "") -> None:
        """Use another space: by its name, or else the one that the user has chosen."""
        self.crops.leave()
        self._spaces.choose(name)
        self.crops.outdate()
        self.search()

    def fall_back(self, error: PackError) -> None:
        """Use the space that is always there, and say what is wrong with the one in use."""
        self.use_space(DEFAULT_SPACE)
        instead = _("The space “{name}” is used instead.").format(name=DEFAULT_SPACE)
        self.said.emit(f"{error} {instead}", True)

    def search(self) -> None:
        """Search for what is wanted, or go on where a search was cancelled."""
        self.crops.begin(self.wanted)

    def go_on(self) -> None:
        """Go on after a pause, or where a search was cancelled."""
        if self.crops.stage is Stage.PAUSED:
            self.crops.resume()
        else:
            self.search()

    def pause_or_go_on(self) -> None:
        """Pause what is under way, or go on with what rests."""
        if self.crops.stage is Stage.WORKING:
            self.crops.pause()
        elif self.crops.stage in (Stage.PAUSED, Stage.STOPPED):
            self.go_on()

    def give_lyrics(self, path: Path) -> None:
        """Use the lyrics of a file in place of those that the song brings, once they are read.

        They are the song's that is wanted now: whoever gives another file, or another song, does
        without them.
        """
        self._lyrics.start(
            lambda _tools: _read(path), lambda lyrics: self.change(self.wanted.singing(lyrics))
        )

    def try_demo(self) -> None:
        """Make the demo's song and photos, and search among them."""
        # Not at the top: it loads all that paints pictures, for which the window must not wait.
        from coverart.engine.demonstrating import demonstrate  # noqa: PLC0415

        self.crops.prepare(lambda _tools: demonstrate(demo_folder()), self._finish_demo)

    def prepare(self, begin: BeginJob) -> JobThread:
        """A thread for a job in the space in use; connect to it, then start it."""
        return self._jobs.prepare(begin)

    def prepare_aside(self, begin: BeginJob) -> JobThread:
        """A thread for a job that does without the space in use."""
        return self._jobs.prepare(begin, self._spaces.embedded_tools)

    def close(self) -> None:
        """Stop everything, and wait until it has ended."""
        self.crops.leave()
        self._jobs.close()
        self._spaces.close()

    def _turn_to(self, wanted: Wanted, again: bool = False) -> None:
        """Want something else, whether it is done, undone or done again."""
        before, self.wanted = self.wanted, wanted
        if wanted.song != before.song:
            self._lyrics.let_go()
            self.crops.forget_song()
        elsewhere = wanted.places != before.places or wanted.song not in (before.song, None)
        if elsewhere or wanted.shape != before.shape:
            self.moved_on.emit()
        self.wanted_changed.emit()
        if replace(wanted, options=before.options) == before and not again:
            self.crops.reorder(wanted)
        elif elsewhere or again:
            self.crops.outdate()
            self.crops.begin(wanted)
        else:
            if self.crops.design is None:
                self.crops.outdate()
            self.crops.answer(wanted)

    def _finish_demo(self, demo: "DemoFolder") -> None:
        self.want(song=demo.song, places=(demo.photos,))


def _read(lyrics: Path) -> Job[str]:
    """Read a file of lyrics, however long its disk takes."""
    yield Progress(mark("Reading the lyrics"), 0, 0)
    return read_lyrics(lyrics)
