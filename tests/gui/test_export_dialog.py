"""The export dialog: what it says beforehand, and the file that it writes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from coverart.domain import SQUARE, WIDE, Aspect, Box, ContentHash, Crop, Photo, Size
from coverart.export.presets import preset
from coverart.gui.finish.export_dialog import ExportDialog
from coverart.gui.finish.export_plan import Plan, presets_for, suggested_name
from coverart.gui.look.appearance import Appearance
from coverart.gui.studio.studio import Studio
from tests.gui.patience import TIMEOUT

Ask = Callable[[QWidget, Path, str], Path | None]


def crop(photos: Path, box: Box, aspect: Aspect = SQUARE) -> Crop:
    photo = Photo(photos / "photo 0.png", ContentHash("x"), Size(400, 300))
    return Crop(photo, aspect, box)


@pytest.fixture
def small(photos: Path) -> Crop:
    return crop(photos, Box(10, 20, 210, 220))


def opened(qtbot: QtBot, studio: Studio, wanted: Crop, ask: Ask) -> ExportDialog:
    dialog = ExportDialog(None, wanted, "Slow Chord", studio.prepare_export, ask)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def texts(dialog: ExportDialog) -> str:
    return "\n".join(own.text() for own in dialog.findChildren(QLabel) if own.isVisible())


def press(qtbot: QtBot, dialog: ExportDialog, text: str) -> None:
    every = dialog.findChildren(QPushButton)
    QTest.mouseClick(next(own for own in every if own.text() == text), Qt.MouseButton.LeftButton)


def test_a_cover_is_written_where_the_user_says(
    qtbot: QtBot, appearance: Appearance, studio: Studio, small: Crop, tmp_path: Path
) -> None:
    asked = []

    def ask(_parent: QWidget, suggested: Path, kinds: str) -> Path:
        asked.append((suggested.name, kinds))
        return tmp_path / "cover.jpg"

    dialog = opened(qtbot, studio, small, ask)
    press(qtbot, dialog, "Export…")
    qtbot.waitUntil(lambda: dialog.exported is not None, timeout=TIMEOUT)
    assert asked == [("Slow Chord - square.jpg", "JPEG (*.jpg *.jpeg);;PNG (*.png)")]
    with Image.open(tmp_path / "cover.jpg") as written:
        assert written.size == (200, 200)
    assert f"cover.jpg, 200×200 pixels, 0.0 MB\nin {tmp_path}" in texts(dialog)
    show = next(own for own in dialog.findChildren(QPushButton) if own.text() == "Show in folder")
    assert show.isVisible()


def test_too_small_a_crop_is_said_and_can_be_enlarged(
    qtbot: QtBot, appearance: Appearance, studio: Studio, small: Crop, tmp_path: Path
) -> None:
    dialog = opened(qtbot, studio, small, lambda *_: tmp_path / "cover.png")
    names = [own.name for own in presets_for(small)]
    dialog.presets.choose(names.index("soundcloud-track"))
    qtbot.waitUntil(lambda: "SoundCloud tracks probably asks for" in texts(dialog))
    assert "this crop has 200×200 of its own" in texts(dialog)
    box = dialog.findChild(QCheckBox)
    assert box is not None
    assert box.isVisible()
    box.setChecked(True)
    qtbot.waitUntil(lambda: "enlarged from 200×200 to 800×800 pixels" in texts(dialog))
    dialog.export()
    qtbot.waitUntil(lambda: dialog.exported is not None, timeout=TIMEOUT)
    with Image.open(tmp_path / "cover.png") as written:
        assert written.size == (800, 800)


def test_a_large_crop_needs_no_enlarging(
    qtbot: QtBot, appearance: Appearance, studio: Studio, photos: Path
) -> None:
    dialog = opened(qtbot, studio, crop(photos, Box(0, 0, 3200, 3200)), lambda *_: None)
    box = dialog.findChild(QCheckBox)
    assert box is not None
    assert not box.isVisible()
    qtbot.waitUntil(lambda: "Nothing to mind" in texts(dialog))


def test_what_goes_wrong_is_one_sentence(
    qtbot: QtBot, appearance: Appearance, studio: Studio, small: Crop, tmp_path: Path
) -> None:
    dialog = opened(qtbot, studio, small, lambda *_: tmp_path / "nowhere" / "cover.jpg")
    dialog.export()
    qtbot.waitUntil(lambda: "There is no folder" in texts(dialog), timeout=TIMEOUT)
    assert dialog.exported is None


def test_a_user_who_would_rather_not_writes_nothing(
    qtbot: QtBot, appearance: Appearance, studio: Studio, small: Crop, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    dialog = opened(qtbot, studio, small, lambda *_: None)
    dialog.export()
    assert sorted(tmp_path.rglob("*")) == before


def test_only_presets_of_the_shape_are_offered(photos: Path) -> None:
    wide = presets_for(crop(photos, Box(0, 0, 320, 180), WIDE))
    assert "wide" in [own.name for own in wide]
    assert {own.aspect for own in wide} == {WIDE}


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
