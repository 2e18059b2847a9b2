"""What `coverart mood --course` adds: the mood of songs over time."""

from collections.abc import Mapping, Sequence
from typing import Any

from coverart.cli.progress import Meter
from coverart.cli.report import DIGITS
from coverart.encoders.affect.course import Moment
from coverart.encoders.affect.mood import with_colours
from coverart.encoders.affect.wording import describe
from coverart.engine.feeling import Felt, Kind
from coverart.engine.job import run
from coverart.engine.portraying import Portrait, portray
from coverart.engine.session import Tools


def portraits(felt: Sequence[Felt], tools: Tools, meter: Meter) -> dict[str, Portrait]:
    """The portraits of all songs among the files, by their paths as text."""
    songs = [one.path for one in felt if one.kind is Kind.SONG]
    return {str(song): run(portray(song, tools), meter.tell) for song in songs}


def add_courses(
    rows: Sequence[Mapping[str, Any]], found: Mapping[str, Portrait]
) -> list[dict[str, Any]]:
    """The list of `mood --json`, with what is known of the songs in it over time."""
    return [{**row, **_told(found.get(row.get("path", "")))} for row in rows]


def course_as_text(row: Mapping[str, Any]) -> str:
    """A line for each moment of a song; empty for what is no song."""
    return "\n".join(
        f"  {_clock(moment['seconds']):>7}  valence {moment['valence']:+.2f}"
        f"  arousal {moment['arousal']:+.2f}  {moment['mood']}"
        for moment in row.get("course", ())
    )


def _told(portrait: Portrait | None) -> dict[str, Any]:
    if portrait is None:
        return {}
    return {
        "seconds": round(portrait.seconds, DIGITS),
        "mode": str(portrait.mode),
        "course": [_moment(moment) for moment in portrait.course],
    }


def _moment(moment: Moment) -> dict[str, Any]:
    mood = with_colours(moment.valence, moment.arousal)
    return {
        "seconds": round(moment.seconds, DIGITS),
        "valence": round(moment.valence, DIGITS),
        "arousal": round(moment.arousal, DIGITS),
        "mood": describe(mood.as_row()),
    }


def _clock(seconds: float) -> str:
    """Minutes and seconds: "1:05.0"."""
    minutes, rest = divmod(round(seconds, 1), 60)
    return f"{minutes:.0f}:{rest:04.1f}"
