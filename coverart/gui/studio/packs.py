"""Knows the packs and what was chosen of them, and has them installed, checked and removed.

The dialog tells it what the user does and shows what it says. It knows no widgets, and gets its
jobs from the studio. One thing is done at a time. What belongs to a pack goes by the pack's name,
and what belongs to none by `NOBODY`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from coverart.choices import Choices, PackChoice, change_choices, load_choices
from coverart.engine.job import Job, Progress
from coverart.engine.session import DEFAULT_SPACE, Tools
from coverart.errors import CoverArtError
from coverart.gui.studio.one_job import OneJob, Prepare
from coverart.gui.studio.pack_wording import CHECKED, compared_in_words
from coverart.gui.studio.worker import BeginJob, News
from coverart.language import _, mark
from coverart.packs.manifest import Link
from coverart.packs.store import Broken, Stored, catalogue, installed, remove

NOBODY = ""
BROKEN = CoverArtError(_("Something went wrong in Coverart itself"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How something ended, in one sentence; `serious` if it did not work."""

    sentence: str
    serious: bool = False


class Packs(QObject):
    """`changed` when the list or the choices did, `progressed` and `ended` with a pack's name."""

    changed = Signal()
    progressed = Signal(str, object)
    ended = Signal(str)

    def __init__(self, prepare: Prepare, use_chosen: Callable[[], None]) -> None:
        super().__init__()
        self.choices = load_choices()
        self.busy: str | None = None
        self.outcomes: dict[str, Outcome] = {}
        self.links: Mapping[str, tuple[Link, ...]] = {}
        self._prepare = prepare
        self._use_chosen = use_chosen
        self._job = OneJob(prepare)
        self._job.told.connect(self._listen)
        self._job.failed.connect(self._fail)
        self._job.broken.connect(lambda: self._fail(BROKEN))

    @property
    def installed(self) -> tuple[Stored | Broken, ...]:
        """The packs that are installed."""
        return installed()

    @property
    def available(self) -> tuple[Stored, ...]:
        """The packs of the catalogue that are not installed."""
        there = {one.folder.name for one in installed()}
        found = (one for one in catalogue() if isinstance(one, Stored))
        return tuple(one for one in found if one.pack.name not in there)

    @property
    def chosen(self) -> str:
        """The name of the space that was chosen."""
        return self.choices.space or DEFAULT_SPACE

    def choose(self, name: str) -> None:
        """Compare in another space from now on."""
        if name != self.chosen:
            self._keep(replace(self.choices, space="" if name == DEFAULT_SPACE else name))

    def allow_graphics(self, allowed: bool) -> None:
        """Say whether graphics cards may be used."""
        if allowed != self.choices.graphics:
            self._keep(replace(self.choices, graphics=allowed), self.chosen != DEFAULT_SPACE)

    def set_choice(self, name: str, choice: PackChoice) -> None:
        """Say how a pack is to be used."""
        if choice != self.choices.of(name):
            self._keep(self.choices.with_pack(name, choice), name == self.chosen)

    def look(self) -> None:
        """Find out which links the installed packs offer."""
        found = [one for one in self.installed if isinstance(one, Stored)]
        if found and self.busy is None and {one.pack.name for one in found} != set(self.links):
            thread = self._prepare(lambda _tools: _links(found))
            thread.succeeded.connect(self._learn_links)
            thread.start()

    def install(self, origin: Path | str) -> None:
        """Install a pack of the catalogue by its name, or one from a folder."""

        def begin(_tools: Tools) -> Job[Stored]:
            from coverart.engine.installing import install_pack  # noqa: PLC0415 (loads slowly)

            return install_pack(origin)

        self._do(NOBODY if isinstance(origin, Path) else origin, begin, self._finish_installing)

    def verify(self, stored: Stored) -> None:
        """Check every byte of a pack."""
        name = stored.pack.name

        def begin(_tools: Tools) -> Job[None]:
            from coverart.engine.installing import verify_pack  # noqa: PLC0415 (as above)

            return verify_pack(stored)

        self._do(name, begin, lambda _nothing: self._end(name, Outcome(_(CHECKED))))

    def compare(self, stored: Stored, places: Sequence[Path]) -> None:
        """Measure on the user's own photos how far int8 is from fp32."""
        name = stored.pack.name

        def begin(tools: Tools) -> Job[Any]:
            from coverart.engine.installing import compare_precisions  # noqa: PLC0415 (as above)

            return compare_precisions(stored, places, tools.pool)

        self._do(name, begin, lambda found: self._end(name, _measured(found)))

    def remove(self, name: str) -> None:
        """Remove a pack; if it is the one in use, what comes with the program is used instead."""
        if self.busy is not None:
            return
        used = name == self.chosen
        if used:
            self.choose(DEFAULT_SPACE)  # before, so that nothing holds its files
        self._do(
            name, lambda _tools: _removed(name), lambda _nothing: self._finish_removing(name, used)
        )

    def cancel(self) -> None:
        """Give up what is being done; a download goes on where it ended the next time."""
        if self.busy is not None:
            self._job.let_go()
            self._end(self.busy, Outcome(_("Stopped; nothing has changed.")))

    def _do(self, name: str, begin: BeginJob, succeeded: Callable[[Any], None]) -> None:
        if self.busy is not None:
            return
        self.busy = name
        self.outcomes.pop(name, None)
        self._job.start(begin, succeeded)
        self.progressed.emit(name, Progress(mark("Starting"), 0, 0))

    def _listen(self, news: News) -> None:
        if news.progress is not None and self.busy is not None:
            self.progressed.emit(self.busy, news.progress)

    def _finish_installing(self, stored: Stored) -> None:
        name = stored.pack.name
        self.changed.emit()
        self._end(name, Outcome(_("Installed. Choose it to compare with it.")))
        if name == self.chosen:
            self._use_chosen()
        self.look()

    def _finish_removing(self, name: str, used: bool) -> None:
        said = _("The pack “{name}” was removed.")
        if used:
            said = _("The pack “{name}” was removed. Mood and colour is used instead.")
        self._end(name, None)
        self.outcomes[NOBODY] = Outcome(said.format(name=name))
        self.changed.emit()
        self.ended.emit(NOBODY)

    def _fail(self, error: CoverArtError) -> None:
        if self.busy is not None:
            self.changed.emit()
            self._end(self.busy, Outcome(str(error), serious=True))

    def _end(self, name: str, outcome: Outcome | None) -> None:
        started, self.busy = self.busy, None
        if outcome is not None:
            self.outcomes[name] = outcome
        if started is not None and started != name:
            self.ended.emit(started)
        self.ended.emit(name)

    def _learn_links(self, links: Mapping[str, tuple[Link, ...]]) -> None:
        self.links = links
        self.changed.emit()

    def _keep(self, choices: Choices, reopen: bool = True) -> None:
        self.choices = change_choices(
            lambda now: replace(
                now, space=choices.space, graphics=choices.graphics, packs=choices.packs
            )
        )
        self.changed.emit()
        if reopen:
            self._use_chosen()


def _links(packs: Sequence[Stored]) -> Job[Mapping[str, tuple[Link, ...]]]:
    """The ways from songs to crops that some packs offer."""
    yield Progress(mark("Looking at packs"), 0, 0)
    from coverart.encoders.neural.opening import links  # noqa: PLC0415 (loads slowly)

    return {one.pack.name: links(one) for one in packs}


def _removed(name: str) -> Job[None]:
    """Remove a pack, however long its disk takes."""
    yield Progress(mark("Removing"), 0, 0)
    remove(name)


def _measured(found: Any) -> Outcome:
    if found is None:
        return Outcome(
            _("There is nothing to compare: no int8 twin, or no photo that can be read.")
        )
    return Outcome(compared_in_words(found.mean, found.least, found.crops, found.photos))
