"""A folder of photos becomes entries: from the library where it can, by reading where it must."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from coverart.engine.encoding import encode_cover
from coverart.engine.job import Event, Job, Notice, Progress, Skipped
from coverart.engine.reading import Known, Lens, Refused, Seen, look
from coverart.engine.session import Tools
from coverart.engine.shelf import Shelf
from coverart.errors import MediaError
from coverart.language import _, either, listed, mark
from coverart.library.records import FileMark, PhotoRecord
from coverart.media.folder import Found, search_photos
from coverart.media.pool import Outcome, Pending, Task
from coverart.ranking.search import Entry

LABEL = mark("Looking at photos")
FILES_BETWEEN_EVENTS = 100
NOT_READ = mark("pictures of this kind are not read")
SAVE_AS = mark("save it as JPEG or PNG")


Look = Seen | Known | Refused
"""What may come back of looking at a photo."""


class Audience(Protocol):
    """Whom the entries are for."""

    def add(self, entry: Entry) -> None:
        """Take an entry."""
        ...

    def news(self) -> Iterator[Event]:
        """What is worth telling now that entries were added."""
        ...


def browse(
    places: Sequence[Path], shelf: Shelf, tools: Tools, audience: Audience
) -> Job[tuple[MediaError, ...]]:
    """Show all photos of `places` to `audience`; return the files that could not be used.

    Photos the library knows come first, at once; the others as they are read. Raises `MediaError`
    for a place that is not there.
    """
    found = yield from _found(places)
    skipped: list[MediaError] = []
    for path in found.others:
        yield from _show(MediaError(path, _(NOT_READ), _(SAVE_AS)), path, shelf, audience, skipped)
    total = len(found.photos)
    unread: dict[Path, FileMark] = {}
    for place, path in enumerate(found.photos):
        if place % FILES_BETWEEN_EVENTS == FILES_BETWEEN_EVENTS - 1:
            yield Progress(LABEL, place - len(unread), total)
        mark, known = _recalled(path, shelf)
        if known is None:
            unread[path] = mark
        else:
            yield from _show(known, path, shelf, audience, skipped)
    done = total - len(unread)
    yield Progress(LABEL, done, total)
    yield from audience.news()
    lens = Lens.of(shelf.space)
    tasks = (
        Task(look, path, (lens, shelf.aspects, shelf.known_of_length(mark)))
        for path, mark in unread.items()
    )
    with closing(tools.pool.read_all(tasks)) as outcomes:
        for outcome in outcomes:
            if outcome is not None:
                told = Progress(LABEL, done, total)
                known = yield from _kept(outcome, unread[outcome.path], shelf, tools, told)
                done += 1
                yield from _show(known, outcome.path, shelf, audience, skipped)
            yield Progress(LABEL, done, total)
            yield from audience.news()
    return tuple(sorted(skipped, key=lambda error: error.path))


def _found(places: Sequence[Path]) -> Job[Found]:
    """Find the photos, and say so where there are none."""
    searching = search_photos(places)
    while True:
        try:
            yield Progress(mark("Looking for photos"), 0, 0)
            next(searching)
        except StopIteration as finished:
            found: Found = finished.value
            break
    if not (found.photos or found.others):
        yield Notice(
            _("There are no photos in {places}.").format(
                places=listed([str(own) for own in places])
            )
        )
    return found


def _kept(
    outcome: Outcome[Look], mark: FileMark, shelf: Shelf, tools: Tools, told: Progress
) -> Job[PhotoRecord | MediaError]:
    """Remember what a child process saw; where that was too little, look once more."""
    if outcome.error is not None:
        return outcome.error
    known = yield from _encoded(outcome.result, mark, shelf, told)
    if known is not None:
        return known
    again = yield from _looked_again(outcome.path, shelf, tools, told)
    if again.error is not None:
        return again.error
    known = yield from _encoded(again.result, mark, shelf, told)
    return known or MediaError(outcome.path, _("it is no longer there"))


def _looked_again(path: Path, shelf: Shelf, tools: Tools, told: Progress) -> Job[Outcome[Look]]:
    """Look at one photo whatever is known of it; closed before the end, the child is ended."""
    lens = Lens.of(shelf.space)
    pending: Pending[Look] = tools.pool.begin(Task(look, path, (lens, shelf.aspects, ())))
    try:
        while not pending.wait():
            yield told
        return pending.outcome()
    finally:
        pending.cancel()


def _encoded(
    seen: Look, mark: FileMark, shelf: Shelf, told: Progress
) -> Job[PhotoRecord | MediaError | None]:
    """Remember what a child process saw, once there is a vector for each crop of the cover."""
    if isinstance(seen, Seen):
        record = seen.record
        if seen.pixels is not None:
            # Some may be known: from a run for other aspects, or from under another name.
            record = shelf.begun(record)
            record = yield from encode_cover(shelf.space, record, seen.pixels, told)
        return shelf.keep(mark, record)
    return shelf.keep(mark, seen)


def _recalled(path: Path, shelf: Shelf) -> tuple[FileMark, PhotoRecord | MediaError | None]:
    """What is known of a file, and the mark to keep what will be known by."""
    try:
        mark = FileMark.of(path, time.time_ns())
    except OSError:
        return FileMark(path, 0, 0, 0), MediaError(path, _("it is no longer there"))
    return mark, shelf.recall_file(path, mark)


def _show(
    known: PhotoRecord | MediaError,
    path: Path,
    shelf: Shelf,
    audience: Audience,
    skipped: list[MediaError],
) -> Iterator[Event]:
    """Add a photo's entries, or tell that the file was left out."""
    entries = [] if isinstance(known, MediaError) else shelf.entries(path, known)
    for entry in entries:
        audience.add(entry)
    if not isinstance(known, MediaError) and not any(len(one.candidates) for one in entries):
        shapes = either([str(aspect) for aspect in shelf.aspects])
        known = MediaError(
            path,
            _("its {size} pixels are too few for a crop of {shapes}").format(
                size=known.size, shapes=shapes
            ),
        )
    if isinstance(known, MediaError):
        skipped.append(known)
        yield Skipped(known)
