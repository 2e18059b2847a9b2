"""What many tests share: a few small photos, a song, and a library of their own."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from coverart.choices import CONFIG_VARIABLE
from coverart.language import LANGUAGE_VARIABLE
from coverart.settings import CACHE_VARIABLE, DATA_VARIABLE, PACKS_VARIABLE

PHOTOS = ("dusk.jpg", "field.png", "lake.jpg", "more/town.jpg")


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, so that no test sees the library of another, or of the user."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    monkeypatch.setenv(PACKS_VARIABLE, str(folder / "packs"))
    monkeypatch.setenv(CONFIG_VARIABLE, str(folder / "config"))
    monkeypatch.setenv(DATA_VARIABLE, str(folder / "data"))
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    # The demo would go there: never into the pictures of whoever runs the tests.
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_PICTURES_DIR", str(folder / "pictures"))
    return folder


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of four small pictures, as distinct as photos are, and an hour old."""
    folder = tmp_path / "photos"
    (folder / "more").mkdir(parents=True)
    for place, name in enumerate(PHOTOS):
        draw_photo(folder / name, seed=place)
        grow_old(folder / name)
    return folder


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """Five seconds of a chord over a beat, an hour old."""
    path = tmp_path / "song.wav"
    seconds = np.arange(5 * 22_050) / 22_050
    chord = sum(np.sin(2 * np.pi * tone * seconds) for tone in (220.0, 277.2, 329.6))
    beat = np.exp(-8 * (seconds % 0.5))
    soundfile.write(path, 0.2 * chord * beat, 22_050)
    grow_old(path)
    return path


def draw_photo(path: Path, seed: int, size: tuple[int, int] = (160, 120)) -> None:
    """Draw soft patches of random colours."""
    patches = np.random.default_rng(seed).integers(0, 256, (5, 6, 3), dtype=np.uint8)
    Image.fromarray(patches).resize(size, Image.Resampling.BICUBIC).save(path)


def grow_old(path: Path) -> None:
    """Date a file an hour back: the library trusts no file that has just been changed."""
    then = time.time() - 3600
    os.utime(path, (then, then))
