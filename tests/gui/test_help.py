"""Help: keys, tips that never return, the words that are taught, About, and the logs."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from coverart import __version__
from coverart.choices import load_choices
from coverart.gui.commands import COMMANDS
from coverart.gui.help.about import About
from coverart.gui.help.keys import KeyGroup, KeysSheet, in_columns, key_groups
from coverart.gui.help.libraries import libraries
from coverart.gui.help.logs import open_logs
from coverart.gui.help.tip_bubble import TipBubble
from coverart.gui.help.tips import Tip, Tips
from coverart.gui.look.appearance import Appearance
from coverart.gui.studio.glossary import Word, explained, name
from tests.gui.seeing import press, texts


def test_the_sheet_of_keys_names_every_command_that_has_keys(
    qtbot: QtBot, appearance: Appearance
) -> None:
    sheet = KeysSheet(None)
    qtbot.addWidget(sheet)
    sheet.show()
    told = texts(sheet)
    assert {one.title.removesuffix("…") for one in COMMANDS if one.keys} <= set(told)
    assert {"File", "Crop", "In the gallery", "Ctrl+O", "P"} <= set(told)


def test_the_sheet_of_keys_fits_on_the_smallest_window(
    qtbot: QtBot, appearance: Appearance
) -> None:
    sheet = KeysSheet(None)
    qtbot.addWidget(sheet)
    sheet.show()
    assert sheet.width() <= 1024
    assert sheet.height() <= 640
    QApplication.processEvents()
    (scroll,) = sheet.findChildren(QScrollArea)
    page = scroll.widget()
    assert page is not None
    assert page.width() <= scroll.viewport().width()
    assert scroll.verticalScrollBar().maximum() == 0


def test_groups_of_keys_stay_in_order_and_make_even_columns() -> None:
    heights = (8, 6, 14, 7, 3, 1, 2)
    groups = [KeyGroup(str(own), ((("A",), "b"),) * own) for own in heights]
    columns = in_columns(groups, 3)
    assert [group for column in columns for group in column] == groups
    assert [[len(own.lines) for own in column] for column in columns] == [
        [8, 6],
        [14],
        [7, 3, 1, 2],
    ]
    assert in_columns(groups[:2], 3) == ((groups[0],), (groups[1],))


def test_no_group_of_keys_is_empty() -> None:
    assert all(group.lines for group in key_groups())


@pytest.fixture
def gallery(qtbot: QtBot) -> Iterator[QWidget]:
    """A part of a window that tips may be about."""
    window, part = QWidget(), QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    layout.addWidget(part)
    window.resize(640, 480)
    window.show()
    yield part
    window.close()


def bubbles(part: QWidget) -> list[TipBubble]:
    return [own for own in part.window().findChildren(TipBubble) if own.isVisible()]


def test_a_tip_is_given_once_and_never_again(gallery: QWidget) -> None:
    Tips().give(Tip.RANKED, gallery)
    (bubble,) = bubbles(gallery)
    assert texts(bubble)[-1] == "The arrow keys go on, P keeps a crop and X rejects it."
    press(bubble, "Got it")
    assert bubbles(gallery) == []
    Tips().give(Tip.RANKED, gallery)
    assert bubbles(gallery) == []
    assert load_choices().seen_tips == ("ranked",)


def test_the_second_tip_takes_the_place_of_the_first(gallery: QWidget) -> None:
    tips = Tips()
    tips.give(Tip.RANKED, gallery)
    tips.give(Tip.KEPT, gallery)
    (bubble,) = bubbles(gallery)
    assert texts(bubble)[-1].startswith("E exports")
    tips.take_back()
    assert bubbles(gallery) == []
    tips.take_back()


def test_a_tip_takes_no_focus_and_stays_inside_its_window(gallery: QWidget) -> None:
    window = gallery.window()
    button = QPushButton("Song", window)
    button.setFocus()
    Tips().give(Tip.KEPT, gallery)
    (bubble,) = bubbles(gallery)
    assert not bubble.hasFocus()
    assert not any(own.hasFocus() for own in bubble.findChildren(QWidget))
    for size in ((640, 480), (500, 300), (1200, 900)):
        window.resize(*size)
        QApplication.processEvents()
        assert window.rect().contains(bubble.geometry())
        assert abs(bubble.geometry().center().x() - gallery.geometry().center().x()) <= 1


def test_a_tip_about_a_small_button_does_not_cover_it(gallery: QWidget) -> None:
    button = QPushButton("Export", gallery.window())
    button.setGeometry(300, 20, 80, 32)
    button.show()
    Tips().give(Tip.KEPT, button)
    (bubble,) = bubbles(gallery)
    assert not bubble.geometry().intersects(button.geometry())


def test_a_tip_goes_with_what_it_is_about(gallery: QWidget) -> None:
    tips = Tips()
    tips.give(Tip.RANKED, gallery)
    gallery.hide()
    assert bubbles(gallery) == []
    gallery.show()
    assert len(bubbles(gallery)) == 1


def test_every_word_is_explained_in_a_sentence_of_its_own() -> None:
    told = [explained(word) for word in Word]
    assert len(set(told)) == len(Word)
    assert all(one.endswith(".") and len(one) > 40 for one in told)
    assert name(Word.VALENCE) == "Valence"


def test_about_names_every_library_with_its_licence(qtbot: QtBot, appearance: Appearance) -> None:
    about = About(None)
    qtbot.addWidget(about)
    about.show()
    told = texts(about)
    assert f"Version {__version__}, free software under the licence GPL-3.0-or-later." in told
    assert {"Python", "Qt", "numpy", "mutagen", "GPL-2.0-or-later"} <= set(told)
    assert any("Nakatsuka" in text for text in told)
    press(about, "Copy versions")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"Coverart {__version__}\nPython 3.")
    assert f"numpy {metadata('numpy')['Version']}" in copied


def test_every_library_says_its_licence_in_a_line() -> None:
    found = libraries()
    assert len(found) > 12
    for one in found:
        assert one.version
        assert 2 < len(one.licence) <= 80, one.name
        assert "\n" not in one.licence


def test_a_program_that_was_not_installed_still_names_python_and_qt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("coverart.gui.help.libraries.OWN", "no-such-package")
    with pytest.raises(PackageNotFoundError):
        metadata("no-such-package")
    assert [one.name for one in libraries()] == ["Python", "Qt"]


def test_the_folder_of_logs_is_made_and_shown(tmp_path: Path) -> None:
    shown: list[QUrl] = []

    def show(url: QUrl) -> bool:
        shown.append(url)
        return True

    assert open_logs(tmp_path / "data" / "logs", show) == ""
    assert (tmp_path / "data" / "logs").is_dir()
    assert shown == [QUrl.fromLocalFile(str(tmp_path / "data" / "logs"))]


def test_where_no_file_manager_opens_the_place_is_said(tmp_path: Path) -> None:
    told = open_logs(tmp_path / "logs", lambda _url: False)
    assert told == f"The logs are in {tmp_path / 'logs'}."
