"""Knows what was decided about crops for the song in question, and takes every decision.

The window asks it for judgements, which is instant, and tells it what a person decides. Each
decision is a step of the history and belongs to the song it was made for: undone after another song
was chosen, it is the first song's judgement that changes. It is written by a thread of its own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coverart.domain import Box, ContentHash, Crop, Match
from coverart.engine.judging import identify
from coverart.gui.studio.history import History
from coverart.gui.studio.judged_song import Judged, JudgedSong
from coverart.gui.studio.judgement_thread import JudgementThread, Put
from coverart.gui.studio.one_job import OneJob, Prepare
from coverart.language import _
from coverart.settings import data_path
from coverart.triage.judgement import MOST_STARS, CropKey, Flag, Judgement
from coverart.triage.store import FILE_NAME, NO_SONG, NOWHERE, SongKey


class Judging(QObject):
    """Holds the judgements of the song in question.

    `changed` brings the keys of crops whose judgement is another now, `failed` a sentence about
    decisions that cannot be stored, and `noted` one about something else worth knowing.
    """

    changed = Signal(object)
    failed = Signal(str)
    noted = Signal(str)

    def __init__(
        self, prepare: Prepare, history: History, thread: JudgementThread | None = None
    ) -> None:
        super().__init__()
        self._history = history
        self._thread = thread or JudgementThread(data_path() / FILE_NAME)
        self._thread.complained.connect(self.failed)
        self._places: dict[ContentHash, Path] = {}
        self._songs: dict[SongKey, JudgedSong] = {}
        self._song = self._song_at(None)
        self._job = OneJob(prepare)
        self._load(self._song, NO_SONG)

    def show_song(self, path: Path | None) -> None:
        """Take up a song, or none; its judgements come as soon as it is known which song it is."""
        before = self._song
        if path == before.path and (before.known or path is None or self._job.running):
            return
        self._job.let_go()
        self._song = song = self._song_at(path)
        if before.judged or song.judged:
            self.changed.emit(frozenset(before.judged) | frozenset(song.judged))
        if path is None:
            self._load(song, NO_SONG)
        else:
            self._job.start(
                lambda tools: identify(path, tools),
                lambda content: self._load(song, SongKey(content)),
            )

    def judgement(self, crop: Crop) -> Judgement:
        """What was decided about a crop of the grid."""
        return self._song.of(CropKey.of(crop))

    def recut_of(self, match: Match) -> Match:
        """The match with its crop as it was cut by hand, if it was."""
        return replace(match, crop=self.judgement(match.crop).recut(match.crop))

    def kept(self) -> tuple[CropKey, ...]:
        """The crops that are kept, those with the most stars first."""
        judged = self._song.judged
        found = [key for key, own in judged.items() if own.flag is Flag.KEPT]
        return tuple(sorted(found, key=lambda key: (-judged[key].stars, key)))

    def place_of(self, photo: ContentHash) -> Path | None:
        """Where the photo of a judged crop was seen last."""
        return self._places.get(photo)

    @property
    def kept_count(self) -> int:
        """How many crops are kept."""
        return self._count(Flag.KEPT)

    @property
    def rejected_count(self) -> int:
        """How many crops are rejected."""
        return self._count(Flag.REJECTED)

    def keep(self, crops: Iterable[Crop]) -> None:
        """Keep crops."""
        self._decide(_("Keep"), crops, lambda before: replace(before, flag=Flag.KEPT))

    def reject(self, crops: Iterable[Crop]) -> None:
        """Reject crops."""
        self._decide(_("Reject"), crops, lambda before: replace(before, flag=Flag.REJECTED))

    def unflag(self, crops: Iterable[Crop]) -> None:
        """Neither keep nor reject crops any longer."""
        self._decide(_("Clear the flag"), crops, lambda before: replace(before, flag=Flag.NONE))

    def rate(self, crops: Iterable[Crop], stars: int) -> None:
        """Give crops so many stars, from 0 for none to `MOST_STARS`."""
        if not 0 <= stars <= MOST_STARS:
            raise ValueError(stars)
        self._decide(_("Rate"), crops, lambda before: replace(before, stars=stars))

    def recut(self, crop: Crop, box: Box | None) -> None:
        """Cut a crop of the grid in another way, or with None as it was proposed."""
        own = None if box == crop.box else box
        # To go back to what was proposed is a step of its own, so that it can be taken back.
        merge = f"recut {self._song.key} {CropKey.of(crop)}" if own is not None else ""
        self._decide(_("Change the crop"), [crop], lambda before: replace(before, box=own), merge)

    def see(self, crops: Iterable[Crop]) -> None:
        """Remember where the photos of judged crops are now, should they have been renamed."""
        judged = {key.content for key in self._song.judged}
        self._note(self._song, [crop for crop in crops if crop.photo.content in judged])

    def follow_file(self, before: ContentHash, after: ContentHash) -> None:
        """A song's file has another content now, by our own doing: its judgements go with it."""
        song = self._songs.pop(SongKey(before), None)
        if song is not None:
            song.key = SongKey(after)
            self._songs[song.key] = song
            self._thread.put(Put(song.key, dict(song.judged), NOWHERE))

    def close(self) -> None:
        """Write what is still to be written; nothing is decided any more."""
        self._job.let_go()
        self._thread.stop()

    def _count(self, flag: Flag) -> int:
        return sum(own.flag is flag for own in self._song.judged.values())

    def _song_at(self, path: Path | None) -> JudgedSong:
        """The song at a place of which it is not known yet which one it is."""
        song = JudgedSong.at(path)
        if song.key in self._songs:
            return self._songs[song.key]

        def recall(left: Judged) -> None:
            song.set({key: song.of(key).over(own) for key, own in left.items()})
            if song is self._song and left:
                self.changed.emit(frozenset(left))

        # Decided before the program ended, or for a file that could not be read then.
        self._thread.ask(lambda judgements: judgements.of_song(song.key), recall)
        self._songs[song.key] = song
        return song

    def _decide(
        self,
        title: str,
        crops: Iterable[Crop],
        decision: Callable[[Judgement], Judgement],
        merge: str = "",
    ) -> None:
        """Make a decision about crops, if it changes anything."""
        song, crops = self._song, list(crops)
        before: Judged = {}
        after: Judged = {}
        for key in map(CropKey.of, crops):
            own = song.of(key)
            decided = decision(own)
            if decided != own:
                before[key], after[key] = own, decided
        if before:
            blind = not song.known
            self._note(song, crops)
            self._history.do(
                title,
                lambda: self._set(song, after, blind),
                lambda: self._set(song, before, blind),
                merge,
            )

    def _set(self, song: JudgedSong, values: Mapping[CropKey, Judgement], blind: bool) -> None:
        """Set judgements, which were made `blind` if the earlier ones were not known yet."""
        values = song.over_beneath(values) if blind else values
        itself = song.itself
        itself.set(values)
        self._thread.put(Put(itself.key, values, NOWHERE))
        if itself is self._song:
            self.changed.emit(frozenset(values))
        elif itself.path is not None:
            told = _("That was decided for another song, {name}, and has changed there.")
            self.noted.emit(told.format(name=itself.path.name))
        else:
            self.noted.emit(_("That was decided before there was a song, and has changed there."))

    def _note(self, song: JudgedSong, crops: Iterable[Crop]) -> None:
        """Write where a song and the photos of crops are, unless that is known."""
        seen = [(crop.photo.content, crop.photo.path) for crop in crops]
        if song.known and song.path is not None:
            seen.append((ContentHash(song.key), song.path))
        # Of a photo that is there twice, the place that is known is as good as the other.
        right = {content for content, path in seen if self._places.get(content) == path}
        fresh = {content: path for content, path in seen if content not in right}
        if fresh:
            self._places |= fresh
            self._thread.put(Put(song.key, {}, fresh))

    def _load(self, song: JudgedSong, key: SongKey) -> None:
        """Have read what was decided earlier for a song, now that it is known which one it is."""
        self._thread.ask(
            lambda judgements: (judgements.of_song(key), judgements.places_of(key)),
            lambda stored: self._learn(song, key, *stored),
        )

    def _learn(
        self, song: JudgedSong, key: SongKey, stored: Judged, places: dict[ContentHash, Path]
    ) -> None:
        """Bring together what was stored for a song and what was decided meanwhile."""
        if song.known:  # it was asked for twice
            return
        self._places = places | self._places
        known = self._songs.setdefault(key, song)
        if known is not song:  # in memory, where it may be newer than what was just read
            stored = known.judged
        stands_in, song.key, song.known = song.key, key, True
        self._songs.pop(stands_in)
        held = bool(song.judged)
        changes = song.put_beneath(stored)
        if known is not song:
            known.judged, known.path, song.follows = song.judged, song.path, known
        if held:
            self._thread.ask(lambda judgements: judgements.adopt(stands_in, key, changes))
        if known.judged:
            self._note(known, ())
        if self._song is song:
            self._song = known
            self.changed.emit(frozenset(known.judged))
