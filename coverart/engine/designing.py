"""The main job: a wish and folders of photos become a ranking that gets better as it goes."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coverart.domain import Aspect, Floats, Ranking
from coverart.engine.asking import LISTENING, Answer, Asking, Example, Wish
from coverart.engine.browsing import browse
from coverart.engine.deepening import Deepening
from coverart.engine.job import Better, Event, Job, Notice
from coverart.engine.session import Tools
from coverart.engine.shelf import Shelf
from coverart.errors import MediaError
from coverart.ranking.pairing import ranking_of
from coverart.ranking.search import Entry, Search
from coverart.settings import Options

SECONDS_BETWEEN_RANKINGS = 0.25
SPARING = 10
"""Ranking may take so small a part of the time, however long the list is."""


@dataclass(frozen=True, slots=True)
class Design:
    """What came of the main job."""

    ranking: Ranking
    answer: Answer
    skipped: tuple[MediaError, ...]
    search: Search


def design(
    wish: Wish,
    places: Sequence[Path],
    tools: Tools,
    aspects: tuple[Aspect, ...],
    options: Options,
    only: Aspect | None = None,
) -> Job[Design]:
    """Rank all crops of all photos in `places` by how well they fit the wish.

    The song is read while the photos are; from then on a better ranking is told from time to time.
    All `aspects` are looked at; of these, the ranking is of `only` one, or of all, or
    of pairs (`options.pairs`). In a space that
    is not light, a few crops of every photo are encoded first, then those that may still have a
    place in the ranking, then, with `options.every_crop`, the rest. `Design.search`
    answers for another aspect, other options or another wish without reading anything again.
    Raises `MediaError` where the song or a place cannot be used, and `UsageError` for an empty
    wish.
    """
    yield from map(Notice, (*tools.notices, *tools.library.take_notices()))
    asking = Asking(wish, tools)
    audience = _Audience(asking, tools, options, only)
    try:
        skipped = yield from browse(
            places, Shelf(tools.library, tools.space, aspects), tools, audience
        )
        while not asking.wait():
            yield LISTENING
        search, answer = yield from audience.settled()
    finally:
        asking.cancel()
    yield from map(Notice, answer.notices)
    closer = Deepening(search, tools, options, only)
    if closer.unfinished:
        yield Better(ranking_of(search, options, only), search)
    yield from closer.settle(audience.news)
    if options.every_crop and closer.unfinished:
        yield Better(ranking_of(search, options, only), search)
        yield from closer.complete(audience.news)
    for sentence in (*tools.space.take_notices(), *tools.library.take_notices()):
        yield Notice(sentence)
    ranking = ranking_of(search, options, only)
    yield Better(ranking, search)
    return Design(ranking, answer, (*skipped, *closer.skipped.values()), search)


def redesign(
    made: Design, wish: Wish, tools: Tools, options: Options, only: Aspect | None = None
) -> Job[Design]:
    """Ask another thing of the photos that were looked at, from memory.

    Crops that are examples, and were encoded, are not read again. Photos are not looked at more
    closely than they were. Raises what `design` raises.
    """

    def known(example: Example) -> Floats | None:
        if example in made.answer.seen or example.box is None:
            return made.answer.seen.get(example)
        return made.search.row(example.path, example.box)

    asking = Asking(wish, tools, known)
    try:
        while not asking.wait():
            yield LISTENING
        answer = yield from asking.answer()
    finally:
        asking.cancel()
    yield from map(Notice, (*answer.notices, *tools.space.take_notices()))
    search = made.search.asking(answer.query)
    ranking = ranking_of(search, options, only)
    yield Better(ranking, search)
    return Design(ranking, answer, made.skipped, search)


class _Audience:
    """Gathers entries until the query is known, and lets them compete from then on."""

    def __init__(self, asking: Asking, tools: Tools, options: Options, only: Aspect | None) -> None:
        self._asking = asking
        self._tools = tools
        self._options = options
        self._only = only
        self._waiting: list[Entry] = []
        self._search: Search | None = None
        self._answer: Answer | None = None
        self._told = 0
        self._due = 0.0

    def add(self, entry: Entry) -> None:
        self._waiting.append(entry)

    def news(self) -> Iterator[Event]:
        """A better ranking, if the song is known and the last one was told a while ago."""
        changed = self._waiting or (self._search and self._search.changes > self._told)
        if changed and time.monotonic() >= self._due and self._asking.ready():
            search, _ = yield from self.settled()
            begun = time.monotonic()
            self._told = search.changes
            yield Better(ranking_of(search, self._options, self._only), search)
            took = time.monotonic() - begun
            self._due = begun + took + max(SECONDS_BETWEEN_RANKINGS, SPARING * took)

    def settled(self) -> Job[tuple[Search, Answer]]:
        """Wait for the query, and let everything gathered so far compete."""
        if self._search is None or self._answer is None:
            self._answer = yield from self._asking.answer()
            self._search = Search(self._tools.space, self._answer.query)
        for entry in self._waiting:
            self._search.add(entry)
        self._waiting.clear()
        return self._search, self._answer
