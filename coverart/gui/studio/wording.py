"""What the window says about a match, a song and places."""

from collections.abc import Sequence
from pathlib import Path

from coverart.domain import Match, Ranking
from coverart.gui.studio.stage import Stage
from coverart.library.records import SongRecord

SCORES = ("match", "composition")


def percent(share: float) -> str:
    """A number in [0, 1] for people."""
    return f"{round(100 * share)}%"


def sentence(words: str) -> str:
    """A sentence of words that have neither its capital nor its full stop."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def told(match: Match) -> str:
    """Why a match stands where it does, and what its score is made of, as plain text."""
    score = f"Score {percent(match.score)}"
    parts = [f"{name} {percent(match.parts[name])}" for name in SCORES]
    source = f"{match.crop.photo.path.name}, {match.crop.box.size} pixels"
    return f"{sentence(match.why)}\n{score}: {', '.join(parts)}\n{source}"


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
    return first if len(places) == 1 else f"{first} and {len(places) - 1} more"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 photo", "1,000 photos"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def outcome(ranking: Ranking) -> str:
    """What a ranking rests on: "24 matches of 3,120 crops in 40 photos"."""
    photos, crops = counted(ranking.photos, "photo"), counted(ranking.crops, "crop")
    return f"{len(ranking.matches):,} of {crops} in {photos}" if ranking.crops else ""


def compared(ranking: Ranking, stage: Stage) -> str:
    """How much of what there is a ranking rests on; empty as long as photos are being read."""
    crops = counted(ranking.crops, "crop")
    some = f"{ranking.encoded:,} of {crops} compared"
    if stage is Stage.FINAL:
        return f"All {crops} compared" if ranking.exact else some
    if ranking.exact:
        return ""
    if stage is Stage.WORKING:
        return f"{some} so far; the list may still change"
    return f"Stopped: {some}" if stage is Stage.STOPPED else ""


def waiting(stage: Stage, ranking: Ranking, places: Sequence[Path]) -> str:
    """Why a gallery without matches is empty."""
    if stage is Stage.WORKING:
        return "The first matches will be here in a moment."
    if stage is Stage.FINAL and not ranking.photos:
        return f"There are no photos to look at in {places_name(places)}."
    return "There are no matches."
