"""A song, words and lyrics become a query."""

import re
import time
from dataclasses import dataclass
from pathlib import Path

from coverart.engine.reading import listen
from coverart.engine.session import Tools
from coverart.errors import MediaError, UsageError
from coverart.library.records import FileMark, SongRecord
from coverart.media.pool import Pending, Task
from coverart.ranking.query import WEIGHTS, Kind, Query, QueryPart, combined


@dataclass(frozen=True, slots=True)
class Wish:
    """What the crops shall fit, as a user gives it: at least a song or words.

    Lyrics that are empty are taken from the song's tags.
    """

    song: Path | None = None
    text: str = ""
    lyrics: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A query, the song it came from, and sentences about what could not be used of the wish."""

    query: Query
    song: SongRecord | None
    notices: tuple[str, ...]


class Asking:
    """A wish on its way to becoming a query; the song is being read in a child process.

    Raises `UsageError` for an empty wish, and `MediaError` for a song that is not there.
    """

    def __init__(self, wish: Wish, tools: Tools) -> None:
        if wish.song is None and not (wish.text.strip() or wish.lyrics.strip()):
            raise UsageError("There is nothing to look for", "give a song or some words")
        self._wish = wish
        self._tools = tools
        self._record: SongRecord | None = None
        self._pending: Pending[SongRecord] | None = None
        if wish.song is not None:
            self._mark = _mark(wish.song)
            self._record = self._recalled()
            if self._record is None:
                task = Task(listen, wish.song, (tools.space,))
                self._pending = tools.pool.begin(task)

    def ready(self) -> bool:
        """Whether `answer` would come at once."""
        return self._pending is None or self._pending.done()

    def wait(self) -> bool:
        """Wait for the song a little, and say whether `answer` would come at once."""
        return self._pending is None or self._pending.wait()

    def cancel(self) -> None:
        """Stop reading the song."""
        if self._pending is not None:
            self._pending.cancel()

    def answer(self) -> Answer:
        """Wait for the song, and make the query.

        Raises `MediaError` for a file that is no usable song, and `UsageError` where there are
        only words, and none of them says anything to the space.
        """
        if self._pending is not None:
            self._record = self._pending.result()
            self._pending = None
            self._tools.library.put_song(self._mark, self._tools.space.id, self._record)
        return _answer(self._wish, self._record, self._tools)

    def _recalled(self) -> SongRecord | None:
        content = self._tools.library.content_of(self._mark)
        if content is None:
            return None
        return self._tools.library.song(content, self._tools.space.id)


def _mark(song: Path) -> FileMark:
    try:
        return FileMark.of(song, time.time_ns())
    except OSError as error:
        raise MediaError(song, "there is no such file", "choose another song") from error


def _answer(wish: Wish, song: SongRecord | None, tools: Tools) -> Answer:
    lyrics = plain_lyrics(wish.lyrics or (song.lyrics if song else ""))
    parts = [QueryPart(Kind.SONG, song.vector, WEIGHTS[Kind.SONG])] if song else []
    notices = []
    for kind, words in ((Kind.TEXT, wish.text), (Kind.LYRICS, lyrics)):
        vector = tools.space.encode_text(words) if words.strip() else None
        if vector is not None:
            parts.append(QueryPart(kind, vector, WEIGHTS[kind]))
        elif words.strip():
            notices.append(f"The {kind} were left out: none of them carries a mood we know.")
    if not parts:
        raise UsageError("None of the words carries a mood we know", "try “calm” or “dark red”")
    return Answer(combined(parts, tools.space), song, tuple(notices))


def plain_lyrics(text: str) -> str:
    """Lyrics without the time stamps of LRC files, [00:12.00], and their headers, [ar:…]."""
    return re.sub(r"\[(?:\d+:[\d.:]+|[a-z]+:[^\]]*)\]", "", text)
