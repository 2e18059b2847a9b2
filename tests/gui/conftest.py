"""What the tests of the window share: a screen that is not there, a song, photos, a window."""

import math
import multiprocessing
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import numpy as np
import pytest
import soundfile
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.choices import CONFIG_VARIABLE, change_choices
from coverart.gui.help.tips import Tip
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture_thread import PictureThread
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.stage import Stage
from coverart.gui.studio.studio import Studio
from coverart.gui.window.main_window import MainWindow
from coverart.gui.window.opening import Application
from tests.gui.known import Known, get_to_know
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import wait_for
from tests.gui.wishes import Wishes

COLOURS = ((220, 60, 40), (40, 90, 200), (30, 140, 60), (240, 200, 60), (90, 30, 110), (20, 20, 30))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The platform without a screen complains of what windows and menus do; that is no warning."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            ignored = pytest.mark.qt_log_ignore("plugin does not support", extend=True)
            item.add_marker(ignored)


@pytest.fixture(autouse=True)
def leaves_nothing_running() -> Iterator[None]:
    """Whatever a test starts, it ends: threads of Python and Qt, and child processes."""
    before = python_threads()
    yield
    assert not multiprocessing.active_children()
    assert python_threads() <= before


def python_threads() -> set[threading.Thread]:
    """The threads that Python started. It keeps a stand-in for each of Qt's for ever."""
    every = threading.enumerate()
    return {thread for thread in every if not isinstance(thread, threading._DummyThread)}


@pytest.fixture(autouse=True)
def nothing_chosen(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What users choose, of whom nobody has chosen anything yet."""
    monkeypatch.setenv(CONFIG_VARIABLE, str(cache / "config"))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """The application as it is at the user's."""
    return Application


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """Six seconds of a slow chord."""
    return play_song(tmp_path)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder of six small photos, each with a bright disc on a slope of one colour."""
    return take_photos(tmp_path)


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> Known:
    """The same song and photos, which a library knows; nobody may change them."""
    folder = tmp_path_factory.mktemp("known")
    return get_to_know(play_song(folder), take_photos(folder), folder / "library.sqlite3")


def play_song(folder: Path) -> Path:
    rate = 22_050
    seconds = np.arange(6 * rate) / rate
    chord = sum(np.sin(2 * math.pi * tone * seconds) for tone in (220.0, 261.6, 329.6))
    swell = 0.5 + 0.5 * np.sin(2 * math.pi * 0.5 * seconds)
    path = folder / "Slow Chord.wav"
    soundfile.write(path, 0.2 * chord * swell, rate)
    return path


def take_photos(folder: Path) -> Path:
    photos = folder / "holiday"
    photos.mkdir()
    rows, columns = np.mgrid[0:300, 0:400]
    for number, colour in enumerate(COLOURS):
        slope = (0.4 + 0.6 * columns / 400)[..., None] * np.array(colour)
        disc = (rows - 150) ** 2 + (columns - 60 - 50 * number) ** 2 < 40**2
        pixels = np.where(disc[..., None], 250, slope).astype(np.uint8)
        Image.fromarray(pixels).save(photos / f"photo {number}.png")
    return photos


@pytest.fixture(scope="session")
def appearance(qapp: QApplication) -> Appearance:
    return Appearance(qapp)


@pytest.fixture
def wishes(qapp: QApplication) -> Iterator[Wishes]:
    thread = Wishes()
    yield thread
    thread.stop()


@pytest.fixture
def studio(qapp: QApplication, tmp_path: Path) -> Iterator[Studio]:
    own = Studio(Spaces(library=tmp_path / "cache" / "library.sqlite3"))
    yield own
    own.close()


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance, studio: Studio) -> Iterator[MainWindow]:
    own = MainWindow(studio, Pictures(PictureThread()))
    qtbot.addWidget(own)
    own.show()
    qtbot.waitExposed(own)
    yield own
    own.close()


@pytest.fixture
def knowing(qapp: QApplication, known: Known, tmp_path: Path) -> Iterator[Studio]:
    """A studio whose library knows the song and the photos."""
    own = Studio(Spaces(library=known.lend(tmp_path / "knowing")))
    yield own
    own.close()


@pytest.fixture
def ranked(
    qtbot: QtBot, appearance: Appearance, knowing: Studio, known: Known
) -> Iterator[MainWindow]:
    """A window with the finished search among what is known, without a tip."""
    change_choices(lambda now: replace(now, seen_tips=tuple(tip.value for tip in Tip)))
    own = MainWindow(knowing, Pictures(PictureThread()))
    qtbot.addWidget(own)
    with qtbot.waitActive(own, timeout=TIMEOUT):
        own.show()
        own.activateWindow()
    knowing.want(song=known.song, places=(known.photos,))
    wait_for(qtbot, knowing, Stage.FINAL)
    yield own
    own.close()


@pytest.fixture
def advancing(ranked: MainWindow) -> MainWindow:
    """A window that goes on after each decision."""
    ranked.triage.auto_advance = True
    return ranked
