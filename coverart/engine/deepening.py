"""Photos of which only a cover was encoded are looked at more closely, where it may pay.

What was encoded stays in the library, so a job that is cancelled, and one that asks for something
else, goes on where the last one ended.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from coverart.crops.cover import Places
from coverart.domain import Aspect, Pixels
from coverart.engine.encoding import encode_places, filled, unknown_places
from coverart.engine.job import Event, Job, Progress, Skipped
from coverart.engine.reading import look_again
from coverart.engine.session import Tools
from coverart.errors import MediaError
from coverart.media.pool import Task
from coverart.ranking.hoping import Wanted, wanted_crops
from coverart.ranking.search import Entry, EntryKey, Search
from coverart.settings import Options

PROMISING = "Looking closer at the best photos"
EVERY = "Looking at every crop"
OPEN_BYTES = 200 << 20
"""What decoded photos may take together while they are kept open."""
AT_A_TIME = 8
"""Photos that are completed before it is asked anew which of the others are the best."""

News = Callable[[], Iterator[Event]]


@dataclass(slots=True)
class Deepening:
    """A search that is being made more exact; `only` one aspect counts, or all do.

    `skipped` are photos that could be read before, and now cannot; `open` the pixels of those that
    were looked at last, since a few photos are looked at again and again.
    """

    search: Search
    tools: Tools
    options: Options
    only: Aspect | None
    skipped: dict[EntryKey, MediaError] = field(default_factory=dict)
    open: OrderedDict[Path, Pixels] = field(default_factory=OrderedDict)

    @property
    def unfinished(self) -> bool:
        """Whether there is a crop that was not encoded, and can be."""
        return bool(self._open())

    def settle(self, news: News) -> Job[None]:
        """Encode the crops that may have a place in the ranking, until it rests on none by hope.

        Which those are is an estimate (see `ranking.coarse`). `news` is told after each photo.
        """
        while wanted := self._wanted():
            yield from self._look(wanted, Progress(PROMISING, 0, len(wanted)), news)

    def complete(self, news: News) -> Job[None]:
        """Encode every crop that is left, in the photos with the best ones first."""
        total = len(self.search.rated())
        while entries := self._open():
            best = {one.entry.key: float(one.scores(0).max()) for one in self.search.rated()}
            entries.sort(key=lambda one: (-best[one.key], one.key))
            wanted = [Wanted(one, unknown_places(one.rows)) for one in entries[:AT_A_TIME]]
            yield from self._look(wanted, Progress(EVERY, total - len(entries), total), news)

    def _wanted(self) -> list[Wanted]:
        return wanted_crops(self.search, self.options, self.only, self.skipped.keys())

    def _open(self) -> list[Entry]:
        entries = (one.entry for one in self.search.rated())
        return [one for one in entries if not one.whole and one.key not in self.skipped]

    def _look(self, wanted: Sequence[Wanted], told: Progress, news: News) -> Job[None]:
        """Encode some crops, each photo being read in a child process."""
        by_path = {one.entry.photo.path: one.entry.photo for one in wanted}
        side = self.tools.space.photo_side
        closed = [own for path, own in by_path.items() if path not in self.open]
        tasks = (Task(look_again, own.path, (own.content, side)) for own in closed)
        yield told
        for path in [path for path in by_path if path in self.open]:
            told = yield from self._look_at(self.open[path], wanted, path, told)
            yield from news()
        with closing(self.tools.pool.read_all(tasks)) as outcomes:
            for outcome in outcomes:
                if outcome is not None and outcome.error is None:
                    self._keep_open(outcome.path, outcome.result)
                    told = yield from self._look_at(outcome.result, wanted, outcome.path, told)
                elif outcome is not None and outcome.error is not None:
                    own = [one.entry.key for one in wanted if one.entry.key[0] == outcome.path]
                    self.skipped.update(dict.fromkeys(own, outcome.error))
                    yield Skipped(outcome.error)
                yield told
                yield from news()

    def _look_at(
        self, pixels: Pixels, wanted: Sequence[Wanted], path: Path, told: Progress
    ) -> Job[Progress]:
        """Encode what is wanted of one photo; return how far that has brought it all."""
        for one in wanted:
            if one.entry.key[0] == path:
                yield from self._encode(one.entry, one.places, pixels, told)
                told = replace(told, done=told.done + 1)
        return told

    def _keep_open(self, path: Path, pixels: Pixels) -> None:
        self.open[path] = pixels
        while len(self.open) > 1 and sum(own.nbytes for own in self.open.values()) > OPEN_BYTES:
            self.open.popitem(last=False)

    def _encode(self, entry: Entry, places: Places, pixels: Pixels, told: Progress) -> Job[None]:
        """Encode some crops of one entry, remember them, and let them compete."""
        space, boxes = self.tools.space, entry.candidates.boxes
        rows = yield from encode_places(space, pixels, entry.photo.size, boxes, places, told)
        known = filled(len(boxes), places, rows, entry.rows)
        self.tools.library.put_vectors(entry.photo.content, (space.id, entry.aspect), known)
        self.search.add(replace(entry, rows=known))
