"""What the benches of the window share: photos to rank, a screen, and programs that are timed.

Programs run with folders of their own, so that nothing of the user's is read or written. Times are
those of `time.monotonic`, which all processes of a computer share.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from coverart.choices import CONFIG_VARIABLE
from coverart.demo import song
from coverart.demo.folder import PICTURES
from coverart.language import LANGUAGE_VARIABLE
from coverart.settings import CACHE_VARIABLE, DATA_VARIABLE, PACKS_VARIABLE

ROOT = Path(__file__).parent.parent
SIZE = (4000, 3000)
"""The pixels of a photo, as many as a plain camera's or telephone's."""
QUALITY = 90
OLD = 3600
"""Seconds; the library trusts no file that has just been changed."""
PATIENCE = 120.0
"""Seconds after which a program that does not come to its end is ended."""
SCREEN = "1920x1080x24"


def render_photos(folder: Path, count: int) -> Path:
    """Fill a folder with so many JPEG photos, no two of them alike; those that are there stay.

    They are cut from the demo's pictures, mirrored and with their colours exchanged, the same each
    time.
    """
    folder.mkdir(parents=True, exist_ok=True)
    missing = [number for number in range(count) if not _photo(folder, number).exists()]
    for motif in sorted({number % len(PICTURES) for number in missing}):
        picture = Image.fromarray(PICTURES[motif]())
        for number in missing:
            if number % len(PICTURES) == motif:
                _variation(picture, number).save(_photo(folder, number), quality=QUALITY)
                _grow_old(_photo(folder, number))
    return folder


def render_song(path: Path) -> Path:
    """Write the demo's song."""
    path.write_bytes(song.render())
    _grow_old(path)
    return path


@contextmanager
def screen() -> Iterator[str]:
    """A screen for programs, and what it is called.

    That of the desktop; where there is none, one in memory (Xvfb), or else Qt's own stand-in.
    """
    if "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ or sys.platform != "linux":
        yield "desktop"
    elif shutil.which("Xvfb") is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "offscreen"
    else:
        with _virtual_screen() as name:
            os.environ["DISPLAY"] = name
            os.environ["QT_QPA_PLATFORM"] = "xcb"
            yield "Xvfb"
            del os.environ["DISPLAY"]


@contextmanager
def home() -> Iterator[Mapping[str, str]]:
    """Folders of a user who has never run the program, as variables of the environment."""
    with tempfile.TemporaryDirectory() as folder:
        named = {
            CACHE_VARIABLE: "cache",
            PACKS_VARIABLE: "packs",
            CONFIG_VARIABLE: "config",
            DATA_VARIABLE: "data",
        }
        own = {name: str(Path(folder, place)) for name, place in named.items()}
        yield {**own, LANGUAGE_VARIABLE: "en"}


def timed(
    module: str, *arguments: str | Path, home: Mapping[str, str], report: Path
) -> Mapping[str, Any]:
    """Run a module of the benches as a program until it has written what it measured.

    It is told by the variable `BENCH_REPORT` where to. In what comes back every `…_at` has become
    seconds since the process was started. Raises `RuntimeError` for one that fails or hangs.
    """
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", module, *map(str, arguments)]
    environment = {**os.environ, **home, "BENCH_REPORT": str(report)}
    begun = time.monotonic()
    with subprocess.Popen(command, cwd=ROOT, env=environment) as process:
        try:
            code = process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise RuntimeError(f"{' '.join(command)} did not end") from None
    if code or not report.exists():
        raise RuntimeError(f"{' '.join(command)} ended with {code}")
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return {name: value - begun if name.endswith("_at") else value for name, value in found.items()}


def first_of(folder: Path, count: int, place: Path) -> Sequence[Path]:
    """Copy the first photos of a folder to another place, with their dates."""
    place.mkdir()
    photos = sorted(folder.glob("*.jpg"))[:count]
    return [Path(shutil.copy2(photo, place)) for photo in photos]


@contextmanager
def _virtual_screen() -> Iterator[str]:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading, encoding="ascii") as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def _photo(folder: Path, number: int) -> Path:
    return folder / f"photo {number:03}.jpg"


def _variation(picture: Image.Image, number: int) -> Image.Image:
    chance = random.Random(number)
    share = chance.uniform(0.5, 1.0)
    width, height = share * picture.width, share * picture.height
    left = chance.uniform(0, picture.width - width)
    top = chance.uniform(0, picture.height - height)
    cut = picture.resize(SIZE, Image.Resampling.BICUBIC, (left, top, left + width, top + height))
    bands = list(cut.split())
    chance.shuffle(bands)
    mixed = Image.merge("RGB", bands)
    return mixed.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if chance.random() < 0.5 else mixed


def _grow_old(path: Path) -> None:
    then = time.time() - OLD
    os.utime(path, (then, then))
