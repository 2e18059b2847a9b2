"""What the tests drop: songs with tags, and photos that are told apart at a glance."""

# mutagen's own classes carry no types.
# mypy: disable-error-code="no-untyped-call"

import io
import math
from pathlib import Path

import mutagen.flac
import numpy as np
import soundfile
from PIL import Image

from tests.conftest import grow_old

COLOURS = (
    (220, 60, 40),
    (40, 90, 200),
    (30, 140, 60),
    (240, 200, 60),
    (90, 30, 110),
    (20, 20, 30),
    (240, 140, 160),
    (120, 200, 210),
)
RATE = 22_050
FRONT = 3
"""The kind of picture that is the front cover."""


def draw_folder(folder: Path, number: int = 8, size: tuple[int, int] = (800, 600)) -> Path:
    """A folder of photos, "photo 0.jpg" and on: soft hills below a sky with a bright disc."""
    folder.mkdir(parents=True)
    for place in range(number):
        path = folder / f"photo {place}.jpg"
        _landscape(place, size).save(path, quality=88)
        grow_old(path)
    return folder


def _landscape(place: int, size: tuple[int, int]) -> Image.Image:
    width, height = size
    rows, columns = np.mgrid[0:height, 0:width] / height
    colour = np.array(COLOURS[place % len(COLOURS)], dtype=np.float64)
    sky = (0.55 + 0.6 * (1 - rows))[..., None] * colour + 30
    hill = 0.62 + 0.1 * np.sin(3 * columns + place) + 0.04 * np.sin(9 * columns + 2 * place)
    ground = 0.35 * colour + 12
    pixels = np.where((rows > hill)[..., None], ground, sky)
    middle = 0.25 + 0.15 * (place % 6), 0.18 + 0.07 * (place % 4)
    disc = (columns - middle[0]) ** 2 + (rows - middle[1]) ** 2 < 0.07**2
    pixels = np.where(disc[..., None], 245, pixels)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def play_song(path: Path, title: str = "Harbour Lights", artist: str = "The Quiet Tide") -> Path:
    """Twenty seconds in major, calm for a quarter and then lively; FLAC files get their tags."""
    seconds = np.arange(20 * RATE) / RATE
    calm = sum(np.sin(2 * math.pi * tone * seconds) for tone in (261.6, 329.6, 392.0))
    bright = sum(np.sin(2 * math.pi * tone * seconds) for tone in (523.3, 659.3, 784.0))
    beat = np.exp(-10 * (seconds % 0.25))
    sound = np.where(seconds < 5, 0.08 * calm, 0.25 * bright * beat)
    soundfile.write(path, sound, RATE)
    if path.suffix == ".flac":
        tags = mutagen.flac.FLAC(path)
        tags["title"], tags["artist"] = title, artist
        tags.save()
    grow_old(path)
    return path


def give_cover(song: Path, colour: tuple[int, int, int]) -> None:
    """Put a cover of one colour into a FLAC file."""
    drawn = io.BytesIO()
    Image.new("RGB", (300, 300), colour).save(drawn, "PNG")
    picture = mutagen.flac.Picture()
    picture.type, picture.mime, picture.data = FRONT, "image/png", drawn.getvalue()
    tags = mutagen.flac.FLAC(song)
    tags.add_picture(picture)
    tags.save()
    grow_old(song)


def multiply(folder: Path, number: int) -> Path:
    """Make so many photos of those in a folder; each is another file, of the same pixels."""
    drawn = [path.read_bytes() for path in sorted(folder.iterdir())]
    for place in range(len(drawn), number):
        path = folder / f"photo {place}.jpg"
        path.write_bytes(drawn[place % len(drawn)] + b"copy %d" % place)
        grow_old(path)
    return folder
