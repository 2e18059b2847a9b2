"""The export dialog: what it says beforehand, and the files that it writes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, WIDE, Aspect, Box, ContentHash, Crop, Photo, Size
from coverart.export.presets import preset
from coverart.export.words import Place
from coverart.gui.finish.choosing import Asking, last_folder
from coverart.gui.finish.export_dialog import ExportDialog
from coverart.gui.finish.export_plan import Material, Plan, presets_for, suggested_name
from coverart.gui.finish.preset_list import SPOKEN
from coverart.gui.look.appearance import Appearance
from coverart.gui.studio.studio import Studio
from coverart.media.tags import read_tags
from tests.gui.patience import TIMEOUT

NAME = "Slow Chord"
Open = Callable[..., ExportDialog]
Ask = Callable[[QWidget, Path, str], Path | None]


def crop(photos: Path, box: Box, aspect: Aspect = SQUARE) -> Crop:
    photo = Photo(photos / "photo 0.png", ContentHash("x"), Size(400, 300))
    return Crop(photo, aspect, box)


@pytest.fixture
def small(photos: Path) -> Crop:
    return crop(photos, Box(10, 20, 210, 220))


@pytest.fixture
def wide(photos: Path) -> Crop:
    return crop(photos, Box(0, 10, 320, 190), WIDE)


@pytest.fixture
def opened(qtbot: QtBot, appearance: Appearance, studio: Studio, song: Path) -> Iterator[Open]:
    """Opens the dialog for some crops; a single file goes to `file`, several to `folder`."""
    dialogs = []

    def show(
        *crops: Crop,
        file: Path | None = None,
        folder: Path | None = None,
        ask: Ask | None = None,
    ) -> ExportDialog:
        material = Material(crops, NAME, song, "Slow", "Chords")
        asking = Asking(ask or (lambda *_: file), lambda *_: folder)
        dialog = ExportDialog(None, material, studio.prepare_aside, asking)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialogs.append(dialog)
        dialog.show()
        qtbot.waitExposed(dialog)
        return dialog

    yield show
    for dialog in dialogs:
        dialog.close()


def texts(dialog: QWidget) -> str:
    return "\n".join(own.text() for own in dialog.findChildren(QLabel) if own.isVisible())


def button(dialog: QWidget, text: str) -> QPushButton:
    return next(own for own in dialog.findChildren(QPushButton) if own.text() == text)


def ticked(dialog: ExportDialog) -> list[str]:
    return [own.name for own in dialog.presets.ticked]


def press(dialog: QWidget, text: str) -> None:
    QTest.mouseClick(button(dialog, text), Qt.MouseButton.LeftButton)


def choose(dialog: ExportDialog, name: str) -> None:
    dialog.presets.choose([own.name for own in dialog.presets.presets].index(name))


def drawn(qtbot: QtBot, dialog: ExportDialog, before: QImage | None = None) -> QImage:
    """The preview as soon as there is one, or another one than before."""
    qtbot.waitUntil(
        lambda: not dialog.preview.image.isNull() and dialog.preview.image is not before,
        timeout=TIMEOUT,
    )
    return dialog.preview.image


def pixels(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    rows = image.convertToFormat(QImage.Format.Format_RGBA8888)
    whole = np.frombuffer(rows.constBits(), np.uint8)
    return whole.reshape(rows.height(), rows.width(), 4)[..., :3].copy()


def test_a_cover_is_written_where_the_user_says(
    qtbot: QtBot, opened: Open, small: Crop, tmp_path: Path
) -> None:
    dialog = opened(small, file=tmp_path / "cover.jpg")
    assert "Slow Chord - square.jpg" in texts(dialog)
    press(dialog, "Export…")
    qtbot.waitUntil(lambda: bool(dialog.exported), timeout=TIMEOUT)
    with Image.open(tmp_path / "cover.jpg") as written:
        assert written.size == (200, 200)
    assert dialog.results.told["cover.jpg"].startswith("200×200 pixels, 0.0 MB")
    assert f"In {tmp_path}" in texts(dialog)
    assert button(dialog, "Show in folder").isVisible()
    assert last_folder() == tmp_path


def test_the_file_dialog_begins_with_a_name_in_the_last_folder(
    qtbot: QtBot, opened: Open, small: Crop, tmp_path: Path
) -> None:
    asked = []

    def ask(_parent: QWidget, suggested: Path, kinds: str) -> None:
        asked.append((suggested, kinds))

    dialog = opened(small, ask=ask)
    press(dialog, "Export…")
    assert asked == [(last_folder() / f"{NAME} - square.jpg", "JPEG (*.jpg *.jpeg);;PNG (*.png)")]
    assert dialog.exported == ()


def test_a_release_set_is_one_press(
    qtbot: QtBot, opened: Open, small: Crop, wide: Crop, tmp_path: Path
) -> None:
    dialog = opened(small, wide, folder=tmp_path / "out")
    (tmp_path / "out").mkdir()
    press(dialog, "Release set")
    assert ticked(dialog) == ["square", "square-master", "wide"]
    press(dialog, "Change…")
    assert "3 files in out" in texts(dialog)
    press(dialog, "Export 3 files")
    assert not button(dialog, "Export 3 files").isEnabled()
    qtbot.waitUntil(lambda: len(dialog.exported) == 3, timeout=TIMEOUT)
    sizes: dict[str, object] = {}
    for path in (tmp_path / "out").iterdir():
        with Image.open(path) as written:
            sizes[path.name] = (written.size, written.format)
    assert sizes == {
        f"{NAME} - square.jpg": ((200, 200), "JPEG"),
        f"{NAME} - square-master.png": ((200, 200), "PNG"),
        f"{NAME} - wide.jpg": ((320, 180), "JPEG"),
    }
    assert list(dialog.results.told) == [own.path.name for own in dialog.exported]


def test_files_that_are_there_are_replaced_only_if_that_is_wanted(
    qtbot: QtBot, opened: Open, small: Crop, tmp_path: Path
) -> None:
    taken = tmp_path / f"{NAME} - square.jpg"
    taken.write_text("mine")
    dialog = opened(small, folder=tmp_path)
    press(dialog, "Release set")
    assert not dialog.target.replace_box.isVisible()
    press(dialog, "Change…")
    assert dialog.target.replace_box.isVisible()
    assert "Replace the 1" in dialog.target.replace_box.text()
    press(dialog, "Export 2 files")
    qtbot.waitUntil(lambda: len(dialog.exported) == 1, timeout=TIMEOUT)
    assert "exists already" in dialog.results.told[taken.name]
    assert taken.read_text() == "mine"
    dialog.target.replace_box.setChecked(True)
    press(dialog, "Export 2 files")
    qtbot.waitUntil(lambda: len(dialog.exported) == 2, timeout=TIMEOUT)
    assert taken.stat().st_size > 1000


def test_nothing_ticked_cannot_be_exported(qtbot: QtBot, opened: Open, small: Crop) -> None:
    dialog = opened(small)
    # Where a press lands on the box, and on the rest of a row.
    place = dialog.presets.visualItemRect(dialog.presets.item(0))
    title = QPoint(place.center().x(), place.center().y())
    box = QPoint(place.left() + 20, place.center().y())
    view, left = dialog.presets.viewport(), Qt.MouseButton.LeftButton
    QTest.mouseClick(view, left, pos=title)
    assert ticked(dialog) == ["square"]
    QTest.mouseClick(view, left, pos=box)
    assert ticked(dialog) == []
    assert not button(dialog, "Export…").isEnabled()
    QTest.keyClick(dialog.presets, Qt.Key.Key_Space)
    assert ticked(dialog) == ["square"]
    assert button(dialog, "Export…").isEnabled()


def test_too_small_a_crop_is_said_and_can_be_enlarged(
    qtbot: QtBot, opened: Open, small: Crop, tmp_path: Path
) -> None:
    dialog = opened(small, file=tmp_path / "cover.png")
    choose(dialog, "soundcloud-track")
    qtbot.waitUntil(lambda: "SoundCloud tracks probably asks for" in texts(dialog))
    assert "this crop has 200×200 of its own" in texts(dialog)
    row = [own.name for own in dialog.presets.presets].index("soundcloud-track")
    assert "1 thing to mind" in dialog.presets.item(row).data(SPOKEN)
    assert dialog.checks.enlarge.isVisible()
    dialog.checks.enlarge.setChecked(True)
    qtbot.waitUntil(lambda: "enlarged from 200×200 to 800×800 pixels" in texts(dialog))
    dialog.presets.tick(["soundcloud-track"])
    dialog.export()
    qtbot.waitUntil(lambda: bool(dialog.exported), timeout=TIMEOUT)
    with Image.open(tmp_path / "cover.png") as written:
        assert written.size == (800, 800)


def test_a_large_crop_needs_no_enlarging(qtbot: QtBot, opened: Open, photos: Path) -> None:
    dialog = opened(crop(photos, Box(0, 0, 3200, 3200)))
    assert not dialog.checks.enlarge.isVisible()
    qtbot.waitUntil(lambda: "Nothing to mind" in texts(dialog))
    assert "mind" not in dialog.presets.item(0).data(SPOKEN)


def test_what_goes_wrong_is_one_sentence(
    qtbot: QtBot, opened: Open, small: Crop, tmp_path: Path
) -> None:
    dialog = opened(small, file=tmp_path / "nowhere" / "cover.jpg")
    dialog.export()
    qtbot.waitUntil(lambda: "There is no folder" in texts(dialog), timeout=TIMEOUT)
    assert dialog.exported == ()
    assert not button(dialog, "Show in folder").isVisible()


def test_a_user_who_would_rather_not_writes_nothing(
    qtbot: QtBot, opened: Open, small: Crop, tmp_path: Path
) -> None:
    dialog = opened(small)
    dialog.export()
    assert not any(path.suffix in (".jpg", ".part") for path in tmp_path.rglob("*"))


def test_stopping_writes_nothing_more(
    qtbot: QtBot, opened: Open, small: Crop, tmp_path: Path
) -> None:
    dialog = opened(small, file=tmp_path / "cover.jpg")
    press(dialog, "Export…")
    assert dialog.results.told["cover.jpg"] in ("Waiting", "Writing…")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.results.told["cover.jpg"] == "Not written"
    assert button(dialog, "Export…").isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_preview_is_the_cover_as_it_is_written(
    qtbot: QtBot, opened: Open, small: Crop, tmp_path: Path
) -> None:
    dialog = opened(small, file=tmp_path / "cover.png")
    before = drawn(qtbot, dialog)
    dialog.pages.show_page(dialog.form)
    dialog.form.wanted.setChecked(True)
    after = drawn(qtbot, dialog, before)
    assert np.abs(pixels(after).astype(int) - pixels(before)).max() > 50
    press(dialog, "Export…")
    qtbot.waitUntil(lambda: bool(dialog.exported), timeout=TIMEOUT)
    with Image.open(tmp_path / "cover.png") as written:
        assert (np.asarray(written) == pixels(after)).all()


def test_words_are_off_at_first_and_prefilled(qtbot: QtBot, opened: Open, small: Crop) -> None:
    dialog = opened(small)
    assert dialog.form.lettering is None
    assert (dialog.form.title.text(), dialog.form.artist.text()) == ("Slow", "Chords")
    assert not dialog.form.title.isEnabled()
    dialog.form.wanted.setChecked(True)
    wanted = dialog.form.lettering
    assert wanted is not None
    assert (wanted.title, wanted.artist, wanted.place, wanted.colour) == (
        "Slow",
        "Chords",
        None,
        "",
    )


def test_how_well_words_can_be_read_is_said(qtbot: QtBot, opened: Open, small: Crop) -> None:
    dialog = opened(small)
    before = drawn(qtbot, dialog)
    dialog.pages.show_page(dialog.form)
    dialog.form.wanted.setChecked(True)
    drawn(qtbot, dialog, before)
    qtbot.waitUntil(lambda: ":1 – readable" in texts(dialog))
    dialog.form.scrim.setChecked(False)
    dialog.form.places.chosen.emit(Place.CENTRE)
    dialog.form.colours.chosen.emit("#dc3c28")  # the colour of the photo itself
    qtbot.waitUntil(lambda: ":1 – too little contrast" in texts(dialog), timeout=TIMEOUT)
    assert dialog.form.lettering is not None
    assert dialog.form.lettering.place is Place.CENTRE
    assert "#dc3c28" in dialog.form.colours.colours


def test_the_colours_of_the_picture_are_offered(qtbot: QtBot, opened: Open, small: Crop) -> None:
    dialog = opened(small)
    assert dialog.form.colours.colours == ("#ffffff", "#000000")
    qtbot.waitUntil(lambda: len(dialog.form.colours.colours) > 3, timeout=TIMEOUT)


def test_the_cover_goes_into_the_song_after_asking(
    qtbot: QtBot, opened: Open, small: Crop, song: Path, tmp_path: Path
) -> None:
    dialog = opened(small, file=tmp_path / "cover.jpg")
    assert not button(dialog, "Put it into the song's tags…").isVisible()
    press(dialog, "Export…")
    qtbot.waitUntil(lambda: bool(dialog.exported), timeout=TIMEOUT)
    told: list[object] = []
    dialog.tagged.connect(told.append)
    sheet = dialog.tag()
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    assert f"The file {song.name} in {song.parent} is changed" in texts(sheet)
    assert not read_tags(song).cover
    press(sheet, "Change the file")
    qtbot.waitUntil(lambda: bool(told), timeout=TIMEOUT)
    assert f"{song.name} carries the cover now" in texts(sheet)
    with Image.open(tmp_path / "cover.jpg") as written:
        assert written.size == (200, 200)
    assert read_tags(song).cover.startswith(b"\xff\xd8")
    sheet.close()


def test_a_song_that_is_left_as_it_is_stays_so(
    qtbot: QtBot, opened: Open, small: Crop, song: Path
) -> None:
    before = song.read_bytes()
    dialog = opened(small)
    sheet = dialog.tag()
    press(sheet, "Leave it as it is")
    assert not sheet.isVisible()
    assert song.read_bytes() == before


def test_why_a_song_cannot_be_changed_is_said(
    qtbot: QtBot, opened: Open, small: Crop, song: Path
) -> None:
    song.chmod(0o444)
    dialog = opened(small)
    sheet = dialog.tag()
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    press(sheet, "Change the file")
    qtbot.waitUntil(lambda: "protected from changes" in sheet.told, timeout=TIMEOUT)
    sheet.close()


def test_only_presets_of_the_shapes_are_offered(photos: Path, small: Crop, wide: Crop) -> None:
    offered = presets_for(wide)
    assert "wide" in [own.name for own in offered]
    assert {own.aspect for own in offered} == {WIDE}
    both = Material((wide, small))
    assert {own.aspect for own in both.presets} == {SQUARE, WIDE}
    assert both.presets[0].aspect == WIDE
    assert both.plan(preset("square")).crop == small
    assert both.square == small
    assert Material((wide,)).square == wide


@pytest.mark.parametrize(
    ("song", "name"),
    [
        ("A/B: “C”?", "A B “C” - square.jpg"),
        ("", "photo 0 - square.jpg"),
        ("...", "Cover - square.jpg"),
    ],
)
def test_the_suggested_name_is_one_that_every_system_takes(
    small: Crop, song: str, name: str
) -> None:
    assert suggested_name(song, Plan(small, preset("square"))) == name
