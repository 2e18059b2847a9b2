"""The demo: a song and twenty pictures of our own making, for whoever has none at hand.

A file of the demo is there whole or not at all, so a cancelled run is simply taken up by the next
one. Nothing that stands in the folder is ever replaced.
"""

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coverart.demo import lands, lights, skies, song, waters
from coverart.domain import Pixels
from coverart.errors import CoverArtError, ExportError
from coverart.export.presets import Format
from coverart.export.render import encode
from coverart.export.write import write_atomically
from coverart.language import _

Picture = Callable[[], Pixels]
"""Paints one picture, the same each time; its name is the name of the file."""

PICTURES: tuple[Picture, ...] = (
    lands.misty_sunrise, skies.moonlit_mountains, waters.stormy_sea, lands.golden_dunes,
    lights.city_at_night, lands.lone_tree, skies.aurora, lands.foggy_forest,
    lands.poppies, waters.turquoise_beach, lights.rain_on_window, waters.underwater,
    waters.grey_lake, skies.balloons, lights.neon, lands.lavender,
    waters.lighthouse, skies.eclipse, lights.paper_canyon, skies.pastel_clouds,
)  # fmt: skip

Progress = tuple[str, int, int]
"""What is being made, how many files are done, how many there will be."""


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """Where the song and the folder of pictures lie."""

    song: Path
    photos: Path


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the demo; `make` gives its bytes, the same each time."""

    path: Path
    make: Callable[[], bytes]

    @property
    def taken(self) -> bool:
        """Whether anything stands under its name, be it a link that leads nowhere."""
        return os.path.lexists(self.path)

    def holds(self, data: bytes) -> bool:
        """Whether what stands there is a file of these bytes."""
        with suppress(OSError):
            return self.path.read_bytes() == data
        return False


def write_demo(
    folder: Path, pictures: Sequence[Picture] = PICTURES, music: Callable[[], bytes] = song.render
) -> Generator[Progress, None, DemoFolder]:
    """Write "Demo Song.wav" and a JPEG of every picture in "photos"; the folder may be new.

    Yields before each file, and once more when all are done. Where every file is there already,
    nothing is made, written or yielded. Raises `CoverArtError`, before anything is written, if
    something else stands under one of these names, and `ExportError` for a folder that cannot be
    written to. Closing the generator leaves whole files only.
    """
    demo = DemoFolder(folder / "Demo Song.wav", folder / "photos")
    photos = [
        Piece(demo.photos / f"{picture.__name__}.jpg", _jpeg(picture)) for picture in pictures
    ]
    pieces = [Piece(demo.song, music), *photos]
    if all(piece.path.is_file() for piece in pieces):
        return demo
    _create(demo.photos)
    # What is there already comes first: a stranger's file must stop us before we write.
    pieces.sort(key=lambda piece: not piece.taken)
    for done, piece in enumerate(pieces):
        yield _label(piece), done, len(pieces)
        _write(piece)
    yield _label(pieces[-1]), len(pieces), len(pieces)
    return demo


def _write(piece: Piece) -> None:
    data = piece.make()
    if not piece.taken:
        write_atomically(piece.path, data)
    elif not piece.holds(data):
        raise CoverArtError(
            _("{name} exists already and is not part of the demo").format(name=piece.path.name),
            _("choose another folder"),
        )


def _create(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            _("The folder {folder} cannot be created: {reason}").format(
                folder=folder, reason=error.strerror
            ),
            _("choose another folder"),
        ) from error


def _jpeg(picture: Picture) -> Callable[[], bytes]:
    return lambda: encode(picture(), Format.JPEG).data


def _label(piece: Piece) -> str:
    """The words of a file's name: "misty_sunrise.jpg" is "Misty sunrise"."""
    words = piece.path.stem.replace("_", " ")
    return words[0].upper() + words[1:]
