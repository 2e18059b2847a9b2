"""Playing a song, where Qt's multimedia part is installed and something can be heard through.

A file is opened when it is first played, and not before: songs that nobody wants to hear are left
to the child processes.

Where a song ends, Qt waits for its audio thread, and that thread for Python's lock: so a real
player needs an event loop that runs without the lock, as `QApplication.exec` does and
`QTest.qWait` does not.
"""

from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, QUrl, Signal, SignalInstance

from coverart.language import _

SECOND = 1000


class Player(Protocol):
    """Plays one song at a time.

    `moved` tells the second that is heard, `playing_changed` whether it plays, and `refused`, with
    a sentence, that the song cannot be played. At its end a song stops and is back at its start.
    """

    @property
    def moved(self) -> SignalInstance:
        """The second that is heard."""

    @property
    def playing_changed(self) -> SignalInstance:
        """Whether it plays."""

    @property
    def refused(self) -> SignalInstance:
        """Why the song cannot be played."""

    def choose(self, song: Path | None) -> None:
        """Play this song from now on, from its start; None lets go of the one before."""

    def play(self) -> None:
        """Play from where it is."""

    def pause(self) -> None:
        """Stay where it is."""

    def seek(self, seconds: float) -> None:
        """Go to a second of the song, playing or not."""


class QtPlayer(QObject):
    """A `Player` that is Qt's. `multimedia` is the module PySide6.QtMultimedia."""

    moved = Signal(float)
    playing_changed = Signal(bool)
    refused = Signal(str)

    def __init__(self, multimedia: Any) -> None:
        super().__init__()
        self._states = multimedia.QMediaPlayer.PlaybackState
        self._statuses = multimedia.QMediaPlayer.MediaStatus
        self._player = multimedia.QMediaPlayer(self)
        self._player.setAudioOutput(multimedia.QAudioOutput(self))
        self._song: Path | None = None
        self._opened = False
        self._start = 0
        self._player.positionChanged.connect(self._tell_position)
        self._player.playbackStateChanged.connect(self._tell_state)
        self._player.mediaStatusChanged.connect(self._follow_status)
        self._player.errorOccurred.connect(self._refuse)

    def choose(self, song: Path | None) -> None:
        """Play this song from now on, from its start; None lets go of the one before."""
        self._close()
        self._song = song

    def play(self) -> None:
        """Play from where it is."""
        if self._song is None:
            return
        if not self._opened:
            self._opened = True
            self._player.setSource(QUrl.fromLocalFile(str(self._song)))
        self._player.play()

    def pause(self) -> None:
        """Stay where it is."""
        self._player.pause()

    def seek(self, seconds: float) -> None:
        """Go to a second of the song, playing or not."""
        self._start = round(seconds * SECOND)
        if self._opened:
            self._player.setPosition(self._start)

    def _close(self) -> None:
        """Let go of the file."""
        self._start = 0
        if self._opened:
            self._opened = False
            self._player.stop()
            self._player.setSource(QUrl())

    def _tell_position(self, milliseconds: int) -> None:
        if self._opened:
            self.moved.emit(milliseconds / SECOND)

    def _tell_state(self, state: Any) -> None:
        self.playing_changed.emit(state == self._states.PlayingState)

    def _follow_status(self, status: Any) -> None:
        if status == self._statuses.LoadedMedia and self._start:
            self._player.setPosition(self._start)  # asked for before the file was open
        elif status == self._statuses.EndOfMedia:
            self._start = 0
            self._player.stop()
            self.moved.emit(0.0)

    def _refuse(self, _error: Any, _words: str) -> None:
        if self._opened and self._song is not None:
            name = self._song.name
            self._close()
            self.refused.emit(_("{name} cannot be played on this computer.").format(name=name))


def open_player() -> Player | None:
    """A player, where there is one: Qt's, if it is installed and there is a way to be heard."""
    try:
        # Not at the top: it is a part of Qt that not everybody has, and takes long to load.
        multimedia: Any = import_module("PySide6.QtMultimedia")
    except ImportError:
        return None
    if multimedia.QMediaDevices.defaultAudioOutput().isNull():
        return None
    return QtPlayer(multimedia)
