"""The portraits of the songs that are chosen, one after the other; the last few are kept."""

from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from coverart.engine.portraying import Portrait, portray
from coverart.gui.studio.one_job import OneJob, Prepare
from coverart.language import _, mark

MOST = 8
BROKEN = mark("Something went wrong while listening to this song.")


@dataclass(frozen=True, slots=True)
class _Song:
    """A song as its folder shows it; both numbers are 0 for a file that is not there."""

    path: Path
    length: int = 0
    changed_ns: int = 0


class Portraits(QObject):
    """Has the portrait of one song made at a time.

    Of a song comes `begun`, with its path, or with None where no song is wanted any more, and then
    either `made`, with its portrait, or `failed`, with a sentence.
    """

    begun = Signal(object)
    made = Signal(object)
    failed = Signal(str)

    def __init__(self, prepare: Prepare) -> None:
        super().__init__()
        self._kept: OrderedDict[_Song, Portrait] = OrderedDict()
        self._wanted: _Song | None = None
        self._job = OneJob(prepare)
        self._job.failed.connect(lambda error: self._fail(str(error)))
        self._job.broken.connect(lambda: self._fail(_(BROKEN)))

    def want(self, path: Path | None) -> None:
        """Want the portrait of this song; nothing happens where that is so already."""
        song = None if path is None else _look_at(path)
        if song == self._wanted:
            return
        self._job.let_go()
        self._wanted = song
        self.begun.emit(path)
        if song is None:
            return
        if song in self._kept:
            self._kept.move_to_end(song)
            self.made.emit(self._kept[song])
        else:
            self._job.start(
                lambda tools: portray(song.path, tools), lambda found: self._keep(song, found)
            )

    def _keep(self, song: _Song, found: Portrait) -> None:
        self._kept[song] = found
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        self.made.emit(found)

    def _fail(self, sentence: str) -> None:
        self.failed.emit(sentence)


def _look_at(path: Path) -> _Song:
    try:
        status = path.stat()
    except OSError:
        return _Song(path)
    return _Song(path, status.st_size, status.st_mtime_ns)
