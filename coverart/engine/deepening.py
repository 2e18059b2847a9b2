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
from coverart.domain import Aspect, ContentHash, Photo, Pixels
from coverart.engine.encoding import encode_places, filled, unknown_places
from coverart.engine.job import Event, Job, Progress, Skipped
from coverart.engine.reading import look_again
from coverart.engine.session import Tools
from coverart.errors import MediaError
from coverart.language import mark
from coverart.media.pool import Task
from coverart.ranking.hoping import Wanted, wanted_crops
from coverart.ranking.search import Entry, EntryKey, Rated, Search
from coverart.settings import Options

PROMISING = mark("Looking closer at the best photos")
EVERY = mark("Looking at every crop")
OPEN_BYTES = 200 << 20
"""What decoded photos may take together while they are kept open."""
AT_A_TIME = 8
"""Photos, at least, that are completed before it is asked anew which of the others are the best."""
ONE_IN = 50
"""Such a part of the photos left is completed, if that is more: asking takes its time for each."""

News = Callable[[], Iterator[Event]]


@dataclass(slots=True)
class Deepening:
    """A search that is being made more exact; `only` one aspect counts, or all do.

    `skipped` are photos that could be read before, and now cannot: they leave the search. `open`
    holds the pixels of those that were looked at last, since a few photos are looked at again and
    again. Of several names of one photo, one is looked at for all.
    """

    search: Search
    tools: Tools
    options: Options
    only: Aspect | None
    skipped: dict[Path, MediaError] = field(default_factory=dict)
    open: OrderedDict[Path, Pixels] = field(default_factory=OrderedDict)
    _names: dict[ContentHash, dict[Path, Photo]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for one in self.search.rated():
            photo = one.entry.photo
            self._names.setdefault(photo.content, {})[photo.path] = photo

    @property
    def unfinished(self) -> bool:
        """Whether there is a crop that was not encoded, and can be."""
        return bool(self._left())

    def settle(self, news: News) -> Job[None]:
        """Encode the crops that may have a place in the ranking, until it rests on none by hope.

        Which those are is an estimate (see `ranking.coarse`). `news` is told after each photo.
        """
        while wanted := self._wanted():
            yield from self._look(wanted, Progress(PROMISING, 0, len(wanted)), news)

    def complete(self, news: News) -> Job[None]:
        """Encode every crop that is left, those of the best photos first.

        Crops of another aspect than `only` come last.
        """
        total = len(self.search.rated())
        while left := self._left():
            entries = next_to_complete(left, self.only)
            wanted = [Wanted(one, unknown_places(one.rows)) for one in entries]
            told = Progress(EVERY, total - len(left), total)
            yield from self._look(_of_one_name(wanted), told, news)

    def _wanted(self) -> list[Wanted]:
        return _of_one_name(wanted_crops(self.search, self.options, self.only))

    def _left(self) -> list[Rated]:
        return [one for one in self.search.rated() if not one.entry.whole]

    def _look(self, wanted: Sequence[Wanted], told: Progress, news: News) -> Job[None]:
        """Encode some crops, each photo being read in a child process."""
        by_path = {one.entry.photo.path: one.entry.photo for one in wanted}
        side = self.tools.space.photo_side
        closed = [own for path, own in by_path.items() if path not in self.open]
        tasks = (Task(look_again, own.path, (own.content, side)) for own in closed)
        yield told
        for path in [path for path in by_path if path in self.open]:
            self.open.move_to_end(path)
            told = yield from self._look_at(self.open[path], wanted, path, told)
            yield from news()
        with closing(self.tools.pool.read_all(tasks)) as outcomes:
            for outcome in outcomes:
                if outcome is not None and outcome.error is None:
                    self._keep_open(outcome.path, outcome.result)
                    told = yield from self._look_at(outcome.result, wanted, outcome.path, told)
                elif outcome is not None and outcome.error is not None:
                    self._skip(outcome.path, outcome.error)
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

    def _skip(self, path: Path, error: MediaError) -> None:
        self.skipped[path] = error
        self.search.remove(path)
        for photos in self._names.values():
            photos.pop(path, None)

    def _keep_open(self, path: Path, pixels: Pixels) -> None:
        self.open[path] = pixels
        while len(self.open) > 1 and sum(own.nbytes for own in self.open.values()) > OPEN_BYTES:
            self.open.popitem(last=False)

    def _encode(self, entry: Entry, places: Places, pixels: Pixels, told: Progress) -> Job[None]:
        """Encode some crops of one entry, remember them, and let them compete under each name."""
        space, boxes = self.tools.space, entry.candidates.boxes
        rows = yield from encode_places(space, pixels, entry.photo.size, boxes, places, told)
        content, known = entry.photo.content, filled(len(boxes), places, rows, entry.rows)
        # The library may know more by now, from another program.
        known = self.tools.library.put_vectors(content, (space.id, entry.aspect), known)
        for photo in self._names[content].values():
            self.search.add(replace(entry, photo=photo, rows=known))


def next_to_complete(left: Sequence[Rated], only: Aspect | None) -> list[Entry]:
    """Which of the entries that are `left` come next: those of `only` one aspect, best first."""

    def turn(one: Rated) -> tuple[bool, float, EntryKey]:
        other = only not in (None, one.entry.aspect)
        return other, -float(one.scores(0).max()), one.entry.key

    several = max(AT_A_TIME, len(left) // ONE_IN)
    return [one.entry for one in sorted(left, key=turn)[:several]]


def _of_one_name(wanted: Sequence[Wanted]) -> list[Wanted]:
    """Of entries that are the same photo and aspect under several names, the first."""
    first: dict[tuple[ContentHash, Aspect], Wanted] = {}
    for one in wanted:
        first.setdefault((one.entry.photo.content, one.entry.aspect), one)
    return list(first.values())
