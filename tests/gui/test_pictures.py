"""Pictures come from child processes, in the order of the wishes, within a bound."""

from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.domain import Box
from coverart.gui.pictures import picture_thread
from coverart.gui.pictures import pictures as pictures_module
from coverart.gui.pictures.picture_thread import MOST_WANTED, Picture, PictureThread, as_image
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.media.pool import Pending, ReaderPool, Task
from tests.gui.patience import TIMEOUT
from tests.unit.poolwork import hang_on_b


@pytest.fixture
def pictures(qapp: QApplication) -> Iterator[Pictures]:
    own = Pictures(PictureThread())
    yield own
    own.close()


class Idle(PictureThread):
    """Never fetches anything."""

    def run(self) -> None:
        pass

    def wanted(self) -> list[Picture]:
        return list(self._wanted)


def test_pixels_become_an_image_of_the_same_colours() -> None:
    pixels = np.zeros((2, 3, 3), dtype=np.uint8)
    pixels[1, 2] = (10, 20, 30)
    image = as_image(pixels)
    assert (image.width(), image.height()) == (3, 2)
    assert image.pixelColor(2, 1) == QColor(10, 20, 30)


def test_a_box_of_a_photo_arrives_in_the_size_asked_for(
    qtbot: QtBot, pictures: Pictures, tmp_path: Path
) -> None:
    halves = np.zeros((200, 400, 3), dtype=np.uint8)
    halves[:, 200:] = (0, 0, 255)
    Image.fromarray(halves).save(tmp_path / "halves.png")
    wanted = Picture(tmp_path / "halves.png", Box(200, 0, 400, 200), 50)
    with qtbot.waitSignal(pictures.arrived, timeout=TIMEOUT):
        pictures.want(Viewer.GALLERY, [wanted])
    there = pictures.get(wanted)
    assert there is not None
    assert (there.width(), there.height()) == (50, 50)
    assert there.toImage().pixelColor(25, 25) == QColor(0, 0, 255)


def test_a_photo_that_cannot_be_read_arrives_without_pixels(
    qtbot: QtBot, pictures: Pictures, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    wanted = Picture(broken, None, 50)
    with qtbot.waitSignal(pictures.arrived, timeout=TIMEOUT):
        pictures.want(Viewer.PREVIEW, [wanted])
    there = pictures.get(wanted)
    assert there is not None
    assert there.isNull()


def test_wishes_of_the_preview_come_first_and_new_wishes_replace_old_ones(
    qapp: QApplication,
) -> None:
    thread = Idle()
    own = Pictures(thread)
    one, two, three = (Picture(Path(name), None, 10) for name in "abc")
    own.want(Viewer.GALLERY, [one, two])
    own.want(Viewer.PREVIEW, [three])
    assert thread.wanted() == [three, one, two]
    own.want(Viewer.GALLERY, [two])
    assert thread.wanted() == [three, two]
    own.close()


def test_the_queue_has_a_bound(qapp: QApplication) -> None:
    thread = Idle()
    thread.want([Picture(Path(f"{number}"), None, 10) for number in range(10_000)])
    assert len(thread.wanted()) == MOST_WANTED


def test_pictures_are_forgotten_oldest_first_beyond_the_bound(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures_module, "MOST_BYTES", 2 * 10 * 10 * 4)
    thread = Idle()
    own = Pictures(thread)
    one, two, three = (Picture(Path(name), None, 10) for name in "abc")
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    for picture in (one, two):
        thread.arrived.emit(picture, image)
    own.get(one)
    thread.arrived.emit(three, image)
    assert own.get(two) is None
    assert own.get(one) is not None
    own.close()


def test_stopping_does_not_wait_for_what_is_being_fetched(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begin(path: Path, box: Box | None, longest: int, pool: ReaderPool) -> Pending[str]:
        return pool.begin(Task(hang_on_b, path))

    monkeypatch.setattr(picture_thread, "begin_picture", begin)
    thread = PictureThread()
    thread.start()
    thread.want([Picture(Path("b"), None, 10)])
    qtbot.waitUntil(lambda: bool(thread._running), timeout=TIMEOUT)
    pending = thread._running[0].pending
    thread.stop()
    with pytest.raises(CancelledError):
        pending.result()
