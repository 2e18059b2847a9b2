"""`kept`: what was decided about crops in the window, for a song, so that a script can go on."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from coverart.cli import report
from coverart.cli.progress import Meter
from coverart.cli.terminal import plain, warn
from coverart.domain import ContentHash
from coverart.engine.job import run
from coverart.engine.judging import identify
from coverart.engine.session import DEFAULT_SPACE, open_tools
from coverart.language import _
from coverart.settings import data_path
from coverart.triage.judgement import UNJUDGED, CropKey, Flag, Judgement
from coverart.triage.store import FILE_NAME, NO_SONG, Judgements, SongKey, stand_in

Given = argparse.Namespace
Judged = dict[CropKey, Judgement]


def kept(given: Given) -> int:
    """List the crops that were kept for a song, or all that were judged; most stars first."""
    song = NO_SONG if given.song is None else _identified(given.song)
    with Judgements(data_path() / FILE_NAME) as judgements:
        stands_in = stand_in(given.song)
        judged = _judged(judgements, song, stands_in)
        places = judgements.places_of(stands_in) | judgements.places_of(song)
        notices = judgements.take_notices()
    wanted = {key: own for key, own in judged.items() if given.all or own.flag is Flag.KEPT}
    rows = [_row(key, wanted[key], places) for key in _best_first(wanted)]
    if given.json:
        path = None if given.song is None else str(given.song)
        report.print_json({"song": path, "content": song or None, "crops": rows})
    else:
        print(_as_text(rows), end="")
    for sentence in notices:
        warn(sentence)
    return 1 if notices else 0


def _identified(song: Path) -> SongKey:
    with open_tools(DEFAULT_SPACE) as tools, Meter() as meter:
        return SongKey(run(identify(song, tools), meter.tell))


def _judged(judgements: Judgements, song: SongKey, stands_in: SongKey) -> Judged:
    """What was decided for a song, also while it was not known yet which one it was."""
    found = judgements.of_song(song)
    for key, own in judgements.of_song(stands_in).items():
        found[key] = own.over(found.get(key, UNJUDGED))
    return found


def _best_first(judged: Judged) -> Iterable[CropKey]:
    flags = (Flag.KEPT, Flag.NONE, Flag.REJECTED)
    return sorted(judged, key=lambda key: (flags.index(judged[key].flag), -judged[key].stars, key))


def _row(key: CropKey, own: Judgement, places: Mapping[ContentHash, Path]) -> dict[str, Any]:
    path = places.get(key.content)
    return {
        "photo": None if path is None else str(path),
        "content": key.content,
        "aspect": str(key.aspect),
        "box": (own.box or key.box).as_list(),
        "proposed": key.box.as_list(),
        "flag": str(own.flag),
        "stars": own.stars,
    }


def _as_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """A line for each crop: its stars, its flag, its shape, its photo and its box."""
    lines = []
    for row in rows:
        stars, box = "*" * row["stars"], ",".join(map(str, row["box"]))
        photo = row["photo"] or _("a photo of content {content}").format(**row)
        lines.append(f"{stars:<5}  {row['flag']:<8}  {row['aspect']:<6} {plain(photo)} {box}\n")
    return "".join(lines)
