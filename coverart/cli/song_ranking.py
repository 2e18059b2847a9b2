"""`songs`: which of my songs fits this picture, or these words."""

import argparse
from typing import Any

from coverart.cli import report
from coverart.cli.opening import open_as_typed
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain
from coverart.cli.wishes import wish_for_songs
from coverart.encoders.encoder import Space
from coverart.engine.asking import Wish
from coverart.engine.job import run
from coverart.engine.songs import SongMatch, SongRanking, rank_songs

Given = argparse.Namespace


def songs(given: Given) -> int:
    """Rank the songs of folders for a picture, or for words."""
    wish = wish_for_songs(given)
    with open_as_typed(given) as tools, Meter() as meter:
        made = run(rank_songs(wish, given.folders, tools), meter.tell)
        told = _as_json(made, wish, tools.space) if given.json else {}
    if given.json:
        report.print_json(told)
    else:
        print(_as_text(made, tools.space))
        report.tell_skipped(made.skipped)
    return 0


def _as_json(made: SongRanking, wish: Wish, space: Space) -> dict[str, Any]:
    """The object of `songs --json`."""
    return {
        "space": space.id,
        "device": space.device,
        "query": report.query_as_json(made.answer, wish, space),
        "skipped": report.skipped_as_json(made.skipped),
        "matches": [_match(place, one) for place, one in enumerate(made.matches, start=1)],
    }


def _match(place: int, one: SongMatch) -> dict[str, Any]:
    return {
        "rank": place,
        "song": str(one.path),
        "title": one.song.title,
        "artist": one.song.artist,
        "seconds": round(one.song.seconds, report.DIGITS),
        "lyrics": one.lyrics,
        "score": round(one.score, report.DIGITS),
        "why": one.why,
    }


def _as_text(made: SongRanking, space: Space) -> str:
    """A line for each song, best first, with its reason below."""
    count = len(made.matches)
    lines = [f"{count:,} song{'' if count == 1 else 's'}. {space.title}"]
    for place, one in enumerate(made.matches, start=1):
        lines.append(f"{place:>3}. {one.score:5.2f}  {plain(one.path)}")
        named = " – ".join(filter(None, (one.song.artist, one.song.title)))
        why = f"{one.why}; its lyrics count too" if one.lyrics else one.why
        lines.append(f"{'':>12}{plain(f'{named}: {why}' if named else why)}")
    return "\n".join(lines)
