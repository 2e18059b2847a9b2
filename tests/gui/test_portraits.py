"""Portraits of songs: one at a time, from real jobs; the last few are kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from coverart.engine.portraying import Portrait
from coverart.gui.look.appearance import Appearance
from coverart.gui.song_card.card import SongCard
from coverart.gui.song_card.portraits import BROKEN, MOST, Portraits
from coverart.gui.studio.studio import Studio
from coverart.gui.studio.worker import BeginJob
from tests.conftest import grow_old
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import texts

RATE = 22_050


class Counted:
    """Prepares jobs as the studio does, and counts them."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self.jobs = 0

    def __call__(self, begin: BeginJob) -> Any:
        self.jobs += 1
        return self._studio.prepare_aside(begin)


class HandMade(QObject):
    """A thread that the test has succeed or end."""

    told = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    ended = Signal(object)

    def start(self) -> None:
        """Nothing; the test does the rest."""

    def cancel(self) -> None:
        """Nothing, too."""


@pytest.fixture
def prepare(studio: Studio) -> Counted:
    return Counted(studio)


@pytest.fixture
def heard() -> list[object]:
    return []


@pytest.fixture
def portraits(qtbot: QtBot, prepare: Counted, heard: list[object]) -> Iterator[Portraits]:
    own = Portraits(prepare)
    own.begun.connect(heard.append)
    own.made.connect(heard.append)
    own.failed.connect(heard.append)
    yield own
    own.want(None)


def wait_for_news(qtbot: QtBot, heard: list[object], count: int) -> None:
    qtbot.waitUntil(lambda: len(heard) >= count, timeout=TIMEOUT)
    assert len(heard) == count


def test_a_song_is_begun_and_then_made(
    qtbot: QtBot, portraits: Portraits, heard: list[object], song: Path
) -> None:
    portraits.want(song)
    assert heard == [song]
    wait_for_news(qtbot, heard, 2)
    made = heard[1]
    assert isinstance(made, Portrait)
    assert made.path == song
    assert made.seconds == pytest.approx(6.0)


def test_the_same_song_again_is_no_news(
    qtbot: QtBot, portraits: Portraits, prepare: Counted, heard: list[object], song: Path
) -> None:
    portraits.want(song)
    portraits.want(song)
    wait_for_news(qtbot, heard, 2)
    portraits.want(song)
    assert len(heard) == 2
    assert prepare.jobs == 1


def test_a_song_that_is_known_is_not_listened_to_again(
    qtbot: QtBot, portraits: Portraits, prepare: Counted, heard: list[object], song: Path
) -> None:
    portraits.want(song)
    wait_for_news(qtbot, heard, 2)
    portraits.want(None)
    portraits.want(song)
    assert heard[2:] == [None, song, heard[1]]
    assert prepare.jobs == 1


def test_a_song_that_was_changed_is_listened_to_again(
    qtbot: QtBot, portraits: Portraits, prepare: Counted, heard: list[object], song: Path
) -> None:
    portraits.want(song)
    wait_for_news(qtbot, heard, 2)
    length = song.stat().st_size
    soundfile.write(song, 0.2 * np.sin(np.arange(6 * RATE) / 20), RATE)
    grow_old(song)
    assert song.stat().st_size == length
    portraits.want(song)
    wait_for_news(qtbot, heard, 4)
    before, after = heard[1], heard[3]
    assert isinstance(before, Portrait)
    assert isinstance(after, Portrait)
    assert before.content != after.content
    assert prepare.jobs == 2


def test_a_song_that_is_no_longer_wanted_says_nothing(
    qtbot: QtBot, portraits: Portraits, heard: list[object], song: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.wav"
    soundfile.write(other, 0.2 * np.sin(np.arange(4 * RATE) / 20), RATE)
    portraits.want(song)
    portraits.want(other)
    wait_for_news(qtbot, heard, 3)
    assert heard[:2] == [song, other]
    assert isinstance(heard[2], Portrait)
    assert heard[2].path == other


@pytest.mark.parametrize("there", [True, False])
def test_what_is_no_song_fails_with_a_sentence(
    qtbot: QtBot, portraits: Portraits, heard: list[object], tmp_path: Path, there: bool
) -> None:
    path = tmp_path / "words.mp3"
    if there:
        path.write_bytes(b"la la la " * 50)
    portraits.want(path)
    wait_for_news(qtbot, heard, 2)
    assert str(heard[1]).startswith("words.mp3: ")


def test_a_bug_ends_in_a_sentence_too(qtbot: QtBot, heard: list[object], song: Path) -> None:
    thread = HandMade()
    portraits = Portraits(lambda _begin: thread)  # type: ignore[arg-type, return-value]
    portraits.failed.connect(heard.append)
    portraits.want(song)
    thread.ended.emit(thread)
    assert heard == [BROKEN]


def test_where_no_song_is_wanted_any_more_the_job_is_let_go(
    qtbot: QtBot, heard: list[object], song: Path
) -> None:
    thread = HandMade()
    portraits = Portraits(lambda _begin: thread)  # type: ignore[arg-type, return-value]
    portraits.made.connect(heard.append)
    portraits.want(song)
    portraits.want(None)
    thread.succeeded.emit("a portrait")
    assert heard == []


def test_the_songs_that_were_wanted_last_are_kept(qtbot: QtBot, tmp_path: Path) -> None:
    threads: list[HandMade] = []

    def prepare(_begin: BeginJob) -> Any:
        threads.append(HandMade())
        return threads[-1]

    portraits = Portraits(prepare)
    songs = [tmp_path / f"{number}.wav" for number in range(MOST + 1)]
    for song in songs[:MOST]:
        portraits.want(song)
        threads[-1].succeeded.emit(song.name)
    portraits.want(songs[0])
    portraits.want(songs[MOST])
    threads[-1].succeeded.emit(songs[MOST].name)
    assert len(threads) == MOST + 1
    portraits.want(songs[0])
    assert len(threads) == MOST + 1
    portraits.want(songs[1])
    assert len(threads) == MOST + 2


def test_a_wanted_song_comes_to_its_card(
    qtbot: QtBot, appearance: Appearance, studio: Studio, song: Path
) -> None:
    portraits, card = Portraits(studio.prepare_aside), SongCard(lambda: None)
    qtbot.addWidget(card)
    card.show()
    portraits.begun.connect(card.show_song)
    portraits.made.connect(card.show_portrait)
    portraits.failed.connect(card.show_failure)
    studio.wanted_changed.connect(lambda: portraits.want(studio.wanted.song))
    studio.want(song=song)
    assert "Listening to the song…" in texts(card)
    qtbot.waitUntil(lambda: "0:06" in texts(card), timeout=TIMEOUT)
    assert "Slow Chord" in texts(card)
    assert any("calm" in text for text in texts(card))
    words = song.with_name("words.mp3")
    words.write_text("la la la")
    studio.want(song=words)
    qtbot.waitUntil(lambda: "words" in texts(card)[-1], timeout=TIMEOUT)
    assert texts(card)[-1].startswith("words.mp3: it is not a song")
