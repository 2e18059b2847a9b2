"""Putting a cover into a song's own tags.

The song and the photo are untrusted, so a child process makes the copy with the new cover and
proves it right. Only the last step, in which the copy takes the song's name, is done here: a child
that is killed, whenever, leaves the song as it was.
"""

import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coverart.domain import Aspect, Box, ContentHash, Size
from coverart.engine.job import Job, Notice
from coverart.engine.session import Tools
from coverart.engine.waiting import awaited
from coverart.export.lettering import Lettering
from coverart.export.presets import Format, Preset
from coverart.export.render import ExportOrder, export_cover
from coverart.export.tagging import Ready, copy_beside, explained, make_ready, swap
from coverart.language import _
from coverart.media.pool import Task
from coverart.settings import data_path
from coverart.triage.store import FILE_NAME, Judgements, SongKey

LONGEST = 1400
"""Pixels of a cover in tags: sharp on any screen a player fills with it, and every song of an
album carries one, so that the 3000 of a release would be paid for a dozen times."""
MOST_BYTES = 1_000_000
"""What such a cover should take; many players and cars give up on much larger ones."""


@dataclass(frozen=True, slots=True)
class CropCover:
    """A cover that is yet to be made: a box of the upright photo, and the words on it."""

    photo: Path
    box: Box
    lettering: Lettering | None = None


@dataclass(frozen=True, slots=True)
class Tagged:
    """A song that carries a new cover of so many `bytes`; `replaced` says that it had one before.

    Its content is now another, and whatever is kept by its content has to follow.
    """

    song: Path
    before: ContentHash
    after: ContentHash
    bytes: int
    replaced: bool


def tag(song: Path, cover: Path | CropCover, tools: Tools) -> Job[Tagged]:
    """Make a picture the front cover in a song's tags: a finished file as it is, or a crop.

    What was judged for the song is remembered for it with its new content, too, before anything
    is changed. Raises `MediaError` for a song, or a photo, that cannot be used, and `ExportError`
    for a file that is no cover; the song is then as it was, as it is where the job is closed
    before its end.
    """
    with explained(song):
        song = song.resolve(strict=True)
    copy = copy_beside(song)
    label = _("Putting the cover into {name}").format(name=song.name)
    try:
        # One process alone may take more memory than one of many: a photo is decoded in full.
        with tools.pool.alone() as pool:
            ready = yield from awaited(pool.begin(Task(_make_ready, song, (cover, copy))), label)
        yield from _carry_judgements(ready)
        swap(ready)
    finally:
        with suppress(OSError):
            copy.unlink()
    return Tagged(song, ready.before, ready.after, ready.cover_bytes, ready.replaces)


def rules(box: Box) -> Preset:
    """What a cover in tags should be, for a crop of this shape; nobody refuses any other.

    A shape that has no such size in whole pixels keeps its own.
    """
    shape = Aspect(box.width, box.height)
    unit = LONGEST // max(shape.width, shape.height)
    pixels = Size(shape.width * unit, shape.height * unit) if unit else box.size
    return Preset("song", "Songs", pixels, (Format.JPEG,), "low", max_bytes=MOST_BYTES)


def _carry_judgements(ready: Ready) -> Job[None]:
    """Remember for the content to come what was judged for the present one; both may be read."""
    with Judgements(data_path() / FILE_NAME) as kept:
        found = kept.of_song(SongKey(ready.before))
        if found:
            places = kept.places_of(SongKey(ready.before))
            kept.put(SongKey(ready.after), found, {**places, ready.after: ready.song})
        for sentence in kept.take_notices():
            yield Notice(sentence)


def _make_ready(song: Path, cover: Path | CropCover, copy: Path) -> Ready:
    copy.unlink(missing_ok=True)  # of a child that was killed over the same task
    return make_ready(song, _bytes_of(cover), copy)


def _bytes_of(cover: Path | CropCover) -> bytes:
    if isinstance(cover, Path):
        with explained(cover):
            return cover.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "cover.jpg"
        preset = rules(cover.box)
        order = ExportOrder(cover.photo, cover.box, target, preset, lettering=cover.lettering)
        return export_cover(order).path.read_bytes()
