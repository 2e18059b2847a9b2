"""The crop editor: by pointer and keys, with ratings and pictures that come later."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QImage, QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, WIDE, Box, ContentHash, Crop, Match, Photo, Size
from coverart.engine.asking import Wish
from coverart.engine.designing import Design, design
from coverart.engine.rating import rate
from coverart.gui.detail.editor import CropEditor
from coverart.gui.detail.largest_size import LargestSize
from coverart.gui.detail.overlays import Overlay
from coverart.gui.look.appearance import Appearance
from coverart.gui.pictures.picture_thread import Picture, PictureThread
from coverart.gui.pictures.pictures import Pictures
from coverart.gui.studio.one_job import OneJob
from coverart.gui.studio.spaces import Spaces
from coverart.gui.studio.worker import Jobs
from coverart.settings import Options
from tests.gui.patience import TIMEOUT
from tests.gui.seeing import button, press, texts
from tests.gui.wishes import Wishes

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
# 1536 × 1024: a bin of the grid is 48 × 48 pixels for 1:1.
PHOTO = Photo(Path("/photos/lake.jpg"), ContentHash("lake"), Size(1536, 1024))
PROPOSED = Box(96, 96, 96 + 816, 96 + 816)
PARTS = {"match": 0.6, "composition": 0.4}
MATCH = Match(Crop(PHOTO, SQUARE, PROPOSED), 0.5, PARTS, "calm like the song")
OTHER = Match(Crop(PHOTO, WIDE, Box(0, 0, 1536, 864)), 0.7, PARTS, "warm")


class Told:
    """What an editor has said."""

    def __init__(self, editor: CropEditor) -> None:
        self.recut: list[tuple[Crop, Box | None]] = []
        self.rate: list[Box] = []
        self.turned: list[Match] = []
        self.closed = 0
        editor.recut.connect(lambda crop, box: self.recut.append((crop, box)))
        editor.rate_wanted.connect(lambda _path, _aspect, box: self.rate.append(box))
        editor.turned.connect(self.turned.append)
        editor.closed.connect(self._close)

    def _close(self) -> None:
        self.closed += 1


@pytest.fixture
def editor(qtbot: QtBot, appearance: Appearance, wishes: Wishes) -> CropEditor:
    own = CropEditor(Pictures(wishes))
    qtbot.addWidget(own)
    own.resize(1040, 680)
    own.show()
    qtbot.waitExposed(own)
    own.edit(MATCH)
    return own


@pytest.fixture
def told(editor: CropEditor) -> Told:
    return Told(editor)


def on_screen(editor: CropEditor, x: float, y: float) -> QPoint:
    """Where a pixel of the photo stands in the canvas."""
    place = editor._canvas.place()
    scale = place.width() / PHOTO.size.width
    return QPoint(round(place.left() + x * scale), round(place.top() + y * scale))


def drag(
    editor: CropEditor,
    begin: tuple[float, float],
    end: tuple[float, float],
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Press on a pixel of the photo, and let go on another; the pointer passes the middle."""
    first, last = on_screen(editor, *begin), on_screen(editor, *end)
    QTest.mousePress(editor._canvas, LEFT, keys, first)
    for point in ((first + last) / 2, last):
        move(editor, point, keys)
    QTest.mouseRelease(editor._canvas, LEFT, keys, last)


def move(editor: CropEditor, point: QPoint, keys: Qt.KeyboardModifier) -> None:
    """QTest's own moves carry no keys."""
    at = QPointF(point)
    everywhere = editor._canvas.mapToGlobal(at)
    moved = QMouseEvent(QEvent.Type.MouseMove, at, everywhere, Qt.MouseButton.NoButton, LEFT, keys)
    QApplication.sendEvent(editor._canvas, moved)


def rated(box: Box, score: float) -> Match:
    return Match(Crop(PHOTO, SQUARE, box), score, {"match": score, "composition": 0.4}, "sad")


# What is shown


def test_a_match_is_shown_with_its_pixels_scores_and_nothing_to_reset(editor: CropEditor) -> None:
    said = texts(editor)
    assert {"lake.jpg", "816×816 pixels", "1:1, 42% of the photo", "Calm like the song."} <= {*said}
    assert [one for one in said if one.endswith("%") and len(one) < 5] == ["50%", "60%", "40%"]
    assert not button(editor, "Reset").isEnabled()
    assert "Enough pixels for 1 of 20 presets" in said
    assert editor._canvas.accessibleDescription() == "816×816 pixels at 96, 96"


def test_a_crop_that_was_recut_before_begins_there_and_asks_to_be_rated(
    editor: CropEditor, told: Told
) -> None:
    box = Box(0, 0, 700, 700)
    editor.edit(MATCH, box)
    assert editor.box == box
    assert told.rate == [box]
    assert told.recut == []
    assert button(editor, "Reset").isEnabled()


def test_what_the_crop_leaves_out_is_dark(qtbot: QtBot, editor: CropEditor, wishes: Wishes) -> None:
    whole = Picture(PHOTO.path, None, editor._canvas.longest_side())
    qtbot.waitUntil(lambda: whole in wishes.wanted)
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill("#ffffff")
    wishes.arrived.emit(whole, image)
    painted = editor._canvas.grab().toImage()
    assert painted.pixelColor(on_screen(editor, 500, 500)).name() == "#ffffff"
    assert painted.pixelColor(on_screen(editor, 1400, 500)).lightness() < 128
    QTest.keyClick(editor._canvas, Qt.Key.Key_Right)
    after = editor._canvas.grab().toImage()
    assert after.pixelColor(on_screen(editor, 110, 500)).lightness() < 128
    assert after.pixelColor(on_screen(editor, 930, 500)).name() == "#ffffff"


def test_a_photo_that_cannot_be_read_is_no_longer_waited_for(
    qtbot: QtBot, editor: CropEditor, wishes: Wishes
) -> None:
    whole = Picture(PHOTO.path, None, editor._canvas.longest_side())
    before = editor._canvas.grab().toImage()
    wishes.arrived.emit(whole, QImage())
    assert editor._canvas.grab().toImage() != before


def test_lines_are_cycled_by_a_key_and_a_button_and_drawn(editor: CropEditor) -> None:
    third = on_screen(editor, PROPOSED.left + 816 / 3, PROPOSED.top + 100)
    colours = []
    for title in ("Thirds", "Golden section", "No lines"):
        QTest.keyClick(editor._canvas, Qt.Key.Key_O)
        assert button(editor, title).isEnabled()
        colours.append(editor._canvas.grab().toImage().pixelColor(third).name())
    assert colours[0] != colours[2]
    assert colours[1] == colours[2]
    press(editor, "No lines")
    assert editor._canvas.overlay is Overlay.THIRDS


# By pointer


def test_the_inside_moves_the_crop_and_the_grid_attracts_it(editor: CropEditor, told: Told) -> None:
    drag(editor, (500, 500), (500 + 100, 500 - 50))  # two bins are 96, one is 48
    assert told.recut == [(MATCH.crop, Box(192, 48, 192 + 816, 48 + 816))]
    assert told.rate[-1] == editor.box
    assert len(told.rate) >= 2  # on the way as well
    assert "816×816 pixels" in texts(editor)


def test_alt_frees_the_crop_from_the_grid(editor: CropEditor, told: Told) -> None:
    drag(editor, (500, 500), (500 + 110, 500), ALT)
    (box,) = [box for _crop, box in told.recut]
    assert box is not None
    assert box.size == PROPOSED.size
    assert 105 <= box.left - 96 <= 115
    assert box.left % 48


def test_a_corner_keeps_the_shape_and_the_opposite_corner(editor: CropEditor, told: Told) -> None:
    drag(editor, (PROPOSED.right, PROPOSED.bottom), (PROPOSED.right - 200, PROPOSED.bottom - 180))
    box = editor.box
    assert box.has_aspect(SQUARE)
    assert (box.left, box.top) == (96, 96)
    assert box.width < 650
    assert told.recut == [(MATCH.crop, box)]


def test_a_drag_is_given_up_by_escape_and_the_editor_left_by_another(
    editor: CropEditor, told: Told
) -> None:
    QTest.mousePress(editor._canvas, LEFT, pos=on_screen(editor, 500, 500))
    move(editor, on_screen(editor, 700, 500), Qt.KeyboardModifier.NoModifier)
    assert editor.box != PROPOSED
    QTest.keyClick(editor._canvas, Qt.Key.Key_Escape)
    assert editor.box == PROPOSED
    QTest.mouseRelease(editor._canvas, LEFT, pos=on_screen(editor, 700, 500))
    assert told.recut == []
    assert told.closed == 0
    QTest.keyClick(editor._canvas, Qt.Key.Key_Escape)
    assert told.closed == 1


def test_the_pointer_tells_what_it_would_take_hold_of(editor: CropEditor) -> None:
    shapes = {
        (PROPOSED.left, PROPOSED.top): Qt.CursorShape.SizeFDiagCursor,
        (PROPOSED.right, PROPOSED.top): Qt.CursorShape.SizeBDiagCursor,
        (PROPOSED.right, 500): Qt.CursorShape.SizeHorCursor,
        (500, PROPOSED.bottom): Qt.CursorShape.SizeVerCursor,
        (500, 500): Qt.CursorShape.SizeAllCursor,
        (1500, 30): Qt.CursorShape.ArrowCursor,
    }
    for (x, y), shape in shapes.items():
        move(editor, on_screen(editor, x, y), Qt.KeyboardModifier.NoModifier)
        assert editor._canvas.cursor().shape() is shape


# By keys


@pytest.mark.parametrize(
    ("key", "modifier", "box"),
    [
        (Qt.Key.Key_Right, None, Box(144, 96, 144 + 816, 96 + 816)),
        (Qt.Key.Key_Up, None, Box(96, 48, 96 + 816, 48 + 816)),
        (Qt.Key.Key_Down, ALT, Box(96, 97, 96 + 816, 97 + 816)),
        (Qt.Key.Key_Plus, None, Box(72, 72, 72 + 864, 72 + 864)),
        (Qt.Key.Key_Minus, None, Box(120, 120, 120 + 768, 120 + 768)),
        (Qt.Key.Key_Up, SHIFT, Box(72, 72, 72 + 864, 72 + 864)),
        (Qt.Key.Key_Left, SHIFT, Box(120, 120, 120 + 768, 120 + 768)),
    ],
)
def test_keys_move_and_resize_by_a_step_of_the_grid_or_a_pixel(
    editor: CropEditor, told: Told, key: Qt.Key, modifier: Qt.KeyboardModifier | None, box: Box
) -> None:
    QTest.keyClick(editor._canvas, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert told.recut == [(MATCH.crop, box)]
    assert told.rate == [box]
    assert editor.box == box


def test_a_key_that_leads_back_to_the_proposal_takes_the_recut_back(
    editor: CropEditor, told: Told
) -> None:
    QTest.keyClick(editor._canvas, Qt.Key.Key_Right)
    QTest.keyClick(editor._canvas, Qt.Key.Key_Left)
    assert [box for _crop, box in told.recut][1:] == [None]
    assert not button(editor, "Reset").isEnabled()


def test_commands_of_the_window_leave_the_keys_of_the_editor_alone(
    qtbot: QtBot, editor: CropEditor, told: Told
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(editor)
    done: list[str] = []
    for keys in ("Esc", "Left", "O", "Ctrl+E"):
        action = QAction(keys, window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _on, keys=keys: done.append(keys))
        window.addAction(action)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    editor.setFocus()
    qtbot.waitUntil(editor._canvas.hasFocus)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_O, Qt.Key.Key_Escape):
        QTest.keyClick(editor._canvas, key)
    QTest.keyClick(editor._canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert done == ["Ctrl+E"]
    assert told.closed == 1
    assert editor._canvas.overlay is Overlay.THIRDS
    assert editor.box.left == 48
    window.takeCentralWidget()
    editor.setParent(None)


# Ratings


def test_a_rating_is_shown_with_its_difference_to_the_proposal(editor: CropEditor) -> None:
    QTest.keyClick(editor._canvas, Qt.Key.Key_Right)
    editor.show_rating(editor.box, rated(editor.box, 0.57))
    said = texts(editor)
    assert {"57%", "+7%", "−3%", "Sad."} <= {*said}
    press(editor, "Reset")
    assert "+7%" not in texts(editor)
    assert "Calm like the song." in texts(editor)


def test_a_rating_that_comes_late_or_belongs_elsewhere_is_not_shown(editor: CropEditor) -> None:
    QTest.keyClick(editor._canvas, Qt.Key.Key_Right)
    earlier = editor.box
    QTest.keyClick(editor._canvas, Qt.Key.Key_Right)
    editor.show_rating(earlier, rated(earlier, 0.99))
    elsewhere = replace(PHOTO, path=Path("/photos/other.jpg"))
    stray = rated(editor.box, 0.98)
    editor.show_rating(editor.box, replace(stray, crop=replace(stray.crop, photo=elsewhere)))
    assert not {"99%", "98%"} & {*texts(editor)}
    editor.show_rating(editor.box, rated(editor.box, 0.97))
    assert "97%" in texts(editor)


def test_every_rating_is_shown_while_the_crop_is_dragged(editor: CropEditor) -> None:
    QTest.mousePress(editor._canvas, LEFT, pos=on_screen(editor, 500, 500))
    move(editor, on_screen(editor, 700, 500), Qt.KeyboardModifier.NoModifier)
    editor.show_rating(PROPOSED, rated(PROPOSED, 0.99))
    assert "99%" in texts(editor)
    QTest.mouseRelease(editor._canvas, LEFT, pos=on_screen(editor, 700, 500))


def test_what_cannot_be_rated_yet_is_said(editor: CropEditor) -> None:
    QTest.keyClick(editor._canvas, Qt.Key.Key_Right)
    editor.show_rating(editor.box, None)
    assert "This crop is rated as soon as the search has come to its end." in texts(editor)


# Reset, undo, the other shape


def test_reset_tells_that_the_proposal_holds_again_and_undo_tells_nothing(
    editor: CropEditor, told: Told
) -> None:
    editor.show_box(Box(10, 10, 710, 710))
    assert editor.box == Box(10, 10, 710, 710)
    editor.show_box(None)
    assert editor.box == PROPOSED
    assert told.recut == []
    editor.show_box(Box(10, 10, 710, 710))
    press(editor, "Reset")
    assert told.recut == [(MATCH.crop, None)]
    assert editor.box == PROPOSED


def test_the_other_shape_of_the_photo_can_be_cut_instead(editor: CropEditor, told: Told) -> None:
    assert not editor._shapes.isVisible()
    stray = replace(OTHER, crop=replace(OTHER.crop, photo=replace(PHOTO, path=Path("/b.jpg"))))
    editor.set_siblings([stray])
    assert not editor._shapes.isVisible()
    editor.set_siblings([MATCH, OTHER, stray])
    press(editor, "16:9")
    assert told.turned == [OTHER]
    editor.edit(OTHER)
    assert "1536×864 pixels" in texts(editor)
    QTest.keyClick(editor._canvas, Qt.Key.Key_Minus)
    assert editor.box.has_aspect(WIDE)


def test_done_and_export_are_told(qtbot: QtBot, editor: CropEditor, told: Told) -> None:
    with qtbot.waitSignal(editor.export_wanted):
        press(editor, "Export…")
    press(editor, "Done")
    assert told.closed == 1


# Pictures


def test_sharp_pictures_are_asked_for_when_the_crop_rests(
    qtbot: QtBot, editor: CropEditor, wishes: Wishes
) -> None:
    def sharp(box: Box) -> set[Picture]:
        return {Picture(PHOTO.path, box, longest) for longest in (64, 300)}

    qtbot.waitUntil(lambda: sharp(PROPOSED) <= {*wishes.wanted})
    assert wishes.wanted[0] == Picture(PHOTO.path, None, editor._canvas.longest_side())
    QTest.keyClick(editor._canvas, Qt.Key.Key_Right)
    assert not sharp(editor.box) & {*wishes.wanted}
    qtbot.waitUntil(lambda: sharp(editor.box) <= {*wishes.wanted})


def test_the_largest_size_has_a_dialog_of_its_own(
    qtbot: QtBot, editor: CropEditor, wishes: Wishes
) -> None:
    press(editor, "640 px…")
    dialog = editor.findChild(LargestSize)
    assert dialog is not None
    assert wishes.wanted == (Picture(PHOTO.path, PROPOSED, 640),)
    image = QImage(640, 640, QImage.Format.Format_RGB32)
    image.fill("#123456")
    wishes.arrived.emit(wishes.wanted[0], image)
    painted = dialog._cover.grab().toImage()
    assert painted.pixelColor(320, 320).name() == "#123456"
    press(dialog, "Close")
    qtbot.waitUntil(lambda: editor.findChild(LargestSize) is None)
    qtbot.waitUntil(lambda: Picture(PHOTO.path, PROPOSED, 300) in wishes.wanted)


# With a real search


@pytest.fixture
def jobs(qapp: QApplication, tmp_path: Path) -> Iterator[Jobs]:
    spaces = Spaces(library=tmp_path / "cache" / "library.sqlite3")
    own = Jobs(spaces.tools)
    yield own
    own.close()
    spaces.close()


@pytest.fixture
def pictures(qapp: QApplication) -> Iterator[Pictures]:
    own = Pictures(PictureThread())
    yield own
    own.close()


def test_a_nudge_is_rated_and_painted_from_the_photo_itself(
    qtbot: QtBot,
    appearance: Appearance,
    jobs: Jobs,
    pictures: Pictures,
    song: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "two sides"
    folder.mkdir()
    picture = Image.new("RGB", (600, 400), (200, 30, 30))
    picture.paste((30, 30, 200), (300, 0, 600, 400))
    picture.save(folder / "two.png")
    job, found = OneJob(jobs.prepare), list[Design]()
    job.start(
        lambda tools: design(Wish(song=song), [folder], tools, (SQUARE,), Options()), found.append
    )
    qtbot.waitUntil(lambda: bool(found), timeout=TIMEOUT)
    made = found[0]
    match = made.ranking.matches[0]
    editor = CropEditor(pictures)
    qtbot.addWidget(editor)
    editor.resize(1040, 680)
    editor.show()
    qtbot.waitExposed(editor)
    editor.edit(match)
    matches: list[Match] = []

    def rate_it(box: Box) -> None:
        crop = replace(match.crop, box=box)
        job.start(
            lambda tools: rate(crop, made.search, Options(), tools),
            lambda result: matches.append(result[1]),
        )

    editor.rate_wanted.connect(lambda _path, _aspect, box: rate_it(box))
    editor.show_box(Box(0, 0, 300, 300))  # the red half
    qtbot.waitUntil(lambda: len(matches) == 1, timeout=TIMEOUT)
    editor.show_rating(editor.box, matches[0])
    assert f"{round(100 * matches[0].score)}%" in texts(editor)
    large = editor._facts._sizes._large
    assert large is not None
    qtbot.waitUntil(
        lambda: large.grab().toImage().pixelColor(290, 150).name() == "#c81e1e", timeout=TIMEOUT
    )
    blue = editor._canvas.place().center().toPoint() + QPoint(100, 0)
    painted = editor._canvas.grab().toImage().pixelColor(blue)
    assert painted.blue() > 2 * painted.red()
    assert painted.blue() < 128  # in the shade
