"""A song, or another mood in its stead, words, lyrics and pictures become a query."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from coverart.domain import Box, Emotion, Floats
from coverart.encoders.encoder import Kind
from coverart.engine.encoding import encode_glimpse, encode_heard
from coverart.engine.job import Job, Progress
from coverart.engine.reading import Glimpse, Heard, Lens, glance, listen
from coverart.engine.session import Tools
from coverart.errors import MediaError, UsageError
from coverart.language import _, mark
from coverart.library.records import FileMark, SongRecord
from coverart.media.lyrics import lyrics_beside, plain_lyrics
from coverart.media.pool import Pending, Task
from coverart.ranking.query import WEIGHTS, Query, weighted

LISTENING = Progress(mark("Listening to the song"), 0, 0)
WANTED = frozenset({Kind.SONG, Kind.TEXT, Kind.LYRICS, Kind.LIKED, Kind.PICTURE, Kind.MOOD})
LOOKING = Progress(mark("Looking at the examples"), 0, 0)
UNSAYING = {
    Kind.TEXT: mark("The words were left out: none of them carries a mood we know."),
    Kind.LYRICS: mark("The lyrics were left out: none of them carries a mood we know."),
    Kind.WITHOUT: mark("The unwanted words were left out: none of them carries a mood we know."),
}
MOODLESS = mark("The mood was left out: the space in use compares no moods.")


@dataclass(frozen=True, slots=True)
class Example:
    """A picture, or one crop of it, that the crops shall be like, or unlike."""

    path: Path
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the crops shall fit, as a user gives it: at least one thing that is wanted.

    `without` holds words for what is not wanted. Lyrics that are empty are taken from a file beside
    the song, or from the song's tags. `weights` holds, for each kind, the weight of all its parts
    together; what is not wanted has one below zero.

    A `mood` stands in for all that the song says of itself, its sound and its lyrics; words and
    pictures say the same beside it as beside a song. A space that compares no moods leaves it out.
    """

    song: Path | None = None
    text: str = ""
    lyrics: str = ""
    without: str = ""
    liked: tuple[Example, ...] = ()
    disliked: tuple[Example, ...] = ()
    pictures: tuple[Example, ...] = ()
    weights: Mapping[Kind, float] = field(default_factory=lambda: WEIGHTS)
    mood: Emotion | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is wanted."""
        words = any(own.strip() for own in (self.text, self.lyrics))
        return not (self.song or self.mood or self.liked or self.pictures or words)

    @property
    def examples(self) -> tuple[tuple[Kind, Example], ...]:
        """All pictures, and what they are examples of."""
        kinds = (
            (Kind.LIKED, self.liked),
            (Kind.DISLIKED, self.disliked),
            (Kind.PICTURE, self.pictures),
        )
        return tuple((kind, one) for kind, several in kinds for one in several)


@dataclass(frozen=True, slots=True)
class Answer:
    """A query, the song it came from, and sentences about what could not be used of the wish.

    `seen` are the vectors (d,) of the examples, so that they need not be read again.
    """

    query: Query
    song: SongRecord | None
    notices: tuple[str, ...]
    seen: Mapping[Example, Floats] = field(default_factory=dict)


KnownVectors = Callable[[Example], Floats | None]


class Asking:
    """A wish on its way to becoming a query; its files are being read in child processes.

    `known` may tell the vectors of examples that were encoded before. Raises `UsageError` for an
    empty wish, and `MediaError` for a song that is not there.
    """

    def __init__(
        self, wish: Wish, tools: Tools, known: KnownVectors = lambda _example: None
    ) -> None:
        if wish.empty:
            raise UsageError(_("There is nothing to look for"), _("give a song or some words"))
        self._wish = wish
        self._tools = tools
        self._record: SongRecord | None = None
        self._song: Pending[Heard] | None = None
        self._examples: list[tuple[Kind, Example, Floats | Pending[Glimpse]]] = []
        lens = Lens.of(tools.space)
        if wish.song is not None:
            self._mark = file_mark(wish.song)
            self._record = recalled_song(self._mark, tools)
            if self._record is None:
                self._song = tools.pool.begin(Task(listen, wish.song, (lens,)))
        for kind, example in wish.examples:
            vector = known(example)
            if vector is None:
                task = Task(glance, example.path, (lens, example.box))
                self._examples.append((kind, example, tools.pool.begin(task)))
            else:
                self._examples.append((kind, example, vector))

    def ready(self) -> bool:
        """Whether all files have been read."""
        return all(pending.done() for pending in self._pending)

    def wait(self) -> bool:
        """Wait for the files a little, and say whether all have been read."""
        return all(pending.wait() for pending in self._pending)

    def cancel(self) -> None:
        """Stop reading."""
        for pending in self._pending:
            pending.cancel()

    def answer(self) -> Job[Answer]:
        """Wait for the files, and make the query.

        Raises `MediaError` for a file that cannot be used, and `UsageError` where there are only
        words, or a mood, and nothing of that says anything to the space.
        """
        if self._song is not None:
            heard = self._song.result()
            self._record = yield from remembered_song(heard, self._mark, self._tools)
            self._song = None
        song = self._record
        mood = self._mood()
        vectors = [(Kind.SONG, song.vector)] if song and not mood else mood
        texts, notices = self._texts(song, sung=not mood)
        vectors += texts
        moodless = self._wish.mood is not None and not mood
        if moodless:
            notices.append(_(MOODLESS))
        seen: dict[Example, Floats] = {}
        for kind, example, vector in self._examples:
            if isinstance(vector, Pending):
                yield LOOKING
                vector = encode_glimpse(self._tools.space, vector.result())  # noqa: PLW2901
            seen[example] = vector
            vectors.append((kind, vector))
        query = weighted(vectors, self._wish.weights)
        if not any(part.weight > 0 for part in query.parts):
            raise _pointless([kind for kind, _ in vectors], moodless)
        return Answer(query, song, tuple(notices), seen)

    @property
    def _pending(self) -> list[Pending[Heard] | Pending[Glimpse]]:
        examples = [one for _, _, one in self._examples if isinstance(one, Pending)]
        return [self._song, *examples] if self._song is not None else [*examples]

    def _mood(self) -> list[tuple[Kind, Floats]]:
        """The vector of the mood that is asked for, if one is, and the space knows moods."""
        mood = self._wish.mood
        vector = None if mood is None else self._tools.space.encode_emotion(mood)
        return [] if vector is None else [(Kind.MOOD, vector)]

    def _texts(
        self, song: SongRecord | None, sung: bool
    ) -> tuple[list[tuple[Kind, Floats]], list[str]]:
        """The vectors of all words, and sentences about those that say nothing.

        Those of the song count only where they are `sung`.
        """
        wish = self._wish
        lyrics = plain_lyrics(wish.lyrics) if sung else ""
        if song and sung and not lyrics.strip():
            lyrics = lyrics_of(wish.song, song)
        vectors, notices = [], []
        texts = ((Kind.TEXT, wish.text), (Kind.LYRICS, lyrics), (Kind.WITHOUT, wish.without))
        for kind, words in texts:
            vector = self._tools.space.encode_text(words) if words.strip() else None
            if vector is not None:
                vectors.append((kind, vector))
            elif words.strip():
                notices.append(_(UNSAYING[kind]))
        return vectors, notices


def _pointless(kinds: Collection[Kind], moodless: bool) -> UsageError:
    """Why a query of such kinds asks for nothing."""
    if moodless and not kinds:
        return UsageError(
            _("The space in use compares no moods"), _("use the space “affect”, or give a song")
        )
    if WANTED.isdisjoint(kinds):
        return UsageError(
            _("None of the words carries a mood we know"), _("try “calm” or “dark red”")
        )
    return UsageError(_("Nothing that was asked for has any weight"), _("give it some"))


def lyrics_of(path: Path | None, song: SongRecord) -> str:
    """The lyrics of a song: of a file beside it, or else of its tags."""
    beside = plain_lyrics(lyrics_beside(path)) if path else ""
    return beside if beside.strip() else plain_lyrics(song.lyrics)


def file_mark(path: Path) -> FileMark:
    """Look at a file. Raises `MediaError` where there is none."""
    try:
        return FileMark.of(path, time.time_ns())
    except OSError as error:
        raise MediaError(path, _("there is no such file"), _("choose another song")) from error


def recalled_song(mark: FileMark, tools: Tools) -> SongRecord | None:
    """What the library knows of a song's file, in the space of the tools."""
    content = tools.library.content_of(mark)
    return None if content is None else tools.library.song(content, tools.space.id)


def remembered_song(
    heard: Heard, mark: FileMark, tools: Tools, told: Progress = LISTENING
) -> Job[SongRecord]:
    """Encode a song that was read, and remember it; yields `told` from time to time."""
    vector = yield from encode_heard(tools.space, heard, told)
    tags = heard.tags
    record = SongRecord(
        content=heard.content,
        seconds=heard.seconds,
        vector=vector,
        title=tags.title,
        artist=tags.artist,
        lyrics=tags.lyrics,
    )
    tools.library.put_song(mark, tools.space.id, record)
    return record
