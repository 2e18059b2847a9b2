"""The search turned round, with songs that the library knows already."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from coverart.domain import ContentHash, Floats
from coverart.encoders.affect.space import AffectSpace
from coverart.encoders.encoder import Kind, QueryPart
from coverart.encoders.neural.aim import Direction, NeuralAim
from coverart.engine import songs
from coverart.engine.asking import Asking, Example, Wish, file_mark, lyrics_of
from coverart.engine.job import Event, Progress, Skipped, run
from coverart.engine.session import Tools
from coverart.engine.songs import LABEL, READING, rank_songs
from coverart.errors import UsageError
from coverart.library.records import SongRecord
from coverart.library.store import Library
from coverart.settings import library_path
from tests.conftest import PHOTOS, grow_old
from tests.fakes import FakeSpace, InlinePool

SOUND, WORDS = np.eye(2, 18, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Cones(FakeSpace):
    """Sound and words lie in cones of their own, as towers place them, and the first is empty.

    Words are drawn by chance. What is asked for leans towards the cone of words.
    """

    read: list[str] = field(default_factory=list)

    def encode_text(self, text: str) -> Floats | None:
        self.read.append(text)
        if "nothing" in text:
            return None
        seed = int.from_bytes(text.encode()[:8].ljust(8), "big")
        return drawn(np.random.default_rng(seed)) + 3 * WORDS

    def place(self, parts: Sequence[QueryPart]) -> Floats:
        found: Floats = np.sum([part.weight * part.vector for part in parts], axis=0)
        return found

    def aim(self, parts: Sequence[QueryPart], sample: Floats) -> NeuralAim:  # type: ignore[override]
        directions = [Direction(part.kind, part.vector, part.weight) for part in parts]
        return NeuralAim.measured(directions, sample, None)

    def describe(self, part: QueryPart) -> Mapping[str, float | str]:
        return {}


def drawn(random: np.random.Generator) -> Floats:
    """A unit vector without anything along the cones."""
    vector = np.concatenate([np.zeros(2), random.standard_normal(16)])
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)


@pytest.fixture
def tools(cache: Path) -> Iterator[Tools]:
    with Tools(Library(library_path()), InlinePool(), Cones(light=False)) as tools:
        yield tools


def put(folder: Path, name: str, vector: Floats, tools: Tools, lyrics: str = "") -> Path:
    """A song that was heard, and so is not opened again."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(name.encode())
    grow_old(path)
    record = SongRecord(ContentHash(name.encode().hex()), 9.0, vector, "", "", lyrics)
    tools.library.put_song(file_mark(path), tools.space.id, record)
    return path


@pytest.mark.parametrize("asked", ["calm", "night", "rivers"])
def test_a_song_is_neither_better_nor_worse_for_having_lyrics(
    tools: Tools, tmp_path: Path, asked: str
) -> None:
    random = np.random.default_rng(0)
    for place in range(200):
        lyrics = f"{place:03} words" if place % 10 < 3 else ""
        put(tmp_path / "music", f"{place:03}.mp3", drawn(random) + 3 * SOUND, tools, lyrics)
    found = run(rank_songs(Wish(text=asked), [tmp_path / "music"], tools))
    assert sum(one.lyrics for one in found.matches) == 60
    shares = [sum(one.lyrics for one in part) for part in (found.matches[:20], found.matches[-20:])]
    assert all(1 <= share <= 13 for share in shares)  # 6 of 20 is their share of all
    assert all(0 <= one.score <= 1 for one in found.matches)


def test_lyrics_decide_between_songs_that_sound_alike(tools: Tools, tmp_path: Path) -> None:
    sound = 3 * SOUND
    for name, lyrics in (("a", "rivers"), ("b", "another"), ("c", ""), ("d", "a third")):
        put(tmp_path / "music", f"{name}.mp3", sound, tools, lyrics)
    found = run(rank_songs(Wish(text="rivers"), [tmp_path / "music"], tools))
    assert found.matches[0].path.name == "a.mp3"
    scores = {one.path.name: one.score for one in found.matches}
    assert min(scores.values()) < scores["c.mp3"] < scores["a.mp3"]


def test_lyrics_that_say_nothing_do_not_count_and_are_not_said_to(
    tools: Tools, tmp_path: Path
) -> None:
    put(tmp_path / "music", "a.mp3", 3 * SOUND, tools, "nothing")
    put(tmp_path / "music", "b.mp3", 3 * SOUND, tools)
    found = run(rank_songs(Wish(text="rivers"), [tmp_path / "music"], tools))
    assert [one.lyrics for one in found.matches] == [False, False]
    assert found.matches[0].score == found.matches[1].score


def test_reading_lyrics_is_told_song_by_song_and_can_be_cancelled(
    tools: Tools, tmp_path: Path
) -> None:
    for place in range(5):
        put(tmp_path / "music", f"{place}.mp3", 3 * SOUND, tools, f"{place} words")
    job = rank_songs(Wish(text="rivers"), [tmp_path / "music"], tools)
    told = [event for event in job if isinstance(event, Progress) and event.label == READING]
    assert told == [Progress(READING, place, 5) for place in range(6)]
    read: list[str] = tools.space.read  # type: ignore[attr-defined]
    read.clear()
    job = rank_songs(Wish(text="rivers"), [tmp_path / "music"], tools)
    for event in job:
        if event == Progress(READING, 2, 5):
            break
    job.close()
    assert read == ["rivers", "0 words", "1 words"]


def test_progress_goes_on_while_songs_are_encoded(tools: Tools, tmp_path: Path, song: Path) -> None:
    folder = tmp_path / "music"
    folder.mkdir()
    for name in ("a.wav", "b.wav"):
        shutil.copy(song, folder / name)
    events: list[Event] = []
    space = FakeSpace(light=False)
    with Tools(tools.library, InlinePool(), space) as slow:
        run(rank_songs(Wish(text="left"), [folder], slow), events.append)
    told = [event for event in events if isinstance(event, Progress)]
    labels = [event.label for event in told]
    heard = told[labels.index(LABEL) : labels.index(READING)]
    assert {event.label for event in heard} == {LABEL}
    assert [event.done for event in heard] == sorted(event.done for event in heard)
    assert heard[-1] == Progress(LABEL, 2, 2)


def test_a_song_that_is_gone_is_told_at_once(tools: Tools, tmp_path: Path) -> None:
    there = put(tmp_path / "music", "a.mp3", 3 * SOUND, tools)
    events: list[Event] = []
    heard, errors = run(songs._heard([tmp_path / "gone.mp3", there], tools), events.append)
    assert list(heard) == [there]
    assert events == [Skipped(errors[0]), Progress(LABEL, 2, 2)]


# What a wish is made of


def test_a_blank_file_does_not_hide_the_lyrics_of_the_tags(tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    record = SongRecord(ContentHash("0"), 9.0, SOUND, "", "", "from the tags")
    assert lyrics_of(song, record) == "from the tags"
    song.with_suffix(".txt").write_text(" \n\n", encoding="utf-8")
    assert lyrics_of(song, record) == "from the tags"
    song.with_suffix(".lrc").write_text("[ar:Somebody]\n[00:01.00]\n", encoding="utf-8")
    assert lyrics_of(song, record) == "from the tags"
    song.with_suffix(".lrc").write_text("[00:01.00]beside", encoding="utf-8")
    assert lyrics_of(song, record) == "beside"


def test_lyrics_that_are_blank_are_taken_from_the_tags(tools: Tools, tmp_path: Path) -> None:
    song = put(tmp_path / "music", "a.mp3", SOUND, tools, "from the tags")
    run(Asking(Wish(song, lyrics=" \n"), tools).answer())
    assert tools.space.read == ["from the tags"]  # type: ignore[attr-defined]


def test_an_answer_holds_the_vectors_of_its_examples(cache: Path, photos: Path) -> None:
    examples = Example(photos / PHOTOS[0]), Example(photos / PHOTOS[1])
    wish = Wish(liked=examples[:1], disliked=examples[1:])
    with Tools(Library(library_path()), InlinePool(), AffectSpace()) as tools:
        answer = run(Asking(wish, tools).answer())
        assert tuple(answer.seen) == examples
        parts = answer.query.parts
        assert [part.kind for part in parts] == [Kind.LIKED, Kind.DISLIKED]
        for part, vector in zip(parts, answer.seen.values(), strict=True):
            assert (part.vector == vector).all()
        tasks = len(tools.pool.tasks)  # type: ignore[attr-defined]
        again = run(Asking(wish, tools, answer.seen.get).answer())
        assert len(tools.pool.tasks) == tasks  # type: ignore[attr-defined]
        assert tuple(again.seen) == examples


def test_pictures_without_weight_are_not_taken_for_words(cache: Path, photos: Path) -> None:
    wish = Wish(
        pictures=(Example(photos / PHOTOS[0]),),
        disliked=(Example(photos / PHOTOS[1]),),
        weights={Kind.PICTURE: 0.0, Kind.DISLIKED: -0.5},
    )
    with Tools(Library(library_path()), InlinePool(), AffectSpace()) as tools:
        with pytest.raises(UsageError, match="Nothing that was asked for has any weight"):
            run(Asking(wish, tools).answer())
        with pytest.raises(UsageError, match="None of the words"):
            run(Asking(Wish(text="xyzzy"), tools).answer())
