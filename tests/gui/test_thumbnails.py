"""Small pictures on disk: kept, found again, never trusted further than they deserve."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from coverart.domain import Box
from coverart.gui.pictures import disk, picture_thread
from coverart.gui.pictures.disk import Mark, Thumbnails, thumbnails_path
from coverart.gui.pictures.picture import Picture
from coverart.gui.pictures.picture_thread import PictureThread
from coverart.gui.pictures.pictures import Pictures, Viewer
from coverart.gui.pictures.sizes import CLASSES, class_of, stand_ins
from coverart.media.pool import ReaderPool
from coverart.settings import library_path
from tests.gui.patience import TIMEOUT

HOUR = 3600


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of one colour, an hour old."""
    path = tmp_path / "photo.png"
    Image.fromarray(np.full((300, 400, 3), (200, 40, 40), dtype=np.uint8)).save(path)
    age(path, HOUR)
    return path


@pytest.fixture
def kept(tmp_path: Path) -> Thumbnails:
    return Thumbnails(tmp_path / "kept")


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def image(side: int = 100, colour: str = "#c82828") -> QImage:
    own = QImage(side, side, QImage.Format.Format_RGB32)
    own.fill(QColor(colour))
    return own


def small(photo: Path, box: Box | None = None, longest: int = 128) -> Picture:
    return Picture(photo, box, longest)


def put(kept: Thumbnails, picture: Picture, own: QImage | None = None) -> Mark:
    """Keep a picture under its present mark."""
    mark = kept.mark(picture)
    assert mark is not None
    kept.put(picture, mark, own or image())
    return mark


def files(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "kept").rglob("*") if path.is_file())


def test_what_was_kept_is_found_again(kept: Thumbnails, photo: Path) -> None:
    mark = put(kept, small(photo))
    there = kept.get(small(photo), mark)
    assert there is not None
    assert there.size() == image().size()
    assert there.format() == QImage.Format.Format_RGB32
    found = there.pixelColor(50, 50)
    assert max(abs(found.red() - 200), abs(found.green() - 40), abs(found.blue() - 40)) <= 3


def test_each_box_and_size_is_kept_for_itself(kept: Thumbnails, photo: Path) -> None:
    mark = put(kept, small(photo))
    assert kept.get(small(photo, Box(0, 0, 9, 9)), mark) is None
    assert kept.get(small(photo, longest=256), mark) is None


def test_a_photo_that_changed_is_not_found(kept: Thumbnails, photo: Path) -> None:
    put(kept, small(photo))
    age(photo, HOUR / 2)
    mark = kept.mark(small(photo))
    assert mark is not None
    assert kept.get(small(photo), mark) is None


def test_a_photo_that_changes_while_it_is_read_is_not_kept(
    kept: Thumbnails, photo: Path, tmp_path: Path
) -> None:
    mark = kept.mark(small(photo))
    assert mark is not None
    age(photo, HOUR / 2)
    kept.put(small(photo), mark, image())
    assert files(tmp_path) == []


def test_a_photo_of_this_moment_may_still_change_unnoticed_and_has_no_mark(
    kept: Thumbnails, photo: Path
) -> None:
    age(photo, 0)
    assert kept.mark(small(photo)) is None
    assert kept.mark(small(photo.with_name("gone.png"))) is None


def test_large_pictures_are_not_for_the_disk(kept: Thumbnails, photo: Path) -> None:
    assert kept.mark(small(photo, longest=1500)) is None
    assert kept.mark(small(photo, longest=CLASSES[-1])) is not None


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def turn_a_bit(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(bytes(whole))


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [halve, turn_a_bit, empty])
def test_a_damaged_file_is_no_picture_and_makes_room_for_another(
    kept: Thumbnails, photo: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    mark = put(kept, small(photo))
    (file,) = files(tmp_path)
    harm(file)
    assert kept.get(small(photo), mark) is None
    assert files(tmp_path) == []
    put(kept, small(photo))
    assert kept.get(small(photo), mark) is not None


def test_a_picture_larger_than_its_size_is_not_even_decoded(kept: Thumbnails, photo: Path) -> None:
    mark = put(kept, small(photo), image(side=129))
    assert kept.get(small(photo), mark) is None


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    photo: Path, tmp_path: Path
) -> None:
    (tmp_path / "kept").write_bytes(b"a file stands where the folder should be")
    kept = Thumbnails(tmp_path / "kept")
    mark = put(kept, small(photo))
    assert kept.get(small(photo), mark) is None
    kept.prune()


def test_nothing_half_written_is_left_behind(
    kept: Thumbnails, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _other: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    put(kept, small(photo))
    assert files(tmp_path) == []


def test_what_was_not_used_for_longest_goes_first(photo: Path, tmp_path: Path) -> None:
    kept = Thumbnails(tmp_path / "kept", most_bytes=10_000_000)
    boxes = [Box(0, 0, side, side) for side in range(1, 11)]
    marks = [put(kept, small(photo, box)) for box in boxes]
    for days, path in enumerate(sorted(files(tmp_path))):
        age(path, (days + 2) * 24 * HOUR)
    oldest = max(files(tmp_path), key=lambda path: time.time() - path.stat().st_mtime)
    used = next(
        box
        for box, mark in zip(boxes, marks, strict=True)
        if kept._path(small(photo, box), mark) == oldest
    )
    assert kept.get(small(photo, used), marks[0]) is not None
    each = oldest.stat().st_size
    Thumbnails(tmp_path / "kept", most_bytes=5 * each + 5).prune()
    assert oldest.exists()
    assert len(files(tmp_path)) == 4
    youngest = sorted(time.time() - path.stat().st_mtime for path in files(tmp_path))
    assert youngest[-1] < 5 * 24 * HOUR


def test_thumbnails_lie_beside_the_library(cache: Path) -> None:
    assert thumbnails_path().parent == library_path().parent


def test_sizes_are_shared_and_others_stand_in() -> None:
    assert [class_of(side) for side in (1, 128, 129, 500, 1024, 1025)] == [
        128,
        128,
        256,
        512,
        1024,
        2048,
    ]
    assert stand_ins(256) == (512, 1024, 128)


class CountingPool(ReaderPool):
    """Counts what it is asked for."""

    asked = 0

    def begin(self, task):  # type: ignore[no-untyped-def]
        CountingPool.asked += 1
        return super().begin(task)


@pytest.fixture
def open_again(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[], Pictures]]:
    opened: list[Pictures] = []

    def open_one() -> Pictures:
        for own in opened:
            own.close()
        thumbnails = Thumbnails(tmp_path / "kept")
        opened.append(Pictures(PictureThread(lambda: CountingPool(1), thumbnails)))
        return opened[-1]

    yield open_one
    opened[-1].close()


def test_another_start_brings_the_same_pictures_without_a_child_process(
    qtbot: QtBot, photo: Path, tmp_path: Path, open_again: Callable[[], Pictures]
) -> None:
    CountingPool.asked = 0
    wanted = small(photo, Box(0, 0, 300, 300))
    for _ in range(2):
        pictures = open_again()
        with qtbot.waitSignal(pictures.arrived, timeout=TIMEOUT):
            pictures.want(Viewer.GALLERY, [wanted])
        there = pictures.get(wanted)
        assert there is not None
        assert there.width() == 128
        qtbot.waitUntil(lambda: len(files(tmp_path)) == 1, timeout=TIMEOUT)
    assert CountingPool.asked == 1


def test_a_picture_that_was_forgotten_comes_from_disk_again(
    qtbot: QtBot, photo: Path, tmp_path: Path, open_again: Callable[[], Pictures]
) -> None:
    pictures, wanted = open_again(), small(photo)
    for _ in range(3):
        with qtbot.waitSignal(pictures.arrived, timeout=TIMEOUT):
            pictures.want(Viewer.GALLERY, [wanted])
        qtbot.waitUntil(lambda: len(files(tmp_path)) == 1, timeout=TIMEOUT)
        pictures._kept.clear()


def test_the_folder_is_pruned_once_when_there_is_nothing_else_to_do(
    qtbot: QtBot, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture_thread, "IDLE_SECONDS", 0.01)
    monkeypatch.setattr(disk, "ROOM", 0.0)
    kept = Thumbnails(tmp_path / "kept", most_bytes=1)
    put(kept, small(photo))
    thread = PictureThread(thumbnails=kept)
    thread.start()
    qtbot.waitUntil(lambda: files(tmp_path) == [], timeout=TIMEOUT)
    put(kept, small(photo))
    qtbot.wait(100)
    assert len(files(tmp_path)) == 1
    thread.stop()
