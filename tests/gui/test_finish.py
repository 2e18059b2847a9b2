"""Covers on their way out of the window: dragged, copied, and shown where they are."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, WIDE, Aspect, Box, ContentHash, Crop, Photo, Size
from coverart.engine.job import Job, Progress
from coverart.errors import MediaError
from coverart.export.words import Lettering
from coverart.gui.finish.clipboard import CoverCopier
from coverart.gui.finish.colour_picker import ColourPicker
from coverart.gui.finish.cover_files import PICTURE_SIDE, CoverFiles, Wish, order_for
from coverart.gui.finish.drag_out import DragOut
from coverart.gui.finish.show_file import show_file
from coverart.gui.finish.warm_jobs import WarmJobs
from coverart.gui.look.appearance import Appearance
from coverart.gui.studio.studio import Studio
from coverart.settings import library_path
from tests.gui.patience import TIMEOUT

BOX = Box(10, 20, 210, 220)


def crop(photos: Path, box: Box = BOX, aspect: Aspect = SQUARE) -> Crop:
    photo = Photo(photos / "photo 0.png", ContentHash("x"), Size(400, 300))
    return Crop(photo, aspect, box)


@pytest.fixture
def files(qapp: QApplication, studio: Studio) -> Iterator[CoverFiles]:
    own = CoverFiles(studio.prepare_aside)
    yield own
    own.close()


class Drags:
    """Notes the drags that begin; `held` is whether the button is."""

    def __init__(self) -> None:
        self.held = True
        self.begun: list[QMimeData] = []

    def start(self, _widget: QWidget, mime: QMimeData, _picture: QPixmap) -> None:
        self.begun.append(mime)


@pytest.fixture
def drags() -> Drags:
    return Drags()


@pytest.fixture
def out(files: CoverFiles, drags: Drags) -> Iterator[DragOut]:
    own = DragOut(files, drags.start, lambda: drags.held)
    yield own
    own.close()


@pytest.fixture
def tile(qtbot: QtBot, appearance: Appearance) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def made(qtbot: QtBot, files: CoverFiles, wish: Wish) -> Path:
    files.prepare(wish)
    qtbot.waitUntil(lambda: files.of(wish) is not None, timeout=TIMEOUT)
    found = files.of(wish)
    assert found is not None
    return found.path


def test_a_drag_carries_a_file_of_our_own_and_a_picture(
    qtbot: QtBot, files: CoverFiles, out: DragOut, drags: Drags, tile: QWidget, photos: Path
) -> None:
    before = {path: path.read_bytes() for path in photos.iterdir()}
    wish = Wish(crop(photos), "Slow Chord")
    out.prepare(wish)
    qtbot.waitUntil(lambda: files.of(wish) is not None, timeout=TIMEOUT)
    out.begin(wish, tile, QPixmap())
    (mime,) = drags.begun
    (url,) = mime.urls()
    path = Path(url.toLocalFile())
    assert path.name == "Slow Chord - square.jpg"
    assert library_path().parent in path.parents
    with Image.open(path) as written:
        assert (written.size, written.format) == ((200, 200), "JPEG")
    assert QImage.fromData(mime.data("image/png")).width() == 200
    path.unlink()  # whatever a program does with it, the photos stay
    assert {path: path.read_bytes() for path in photos.iterdir()} == before


def test_a_drag_that_is_early_begins_when_the_file_is_there(
    qtbot: QtBot, out: DragOut, drags: Drags, tile: QWidget, photos: Path
) -> None:
    out.begin(Wish(crop(photos)), tile, QPixmap())
    assert not drags.begun
    assert out.waiting
    cursor = QGuiApplication.overrideCursor()
    assert cursor is not None
    assert cursor.shape() == Qt.CursorShape.BusyCursor
    qtbot.waitUntil(lambda: bool(drags.begun), timeout=TIMEOUT)
    assert QGuiApplication.overrideCursor() is None


def test_a_drag_that_was_let_go_before_does_not_begin(
    qtbot: QtBot, files: CoverFiles, out: DragOut, drags: Drags, tile: QWidget, photos: Path
) -> None:
    wish = Wish(crop(photos))
    out.begin(wish, tile, QPixmap())
    drags.held = False
    qtbot.waitUntil(lambda: files.of(wish) is not None, timeout=TIMEOUT)
    assert not drags.begun
    assert not out.waiting
    assert QGuiApplication.overrideCursor() is None


def test_a_photo_that_is_gone_ends_the_waiting(
    qtbot: QtBot, files: CoverFiles, out: DragOut, drags: Drags, tile: QWidget, photos: Path
) -> None:
    wanted = crop(photos)
    wanted.photo.path.unlink()
    with qtbot.waitSignal(files.failed, timeout=TIMEOUT):
        out.begin(Wish(wanted), tile, QPixmap())
    assert not out.waiting
    assert not drags.begun


def test_a_cover_is_made_once_and_its_files_go_at_the_end(
    qtbot: QtBot, files: CoverFiles, photos: Path
) -> None:
    first = made(qtbot, files, Wish(crop(photos)))
    assert made(qtbot, files, Wish(crop(photos))) == first
    lettered = made(qtbot, files, Wish(crop(photos), "", Lettering("Slow")))
    assert lettered != first
    assert lettered.read_bytes() != first.read_bytes()
    files.close()
    assert not list((library_path().parent / "covers").iterdir())


def test_covers_of_other_shapes_keep_their_own_pixels(photos: Path) -> None:
    odd = order_for(Wish(crop(photos, Box(0, 0, 200, 100), Aspect(2, 1)), "Song"), photos)
    assert (odd.preset, odd.target.name) == (None, "Song.jpg")
    wide = order_for(Wish(crop(photos, Box(0, 0, 320, 180), WIDE), "Song"), photos)
    assert wide.target.name == "Song - wide.jpg"


def test_a_copied_cover_can_be_pasted_as_a_picture_and_as_a_file(
    qtbot: QtBot, files: CoverFiles, photos: Path
) -> None:
    copier, said = CoverCopier(files), []
    copier.said.connect(lambda sentence, serious: said.append((sentence, serious)))
    copier.copy_cover(Wish(crop(photos), "Slow Chord"))
    qtbot.waitUntil(lambda: len(said) == 2, timeout=TIMEOUT)
    assert said == [
        ("Copying the cover…", False),
        ("The cover is on the clipboard, as a picture and as a file.", False),
    ]
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.hasImage()
    assert mime.urls()[0].fileName() == "Slow Chord - square.jpg"
    assert QGuiApplication.clipboard().image().width() == 200
    QGuiApplication.clipboard().clear()


def test_a_large_cover_is_pasted_smaller_but_its_file_is_whole(
    qtbot: QtBot, files: CoverFiles, tmp_path: Path
) -> None:
    Image.new("RGB", (2000, 2000), "teal").save(tmp_path / "large.png")
    photo = Photo(tmp_path / "large.png", ContentHash("y"), Size(2000, 2000))
    wish = Wish(Crop(photo, SQUARE, Box(0, 0, 2000, 2000)))
    with Image.open(made(qtbot, files, wish)) as written:
        assert written.size == (2000, 2000)
    found = files.of(wish)
    assert found is not None
    assert found.image.width() == QImage.fromData(found.png).width() == PICTURE_SIDE


def test_why_a_cover_cannot_be_copied_is_said(
    qtbot: QtBot, files: CoverFiles, photos: Path
) -> None:
    copier, said = CoverCopier(files), []
    copier.said.connect(lambda sentence, serious: said.append((sentence, serious)))
    wanted = crop(photos)
    wanted.photo.path.unlink()
    copier.copy_cover(Wish(wanted))
    qtbot.waitUntil(lambda: len(said) == 2, timeout=TIMEOUT)
    assert said[1][0].startswith("photo 0.png: it is no longer there")
    assert said[1][1]


@pytest.mark.parametrize(
    ("system", "started"),
    [
        ("win32", ("explorer", ["/select,{path}"])),
        ("darwin", ("open", ["-R", "{path}"])),
    ],
)
def test_a_file_is_selected_where_the_system_can(
    system: str, started: tuple[str, list[str]], tmp_path: Path
) -> None:
    begun: list[object] = []
    path = tmp_path / "cover.jpg"
    show_file(path, system, lambda program, words: begun.append((program, words)), begun.append)
    program, words = started
    assert begun == [(program, [word.format(path=path) for word in words])]


def test_without_a_file_manager_to_ask_the_folder_is_opened(
    qapp: QApplication, tmp_path: Path
) -> None:
    opened: list[Path] = []
    nobody = QDBusConnection("nobody")
    show_file(tmp_path / "cover.jpg", "linux", lambda *_: None, opened.append, lambda: nobody)
    assert opened == [tmp_path]


def test_of_small_jobs_that_wait_only_the_latest_of_a_kind_is_done(
    qtbot: QtBot, studio: Studio
) -> None:
    jobs = WarmJobs(studio.prepare_aside)
    done: list[object] = []
    go_on: list[bool] = []

    def first() -> Job[str]:
        while not go_on:
            yield Progress("", 0, 1)
        return "first"

    def saying(word: str) -> Callable[[object], Job[str]]:
        def job(_tools: object) -> Job[str]:
            yield Progress("", 0, 1)
            return word

        return job

    jobs.want("a", lambda _tools: first(), done.append, done.append)
    qtbot.wait(50)
    for word in ("second", "third"):
        jobs.want("a", saying(word), done.append, done.append)
    jobs.want("b", saying("other"), done.append, done.append)
    go_on.append(True)
    qtbot.waitUntil(lambda: len(done) == 3, timeout=TIMEOUT)
    assert done == ["first", "third", "other"]
    jobs.stop()


def test_a_small_job_that_fails_ends_no_other(qtbot: QtBot, studio: Studio) -> None:
    jobs = WarmJobs(studio.prepare_aside)
    done: list[object] = []
    failed: list[object] = []

    def fail(_tools: object) -> Job[str]:
        yield Progress("", 0, 1)
        raise MediaError(Path("x.jpg"), "it is gone")

    def succeed(_tools: object) -> Job[str]:
        yield Progress("", 0, 1)
        return "done"

    jobs.want("a", fail, done.append, failed.append)
    jobs.want("b", succeed, done.append, failed.append)
    qtbot.waitUntil(lambda: done == ["done"], timeout=TIMEOUT)
    assert [str(error) for error in failed] == ["x.jpg: it is gone."]
    jobs.stop()


def test_any_colour_can_be_asked_for(qtbot: QtBot, appearance: Appearance) -> None:
    answers = iter(["", "#123456"])
    picker = ColourPicker(lambda _parent, _before: next(answers))
    chosen: list[str] = []
    qtbot.addWidget(picker)
    picker.chosen.connect(chosen.append)
    picker.other.click()
    assert chosen == []
    picker.other.click()
    assert chosen == ["#123456"]
    picker.mark("#123456")
    assert QColor(picker.colours[0]) == QColor("#123456")
