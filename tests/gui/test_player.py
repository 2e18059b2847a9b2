"""Playing songs through Qt's multimedia part, of which a fake stands in: it need not be there."""

import sys
from enum import Enum, auto
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWidgets import QApplication

from coverart.gui.song_card.player import QtPlayer, open_player

SONG = Path("/music/Slow Chord.wav")


class FakeMedia(QObject):
    """A QMediaPlayer of which every file lasts ten seconds, but for those that end in .bad."""

    positionChanged = Signal(int)  # noqa: N815 (Qt's names)
    playbackStateChanged = Signal(object)  # noqa: N815
    mediaStatusChanged = Signal(object)  # noqa: N815
    errorOccurred = Signal(object, str)  # noqa: N815

    class PlaybackState(Enum):
        StoppedState = auto()
        PlayingState = auto()
        PausedState = auto()

    class MediaStatus(Enum):
        NoMedia = auto()
        LoadedMedia = auto()
        EndOfMedia = auto()

    made: list["FakeMedia"]

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.source = ""
        self.position = 0
        self.state = self.PlaybackState.StoppedState
        self.made.append(self)

    def setAudioOutput(self, output: QObject) -> None:  # noqa: N802
        assert output.parent() is self.parent()

    def setSource(self, url: QUrl) -> None:  # noqa: N802
        self.source = url.toLocalFile()
        if self.source.endswith(".bad"):
            self.errorOccurred.emit(1, "no codec")
        elif self.source:
            self.mediaStatusChanged.emit(self.MediaStatus.LoadedMedia)

    def setPosition(self, milliseconds: int) -> None:  # noqa: N802
        self.position = milliseconds
        self.positionChanged.emit(milliseconds)

    def play(self) -> None:
        if self.source:
            self._enter(self.PlaybackState.PlayingState)

    def pause(self) -> None:
        self._enter(self.PlaybackState.PausedState)

    def stop(self) -> None:
        self._enter(self.PlaybackState.StoppedState)
        self.setPosition(0)
        # As Qt's own does: a file that was played to its end counts as loaded anew.
        self.mediaStatusChanged.emit(self.MediaStatus.LoadedMedia)

    def reach_end(self) -> None:
        """Play to the end."""
        self.setPosition(10_000)
        self.mediaStatusChanged.emit(self.MediaStatus.EndOfMedia)

    def _enter(self, state: "FakeMedia.PlaybackState") -> None:
        if state is not self.state:
            self.state = state
            self.playbackStateChanged.emit(state)


class Told:
    """What a player says."""

    def __init__(self, player: QtPlayer) -> None:
        self.seconds: list[float] = []
        self.playing: list[bool] = []
        self.refused: list[str] = []
        player.moved.connect(self.seconds.append)
        player.playing_changed.connect(self.playing.append)
        player.refused.connect(self.refused.append)


@pytest.fixture
def media() -> type[FakeMedia]:
    FakeMedia.made = []
    return FakeMedia


@pytest.fixture
def player(qapp: QApplication, media: type[FakeMedia]) -> QtPlayer:
    return QtPlayer(SimpleNamespace(QMediaPlayer=media, QAudioOutput=QObject))


@pytest.fixture
def told(player: QtPlayer) -> Told:
    return Told(player)


def outputs(there: bool) -> SimpleNamespace:
    output = SimpleNamespace(isNull=lambda: not there)
    return SimpleNamespace(defaultAudioOutput=lambda: output)


def test_a_file_is_opened_when_it_is_first_played(player: QtPlayer, told: Told) -> None:
    (media,) = FakeMedia.made
    player.choose(SONG)
    assert media.source == ""
    player.play()
    assert media.source == str(SONG)
    player.pause()
    assert told.playing == [True, False]


def test_nothing_plays_without_a_song(player: QtPlayer, told: Told) -> None:
    player.play()
    assert told.playing == []


def test_a_place_that_was_asked_for_before_is_where_it_begins(player: QtPlayer, told: Told) -> None:
    player.choose(SONG)
    player.seek(4.5)
    assert told.seconds == []
    player.play()
    assert told.seconds == [4.5]
    player.seek(7.0)
    assert told.seconds == [4.5, 7.0]


def test_at_its_end_a_song_stops_and_is_back_at_its_start(player: QtPlayer, told: Told) -> None:
    player.choose(SONG)
    player.seek(9.0)
    player.play()
    FakeMedia.made[0].reach_end()
    assert told.playing == [True, False]
    assert told.seconds[-1] == 0
    assert FakeMedia.made[0].position == 0
    assert 9.0 not in told.seconds[told.seconds.index(10.0) :]


def test_another_song_closes_the_one_before(player: QtPlayer, told: Told) -> None:
    player.choose(SONG)
    player.seek(5.0)
    player.play()
    heard = list(told.seconds)
    player.choose(None)
    assert FakeMedia.made[0].source == ""
    assert told.seconds == heard
    assert told.playing == [True, False]
    player.choose(Path("/music/other.wav"))
    player.play()
    assert FakeMedia.made[0].position == 0


def test_a_file_that_cannot_be_played_is_refused_by_name(player: QtPlayer, told: Told) -> None:
    player.choose(Path("/music/odd.bad"))
    player.play()
    assert told.refused == ["odd.bad cannot be played on this computer."]
    assert told.playing == []
    player.choose(SONG)
    player.play()
    assert told.playing == [True]


@pytest.mark.parametrize("there", [True, False])
def test_without_a_way_to_be_heard_there_is_no_player(
    qapp: QApplication, media: type[FakeMedia], monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    module = SimpleNamespace(QMediaPlayer=media, QAudioOutput=QObject, QMediaDevices=outputs(there))
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", module)
    assert (open_player() is not None) is there


def test_without_qt_multimedia_there_is_no_player(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    assert open_player() is None
