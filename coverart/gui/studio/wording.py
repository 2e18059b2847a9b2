"""What the window says about a ranking, a song and places."""

from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from coverart.domain import Ranking
from coverart.gui.studio.stage import Stage
from coverart.language import _, number, plural
from coverart.library.records import SongRecord


def sentence(words: str) -> str:
    """A sentence of words that have neither its capital nor its full stop."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def song_name(path: Path | None, record: SongRecord | None) -> str:
    """A song by its title and artist as far as they are known, or else by its file."""
    if path is None:
        return ""
    if record is None or not record.title:
        return path.stem
    return f"{record.title} – {record.artist}" if record.artist else record.title


def places_name(places: Sequence[Path]) -> str:
    """Places by the name of the first, and how many more there are."""
    if not places:
        return ""
    first = places[0].name or str(places[0])
    if len(places) == 1:
        return first
    return _("{name} and {number} more").format(name=first, number=len(places) - 1)


class Noun(Enum):
    """What work counts."""

    PHOTO = "photo"
    SONG = "song"
    FILE = "file"


def photos_counted(count: int) -> str:
    """Photos with their number: "1 photo", "1,000 photos"."""
    return plural("{number} photo", "{number} photos", count).format(number=number(count))


def songs_counted(count: int) -> str:
    """Songs with their number."""
    return plural("{number} song", "{number} songs", count).format(number=number(count))


def done_of(done: int, total: int, noun: Noun) -> str:
    """How much has been done: "3 of 1,000 photos"."""
    if noun is Noun.PHOTO:
        form = plural("{done} of {total} photo", "{done} of {total} photos", total)
    elif noun is Noun.SONG:
        form = plural("{done} of {total} song", "{done} of {total} songs", total)
    else:
        form = plural("{done} of {total} file", "{done} of {total} files", total)
    return form.format(done=number(done), total=number(total))


def outcome(ranking: Ranking) -> str:
    """What a ranking rests on: "24 of 3,120 crops in 40 photos"."""
    if not ranking.crops:
        return ""
    form = plural("{done} of {total} crop", "{done} of {total} crops", ranking.crops)
    some = form.format(done=number(len(ranking.matches)), total=number(ranking.crops))
    return _("{crops} in {photos}").format(crops=some, photos=photos_counted(ranking.photos))


def compared(ranking: Ranking, stage: Stage) -> str:
    """How much of what there is a ranking rests on; empty as long as photos are being read."""
    crops = ranking.crops
    some = plural("{done} of {total} crop compared", "{done} of {total} crops compared", crops)
    form = ""
    if stage is Stage.FINAL:
        every = plural("All {total} crop compared", "All {total} crops compared", crops)
        form = every if ranking.exact else some
    elif stage is Stage.WORKING and not ranking.exact:
        form = _("{some} so far; the list may still change")
    elif stage is Stage.STOPPED and not ranking.exact:
        form = _("Stopped: {some}")
    done, total = number(ranking.encoded), number(crops)
    return form.format(some=some.format(done=done, total=total), done=done, total=total)


def waiting(stage: Stage, ranking: Ranking, places: Sequence[Path], least_pixels: int = 0) -> str:
    """Why a gallery without matches is empty."""
    if stage is Stage.WORKING:
        return _("The first matches will be here in a moment.")
    if stage is Stage.FINAL and not ranking.photos:
        name = places_name(places)
        return _("There are no photos to look at in {places}.").format(places=name)
    if least_pixels and ranking.crops:
        return _("No crop has a short side of {pixels} pixels of its own.").format(
            pixels=number(least_pixels)
        )
    return _("There are no matches.")
