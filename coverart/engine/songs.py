"""The search turned round: given a picture, or words, which song fits it.

The query by image of SCFEM and HG-CLIM, and of Image2song where there are lyrics. A song is placed
among the crops as it is where it asks for crops, and compared like one. So are its lyrics, which
count half as much.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coverart.domain import Floats
from coverart.encoders.encoder import Kind, QueryPart
from coverart.engine.asking import (
    Answer,
    Asking,
    Wish,
    file_mark,
    lyrics_of,
    recalled_song,
    remembered_song,
)
from coverart.engine.job import Job, Notice, Progress, Skipped
from coverart.engine.reading import Lens, listen
from coverart.engine.session import Tools
from coverart.errors import MediaError
from coverart.language import _, listed, mark
from coverart.library.records import FileMark, SongRecord
from coverart.media.audio import SONG_SUFFIXES
from coverart.media.folder import search
from coverart.media.pool import Task
from coverart.ranking.query import WEIGHTS

LABEL = mark("Listening to songs")
READING = mark("Reading lyrics")


@dataclass(frozen=True, slots=True)
class SongMatch:
    """A song, how well it fits in [0, 1], and why, in a sentence without a full stop.

    `lyrics` says whether there were any that counted.
    """

    path: Path
    song: SongRecord
    score: float
    why: str
    lyrics: bool


@dataclass(frozen=True, slots=True)
class SongRanking:
    """Songs, best first, and the files that could not be used."""

    matches: tuple[SongMatch, ...]
    skipped: tuple[MediaError, ...]
    answer: Answer


def rank_songs(wish: Wish, places: Sequence[Path], tools: Tools) -> Job[SongRanking]:
    """Rank the songs of `places` by how well they fit a wish without a song.

    Songs that were heard before are not read again. Raises `MediaError` for a picture or a place
    that cannot be used, and `UsageError` for an empty wish.
    """
    yield from map(Notice, (*tools.notices, *tools.library.take_notices()))
    asking = Asking(wish, tools)
    try:
        paths = yield from _found(places)
        if not paths:
            yield Notice(
                _("There are no songs in {places}.").format(
                    places=listed([str(own) for own in places])
                )
            )
        heard, skipped = yield from _heard(paths, tools)
        while not asking.wait():
            yield Progress(mark("Looking at the picture"), 0, 0)
        answer = yield from asking.answer()
    finally:
        asking.cancel()
    matches = yield from _ranked(heard, answer, tools)
    yield from map(Notice, (*answer.notices, *tools.space.take_notices()))
    return SongRanking(matches, tuple(skipped), answer)


def _found(places: Sequence[Path]) -> Job[tuple[Path, ...]]:
    searching = search(places, SONG_SUFFIXES)
    while True:
        try:
            next(searching)
        except StopIteration as finished:
            found: tuple[Path, ...] = finished.value
            return found
        yield Progress(mark("Looking for songs"), 0, 0)


def _heard(
    paths: Sequence[Path], tools: Tools
) -> Job[tuple[dict[Path, SongRecord], list[MediaError]]]:
    """Every song that can be used, from the library where it can, by reading where it must."""
    heard: dict[Path, SongRecord] = {}
    skipped: list[MediaError] = []
    unread: dict[Path, FileMark] = {}
    for path in paths:
        try:
            mark = file_mark(path)
        except MediaError as error:
            skipped.append(error)
            yield Skipped(error)
            continue
        record = recalled_song(mark, tools)
        if record is None:
            unread[path] = mark
        else:
            heard[path] = record
    told = Progress(LABEL, len(heard) + len(skipped), len(paths))
    yield told
    tasks = (Task(listen, path, (Lens.of(tools.space),)) for path in unread)
    with closing(tools.pool.read_all(tasks)) as outcomes:
        for outcome in outcomes:
            if outcome is not None and outcome.error is not None:
                skipped.append(outcome.error)
                yield Skipped(outcome.error)
            elif outcome is not None:
                mark = unread[outcome.path]
                own = yield from remembered_song(outcome.result, mark, tools, told)
                heard[outcome.path] = own
            told = Progress(LABEL, len(heard) + len(skipped), len(paths))
            yield told
    return heard, skipped


def _ranked(
    heard: dict[Path, SongRecord], answer: Answer, tools: Tools
) -> Job[tuple[SongMatch, ...]]:
    """Songs by similarity, equal ones by path."""
    if not heard:
        return ()
    paths = sorted(heard)
    sound = np.stack([_placed(Kind.SONG, heard[path].vector, tools) for path in paths])
    lyrics = yield from _lyrics(paths, heard, tools)
    aim = tools.space.aim(answer.query.parts, sound)
    scores = _scores(aim.similarity(sound), lyrics, answer, tools)
    return tuple(
        SongMatch(
            path=paths[place],
            song=heard[paths[place]],
            score=float(scores[place]),
            why=aim.explain(sound[place], answer.query.asked),
            lyrics=int(place) in lyrics,
        )
        for place in np.argsort(-scores, kind="stable")
    )


def _lyrics(
    paths: Sequence[Path], heard: Mapping[Path, SongRecord], tools: Tools
) -> Job[dict[int, Floats]]:
    """Where the lyrics of songs lie among the crops, by place; of those that say something."""
    found: dict[int, Floats] = {}
    for place, path in enumerate(paths):
        yield Progress(READING, place, len(paths))
        sung = lyrics_of(path, heard[path])
        words = tools.space.encode_text(sung) if sung.strip() else None
        if words is not None:
            found[place] = _placed(Kind.LYRICS, words, tools)
    yield Progress(READING, len(paths), len(paths))
    return found


def _scores(sound: Floats, lyrics: Mapping[int, Floats], answer: Answer, tools: Tools) -> Floats:
    """Similarity (n,) in [0, 1] of songs by their `sound` (n,) and their lyrics.

    Sound and words lie apart from each other, so each kind is compared with its own alone. A song
    without lyrics is taken to have average ones: it is neither better nor worse for that.
    """
    if not lyrics:
        return sound
    rows = np.stack(list(lyrics.values()))
    told = tools.space.aim(answer.query.parts, rows).similarity(rows)
    said = np.full_like(sound, told.mean())
    said[list(lyrics)] = told
    weights = [WEIGHTS[Kind.SONG], WEIGHTS[Kind.LYRICS]]
    return np.average([sound, said], axis=0, weights=weights).astype(np.float32)


def _placed(kind: Kind, vector: Floats, tools: Tools) -> Floats:
    """Where a song, or its lyrics, lie among the crops by themselves, (d,)."""
    return tools.space.place([QueryPart(kind, vector, 1.0)])
